import { sayOfAlbum, type SaidOfFile } from '../../src/usecases/kit/form-engine';
import { only } from './screen';
import type { Talk } from './talk';
import type { Turn } from './turn';

/** What is said of a photo or a file: once of an album, which is up to ten of them. */
export async function sayOfFile(talk: Talk, turn: Turn, said: SaidOfFile): Promise<void> {
  const { official, words, came, chatId } = turn;
  const album = 'album' in came ? came.album : null;
  if (album === null) {
    await talk.voice.send(chatId, only(words.html(`form:${said}`)), { silent: true });
    return;
  }
  await sayOfAlbum(talk.desk, official, album, said);
  talk.wake();
}
