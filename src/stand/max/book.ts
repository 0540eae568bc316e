import type { FileStore } from '../world/file-store';
import type { Chat, ChatMessage, InlineButton, Person, User } from '../world/types';
import { isInline, type World } from '../world/world';

/** A dialog has a number of its own, which is nobody's id. */
const dialogs = 500_000_000_000;
export const dialogOf = (personId: number): number => dialogs + personId;
export const chatIdOf = (chat: Chat): number => (chat.type === 'private' ? dialogOf(chat.id) : chat.id);

/** A whole number that JSON's readers round: written out digit by digit. */
export interface Big {
  readonly big: string;
}

/** JSON of MAX, with numbers beyond 2^53 in it. */
export const serialize = (value: unknown): string => JSON.stringify(value).replaceAll(/\{"big":"(\d+)"\}/g, '$1');

/** Which messages of a chat have one name. */
interface Entry {
  readonly mid: string;
  readonly chatId: number;
  /** In our world an album is several messages; in MAX it is one. */
  readonly messageIds: readonly number[];
  /** By the clock of the stand, which may be moved back; names only grow. Absent: of a state of before. */
  readonly at?: number;
}

export interface BookState {
  readonly entries: readonly Entry[];
  /** In digits: it is beyond 2^53. */
  readonly lastSeq: string;
}

const hex = (value: bigint): string => BigInt.asUintN(64, value).toString(16).padStart(16, '0');

/** Messages of our world by the names that MAX has for them. */
export class Book {
  private readonly entries = new Map<string, Entry>();
  private readonly mids = new Map<string, string>();
  private lastSeq = 0n;

  constructor(
    private readonly world: World,
    private readonly files: FileStore,
    /** Where files are fetched from. */
    private readonly origin: () => string,
  ) {}

  /** The name of what was just said; the parts of an album have one. */
  enter(messages: readonly ChatMessage[], moment: number): string {
    const [first] = messages;
    if (!first) throw new Error('a message of nothing');
    const seq = BigInt(moment) << 16n;
    this.lastSeq = seq > this.lastSeq ? seq : this.lastSeq + 1n;
    const mid = `mid.${hex(BigInt(chatIdOf(first.chat)))}${hex(this.lastSeq)}`;
    this.keep({ mid, chatId: first.chat.id, messageIds: messages.map(({ message_id: id }) => id), at: moment });
    return mid;
  }

  private keep(entry: Entry): void {
    this.entries.set(entry.mid, entry);
    for (const id of entry.messageIds) this.mids.set(`${entry.chatId}/${id}`, entry.mid);
  }

  dump(): BookState {
    return { entries: [...this.entries.values()], lastSeq: String(this.lastSeq) };
  }

  load({ entries, lastSeq }: BookState): void {
    for (const entry of entries) this.keep(entry);
    this.lastSeq = BigInt(lastSeq);
  }

  midOf = ({ chat, message_id: id }: ChatMessage): string | undefined => this.mids.get(`${chat.id}/${id}`);

  /** Those that are still there. */
  messages(mid: string): ChatMessage[] {
    const entry = this.entries.get(mid);
    return (entry?.messageIds ?? []).flatMap((id) => this.world.message(entry?.chatId ?? 0, id) ?? []);
  }

  userOf = ({ id, first_name: name, is_bot: isBot }: User) => ({
    user_id: id,
    first_name: name,
    name,
    is_bot: isBot,
    last_activity_time: 0,
  });

  personOf = (person: Person) => this.userOf(this.world.userOf(person));

  /** A message as MAX shows it. */
  shown(mid: string, messages: readonly ChatMessage[]) {
    const [first] = messages;
    if (!first) throw new Error(`${mid} is no more`);
    const seq = BigInt(`0x${mid.slice(-16)}`);
    const attachments = [...messages.flatMap((message) => this.attachmentsOf(message)), ...keyboardIn(first)];
    const said = first.text ?? first.caption ?? null;
    const link = this.linkOf(first, said, attachments);
    // What is passed on has its content in the link, and none of its own.
    const own =
      link?.type === 'forward' ? { text: null } : { text: said, ...(attachments.length === 0 ? {} : { attachments }) };
    return {
      sender: this.userOf(first.from),
      recipient:
        first.chat.type === 'private'
          ? { chat_id: chatIdOf(first.chat), chat_type: 'dialog', user_id: first.chat.id }
          : { chat_id: first.chat.id, chat_type: 'chat' },
      timestamp: this.entries.get(mid)?.at ?? Number(seq >> 16n),
      body: {
        mid,
        seq: { big: String(seq) } satisfies Big,
        ...own,
      },
      ...(link ? { link } : {}),
    };
  }

  /** What the message answers, or passes on. */
  private linkOf(
    { chat, reply_to_message: answered, forward_origin: origin }: ChatMessage,
    text: string | null,
    attachments: readonly object[],
  ) {
    if (origin) {
      const sender = origin.type === 'user' ? { sender: this.userOf(origin.sender_user) } : {};
      return { type: 'forward', ...sender, message: { mid: 'mid.elsewhere', seq: 1, text, attachments } } as const;
    }
    if (!answered) return null;
    const mid = this.mids.get(`${chat.id}/${answered.message_id}`) ?? 'mid.elsewhere';
    const message = { mid, seq: 1, text: answered.text ?? answered.caption ?? null };
    return { type: 'reply', sender: this.userOf(answered.from), chat_id: chatIdOf(chat), message } as const;
  }

  private attachmentsOf({ photo, document, location, contact, sticker }: ChatMessage): object[] {
    const largest = photo?.at(-1);
    if (largest) {
      const { file_id: token } = largest;
      return [{ type: 'image', payload: { photo_id: 1, token, url: this.urlOf(token) } }];
    }
    if (document) {
      const { file_id: token, file_name: filename = 'file', file_size: size } = document;
      return [{ type: 'file', payload: { fileId: 1, token, url: this.urlOf(token) }, filename, size }];
    }
    if (location) return [{ type: 'location', latitude: location.latitude, longitude: location.longitude }];
    if (contact) {
      const vcf_info = `BEGIN:VCARD\r\nVERSION:3.0\r\nTEL:${contact.phone_number}\r\nFN:${contact.first_name}\r\nEND:VCARD\r\n`;
      return [{ type: 'contact', payload: { vcf_info } }];
    }
    if (sticker) return [{ type: 'sticker', payload: { code: 'stand', url: this.urlOf(sticker.file_id) } }];
    return [];
  }

  private urlOf = (token: string): string => `${this.origin()}/max/files/${this.files.get(token).path}`;
}

/** Received keyboards carry more than was sent. */
function keyboardIn({ reply_markup: markup }: ChatMessage): object[] {
  if (!isInline(markup)) return [];
  const buttons = markup.inline_keyboard.map((row) => row.map(keyOf));
  return [{ type: 'inline_keyboard', callback_id: 'keyboard', payload: { buttons } }];
}

const keyOf = ({ text, url, callback_data: payload }: InlineButton): object =>
  url === undefined
    ? payload === undefined
      ? { type: 'request_geo_location', text }
      : { type: 'callback', text, payload, intent: 'default' }
    : { type: 'link', text, url };
