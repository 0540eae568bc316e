import { machineNow, type StandClock } from '../clock';
import type { Faults } from '../bot-api/faults';
import type { Chat, ChatMessage, Person, UpdateKind, User } from '../world/types';
import type { Line, Updates } from '../world/update-queue';
import type { World } from '../world/world';
import { chatIdOf, type Book } from './book';
import { rightsOf } from './rights';

/** An update as it waits; MAX gives it no id, only its place in line. */
interface Waiting {
  readonly place: number;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Which message a press belongs to. */
interface PressedUnder {
  readonly mid: string;
  isAnswered: boolean;
}

export interface MaxUpdatesState {
  readonly waiting: readonly Waiting[];
  readonly next: number;
  readonly pressed: readonly (readonly [string, PressedUnder])[];
}

interface Membership {
  readonly chat: Chat;
  readonly from: User;
  readonly old_chat_member: { readonly status: string };
  readonly new_chat_member: { readonly status: string };
}

interface Pressed {
  readonly id: string;
  readonly from: User;
  readonly message: ChatMessage;
  readonly data: string;
}

/** What the parts of the stand that know a kind have made of it. */
type Told =
  | { readonly kind: 'message' | 'edited_message'; readonly body: ChatMessage }
  | { readonly kind: 'callback_query'; readonly body: Pressed }
  | { readonly kind: 'my_chat_member'; readonly body: Membership };

const starts = /^\/start(?:\s+(\S+))?$/;
const isIn = (status: string): boolean => status === 'member' || status === 'administrator';

/**
 * What people do, as MAX tells it. The phones of the stand speak in the Bot API's shapes; here they become MAX' own: an album is
 * one message, Start is no message at all, of a group only an administrator hears.
 */
export class MaxUpdates implements Updates {
  private waiting: Waiting[] = [];
  private next = 1;
  private album: ChatMessage[] = [];
  private readonly listeners = new Set<() => void>();
  readonly pressed = new Map<string, PressedUnder>();

  constructor(
    private readonly world: World,
    private readonly book: Book,
    private readonly clock: StandClock,
    private readonly faults: Faults,
    /** Called after every change, so that it can be written down. */
    private readonly touch: () => void,
  ) {}

  onArrival(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  push(kind: UpdateKind, _line: Line, _chatId: number, body: unknown): void {
    const told = { kind, body } as Told;
    switch (told.kind) {
      case 'message':
        return this.said(told.body);
      case 'edited_message':
        return this.edited(told.body);
      case 'callback_query':
        return this.press(told.body);
      case 'my_chat_member':
        return this.member(told.body);
    }
  }

  /** In their order, at most so many; those up to the marker are gone for ever. */
  batch(marker: number | undefined, limit: number, types: readonly string[] | undefined): Waiting[] {
    if (marker !== undefined) this.keep(({ place }) => place >= marker);
    // whoever does not ask for a kind does not get it later
    if (types !== undefined) this.keep(({ type }) => types.includes(type));
    return this.waiting.slice(0, limit);
  }

  first = (): Waiting | undefined => this.waiting[0];
  confirm(place: number): void {
    this.keep((one) => one.place !== place);
  }
  private keep(wanted: (one: Waiting) => boolean): void {
    const before = this.waiting.length;
    this.waiting = this.waiting.filter(wanted);
    if (this.waiting.length !== before) this.touch();
  }
  count = (): number => this.waiting.length + (this.album.length > 0 ? 1 : 0);
  get marker(): number {
    return this.next;
  }

  /** The pieces of an album are pushed in one go. */
  private said(message: ChatMessage): void {
    if (!this.isHeard(message.chat)) return;
    const payload = message.chat.type === 'private' ? starts.exec(message.text ?? '') : null;
    const whole = this.whole(message);
    if (payload) {
      const [, start] = payload;
      this.book.enter([whole], this.moment());
      const user = this.book.userOf(message.from);
      return this.tell('bot_started', { chat_id: chatIdOf(message.chat), user, ...(start ? { payload: start } : {}) });
    }
    if (message.media_group_id === undefined) return this.tellSaid([whole]);
    this.album.push(whole);
    if (this.album.length === 1)
      queueMicrotask(() => {
        const album = this.album;
        this.album = [];
        this.tellSaid(album);
      });
  }

  private tellSaid(messages: readonly ChatMessage[]): void {
    const mid = this.book.enter(messages, this.moment());
    // as captured: what was spoken comes without its message, its chat and its sender
    if (messages.some(({ voice }) => voice)) return this.tell('message_created', { user_locale: 'ru' });
    this.tell('message_created', { message: this.book.shown(mid, messages), user_locale: 'ru' });
  }

  private edited(message: ChatMessage): void {
    const whole = this.whole(message);
    const mid = this.book.midOf(whole);
    if (mid === undefined || !this.isHeard(message.chat)) return;
    this.tell('message_edited', { message: this.book.shown(mid, [whole]) });
  }

  private press({ id, from, message, data }: Pressed): void {
    const whole = this.whole(message);
    const mid = this.book.midOf(whole);
    if (mid === undefined) return;
    this.pressed.set(id, { mid, isAnswered: false });
    const shown = this.book.shown(mid, this.book.messages(mid));
    const { chat_id: _, ...dialog } = shown.recipient;
    this.tell('message_callback', {
      callback: { callback_id: id, payload: data, user: this.book.userOf(from), timestamp: this.moment() },
      // in a dialog the chat may not be named
      message: { ...shown, recipient: message.chat.type === 'private' ? dialog : shown.recipient },
    });
  }

  private member({
    chat,
    from,
    old_chat_member: { status: before },
    new_chat_member: { status: now },
  }: Membership): void {
    const about = { chat_id: chatIdOf(chat), user: this.book.userOf(from) };
    if (chat.type === 'private') {
      if (isIn(now)) return;
      this.tell('bot_stopped', about);
      return this.tell('dialog_removed', about);
    }
    if (isIn(now) && !isIn(before)) return this.tell('bot_added', { chat_id: chat.id, is_channel: false });
    if (!isIn(now) && isIn(before)) return this.tell('bot_removed', { ...about, is_channel: false });
    if (isIn(now) && now !== before)
      this.tell('bot_admin_permissions_changed', {
        chat_id: chat.id,
        ...rightsOf(now === 'administrator' ? now : 'member'),
      });
  }

  /** Somebody has taken a message away in a group: their own, or another's as its administrator. */
  takenAway(message: ChatMessage, person: Person): void {
    const mid = this.book.midOf(message);
    if (mid === undefined || !this.isHeard(message.chat)) return;
    this.tell('message_removed', { message_id: mid, chat_id: chatIdOf(message.chat), user_id: person.id });
  }

  /** Of a group, an administrator alone. */
  private isHeard(chat: Chat): boolean {
    return chat.type === 'private' || this.world.groups.get(chat.id)?.botStatus === 'administrator';
  }

  private whole = ({ chat, message_id: id }: ChatMessage): ChatMessage => {
    const message = this.world.message(chat.id, id);
    if (!message) throw new Error(`there is no message ${id} in ${chat.id}`);
    return message;
  };

  private moment = (): number => this.clock.now().getTime();

  /** Something that comes in no shape that the bot knows. */
  tellOther(type: string, person: Person): void {
    this.tell(type, { chat_id: chatIdOf(this.world.privateChat(person)), user: this.book.personOf(person) });
  }

  private tell(type: string, body: Readonly<Record<string, unknown>>): void {
    const update = { update_type: type, timestamp: this.moment(), ...body };
    const times = this.faults.strike(['duplicate'], type, undefined) ? 2 : 1;
    for (let time = 0; time < times; time += 1) this.waiting.push({ place: this.next++, type, body: update });
    this.touch();
    for (const listener of this.listeners) listener();
  }

  /** Waits for something to come, or for the time to pass. */
  async arrival(milliseconds: number, gone: AbortSignal): Promise<void> {
    const began = machineNow();
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        stop();
        gone.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, milliseconds - (machineNow() - began)));
      const stop = this.onArrival(done);
      gone.addEventListener('abort', done);
    });
  }

  dump(): MaxUpdatesState {
    return { waiting: this.waiting, next: this.next, pressed: [...this.pressed] };
  }

  load({ waiting, next, pressed }: MaxUpdatesState): void {
    this.waiting = [...waiting];
    this.next = next;
    for (const [id, under] of pressed) this.pressed.set(id, under);
  }
}
