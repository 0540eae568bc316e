import type { InputFile, Message } from 'telegraf/types';
import { inRows, shorten } from '../conversation/kit/screen';
import type { FileToSend, Voice } from '../conversation/kit/voice';
import type { Call } from './call';
import { keyboardOf, type LinkTo } from './keyboard';
import { refOf } from './message-ref';

/** A file by Telegram's name for it, or its bytes. */
type Media = string | InputFile;
type As = FileToSend['as'];

const LARGEST_ALBUM = 10;
const LONGEST_CAPTION = 1024;
/** An album of files by an office's line takes longer than a word. */
const UPLOAD_LIMIT_MS = 120_000;
/** They would end a file's name in the header of its part. */
const MARKS_OF_HEADERS = /["\\\r\n]/g;

/** Files that somebody has sent, and what is ours: files, pictures, points on a map. */
export function createFiles(
  call: Call,
  linkTo: LinkTo,
): Pick<Voice, 'sendFiles' | 'sendPicture' | 'sendFile' | 'sendPin'> {
  return {
    async sendFiles(chatId, files, beforeEach) {
      const refs = new Map<FileToSend, string | null>();
      for (const type of ['photo', 'document'] as const) {
        const ofType = files.filter(({ as }) => as === type);
        for (const album of inRows(ofType, LARGEST_ALBUM)) {
          await beforeEach?.();
          const messages = await sendAlbum(call, chatId, type, album);
          for (const [index, file] of album.entries()) refs.set(file, fileRefOf(messages[index]));
        }
      }
      return files.map((file) => refs.get(file) ?? null);
    },
    async sendPicture(chatId, picture, { text, buttons }) {
      const photo = {
        chat_id: Number(chatId),
        photo: { source: Buffer.from(picture) },
        caption: text,
        parse_mode: 'HTML',
        disable_notification: true,
        ...(buttons.length === 0 ? {} : { reply_markup: { inline_keyboard: await keyboardOf(buttons, linkTo) } }),
      } as const;
      return refOf(chatId, (await call('sendPhoto', photo, UPLOAD_LIMIT_MS)).message_id);
    },
    async sendPin(chatId, { place, title, address }) {
      const venue = { chat_id: Number(chatId), ...place, title, address, disable_notification: true };
      return refOf(chatId, (await call('sendVenue', venue)).message_id);
    },
    async sendFile(chatId, fileName, bytes) {
      const document = upload(bytes, fileName);
      const said = { chat_id: Number(chatId), document, disable_notification: true };
      const message = await call('sendDocument', said, UPLOAD_LIMIT_MS);
      return refOf(chatId, message.message_id);
    },
  };
}

function upload(bytes: Uint8Array, fileName: string | null): InputFile {
  // The same memory: a part of a folder is not held twice.
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return fileName === null ? { source } : { source, filename: fileName.replace(MARKS_OF_HEADERS, '_') };
}

const mediaOf = async ({ fileRef, fileName, bytes }: FileToSend): Promise<Media> =>
  fileRef ?? upload(await bytes(), fileName);

/** Telegram takes no album of one. */
async function sendAlbum(call: Call, chatId: string, type: As, album: readonly FileToSend[]): Promise<Message[]> {
  const media = await Promise.all(album.map(mediaOf));
  const [first] = media;
  if (first === undefined) return [];
  const to = { chat_id: Number(chatId), disable_notification: true };
  const limit = media.every((one) => typeof one === 'string') ? undefined : UPLOAD_LIMIT_MS;
  const captions = album.map(({ caption }) => (caption === '' ? {} : { caption: shorten(caption, LONGEST_CAPTION) }));
  if (media.length > 1) {
    const items = media.map((one, index) => ({ type, media: one, ...captions[index] }));
    return call('sendMediaGroup', { ...to, media: items }, limit);
  }
  if (type === 'photo') return [await call('sendPhoto', { ...to, photo: first, ...captions[0] }, limit)];
  return [await call('sendDocument', { ...to, document: first, ...captions[0] }, limit)];
}

/** The largest of the sizes that Telegram has made of a photo. */
function fileRefOf(message: Message | undefined): string | null {
  if (message === undefined) return null;
  if ('photo' in message) return message.photo.at(-1)?.file_id ?? null;
  return 'document' in message ? message.document.file_id : null;
}
