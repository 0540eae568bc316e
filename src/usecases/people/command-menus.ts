import { Account } from '../../../entities/account';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries, databaseOf } from '../../database/database';
import { say } from '../messages';
import type { Desk } from '../ports';

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
