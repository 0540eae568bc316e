import { hasRight } from '../../../src/regulation/rights';
import { sayOfAlbum, type SaidOfFile } from '../../../src/usecases/forms/say-once';
import type { Attachment } from '../feature';
import { only } from '../screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

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

const SAID_OF = { file: 'photoWithoutForm', video: 'videoNotTaken', place: 'fileKind', other: 'fileKind' } as const;

/** Of whoever also sends files of ПОС: which kinds are taken, and where. */
const isStrangeFile = ({ official }: Turn, came: Attachment): boolean =>
  came.what === 'file' && came.file.kind === 'document' && hasRight(official, 'register');

/** What is said of an attachment for which nothing waits. */
export const refuseAttachment = (talk: Talk, turn: Turn, came: Attachment): Promise<void> =>
  sayOfFile(talk, turn, isStrangeFile(turn, came) ? 'fileWithoutForm' : SAID_OF[came.what]);
