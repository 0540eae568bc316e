import { statement, type Queries, databaseOf } from '../../database';
import type { Desk } from '../ports';

const lockTable = statement('lock-people', 'lock table person in share row exclusive mode');

/** Whoever else would change people waits; readers go on. So «the last admin» is counted by one at a time. */
export async function lockPeople(tx: Queries): Promise<void> {
  await tx.query(lockTable);
}

const countOtherAdmins = statement(
  'count-other-admins',
  `select count(*)::int as count from person where id <> $1 and disabled_at is null and 'admin' = any(roles)`,
);

/** Nobody else could administer. The caller holds `lockPeople`. */
export async function isLastAdmin(tx: Queries, personId: number): Promise<boolean> {
  const [row] = await tx.query<{ count: number }>(countOtherAdmins, [personId]);
  return row?.count === 0;
}

/** Something that the office cannot work without. */
export type Lack = 'nobodyApproves' | 'nobodyAdministers';

const countKeyPeople = statement(
  'count-key-people',
  `select count(*) filter (where can_approve and 'supervisor' = any(roles))::int as approvers, count(*) filter (where 'admin' = any(roles))::int as admins
   from person where disabled_at is null`,
);

/** For a screen. */
export const readLacks = (desk: Desk): Promise<Lack[]> => lackingPeople(databaseOf(desk));

/** What to be loud about: at every start, and when a change of roles has brought it about. */
export async function lackingPeople(queries: Queries): Promise<Lack[]> {
  const [count] = await queries.query<{ approvers: number; admins: number }>(countKeyPeople);
  return [
    ...(count?.approvers ? [] : ['nobodyApproves' as const]),
    ...(count?.admins ? [] : ['nobodyAdministers' as const]),
  ];
}
