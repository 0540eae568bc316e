import { buffer } from 'node:stream/consumers';
import type { InputFile } from 'telegraf/types';
import type { FileStore } from '../../src/usecases/ports';
import { inRows } from '../conversation/screen';
import type { Voice } from '../conversation/voice';
import type { Call } from './call';
import { TELEGRAM } from './intake/update';
import { refOf } from './message-ref';

type KeptFile = Parameters<Voice['sendFiles']>[1][number];
/** A file by Telegram's name for it, or its bytes. */
type Media = string | InputFile;

const LARGEST_ALBUM = 10;
/** An album of files by an office's line takes longer than a word. */
const UPLOAD_LIMIT_MS = 120_000;
/** They would end a file's name in the header of its part. */
const MARKS_OF_HEADERS = /["\\\r\n]/g;

/** Files that somebody has sent, and files of ours. */
export function createFiles(call: Call, store: Pick<FileStore, 'read'>): Pick<Voice, 'sendFiles' | 'sendFile'> {
  /** What came through Telegram is there; another messenger's has to be brought. */
  const mediaOf = async ({ messenger, fileRef, sha256, fileName }: KeptFile): Promise<Media> =>
    messenger === TELEGRAM && fileRef !== null ? fileRef : upload(await buffer(store.read(sha256)), fileName);

  return {
    async sendFiles(chatId, files, caption, beforeEach) {
      const photos = files.filter(({ kind, compressed }) => kind === 'photo' && compressed);
      const documents = files.filter((file) => !photos.includes(file));
      for (const [type, kept] of [
        ['photo', photos],
        ['document', documents],
      ] as const) {
        for (const album of inRows(kept, LARGEST_ALBUM)) {
          await beforeEach?.();
          await sendAlbum(call, chatId, type, await Promise.all(album.map(mediaOf)), caption);
        }
      }
    },
    async sendFile(chatId, fileName, bytes) {
      const message = await call('sendDocument', {
        chat_id: Number(chatId),
        document: upload(Buffer.from(bytes), fileName),
        disable_notification: true,
      });
      return refOf(chatId, message.message_id);
    },
  };
}

const upload = (source: Buffer, fileName: string | null): InputFile =>
  fileName === null ? { source } : { source, filename: fileName.replace(MARKS_OF_HEADERS, '_') };

/** Telegram takes no album of one. */
async function sendAlbum(
  call: Call,
  chatId: string,
  type: 'photo' | 'document',
  album: readonly Media[],
  caption: string,
): Promise<void> {
  const [only, ...others] = album;
  if (only === undefined) return;
  const to = { chat_id: Number(chatId), disable_notification: true };
  const limit = album.every((media) => typeof media === 'string') ? undefined : UPLOAD_LIMIT_MS;
  // The words under the first of an album are shown under the whole of it.
  const media = album.map((one, index) => ({ type, media: one, ...(index === 0 && { caption }) }));
  if (others.length > 0) await call('sendMediaGroup', { ...to, media }, limit);
  else if (type === 'photo') await call('sendPhoto', { ...to, photo: only, caption }, limit);
  else await call('sendDocument', { ...to, document: only, caption }, limit);
}
