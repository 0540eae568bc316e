import { ArrayContains, IsNull, Not } from 'typeorm';
import { Account, type Unreachable, Person } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries, databaseOf, repositoryOf } from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import type { Participant, Role } from '../../regulation/vocabulary';
import { shortName } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';

// «Фамилия И.О.» tells people apart only while no two of them share it.

/** SQL: «Фамилия И.О.» of a whole name, for comparing: small letters, «е» for «ё», no dots. */
export const initialsOf = (name: string) =>
  `replace(lower(split_part(${name}, ' ', 1) || left(split_part(${name}, ' ', 2), 1) || left(split_part(${name}, ' ', 3), 1)), 'ё', 'е')`;

/** SQL: somebody else has the surname and initials of this row of `person`; the few that are shared are found once a statement. */
export const hasNamesake = (person: string) =>
  `${initialsOf(`${person}.name`)} in (select ${initialsOf('namesake.name')} from person namesake group by 1 having count(*) > 1)`;

/** «Иванов П.С.»; the whole name, which is unique, where that could be another one too. */
export const nameToldApart = (name: string, isShared: boolean): string =>
  isShared ? name.trim().replace(/\s+/g, ' ') : shortName(name);

/** As two people write one name. */
export const plainName = (name: string): string => name.trim().toLowerCase().replaceAll('ё', 'е');

/** Latin letters that a Cyrillic one looks like, small or large. */
const LOOKS: Readonly<Record<string, string>> = {
  ...{ a: 'а', b: 'в', c: 'с', e: 'е', h: 'н', k: 'к', m: 'м', o: 'о', p: 'р', t: 'т', x: 'х', y: 'у' },
};
/** Under which names are one to the eye: whatever their case, «ё» or «е», Cyrillic letters or Latin ones. */
const lookOf = (name: string): string =>
  plainName(name)
    .replace(/\s+/g, ' ')
    .replace(/[a-z]/g, (letter) => LOOKS[letter] ?? letter);

/** A new name, and which other one looks the same. */
export interface Alike {
  readonly name: string;
  readonly other: string;
}

/** Which of the names that come look like one that is there, or like one that comes before. What is there already is not new. */
export function alikeAmong(there: readonly string[], coming: readonly string[]): readonly Alike[] {
  const known = new Set(there);
  const looks = new Map(there.map((name) => [lookOf(name), name]));
  return coming.flatMap((name) => {
    const other = known.has(name) ? undefined : looks.get(lookOf(name));
    if (other === undefined) looks.set(lookOf(name), name);
    return other === undefined || other === name ? [] : [{ name, other }];
  });
}

const folded = (name: string): string => plainName(shortName(name));

/** How to name each of a list of people, by their whole names. */
export function toldApart(names: readonly string[]): (name: string) => string {
  const people = new Map<string, Set<string>>();
  for (const name of names) people.set(folded(name), (people.get(folded(name)) ?? new Set()).add(name));
  return (name) => nameToldApart(name, (people.get(folded(name))?.size ?? 0) > 1);
}

const selectShared = statement('names-that-are-shared', `select p.name from person p where ${hasNamesake('p')}`);

/** How to name anybody of the office, by their whole names. */
export async function toldApartInOffice(queries: Queries): Promise<(name: string) => string> {
  const shared = new Set((await queries.query<{ name: string }>(selectShared)).map(({ name }) => name));
  return (name) => nameToldApart(name, shared.has(name));
}

// SQL: whether a name that ПОС has is a person's of the bot.

/** As two people write one name: dots and spaces anywhere, «ё» or not, initials before the surname or after it. */
const bare = (name: string) => `replace(regexp_replace(lower(${name}), '[\\s.]', '', 'g'), 'ё', 'е')`;
const turned = (name: string) =>
  `regexp_replace(${name}, '^((?:[[:alpha:]]\\.\\s*){1,2})\\s*([[:alpha:]-]{2,})$', '\\2 \\1')`;

/** Under which it is remembered who is meant by a name of ПОС. */
export const nameKey = (there: string) => bare(turned(there));

/** The name that ПОС has is this person's whole name. */
export const isWholeName = (there: string, name: string) => `${bare(there)} = ${bare(name)}`;
/** It may be this person: as a whole, or as «Фамилия И.О.» on either side. */
export const mayBeName = (there: string, name: string) =>
  `(${nameKey(there)} in (${bare(name)}, ${initialsOf(name)}) or ${initialsOf(there)} = ${bare(name)})`;

/** SQL: it is decided that nobody of the bot is meant by this name. */
export const isNobody = (there: string) =>
  `exists (select from registry_name n where n.key = ${nameKey(there)} and n.person_id is null)`;
/** SQL: who is meant by this name, as it is decided; null: that is not, or they are no executor any more. */
export const decidedId = (there: string) =>
  `(select n.person_id from registry_name n join person meant on meant.id = n.person_id
    where n.key = ${nameKey(there)} and meant.disabled_at is null and 'executor' = any(meant.roles))`;

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

/** Whether the bot reaches a person: `noAccount` needs a link, the others are what the messenger told. */
export type Reach = 'ok' | 'noAccount' | 'held' | Unreachable;

export interface PersonLine {
  readonly id: number;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly disabled: boolean;
  readonly reach: Reach;
  readonly absent: boolean;
}

export interface PersonView extends PersonLine {
  readonly fullName: string;
  readonly position: string | null;
  readonly canApprove: boolean;
  readonly managesAffairs: boolean;
  readonly supervisor: string | null;
  readonly organization: string | null;
  /** With which they have accounts. */
  readonly messengers: readonly string[];
  /** A link that works is out. */
  readonly invitedUntil: Date | null;
}

const OF_PERSON = columns(Person, ['id', 'name', 'roles', 'position', 'canApprove', 'managesAffairs'], 'p');
const OF_ACCOUNT = columns(Account, ['startedAt', 'unreachable', 'heldSince'], 'account');
interface PersonRow extends RowOf<typeof OF_PERSON>, RowOf<typeof OF_ACCOUNT> {
  hasAccount: boolean;
  disabled: boolean;
  absent: boolean;
  supervisor: string | null;
  organization: string | null;
  invitedUntil: Date | null;
  messengers: string[];
}

const select = (
  where: string,
) => `select ${OF_PERSON}, account.person_id is not null as "hasAccount", ${OF_ACCOUNT}, p.disabled_at is not null as disabled,
    exists (select from absence b where b.person_id = p.id and b.cancelled_at is null and $1::date between b.from_day and b.until_day) as absent,
    s.name as supervisor, o.name as organization,
    (select max(i.expires_at) from invitation i where i.person_id = p.id and i.used_at is null and i.expires_at > $2) as "invitedUntil",
    array(select k.messenger from account k where k.person_id = p.id order by k.messenger) as messengers
  from person p left join account on account.person_id = p.id and account.is_home left join person s on s.id = p.supervisor_id left join organization o on o.id = p.organization_id ${where}`;
const selectAll = statement('read-people', select(''));
const selectOne = statement('read-person', select('where p.id = $3'));

const collator = new Intl.Collator('ru');

/** Everybody, those who work here first. An office has hundreds of people, not thousands. */
export async function listPeople(desk: Desk): Promise<PersonLine[]> {
  const { now, calendar } = circumstances(desk);
  const rows = await databaseOf(desk).query<PersonRow>(selectAll, [dayOf(now, calendar), now]);
  return rows
    .map(viewOf)
    .sort((one, other) => Number(one.disabled) - Number(other.disabled) || collator.compare(one.name, other.name));
}

export async function readPerson(desk: Desk, personId: number): Promise<PersonView | null> {
  const { now, calendar } = circumstances(desk);
  const [row] = await databaseOf(desk).query<PersonRow>(selectOne, [dayOf(now, calendar), now, personId]);
  return row ? viewOf(row) : null;
}

function viewOf(row: PersonRow): PersonView {
  const { id, roles, disabled, absent, position, canApprove, managesAffairs, organization, invitedUntil, messengers } =
    row;
  return {
    id,
    roles,
    disabled,
    absent,
    position,
    canApprove,
    managesAffairs,
    organization,
    invitedUntil,
    messengers,
    name: shortName(row.name),
    fullName: row.name,
    reach: reachOf(row),
    supervisor: row.supervisor === null ? null : shortName(row.supervisor),
  };
}

function reachOf({ hasAccount, startedAt, unreachable, heldSince }: PersonRow): Reach {
  if (!hasAccount) return 'noAccount';
  if (heldSince !== null) return 'held';
  return unreachable ?? (startedAt === null ? 'never_started' : 'ok');
}

export interface FitPerson {
  readonly id: number;
  readonly name: string;
}

/** Who could hold a place, but for one person. */
export async function peopleFitFor(desk: Desk, place: Participant, exceptId: number | null): Promise<FitPerson[]> {
  const people = await repositoryOf(databaseOf(desk), Person).findBy({
    disabledAt: IsNull(),
    roles: ArrayContains([place === 'executor' ? 'executor' : 'supervisor']),
    ...(place === 'approving' && { canApprove: true }),
    ...(exceptId !== null && { id: Not(exceptId) }),
  });
  const told = toldApart(people.map(({ name }) => name));
  return people
    .map(({ id, name }) => ({ id, name: told(name) }))
    .sort((one, other) => collator.compare(one.name, other.name));
}
