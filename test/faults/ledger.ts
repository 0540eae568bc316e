/** A message as it is in the chat now. */
export interface Heard {
  readonly chatId: number;
  readonly messageId: number;
  /** Milliseconds of the monotonic clock. */
  readonly at: number;
  /** As it came. */
  readonly first: string;
  text: string;
  keys: readonly Key[];
  deleted: boolean;
}
interface Key {
  readonly text: string;
  readonly callback_data?: string;
}
interface Said {
  readonly message_id: number;
  readonly chat: { readonly id: number };
  readonly text?: string;
  readonly caption?: string;
  readonly reply_markup?: { readonly inline_keyboard: readonly (readonly Key[])[] };
}

/** What Telegram has accepted, in its order: by its own answers, whether the bot got them or not. */
export class Ledger {
  readonly messages: Heard[] = [];
  /** Messages accepted whose answer never came to the bot. */
  ambiguous = 0;
  /** The same words put twice into one message. */
  doubledEdits = 0;

  accepted(method: string, sent: Buffer, answer: Buffer, isAnswerLost: boolean): void {
    if (!/^(send|edit|delete)/.test(method)) return;
    const said: { ok: boolean; result?: Said | readonly Said[] | true } | null = read(answer);
    if (said?.ok !== true || said.result === undefined) return;
    if (method.startsWith('delete')) return this.deleted(read(sent));
    for (const message of [said.result].flat()) {
      if (message === true || typeof message.message_id !== 'number') continue;
      if (method.startsWith('edit')) this.edited(message);
      else {
        this.messages.push({
          ...shown(message),
          chatId: message.chat.id,
          messageId: message.message_id,
          at: performance.now(),
          first: shown(message).text,
          deleted: false,
        });
        if (isAnswerLost) this.ambiguous += 1;
      }
    }
  }

  /** What the chat shows, the oldest first. */
  chat(chatId: number): Heard[] {
    return this.messages.filter((message) => message.chatId === chatId && !message.deleted);
  }

  private edited(message: Said): void {
    const known = this.find(message.chat.id, message.message_id);
    if (!known) return;
    const { text, keys } = shown(message);
    if (known.text === text && JSON.stringify(known.keys) === JSON.stringify(keys)) this.doubledEdits += 1;
    Object.assign(known, { text, keys });
  }

  private deleted(sent: { chat_id: number | string; message_id: number } | null): void {
    const known = sent && this.find(Number(sent.chat_id), sent.message_id);
    if (known) known.deleted = true;
  }

  private find(chatId: number, messageId: number): Heard | undefined {
    return this.messages.findLast((message) => message.chatId === chatId && message.messageId === messageId);
  }
}

/** A card names also those that it is like; they come last, and it is about none of them. */
export const isAbout = (number: string, text: string): boolean => (text.split(/^Похоже/m)[0] ?? '').includes(number);

const shown = ({ text, caption, reply_markup: markup }: Said) => ({
  text: text ?? caption ?? '',
  keys: markup?.inline_keyboard.flat() ?? [],
});

/** JSON as this program and the stand write it; null: it is none. */
function read(bytes: Buffer): any {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
