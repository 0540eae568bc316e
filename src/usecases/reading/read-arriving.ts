import type { Account } from '../../../entities/account';
import { databaseOf, statement } from '../../database/database';
import type { Desk } from '../ports';

/** More than these at once nobody sends. */
const AT_MOST = 50;

const selectWaiting = statement(
  'waiting-of-person',
  `select u.payload from inbox_update u join account a on a.messenger = u.messenger and a.user_id = u.lane
   where a.person_id = $1 and a.messenger = $2 and u.state = 'new' order by u.place, u.id limit ${AT_MOST}`,
);

/** What this person has sent in this messenger and nobody has handled yet, in its order: only its adapter can read it. */
export async function waitingOf(
  desk: Desk,
  { personId, messenger }: Pick<Account, 'personId' | 'messenger'>,
): Promise<readonly object[]> {
  const rows = await databaseOf(desk).query<{ payload: object }>(selectWaiting, [personId, messenger]);
  return rows.map(({ payload }) => payload);
}
