import type { CallbackQuery, Chat, Message, Update, User } from 'telegraf/types';
import { revealHidden } from '../../src/text/plain-text';
import type { Came, Incoming, SentFile, SentPlace } from '../conversation/kit/turn';
import { refOf } from './message-ref';

const PICTURE = /^image\//;
const PICTURE_NAME = /\.(?:jpe?g|png|heic|heif|webp|tiff?)$/i;

/** What somebody has pressed; null: a button of no message that is in a chat. */
export function pressIn(query: CallbackQuery): Incoming | null {
  const { id: pressId, from, message } = query;
  return message ? incoming(from, message, { what: 'press', pressId, data: 'data' in query ? query.data : '' }) : null;
}

/** What somebody has sent; null: nobody has, as with what is said in the name of a chat. */
export const messageIn = (message: Message): Incoming | null =>
  message.from ? incoming(message.from, message, cameIn(message)) : null;

/** A live place that has moved, or words that were changed; null: another edit, which changes nothing of what was heard. */
export function editIn(edited: Message): Incoming | null {
  if (!edited.from) return null;
  if ('location' in edited)
    return incoming(edited.from, edited, { what: 'moved', place: { ...placeIn(edited), live: true } });
  return 'text' in edited ? incoming(edited.from, edited, { what: 'rewritten', text: edited.text }) : null;
}

type Heard = Partial<Update.CallbackQueryUpdate & Update.MessageUpdate & Update.EditedMessageUpdate>;

/** What somebody says in an update that was kept; null: it is no press and no message of a person. */
export function heardIn(update: object): Incoming | null {
  // The intake has looked at the outside of it alone; what is in it, Telegram says.
  const { callback_query: query, message, edited_message: edited } = update as Heard;
  const incoming = query ? pressIn(query) : message ? messageIn(message) : edited ? editIn(edited) : null;
  return incoming && !(query ?? message ?? edited)?.from?.is_bot ? incoming : null;
}

interface Placed {
  readonly message_id: number;
  readonly chat: Chat;
}

const incoming = (from: User, { message_id, chat }: Placed, came: Came): Incoming => ({
  userId: String(from.id),
  chatId: String(chat.id),
  isPrivate: chat.type === 'private',
  message: refOf(chat.id, message_id),
  came,
});

function cameIn(message: Message): Came {
  if ('text' in message) return { what: 'words', text: message.text };
  // of a venue too
  if ('location' in message) return { what: 'place', place: placeIn(message) };
  const album = 'media_group_id' in message ? (message.media_group_id ?? null) : null;
  // An animation is said to be a document too, for bots that know no better.
  if ('video' in message || 'video_note' in message || 'animation' in message) return { what: 'video', album };
  const file = fileIn(message);
  const caption = 'caption' in message ? (message.caption ?? '') : '';
  return file ? { what: 'file', file, caption, album } : { what: 'other', album };
}

interface Edited {
  readonly edit_date?: number;
}

function placeIn({ location, date, edit_date: edited = date }: Message.LocationMessage & Edited): SentPlace {
  const { latitude, longitude, horizontal_accuracy: error = null } = location;
  return { latitude, longitude, error, at: new Date(edited * 1_000), live: 'live_period' in location };
}

function fileIn(message: Message): SentFile | null {
  if ('photo' in message) {
    const largest = message.photo.at(-1);
    if (!largest) return null;
    const { file_id: fileRef, file_size: size = null } = largest;
    return { fileRef, size, kind: 'photo', compressed: true, fileName: null, mimeType: 'image/jpeg' };
  }
  if ('document' in message) {
    const { file_id: fileRef, file_size: size = null, file_name: fileName, mime_type: mimeType } = message.document;
    // HEIC often comes as application/octet-stream: the name tells, until the bytes do.
    const isPicture = PICTURE.test(mimeType ?? '') || PICTURE_NAME.test(fileName ?? '');
    return {
      fileRef,
      size,
      kind: isPicture ? 'photo' : 'document',
      compressed: false,
      fileName: fileName === undefined ? null : revealHidden(fileName),
      mimeType: mimeType ?? null,
    };
  }
  return null;
}
