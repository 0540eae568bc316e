import { databaseOf } from '../../database/database';
import { say, type Message, type Params } from '../messages';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';

export type SaidOfFile = Params<'saidOfFile'>['said'];

/** An album is up to ten messages: what is said of all of them is said once. @idempotent by the album and the words */
export async function sayOfAlbum(desk: Desk, official: Official, albumId: string, said: SaidOfFile): Promise<void> {
  const { personId, messenger, chatId } = official;
  const message: Message = {
    key: `album:${messenger}:${chatId}:${albumId}:${said}`,
    to: official,
    kind: 'saidOfFile',
    params: { personId, said },
    silent: true,
  };
  await databaseOf(desk).transaction((tx) => say(tx, [message], desk.clock.now()));
}
