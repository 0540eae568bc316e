import { z } from 'zod';
import { revealHidden } from '../../src/text/plain-text';
import type { Came, Incoming, SentFile } from '../conversation/kit/turn';
import { isGroup } from './limits';
import { refOf } from './message-ref';
import { id } from './update';

const PICTURE_NAME = /\.(?:jpe?g|png|heic|heif|webp|tiff?)$/i;
const user = z.object({ user_id: id, is_bot: z.boolean().nullish() });
const attachmentShape = z.looseObject({ type: z.string() });
const body = z.object({
  mid: z.string(),
  text: z.string().nullish(),
  attachments: z.array(attachmentShape).nullish().catch(null),
});
const message = z.object({
  sender: user.nullish(),
  recipient: z.object({ chat_id: id.nullish(), chat_type: z.string() }),
  timestamp: z.coerce.number(),
  body,
  /** What is passed on has its content here, and none of its own. */
  link: z.object({ type: z.string(), message: body.partial().nullish() }).nullish().catch(null),
});
type Message = z.output<typeof message>;

const update = z.discriminatedUnion('update_type', [
  z.object({ update_type: z.literal('message_created'), message }),
  z.object({ update_type: z.literal('message_edited'), message }),
  z.object({
    update_type: z.literal('message_callback'),
    callback: z.object({ callback_id: z.string(), payload: z.string().nullish(), user }),
    message: message.nullish(),
  }),
  z.object({
    update_type: z.literal('bot_started'),
    user,
    payload: z.string().nullish(),
  }),
]);
type Update = z.output<typeof update>;

/** What somebody says in an update that was kept: of an album, each picture. Empty: nobody says anything. */
export function allHeardIn(kept: object): Incoming[] {
  const parsed = update.safeParse(kept);
  return parsed.success ? heardOf(parsed.data) : [];
}

const withheld = z.object({ update_type: z.literal('message_created'), message: z.null().optional() });

/** Of voice messages and round videos MAX has told bots that one came, and nothing else. */
export const isWithheld = (kept: object): boolean => withheld.safeParse(kept).success;

/** The first of it; null: nobody says anything. */
export const heardIn = (kept: object): Incoming | null => allHeardIn(kept)[0] ?? null;

function heardOf(update: Update): Incoming[] {
  switch (update.update_type) {
    case 'message_created': {
      const place = placeOf(update.message, update.message.sender);
      return place ? cameIn(update.message).map((came, part) => incoming(place, update.message, came, part)) : [];
    }
    case 'message_edited': {
      const { message } = update;
      const place = placeOf(message, message.sender);
      const { text, attachments } = message.body;
      return place && text && !attachments?.length ? [incoming(place, message, { what: 'rewritten', text })] : [];
    }
    case 'message_callback':
      return pressIn(update);
    case 'bot_started': {
      const { user, payload } = update;
      if (user.is_bot) return [];
      const text = payload ? `/start ${payload}` : '/start';
      const chatId = user.user_id;
      return [
        {
          userId: chatId,
          chatId,
          isPrivate: true,
          message: refOf(chatId, ''),
          came: { what: 'words', text },
        },
      ];
    }
  }
}

/** The press names its person and, outside of dialogs, its chat: so its answer knows whose time it takes. */
function pressIn({ callback, message }: Extract<Update, { update_type: 'message_callback' }>): Incoming[] {
  const { callback_id: callbackId, payload, user } = callback;
  // null: the message was removed meanwhile, and only dialogs have cards
  const place = message ? placeOf(message, user) : { userId: user.user_id, chatId: user.user_id, isPrivate: true };
  if (!place || user.is_bot) return [];
  const came: Came = { what: 'press', pressId: `${place.chatId}/${callbackId}`, data: payload ?? '' };
  return [{ ...place, message: refOf(place.chatId, message?.body.mid ?? ''), came }];
}

type Place = Pick<Incoming, 'userId' | 'chatId' | 'isPrivate'>;

/** A dialog is addressed by its person, since MAX does not always name it; null: nobody's, a channel's, or of a chat without a name. */
function placeOf({ recipient }: Message, from: z.output<typeof user> | null | undefined): Place | null {
  if (!from || from.is_bot) return null;
  const { user_id: userId } = from;
  if (recipient.chat_type === 'dialog') return { userId, chatId: userId, isPrivate: true };
  const { chat_id: chatId } = recipient;
  return recipient.chat_type === 'chat' && chatId && isGroup(chatId) ? { userId, chatId, isPrivate: false } : null;
}

const incoming = (place: Place, message: Message, came: Came, part = 0): Incoming => ({
  ...place,
  message: refOf(place.chatId, message.body.mid, part),
  came,
});

const image = z.object({ payload: z.object({ url: z.url(), token: z.string().nullish() }) });
const file = image.extend({ filename: z.string().nullish(), size: z.coerce.number().nullish() });
const location = z.object({ latitude: z.number(), longitude: z.number() });
/** What stands beside words and is none: a preview of a link, the buttons under it. */
const BESIDE: readonly string[] = ['share', 'inline_keyboard'];

function cameIn({ body: own, link, timestamp }: Message): Came[] {
  const isPassedOn = link?.type === 'forward' && !own.text && !own.attachments?.length;
  const { text, attachments } = isPassedOn ? { ...link.message } : own;
  const sent = (attachments ?? []).filter(({ type }) => !BESIDE.includes(type));
  const files = sent.flatMap((one) => fileIn(one) ?? []);
  const album = files.length > 1 ? own.mid : null;
  if (files.length > 0)
    return files.map((file, part) => ({ what: 'file', file, caption: part === 0 ? (text ?? '') : '', album }));
  if (sent.some(({ type }) => type === 'video')) return [{ what: 'video', album: null }];
  const place = sent.map((one) => location.safeParse(one).data).find((found) => found !== undefined);
  if (place) return [{ what: 'place', place: { ...place, error: null, at: new Date(timestamp), live: false } }];
  return text && sent.length === 0 ? [{ what: 'words', text }] : [{ what: 'other', album: null }];
}

/** Null: nothing that can be kept. */
function fileIn(attachment: z.output<typeof attachmentShape>): SentFile | null {
  if (attachment.type === 'image') {
    const { payload } = image.safeParse(attachment).data ?? {};
    if (!payload) return null;
    const fileRef = fileRefOf('image', payload.token ?? '', payload.url);
    return { fileRef, size: null, kind: 'photo', compressed: true, fileName: null, mimeType: null };
  }
  if (attachment.type !== 'file') return null;
  const sent = file.safeParse(attachment).data;
  if (!sent) return null;
  const fileName = sent.filename ? revealHidden(sent.filename) : null;
  return {
    fileRef: fileRefOf('file', sent.payload.token ?? '', sent.payload.url),
    size: sent.size ?? null,
    kind: PICTURE_NAME.test(fileName ?? '') ? 'photo' : 'document',
    compressed: false,
    fileName,
    mimeType: null,
  };
}

export type Upload = 'image' | 'file';

/** By which a file is sent again, and fetched where MAX has said from where. */
export const fileRefOf = (type: Upload, token: string, url = ''): string => `${type} ${token} ${url}`.trimEnd();

/** The same in its parts; a part that there is not is empty. */
export function partsOf(fileRef: string): { readonly type: string; readonly token: string; readonly url: string } {
  const [type = '', token = '', url = ''] = fileRef.split(' ');
  return { type, token, url };
}
