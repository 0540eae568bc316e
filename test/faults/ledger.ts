import type { ChatMessage, InlineKeyboard, StandEvent } from '../../src/stand/world/types';

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
type Key = InlineKeyboard['inline_keyboard'][number][number];

/** What the messenger has accepted, in its order, as the stand tells those who look at its chats: whether the bot got the answer or not. */
export class Ledger {
  readonly messages: Heard[] = [];
  /** Messages accepted whose answer never came to the bot. */
  ambiguous = 0;
  /** The same words put twice into one message. */
  doubledEdits = 0;
  private readonly leaving = new AbortController();

  /** @param events address of the stand's events */
  static async open(events: string): Promise<Ledger> {
    const ledger = new Ledger();
    const { body } = await fetch(events, { signal: ledger.leaving.signal });
    if (!body) throw new Error('The stand tells nothing');
    void ledger.listen(body).catch(() => undefined);
    return ledger;
  }

  close(): void {
    this.leaving.abort();
  }

  /** @param messages that were accepted */
  answerLost(messages: number): void {
    this.ambiguous += messages;
  }

  /** What the chat shows, the oldest first. */
  chat(chatId: number): Heard[] {
    return this.messages.filter((message) => message.chatId === chatId && !message.deleted);
  }

  private async listen(body: AsyncIterable<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const bytes of body) {
      const blocks = `${rest}${decoder.decode(bytes, { stream: true })}`.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) if (block.startsWith('data: ')) this.take(JSON.parse(block.slice(6)) as StandEvent);
    }
  }

  private take(event: StandEvent): void {
    if (event.type === 'deleted') {
      const known = this.find(event.chatId, event.messageId);
      if (known) known.deleted = true;
    } else if ((event.type === 'message' || event.type === 'edited') && event.message.from.is_bot) {
      if (event.type === 'message') this.came(event.message);
      else this.edited(event.message);
    }
  }

  private came(message: ChatMessage): void {
    this.messages.push({
      ...shown(message),
      chatId: message.chat.id,
      messageId: message.message_id,
      at: performance.now(),
      first: shown(message).text,
      deleted: false,
    });
  }

  private edited(message: ChatMessage): void {
    const known = this.find(message.chat.id, message.message_id);
    if (!known) return;
    const { text, keys } = shown(message);
    if (known.text === text && JSON.stringify(known.keys) === JSON.stringify(keys)) this.doubledEdits += 1;
    Object.assign(known, { text, keys });
  }

  private find(chatId: number, messageId: number): Heard | undefined {
    return this.messages.findLast((message) => message.chatId === chatId && message.messageId === messageId);
  }
}

/** A card names also those that it is like; they come last, and it is about none of them. */
export const isAbout = (number: string, text: string): boolean => (text.split(/^Похоже/m)[0] ?? '').includes(number);

const shown = ({ text, caption, reply_markup: markup }: ChatMessage) => ({
  text: text ?? caption ?? '',
  keys: markup && 'inline_keyboard' in markup ? (markup as InlineKeyboard).inline_keyboard.flat() : [],
});
