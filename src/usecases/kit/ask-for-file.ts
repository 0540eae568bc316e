import { databaseOf, statement } from '../../database/database';
import { say, type Message } from './messages';
import type { Official } from './officials';
import type { Desk } from './ports';

const isUnderWay = statement(
  'file-is-under-way',
  `select exists (select from outbox_message where messenger = $1 and chat_id = $2 and state in ('new', 'sending')
     and kind = $3 and params @> $4::jsonb) as "underWay"`,
);

/** `underWay`: the same was asked for before, and is being made. */
export type FileAsked = 'asked' | 'underWay';

type OfFile = Extract<Message, { readonly kind: 'statisticsFile' | 'violationsFile' | 'listFile' }>;
/** What a file is of, without whom it goes to. */
export type FileWish = {
  readonly [Kind in OfFile['kind']]: {
    readonly kind: Kind;
    readonly params: Extract<OfFile, { readonly kind: Kind }>['params'];
  };
}[OfFile['kind']];

/**
 * A file is made when the outbox comes to it, so that whoever has asked may press on, and a restart loses nothing.
 * @param key what tells it from other files
 * @idempotent while it is being made
 */
export async function askForFile(
  desk: Desk,
  { personId, messenger, chatId }: Official,
  key: string,
  wish: FileWish,
): Promise<FileAsked> {
  return databaseOf(desk).transaction(async (tx) => {
    const values = [messenger, chatId, wish.kind, JSON.stringify(wish.params)];
    const [before] = await tx.query<{ underWay: boolean }>(isUnderWay, values);
    if (before?.underWay) return 'underWay';
    const now = desk.clock.now();
    const to = { messenger, chatId };
    await say(tx, [{ key: `${key}:person:${personId}:${now.toISOString()}`, to, silent: true, ...wish }], now);
    return 'asked';
  });
}
