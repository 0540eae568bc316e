import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { ApiError, badRequest } from '../../errors';
import { mebibyte, type StoredFile } from '../../world/file-store';
import type { Content, Document, PhotoSize } from '../../world/types';
import { method, type Call } from '../method';
import { entities, file, flag, json } from '../parameters';
import { destination, markupShape, sendShape } from '../targets';
import { captionContent, place, send } from './sending';

const photoLimit = 10 * mebibyte;
const downloadLimit = 20 * mebibyte;

const captionShape = {
  caption: z.string().optional(),
  parse_mode: z.string().optional(),
  caption_entities: entities,
};

const inputPhoto = z.strictObject({
  type: z.literal('photo'),
  media: z.string(),
  ...captionShape,
  show_caption_above_media: z.boolean().optional(),
  has_spoiler: z.boolean().optional(),
});
const inputDocument = z.strictObject({
  type: z.literal('document'),
  media: z.string(),
  thumbnail: z.string().optional(),
  ...captionShape,
  disable_content_type_detection: z.boolean().optional(),
});
export const inputMedia = z.discriminatedUnion('type', [inputPhoto, inputDocument]);
export type InputMedia = z.output<typeof inputMedia>;

const attachPrefix = 'attach://';
const mediaNotFound = "Bad Request: can't parse InputMedia: media not found";

/** @param source file_id, attach://NAME, or an address, which the stand never fetches */
async function photoFrom(call: Call, source: string): Promise<readonly PhotoSize[]> {
  if (source.startsWith(attachPrefix)) {
    const { bytes } = call.uploads.take(source.slice(attachPrefix.length));
    if (bytes.length === 0) throw badRequest('file must be non-empty');
    if (bytes.length > photoLimit) throw badRequest('file is too big for a photo; the maximum size is 10485760 bytes');
    const photo = await call.files.addPhoto(bytes);
    if (typeof photo === 'string') throw badRequest(photo);
    return photo;
  }
  const stored = storedFile(call, source);
  if (!stored.photo) throw badRequest(`can't use file of type ${typeOf(stored)} as Photo`);
  return stored.photo;
}

function documentFrom(call: Call, source: string): Document {
  if (source.startsWith(attachPrefix)) {
    const { bytes, fileName } = call.uploads.take(source.slice(attachPrefix.length));
    if (bytes.length === 0) throw badRequest('file must be non-empty');
    return call.files.addDocument(bytes, fileName);
  }
  const stored = storedFile(call, source);
  if (!stored.document) throw badRequest(`can't use file of type ${typeOf(stored)} as Document`);
  return stored.document;
}

const typeNames = { photo: 'Photo', document: 'Document', voice: 'VoiceNote', sticker: 'Sticker' } as const;
const typeOf = ({ kind }: StoredFile): string => typeNames[kind];

function storedFile(call: Call, source: string) {
  if (source === '') throw badRequest('invalid file_id');
  if (/^https?:\/\//i.test(source)) throw badRequest('failed to get HTTP URL content');
  return call.files.get(source);
}

function skipThumbnail(call: Call, thumbnail: string | undefined): void {
  if (thumbnail?.startsWith(attachPrefix) === true) call.uploads.take(thumbnail.slice(attachPrefix.length));
}

/** Content of one photo or document with its caption; shared by albums and editMessageMedia. */
export async function mediaContent(call: Call, media: InputMedia): Promise<Content> {
  const caption = captionContent(media);
  if (media.type === 'photo')
    return {
      photo: await photoFrom(call, media.media),
      ...caption,
      ...(media.has_spoiler === true ? { has_media_spoiler: true as const } : {}),
    };
  skipThumbnail(call, media.thumbnail);
  return { document: documentFrom(call, media.media), ...caption };
}

async function album(call: Call, media: readonly InputMedia[]): Promise<Content[]> {
  if (media.length === 0) throw badRequest('there are no messages to send');
  if (media.length > 10) throw badRequest('too many messages to send as an album');
  if (media.length === 1) throw badRequest('media group must include 2-10 items');
  if (new Set(media.map(({ type }) => type)).size > 1)
    throw badRequest("document can't be mixed with other media types");
  const contents: Content[] = [];
  for (const [index, item] of media.entries()) {
    try {
      contents.push(await mediaContent(call, item));
    } catch (error) {
      throw error instanceof ApiError && error.description !== mediaNotFound ? failedItem(index, error) : error;
    }
  }
  return contents;
}

function failedItem(index: number, { description }: ApiError): ApiError {
  const reason = description.replace('Bad Request: ', '');
  return badRequest(
    `failed to send message #${index + 1} with the error message "${reason.charAt(0).toUpperCase()}${reason.slice(1)}"`,
  );
}

export const mediaMethods = [
  method(
    'sendPhoto',
    {
      ...markupShape,
      ...captionShape,
      photo: file,
      show_caption_above_media: flag.optional(),
      has_spoiler: flag.optional(),
    },
    async (call, p) => {
      const to = destination(call, p);
      const caption = captionContent(p);
      const spoiler = p.has_spoiler === true ? { has_media_spoiler: true as const } : {};
      return send(call, to, { photo: await photoFrom(call, p.photo), ...caption, ...spoiler }, p.reply_markup);
    },
  ),

  method(
    'sendDocument',
    {
      ...markupShape,
      ...captionShape,
      document: file,
      thumbnail: file.optional(),
      disable_content_type_detection: flag.optional(),
    },
    (call, p) => {
      const to = destination(call, p);
      const caption = captionContent(p);
      skipThumbnail(call, p.thumbnail);
      return send(call, to, { document: documentFrom(call, p.document), ...caption }, p.reply_markup);
    },
  ),

  method('sendMediaGroup', { ...sendShape, media: json(z.array(inputMedia)) }, async (call, p) => {
    const to = destination(call, p);
    const contents = await album(call, p.media);
    call.flood.message(to.chat);
    const group = { media_group_id: String(randomInt(1e9, 2 ** 47)) };
    return contents.map((content) => place(call, to, content, group));
  }),

  method('getFile', { file_id: z.string() }, (call, p) => {
    const stored = call.files.find(p.file_id);
    if (!stored) throw badRequest('invalid file_id');
    if (stored.size > downloadLimit) throw badRequest('file is too big');
    return { file_id: stored.fileId, file_unique_id: stored.uniqueId, file_size: stored.size, file_path: stored.path };
  }),
];
