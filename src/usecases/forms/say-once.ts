import { databaseOf } from '../../database';
import { say, type Message, type Params } from '../messages';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';

export type SaidOfFile = Params<'saidOfFile'>['said'];

/** An album is up to ten messages: what is said of all of them is said once. @idempotent by the album and the words */
export async function sayOfAlbum(
  desk: Desk,
  { personId, chatId }: Official,
  albumId: string,
  said: SaidOfFile,
): Promise<void> {
  const message: Message = {
    key: `album:${chatId}:${albumId}:${said}`,
    chatId,
    kind: 'saidOfFile',
    params: { personId, said },
    silent: true,
  };
  await databaseOf(desk).transaction((tx) => say(tx, [message], desk.clock.now()));
}
