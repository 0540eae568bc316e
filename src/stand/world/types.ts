/** Shapes of the Bot API that the stand makes, and what the stand itself remembers beside them. */

export interface User {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly username?: string;
  readonly language_code?: string;
}

export interface Chat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup';
  readonly title?: string;
  readonly first_name?: string;
  readonly username?: string;
  readonly is_forum?: true;
}

/** Offsets and lengths are in UTF-16 units, as in the Bot API. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string | undefined;
  readonly user?: unknown;
  readonly language?: string | undefined;
  readonly custom_emoji_id?: string | undefined;
}

export interface PhotoSize {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly width: number;
  readonly height: number;
  readonly file_size: number;
}

export interface Document {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly file_name?: string;
  readonly mime_type?: string;
  readonly file_size: number;
}

export interface Voice {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly duration: number;
  readonly mime_type: string;
  readonly file_size: number;
}

/** A still one of an ordinary set. */
export interface Sticker {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly type: 'regular';
  readonly width: number;
  readonly height: number;
  readonly is_animated: false;
  readonly is_video: false;
  readonly emoji: string;
  readonly set_name: string;
  readonly file_size: number;
}

export interface Contact {
  readonly phone_number: string;
  readonly first_name: string;
  readonly last_name?: string;
  readonly user_id?: number;
}

/** Whose words a forwarded message has; a stranger, or one who hides, is a name only. */
export type MessageOrigin =
  | { readonly type: 'user'; readonly sender_user: User; readonly date: number }
  | { readonly type: 'hidden_user'; readonly sender_user_name: string; readonly date: number };

export interface Location {
  readonly latitude: number;
  readonly longitude: number;
  readonly horizontal_accuracy?: number;
  /** Seconds since the message during which it moves. */
  readonly live_period?: number;
  readonly heading?: number;
  readonly proximity_alert_radius?: number;
}

/** A place with a name, shown on a map. */
export interface Venue {
  readonly location: Location;
  readonly title: string;
  readonly address: string;
}

export interface InlineButton {
  readonly text: string;
  readonly url?: string | undefined;
  readonly callback_data?: string | undefined;
  readonly [action: string]: unknown;
}

export interface InlineKeyboard {
  readonly inline_keyboard: readonly (readonly InlineButton[])[];
}

/** What a message carries; the rest of a Message says where and when. */
export interface Content {
  readonly text?: string;
  readonly entities?: readonly Entity[];
  readonly link_preview_options?: unknown;
  readonly photo?: readonly PhotoSize[];
  readonly document?: Document;
  readonly caption?: string;
  readonly caption_entities?: readonly Entity[];
  readonly show_caption_above_media?: true;
  readonly has_media_spoiler?: true;
  readonly location?: Location;
  readonly venue?: Venue;
  readonly voice?: Voice;
  readonly sticker?: Sticker;
  readonly contact?: Contact;
  readonly forward_origin?: MessageOrigin;
  readonly [service: string]: unknown;
}

interface MessageBase extends Content {
  readonly message_id: number;
  readonly date: number;
  readonly chat: Chat;
  readonly from: User;
  readonly message_thread_id?: number;
  readonly is_topic_message?: true;
  readonly edit_date?: number;
  readonly media_group_id?: string;
  /** It can't be forwarded or copied. */
  readonly has_protected_content?: true;
  readonly reply_to_message?: Message;
}

/** A message as the Bot API shows it. */
export interface Message extends MessageBase {
  readonly reply_markup?: InlineKeyboard;
}

/** A keyboard in place of the phone's own, or its removal: people see it, the bot never gets it back. */
export interface ReplyKeyboard {
  readonly keyboard?: readonly (readonly { readonly text: string }[])[];
  readonly [setting: string]: unknown;
}

/** A message as the people of the stand see it. */
export interface ChatMessage extends MessageBase {
  readonly reply_markup?: InlineKeyboard | ReplyKeyboard;
  readonly deleted: boolean;
  readonly silent: boolean;
  readonly editedTimes: number;
  /** Its location was live and has been stopped. */
  readonly wasLive?: true;
}

export interface Person {
  readonly id: number;
  name: string;
  username?: string;
  role?: string;
  languageCode: string;
  started: boolean;
  blocked: boolean;
  deactivated: boolean;
}

export const botStatuses = ['administrator', 'member', 'kicked', 'left'] as const;
export type BotStatus = (typeof botStatuses)[number];

export interface Topic {
  readonly id: number;
  readonly name: string;
}

export interface Group {
  readonly id: number;
  title: string;
  type: 'group' | 'supergroup';
  isForum: boolean;
  members: number[];
  botStatus: BotStatus;
  topics: Topic[];
  /** Set when a basic group has become a supergroup: the id to use from now on. */
  migratedTo?: number;
  lastMessageId: number;
}

export interface Bot {
  readonly id: number;
  readonly username: string;
  readonly first_name: string;
}

/** What the bot does by itself, as far as whoever has started the stand tells. */
export interface ComingUp {
  /** What people hear of next, in words for the page. */
  readonly next: { readonly at: string; readonly title: string } | null;
  /** Just past the next working morning. */
  readonly pastMorning: string;
}

export type StandEvent =
  | { readonly type: 'message' | 'edited'; readonly chatId: number; readonly message: ChatMessage }
  | { readonly type: 'deleted'; readonly chatId: number; readonly messageId: number }
  | { readonly type: 'people' }
  | { readonly type: 'commands'; readonly personId: number }
  | { readonly type: 'clock'; readonly now: string }
  | ({ readonly type: 'coming-up' } & ComingUp)
  | { readonly type: 'chat-action'; readonly chatId: number; readonly action: string };

export const updateKinds = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;
export type UpdateKind = (typeof updateKinds)[number];

export interface Update {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}
