import { enqueue } from '../../outbox/enqueue';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';

/** What may have to be said of an attachment, as keys of the words. */
export const SAID_OF_FILES = ['fileKind', 'photoWithoutForm', 'photoNotAsked', 'fileTooBig', 'captionNotKept'] as const;
export type SaidOfFile = (typeof SAID_OF_FILES)[number];

/** An album is up to ten messages: what is said of all of them is said once. @idempotent by the album and the words */
export async function sayOfAlbum(
  desk: Desk,
  { personId, chatId }: Official,
  albumId: string,
  said: SaidOfFile,
): Promise<void> {
  const message = {
    key: `album:${chatId}:${albumId}:${said}`,
    chatId,
    kind: 'saidOfFile',
    params: { personId, said },
    silent: true,
  };
  await desk.database.transaction((tx) => enqueue(tx, [message], desk.clock.now()));
}
