import { IsNull, Not } from 'typeorm';
import { Account, type Chat, Person } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries, type Rows, databaseOf, repositoryOf } from '../../database/database';
import { listed } from '../../database/listed';
import { HOLDING_ROLES } from '../../regulation/deputies';
import type { Actor } from '../../regulation/facts';
import { PLACES } from '../../regulation/rights';
import type { Participant, Role } from '../../regulation/vocabulary';
import { today, type Desk } from './ports';

/**
 * «Кузнецова Юлия Юрьевна» → «Кузнецова Ю.Ю.», as lists and cards show people (domain.md). A name of one word stays,
 * a hyphenated first name gives both initials («Анна-Мария» → «А.-М.»).
 */
export function shortName(fullName: string): string {
  const [surname = '', ...rest] = fullName.trim().split(/\s+/);
  const initials = rest.map((part) =>
    part
      .split('-')
      .map((piece) => `${[...piece][0]?.toUpperCase() ?? ''}.`)
      .join('-'),
  );
  return initials.length === 0 ? surname : `${surname} ${initials.join('')}`;
}

/** «Ю.Ю. Кузнецова», as a signature on paper has it (ГОСТ Р 7.0.97). */
export const signatureName = (fullName: string): string => initialsFirst(shortName(fullName));

/** The same of «Кузнецова Ю.Ю.». */
export function initialsFirst(short: string): string {
  const [surname = '', ...initials] = short.split(' ');
  return initials.length === 0 ? short : `${initials.join(' ')} ${surname}`;
}

const selectNames = statement('names-of-people', 'select id, name from person where id = any($1::int[])');

/** Surname and initials by id, of people who may be many; asks nothing when there are none. */
export async function shortNamesOf(queries: Queries, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await queries.query<{ id: number; name: string }>(selectNames, [[...new Set(ids)]]);
  return new Map(rows.map(({ id, name }) => [id, shortName(name)]));
}

/** SQL: whoever is in a row of `person` under this name can act in that place, when they are not away. */
export const mayHold = (place: Participant, person: string): string =>
  `(${person}.disabled_at is null and '${PLACES[place].role}' = any(${person}.roles)${place === 'approving' ? ` and ${person}.can_approve` : ''})`;

/**
 * SQL: whoever is at home in a row of `account` under this name can be reached. Who is written to in the place of a messenger that is down is not:
 * they may not look there, so nobody relies on them alone.
 */
export const isReached = (account: string): string =>
  `(${account}.started_at is not null and ${account}.unreachable is null and ${account}.held_since is null and ${account}.instead_of is null
    and not exists (select from setting where key = 'outage:' || ${account}.messenger))`;

/**
 * Who stands in for whom, role by role: rows of `absent_id`, `until_day`, `role` and `deputy_id`. An absence names one deputy for all
 * roles, or one for each in a table of its own.
 * @param day the parameter of the statement that has the day, such as `$1`
 */
export const standingIn = (day: string) => `(
    select b.person_id as absent_id, b.until_day, r.role, b.deputy_id
    from absence b, unnest(array[${listed(HOLDING_ROLES)}]) as r(role)
    where b.deputy_id is not null and ${awayOn('b', day)}
    union all
    select b.person_id, b.until_day, d.role, d.deputy_id
    from absence b join deputy d on d.absence_id = b.id where ${awayOn('b', day)})`;

/** Of a row of `absence` under this name: it covers the day. */
export const awayOn = (absence: string, day: string) =>
  `${absence}.cancelled_at is null and ${day}::date between ${absence}.from_day and ${absence}.until_day`;

const OF_PERSON = columns(
  Person,
  ['name', 'position', 'roles', 'canApprove', 'managesAffairs', 'locale', 'withoutSound'],
  'p',
);
const OF_ACCOUNT = columns(
  Account,
  ['messenger', 'userId', 'chatId', 'startedAt', 'unreachable', 'isHome', 'isSpokenIn'],
  'account',
);

/** A person of the office as the bot meets them, in one of their accounts. */
export interface Official
  extends
    Actor,
    Readonly<Pick<RowOf<typeof OF_PERSON>, 'name' | 'position' | 'locale' | 'managesAffairs'>>,
    Readonly<RowOf<typeof OF_ACCOUNT>> {
  readonly disabled: boolean;
  /** Not disabled, but shut out in this account until it is decided whose it is. */
  readonly held: boolean;
  /** They have asked that nothing of theirs makes a sound. */
  readonly withoutSound: boolean;
}

const select = (
  where: string,
) => `select p.id as "personId", ${OF_PERSON}, ${OF_ACCOUNT}, p.disabled_at is not null or account.held_since is not null as disabled,
  p.disabled_at is null and account.held_since is not null as held,
  (select coalesce(jsonb_agg(jsonb_build_object('absentId', s.absent_id, 'role', s.role) order by s.absent_id, s.role), '[]')
   from ${standingIn('$1')} s where s.deputy_id = p.id) as "deputyFor"
  from person p join account on account.person_id = p.id where ${where}`;
const byAccount = statement('official-by-account', select('account.messenger = $2 and account.user_id = $3'));
const byHome = statement('official-by-id', select('p.id = $2 and account.is_home'));
const byChat = statement('official-by-chat', select('p.id = $2 and account.messenger = $3 and account.chat_id = $4'));

/** Whoever holds this account; null: a stranger. */
export async function officialByAccount(desk: Desk, messenger: string, userId: string): Promise<Official | null> {
  return (await databaseOf(desk).query<Official>(byAccount, [today(desk), messenger, userId]))[0] ?? null;
}

/** In the account where they are written to. Null also when the person has none yet. */
export async function officialById(desk: Desk, personId: number): Promise<Official | null> {
  return (await databaseOf(desk).query<Official>(byHome, [today(desk), personId]))[0] ?? null;
}

/** In the account of this chat. Null: that is not theirs any more. */
export async function officialIn(desk: Desk, personId: number, { messenger, chatId }: Chat): Promise<Official | null> {
  return (await databaseOf(desk).query<Official>(byChat, [today(desk), personId, messenger, chatId]))[0] ?? null;
}

/** They wrote: their chat is open to us. False: it was open before. */
export async function markReachable(
  rows: Rows,
  { personId, messenger }: Pick<Official, 'personId' | 'messenger'>,
  now: Date,
): Promise<boolean> {
  const accounts = repositoryOf(rows, Account);
  const chat = { personId, messenger };
  const started = await accounts.update({ ...chat, startedAt: IsNull() }, { startedAt: now, unreachable: null });
  if (started.affected === 1) return true;
  const back = await accounts.update({ ...chat, unreachable: Not(IsNull()) }, { unreachable: null });
  return back.affected === 1;
}

/** Somebody who can be told something. */
export interface Listener extends Chat {
  readonly id: number;
}

const selectHolders = statement(
  'holders-of-role',
  `select p.id, ${columns(Account, ['messenger', 'chatId'], 'account')} from person p join account on account.person_id = p.id and account.is_home
   where p.disabled_at is null and $1 = any(p.roles) order by p.id`,
);

/** Everybody of a role who has a chat. */
export const holdersOfRole = (queries: Queries, role: Role): Promise<Listener[]> =>
  queries.query<Listener>(selectHolders, [role]);

/** Those who are told when the bot itself is in trouble. */
export const adminsWithChat = (queries: Queries): Promise<Listener[]> => holdersOfRole(queries, 'admin');

const selectForStand = statement(
  'people-for-stand',
  `select p.id as "personId", account.user_id::bigint as id, p.name, p.roles
   from person p left join account on account.person_id = p.id and account.messenger = $1
   where p.disabled_at is null
     and (account.user_id is not null or not exists (select from account other where other.person_id = p.id))
   order by account.user_id::bigint nulls last, p.id`,
);

interface PersonForStand extends Pick<Person, 'name' | 'roles'> {
  readonly personId: number;
  /** Of their account; null: they have none yet, in no messenger. */
  readonly id: number | null;
}

/**
 * Ids, names and roles, for the training stand: first those who have an account there; whoever has one elsewhere alone is left out.
 * @param messenger one whose ids are numbers
 */
export const peopleForStand = (queries: Queries, messenger: string): Promise<PersonForStand[]> =>
  queries.query<PersonForStand>(selectForStand, [messenger]);
