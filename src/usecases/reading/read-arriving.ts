import { databaseOf, statement } from '../../database/database';
import type { Desk } from '../ports';

/** More than these at once nobody sends. */
const AT_MOST = 50;

const selectWaiting = statement(
  'waiting-of-person',
  `select u.payload from inbox_update u join account a on a.messenger = u.messenger and a.user_id = u.lane
   where a.person_id = $1 and u.state = 'new' order by u.place, u.id limit ${AT_MOST}`,
);

/** What this person has sent and nobody has handled yet, in its order: only the adapter of their messenger can read it. */
export async function waitingOf(desk: Desk, personId: number): Promise<readonly object[]> {
  const rows = await databaseOf(desk).query<{ payload: object }>(selectWaiting, [personId]);
  return rows.map(({ payload }) => payload);
}
