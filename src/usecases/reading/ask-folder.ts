import { databaseOf, statement } from '../../database/database';
import { maySee, roleBy } from '../../regulation/rights';
import { addEntry } from '../journal/journal';
import { say, type Message } from '../messages';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';

const isUnderWay = statement(
  'folder-is-under-way',
  `select a.number, exists (select from outbox_message where messenger = $2 and chat_id = $3 and state in ('new', 'sending')
     and kind in ('folder', 'folderPart') and (params ->> 'appealId')::int = a.id) as "underWay"
   from appeal a where a.id = $1 for key share`,
);

/** `underWay`: the same was asked for before, and is being made. */
export type AskedFolder = 'asked' | 'underWay' | 'notFound';

/**
 * «Папка для проверки»: it is made when the outbox comes to it, so that whoever has asked may press on, and a restart loses nothing.
 * Who had it made is in the journal of the appeal.
 * @idempotent while it is being made
 */
export async function askForFolder(desk: Desk, official: Official, appealId: number): Promise<AskedFolder> {
  if (!maySee(official, 'folder')) return 'notFound';
  const { personId, messenger, chatId } = official;
  return databaseOf(desk).transaction(async (tx) => {
    const [appeal] = await tx.query<{ underWay: boolean }>(isUnderWay, [appealId, messenger, chatId]);
    if (!appeal) return 'notFound';
    if (appeal.underWay) return 'underWay';
    const now = desk.clock.now();
    const key = `folder:${appealId}:person:${personId}:${now.toISOString()}`;
    await addEntry(tx, appealId, {
      at: now,
      action: 'gatherFolder',
      personId,
      capacity: roleBy(official, 'control'),
      details: {},
    });
    await say(
      tx,
      [{ key, to: { messenger, chatId }, kind: 'folder', params: { personId, appealId }, silent: true }],
      now,
    );
    return 'asked';
  });
}

/** Of a folder that is made: a file on this server's disk, and what the chat calls it. */
export interface FolderPart {
  readonly file: string;
  readonly name: string;
}

/**
 * A message a part: what breaks on its way costs no part that has arrived.
 * @param order the message that has asked for the folder
 * @idempotent by it
 */
export async function queueFolderParts(
  desk: Desk,
  { personId, messenger, chatId }: Official,
  appealId: number,
  order: { readonly key: string },
  parts: readonly FolderPart[],
): Promise<void> {
  const messages = parts.map((part, index): Message => ({
    key: `${order.key}:part:${index + 1}`,
    to: { messenger, chatId },
    kind: 'folderPart',
    params: { personId, appealId, ...part },
    silent: true,
  }));
  await databaseOf(desk).transaction((tx) => say(tx, messages, desk.clock.now()));
}
