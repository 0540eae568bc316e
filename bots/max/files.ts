import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { describeError } from '../../src/process/log';
import { inRows, shorten } from '../conversation/kit/screen';
import type { FileToSend, Voice } from '../conversation/kit/voice';
import { bytesBehind, downloadFailed, lookupOutside } from '../messenger/download';
import { NetworkError } from '../messenger/exchange';
import { keyboardOf, LONGEST_TEXT, textOf, type Attachment, type LinkTo } from './body';
import { exchange, type Call } from './call';
import { MaxError } from './errors';
import { fileRefOf, partsOf, type Upload } from './incoming';
import type { Requests } from './requests';
import { MAX_SERVICE } from './service';

const LARGEST_ALBUM = 10;
/** An album of files by an office's line takes longer than a word. */
const UPLOAD_LIMIT_MS = 120_000;
/** They would end a file's name in the header of its part. */
const MARKS_OF_HEADERS = /["\\\r\n]/g;

const place = z.object({ url: z.url({ protocol: /^https?$/ }) });
/** What the place says of an upload: a picture's token stands under a key of its own. */
const uploaded = z.union([
  z.object({ token: z.string().min(1) }).transform(({ token }) => token),
  z
    .object({ photos: z.record(z.string(), z.object({ token: z.string().min(1) })) })
    .transform(({ photos }) => Object.values(photos)[0]?.token ?? ''),
]);

/** As MAX documents them. */
export const FILE_HOSTS = ['i.oneme.ru', 'fd.oneme.ru', 'iu.oneme.ru', 'fu.oneme.ru', 'vu.okcdn.ru'] as const;

/** Where files may be fetched from. */
export interface FilePlaces {
  readonly apiRoot: string;
  /** Beside those that MAX documents. */
  readonly hosts: readonly string[];
}

type Files = Pick<Voice, 'sendFiles' | 'sendPicture' | 'sendFile' | 'sendPin' | 'download'>;

/** Files that somebody has sent, and what is ours: files, pictures, points on a map. */
export function createFiles(call: Call, requests: Requests, linkTo: LinkTo, places: FilePlaces): Files {
  const attached = async (type: Upload, bytes: Uint8Array, name: string): Promise<Attachment> => ({
    type,
    payload: { token: await upload(call, type, bytes, name) },
  });
  const attachmentOf = async (file: FileToSend): Promise<Attachment> => {
    const type = typeOf(file);
    const { type: known, token } = partsOf(file.fileRef ?? '');
    // MAX sends nothing as a picture that came as a file
    if (known === type && token !== '') return { type, payload: { token } };
    return attached(type, await file.bytes(), file.fileName ?? (type === 'image' ? 'photo.jpg' : 'file'));
  };

  return {
    async sendFiles(chatId, files, beforeEach) {
      const refs = new Map<FileToSend, string | null>();
      const photos = files.filter(({ as }) => as === 'photo');
      // a file is the only one of its message
      const documents = files.filter(({ as }) => as === 'document').map((file) => [file]);
      for (const album of [...inRows(photos, LARGEST_ALBUM), ...documents]) {
        const attachments = await Promise.all(album.map(attachmentOf));
        await beforeEach?.();
        const { tokens } = await requests.send(chatId, { ...captionOf(album), attachments, notify: false });
        for (const [index, file] of album.entries()) {
          const token = tokens[index];
          refs.set(file, token ? fileRefOf(typeOf(file), token) : null);
        }
      }
      return files.map((file) => refs.get(file) ?? null);
    },
    async sendPicture(chatId, picture, { text, buttons }) {
      const attachments = [await attached('image', picture, 'picture.png'), ...(await keyboardOf(buttons, linkTo))];
      return (await requests.send(chatId, { ...textOf(text), attachments, notify: false })).ref;
    },
    async sendPin(chatId, { place: { latitude, longitude }, title, address }) {
      const text = [title, address].filter((line) => line !== '').join('\n');
      const attachments = [{ type: 'location', latitude, longitude }] as const;
      return (await requests.send(chatId, { text, attachments, notify: false })).ref;
    },
    async sendFile(chatId, fileName, bytes) {
      const attachments = [await attached('file', bytes, fileName)];
      return (await requests.send(chatId, { attachments, notify: false })).ref;
    },
    download: (fileRef) => fetched(fileRef, places),
  };
}

const typeOf = ({ as }: FileToSend): Upload => (as === 'photo' ? 'image' : 'file');

/** MAX has one text for a whole album: each caption in a line of its own. */
function captionOf(album: readonly FileToSend[]): { readonly text?: string } {
  const captions = album.map(({ caption }) => caption).filter((caption) => caption !== '');
  return captions.length === 0 ? {} : { text: shorten([...new Set(captions)].join('\n'), LONGEST_TEXT / 2) };
}

/** Two steps: where to, and the bytes there. Nothing was said by either, so whatever fails is done again. */
async function upload(call: Call, type: Upload, bytes: Uint8Array, name: string): Promise<string> {
  const { url } = await call('POST', '/uploads', place, { query: { type } });
  const boundary = `murajagat${randomBytes(16).toString('hex')}`;
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="data"; filename="${name.replace(MARKS_OF_HEADERS, '_')}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': body.length };
  try {
    const answer = await exchange(new URL(url), { verb: 'POST', headers, body, limitMs: UPLOAD_LIMIT_MS });
    const token = uploaded.safeParse(answer.body).data;
    if (answer.status === 200 && token) return token;
    if (answer.status >= 400) throw new MaxError(answer.status, 'upload', 'the file was not taken', answer.retryAfter);
    throw new NetworkError('unsent', 'the place of uploads answered without a token');
  } catch (error) {
    if (error instanceof NetworkError) throw new NetworkError('unsent', describeError(error));
    throw error;
  }
}

/**
 * By the address that came with the file; the token of the bot has no business there. An update names any address, and the office's own
 * network is none that MAX keeps files in.
 */
async function fetched(fileRef: string, { apiRoot, hosts }: FilePlaces): Promise<Readable> {
  const { url } = partsOf(fileRef);
  if (!/^https?:/.test(url)) throw downloadFailed('MAX has not said where the file is', { status: 404 });
  const link = new URL(url);
  const by = { name: MAX_SERVICE.name, agent: undefined };
  // The server of a check, or the stand, keeps its files itself, wherever it is.
  if (link.host === new URL(apiRoot).host) return bytesBehind(link, by);
  if (link.protocol !== 'https:' || ![...FILE_HOSTS, ...hosts].includes(link.hostname))
    throw downloadFailed(`MAX_FILE_HOSTS does not name ${link.hostname}, so no file is fetched from there`, {
      status: 403,
    });
  return bytesBehind(link, { ...by, lookup: lookupOutside });
}
