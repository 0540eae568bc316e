import { statement, type Queries } from '../../database/database';
import { hasNamesake, nameToldApart } from '../people/namesakes';
import { decidedId, isNobody, isWholeName, mayBeName } from './names-alike';

/** Who in the bot is meant by a name of ПОС; people are named as lists name them, told apart. */
export type NamedThere =
  | { readonly what: 'one'; readonly personId: number; readonly name: string; readonly isDecided: boolean }
  | { readonly what: 'several'; readonly names: readonly string[] }
  /** Nobody of that name may be an executor here. */
  | { readonly what: 'nobody'; readonly isDecided: boolean };

// What a coordinator has decided about a name comes before what the name itself says.
const selectNamed = statement(
  'registry.people-named',
  `select n.name as there, n.nobody, p.id as "personId", p.name, p.id = n.decided as decided, ${hasNamesake('p')} as shared, ${isWholeName('n.name', 'p.name')} as whole
   from (select t.name, ${isNobody('t.name')} as nobody, ${decidedId('t.name')} as decided from unnest($1::text[]) as t (name)) n
   left join person p on not n.nobody and case when n.decided is not null then p.id = n.decided else ${mayBeName('n.name', 'p.name')} end
     and p.disabled_at is null and 'executor' = any(p.roles) order by p.name, p.id`,
);
interface Row {
  readonly there: string;
  readonly nobody: boolean;
  readonly personId: number | null;
  readonly name: string | null;
  readonly decided: boolean | null;
  readonly shared: boolean | null;
  readonly whole: boolean | null;
}

/** As it is decided; else «Фамилия И.О.» may be several people, and who is named in full is nobody else. */
export async function peopleNamed(
  queries: Queries,
  names: readonly string[],
): Promise<ReadonlyMap<string, NamedThere>> {
  const distinct = [...new Set(names)];
  if (distinct.length === 0) return new Map();
  const rows = await queries.query<Row>(selectNamed, [distinct]);
  return new Map(distinct.map((name) => [name, meant(rows.filter(({ there }) => there === name))]));
}

function meant(rows: readonly Row[]): NamedThere {
  const people = rows.flatMap(({ personId, name, decided, shared, whole }) =>
    personId === null || name === null
      ? []
      : [{ personId, name: nameToldApart(name, shared === true), isDecided: decided === true, whole }],
  );
  const whole = people.filter((person) => person.whole);
  const [first, ...others] = whole.length > 0 ? whole : people;
  if (!first) return { what: 'nobody', isDecided: rows.some(({ nobody }) => nobody) };
  if (others.length > 0) return { what: 'several', names: [first, ...others].map(({ name }) => name) };
  const { personId, name, isDecided } = first;
  return { what: 'one', personId, name, isDecided };
}
