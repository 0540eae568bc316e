import { Account, Person } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries, databaseOf, type Transaction, repositoryOf } from '../../database/database';
import { INITIAL_STAGE } from '../../regulation/vocabulary';
import { say, type Message } from '../kit/messages';
import { adminsWithChat, holdersOfRole, type Official } from '../kit/officials';
import type { Desk } from '../kit/ports';

const lockTable = statement('lock-people', 'lock table person in share row exclusive mode');

/** Whoever else would change people waits; readers go on. So «the last admin» is counted by one at a time. */
export async function lockPeople(tx: Queries): Promise<void> {
  await tx.query(lockTable);
}

const countAdminsInUse = statement(
  'admins-who-can-come-in',
  `select count(*)::int as count from person
   where id <> $1 and disabled_at is null and 'admin' = any(roles) and exists (select from account where person_id = person.id and started_at is not null and held_since is null)`,
);

/** An admin has come in: somebody who has only been named may never. */
export async function canAnybodyAdminister(queries: Queries, exceptId = 0): Promise<boolean> {
  const [row] = await queries.query<{ count: number }>(countAdminsInUse, [exceptId]);
  return (row?.count ?? 0) > 0;
}

/** Nobody else could administer. The caller holds `lockPeople`. */
export const isLastAdmin = async (tx: Queries, personId: number): Promise<boolean> =>
  !(await canAnybodyAdminister(tx, personId));

/** For a screen: the same, before anybody presses. */
export const isOnlyAdmin = (desk: Desk, personId: number): Promise<boolean> => isLastAdmin(databaseOf(desk), personId);

/** Something that the office cannot work without. */
export type Lack = 'nobodyCoordinates' | 'nobodyApproves' | 'nobodyAdministers';

const countKeyPeople = statement(
  'count-key-people',
  `select count(*) filter (where 'coordinator' = any(roles))::int as coordinators,
     count(*) filter (where can_approve and 'supervisor' = any(roles))::int as approvers, count(*) filter (where 'admin' = any(roles))::int as admins
   from person where disabled_at is null`,
);

/** For a screen. */
export const readLacks = (desk: Desk): Promise<Lack[]> => lackingPeople(databaseOf(desk));

/** What to be loud about: at every start, and when a change of roles has brought it about. */
export async function lackingPeople(queries: Queries): Promise<Lack[]> {
  const [count] = await queries.query<{ coordinators: number; approvers: number; admins: number }>(countKeyPeople);
  return [
    ...(count?.coordinators ? [] : ['nobodyCoordinates' as const]),
    ...(count?.approvers ? [] : ['nobodyApproves' as const]),
    ...(count?.admins ? [] : ['nobodyAdministers' as const]),
  ];
}

/** The same, first what was not lacking before: a toast has room for one. */
export async function lackingSince(queries: Queries, before: readonly Lack[]): Promise<Lack[]> {
  const lacks = await lackingPeople(queries);
  return [...lacks.filter((lack) => !before.includes(lack)), ...lacks.filter((lack) => before.includes(lack))];
}

const selectWaiting = statement(
  'waiting-for-a-coordinator',
  `select count(*)::int as count, min(appeal_id)::int as first from open_work where stage = '${INITIAL_STAGE}'`,
);
async function waitingIn(tx: Transaction): Promise<{ readonly count: number; readonly first: number | null }> {
  const [row] = await tx.query<{ count: number; first: number | null }>(selectWaiting, []);
  return row ?? { count: 0, first: null };
}

/**
 * Appeals have come in and ring at nobody's: the admins hear of it once, as long as the same one waits first.
 * @idempotent
 */
export async function tellIfNobodyCoordinates(tx: Transaction, now: Date): Promise<void> {
  if ((await holdersOfRole(tx, 'coordinator')).length > 0) return;
  const { first } = await waitingIn(tx);
  if (first === null) return;
  const messages = (await adminsWithChat(tx)).map(({ id: personId, ...to }): Message => ({
    key: `nobodyCoordinates:${first}:person:${personId}`,
    to,
    kind: 'nobodyCoordinates',
    params: { personId },
    silent: true,
  }));
  await say(tx, messages, now);
}

/**
 * Nobody coordinated and somebody does now: what has come in meanwhile rang at nobody's, so it is told to them at once.
 * @param before what the office lacked
 */
export async function tellFirstCoordinators(tx: Transaction, before: readonly Lack[], now: Date): Promise<void> {
  if (!before.includes('nobodyCoordinates')) return;
  const { count } = await waitingIn(tx);
  if (count === 0) return;
  const messages = (await holdersOfRole(tx, 'coordinator')).map(({ id: personId, ...to }): Message => ({
    key: `firstCoordinator:${now.getTime()}:person:${personId}`,
    to,
    kind: 'batch',
    params: { count, personId },
    silent: true,
  }));
  await say(tx, messages, now);
}

const OF_ACCOUNT = columns(Account, ['personId', 'messenger', 'chatId']);
const withChats = statement(
  'people-with-chats',
  `select ${OF_ACCOUNT} from account where person_id = any($1::int[]) and started_at is not null`,
);

/** The person's own menu, anew. */
export const refreshOwnCommands = (desk: Desk, personId: number): Promise<void> =>
  refreshCommands(databaseOf(desk), [personId], desk.clock.now());

/**
 * Asks for new command menus: what a person may do has changed. Those who have not started the bot get theirs when they do.
 * @idempotent: requests that wait together are one
 */
export async function refreshCommands(tx: Queries, personIds: readonly number[], now: Date): Promise<void> {
  if (personIds.length === 0) return;
  const people = await tx.query<RowOf<typeof OF_ACCOUNT>>(withChats, [personIds]);
  await say(
    tx,
    people.map(({ personId, ...to }) => ({
      key: `commands:person:${personId}:${to.messenger}`,
      to,
      kind: 'commands',
      params: { personId },
      silent: true,
      mergeable: true,
    })),
    now,
  );
}

/** One's own language. The command menu speaks it too. @idempotent */
export async function chooseLanguage(desk: Desk, actor: Official, locale: 'ru' | 'tt'): Promise<void> {
  await databaseOf(desk).transaction(async (tx) => {
    await repositoryOf(tx, Person).update({ id: actor.personId }, { locale });
    await refreshCommands(tx, [actor.personId], desk.clock.now());
  });
}
