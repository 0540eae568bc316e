import { statement, type Queries, databaseOf } from '../../database/database';
import type { Desk } from '../ports';

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
