import { randomInt } from 'node:crypto';
import { readUpdate, TELEGRAM } from '../../bots/telegram/update';
import { Lanes } from '../../src/inbox/lanes';
import { createInbox } from '../../src/inbox/queue';
import { recordingLog } from './recording-log';
import type { World } from './world';

/** Tables that a person's act may change. Cards, outbox and inbox are speech, not acts. */
const ACTS = [
  'appeal',
  'open_work',
  'journal_entry',
  'answer_draft',
  'visit',
  'document_request',
  'delivery',
  'absence',
  'person',
  'organization',
  'invitation',
];

export async function rows<Row = Record<string, unknown>>(
  world: World,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return world.fresh.database.dataSource.query(sql, [...values]);
}

/** What has been done so far, to be compared before and after something that must do nothing. */
export async function doneSoFar(world: World): Promise<Record<string, string[]>> {
  const known = (
    await rows<{ name: string }>(
      world,
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    )
  ).map(({ name }) => name);
  const found: Record<string, string[]> = {};
  for (const table of ACTS.filter((name) => known.includes(name))) {
    found[table] = (await rows<{ row: string }>(world, `select to_jsonb(t)::text as row from ${table} t`))
      .map(({ row }) => row)
      .sort();
  }
  return found;
}

/** Updates whose handler threw: whatever people send, there are none. */
export const failedUpdates = (world: World) =>
  rows(
    world,
    `select key, attempts, state, last_error as error, payload from inbox_update where attempts > 0 or state = 'parked' order by id`,
  );

/** What Telegram refused, but for an edit that changes nothing and a message that is gone: both happen to honest people. */
export const realRefusals = async (world: World) =>
  (await world.refusals()).filter(
    ({ description }) => !/not modified|not found|no text in the message|query is too old/.test(description),
  );

/** Messages that will never arrive. */
export const deadMessages = (world: World) =>
  rows(
    world,
    `select kind, chat_id as "chatId", state, reason as error from outbox_message where state in ('dead', 'ambiguous') order by id`,
  );

/** An update as Telegram would bring it, past the stand: for what no page can send, such as stickers and voices. */
export async function bring(world: World, update: object): Promise<void> {
  const log = recordingLog();
  const inbox = createInbox({ messenger: TELEGRAM, database: world.fresh.database, clock: world.desk.clock, log });
  // Lanes that nobody has asked to work only keep updates and give notice, as a second process does.
  const lanes = new Lanes({ inbox, clock: world.desk.clock, log, handle: async () => undefined });
  await lanes.receive([
    readUpdate({ update_id: randomInt(1e10, 2e10), ...update }, [
      'message',
      'edited_message',
      'callback_query',
      'my_chat_member',
    ]),
  ]);
  await world.quiet();
}

let messageIds = 1_000_000;
/** A private message with any content. */
export function message(personId: number, content: object): { message: object } {
  const from = { id: personId, is_bot: false, first_name: 'Кто-то' };
  return {
    message: {
      message_id: (messageIds += 1),
      date: 1_764_000_000,
      chat: { id: personId, type: 'private', first_name: 'Кто-то' },
      from,
      ...content,
    },
  };
}
