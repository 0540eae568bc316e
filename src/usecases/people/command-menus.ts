import { statement, type Queries, databaseOf } from '../../database';
import { say } from '../messages';
import type { Desk } from '../ports';

const withChats = statement(
  'people-with-chats',
  'select id, telegram_id as "chatId" from person where id = any($1::int[]) and telegram_id is not null and started_at is not null',
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
  const people = await tx.query<{ id: number; chatId: number }>(withChats, [personIds]);
  await say(
    tx,
    people.map(({ id, chatId }) => ({
      key: `commands:person:${id}`,
      chatId,
      kind: 'commands',
      params: { personId: id },
      silent: true,
      mergeable: true,
    })),
    now,
  );
}
