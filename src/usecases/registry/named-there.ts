import { statement, type Queries } from '../../database/database';
import { shortName } from '../people/names';
import { isWholeName, mayBeName } from './names-alike';

/** Who in the bot is meant by a name of ПОС. */
export type NamedThere =
  | { readonly what: 'one'; readonly personId: number; readonly name: string }
  | { readonly what: 'several'; readonly names: readonly string[] }
  /** Nobody of that name may be an executor here. */
  | { readonly what: 'nobody' };

const selectNamed = statement(
  'registry.people-named',
  `select n.name as there, p.id as "personId", p.name, ${isWholeName('n.name', 'p.name')} as whole
   from unnest($1::text[]) as n (name) join person p on ${mayBeName('n.name', 'p.name')}
   where p.disabled_at is null and 'executor' = any(p.roles) order by p.name, p.id`,
);
interface Row {
  readonly there: string;
  readonly personId: number;
  readonly name: string;
  readonly whole: boolean;
}

/** «Фамилия И.О.» may be several people; who is named in full is nobody else. */
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
  const whole = rows.filter((row) => row.whole);
  const [first, ...others] = whole.length > 0 ? whole : rows;
  if (!first) return { what: 'nobody' };
  return others.length === 0
    ? { what: 'one', personId: first.personId, name: first.name }
    : { what: 'several', names: [first, ...others].map(({ name }) => shortName(name)) };
}
