import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { encode } from '../../bots/conversation/button-table';
import type { Conversation } from '../../bots/conversation/conversation';
import type { Screen } from '../../bots/conversation/kit/screen';
import { visibleLength } from '../../bots/conversation/kit/fit';
import type { Came, Incoming } from '../../bots/conversation/kit/turn';
import type { Voice } from '../../bots/conversation/kit/voice';
import type { IncomingUpdate } from '../../src/inbox/update';

/** The shortest message that a messenger of this country takes. */
const LONGEST = 4_000;

export interface ToyMessage {
  readonly id: string;
  readonly chatId: string;
  text: string;
  buttons: readonly (readonly { readonly text: string; readonly payload: string }[])[];
  readonly silent: boolean;
  readonly files: readonly Buffer[];
  /** Its button sends where the phone is. */
  readonly asksPlace?: boolean;
  readonly from: 'bot' | 'person';
}

type Place = Pick<ToyMessage, 'id' | 'chatId'>;

/** What came with an answer to a press, in the one call that a press gets. */
export interface ToyAnswer {
  readonly notification: string | null;
  readonly isRefusal: boolean;
  readonly message: { readonly id: string; readonly text: string } | null;
}

class ToyError extends Error {
  override readonly name = 'ToyError';
}

/**
 * A messenger in memory that shares nothing with Telegram but people: ids are words, updates have no numbers, a message has at
 * most 4 000 characters, files are known by names of its own, and the answer to a press carries the message that it changes.
 */
export class ToyMessenger {
  readonly name = 'toy';
  readonly answers: ToyAnswer[] = [];
  /** Messages that were to be removed when they were no more. */
  readonly removedInVain: string[] = [];
  /** Messages by their id, the removed ones not among them. */
  private readonly shown = new Map<string, ToyMessage>();
  private readonly kept = new Map<string, Buffer>();
  private readonly open = new Set<string>();
  private longest = 0;
  /** How long a download takes. */
  downloadMs = 0;
  /** What downloads wait for. */
  private downloads: Promise<void> = Promise.resolve();
  /** Answers to presses are refused, in words that nobody has heard before. */
  refusesAnswers = false;

  constructor(
    /** Keeps what people send. */
    private readonly receive: (updates: readonly IncomingUpdate[]) => Promise<void>,
  ) {}

  static chatOf = (userId: string): string => `dialog of ${userId}`;

  /** Characters of the longest message that was said. */
  get longestSaid(): number {
    return this.longest;
  }
  /** Presses that nobody has answered. */
  get unanswered(): number {
    return this.open.size;
  }

  // ── What people do ────────────────────────────────────────────────────────

  say = (userId: string, text: string): Promise<void> => this.send(userId, { what: 'words', text }, text);

  async sendPhoto(userId: string, bytes: Buffer, caption = '', album: string | null = null): Promise<void> {
    const file = {
      fileRef: this.named(bytes),
      size: null,
      kind: 'photo',
      compressed: true,
      fileName: null,
      mimeType: null,
    } as const;
    await this.send(userId, { what: 'file', file, caption, album }, caption);
  }

  /** From now on no file comes. @returns what lets them come */
  holdDownloads(): () => void {
    let release: () => void = () => undefined;
    this.downloads = new Promise((resolve) => (release = resolve));
    return release;
  }

  /** Presses the button whose caption has this in it, on the latest message that has one. */
  async press(userId: string, caption: string): Promise<void> {
    for (const message of this.messages(userId).reverse()) {
      const button = message.buttons.flat().find(({ text }) => text.includes(caption));
      if (button) return this.pressPayload(userId, message, button.payload);
    }
    throw new Error(`${userId} sees no button «${caption}»: ${JSON.stringify(this.messages(userId).slice(-2))}`);
  }

  /** Presses the button that sends where they are. */
  async sharePlace(
    userId: string,
    place: { readonly latitude: number; readonly longitude: number; readonly at: Date },
  ): Promise<void> {
    if (!this.messages(userId).some(({ asksPlace }) => asksPlace))
      throw new Error(`${userId} is not asked where they are`);
    await this.send(userId, { what: 'place', place: { ...place, error: null, live: false } }, '');
  }

  /** A press of whatever a client sends, on a message that may be no more, in a group if need be. */
  async pressPayload(userId: string, message: Place, payload: string, isPrivate = true): Promise<void> {
    const pressId = `press ${randomUUID()}`;
    this.open.add(pressId);
    await this.keep(userId, message, { what: 'press', pressId, data: payload }, isPrivate);
  }

  /** Anything that is no press, in a group if need be. */
  async send(userId: string, came: Came, text: string, isPrivate = true): Promise<void> {
    const chatId = isPrivate ? ToyMessenger.chatOf(userId) : 'group';
    const message = this.put(chatId, { text, buttons: [], silent: true, files: [], from: 'person' });
    await this.keep(userId, message, came, isPrivate);
  }

  /** What the bot has said to somebody and is still there, oldest first. */
  messages = (userId: string): ToyMessage[] => this.chat(userId, 'bot');
  /** What they have sent themselves and is still there. */
  sent = (userId: string): ToyMessage[] => this.chat(userId, 'person');

  private chat = (userId: string, by: ToyMessage['from']): ToyMessage[] =>
    [...this.shown.values()]
      .filter(({ chatId, from }) => from === by && chatId === ToyMessenger.chatOf(userId))
      // a space that keeps a line together is read as a space
      .map((message) => ({ ...message, text: message.text.replaceAll('\u00a0', ' ') }));

  private keep(userId: string, { id, chatId }: Place, came: Came, isPrivate: boolean): Promise<void> {
    const payload = { userId, chatId, isPrivate, message: id, came };
    return this.receive([{ key: randomUUID(), lane: userId, payload, handled: true }]);
  }

  private put(chatId: string, said: Omit<ToyMessage, 'id' | 'chatId'>): ToyMessage {
    const message = { ...said, id: `mid.${randomUUID()}`, chatId };
    this.shown.set(message.id, message);
    return message;
  }

  // ── What the conversation does ────────────────────────────────────────────

  /** What the adapter of such a messenger has to do with what came: here it is kept in the core's own words. */
  static heardIn = (update: object): Incoming => update as Incoming;
  static handle = (conversation: Conversation, update: object): Promise<void> =>
    conversation.hear(ToyMessenger.heardIn(update));

  readonly voice: Voice = {
    name: this.name,
    limits: {
      text: LONGEST,
      download: 1024 * 1024,
      upload: 2 * 1024 * 1024,
      removesWords: true,
      handsOverSpeech: true,
      isDomestic: false,
    },
    send: async (chatId, screen, { silent = false } = {}) =>
      this.put(chatId, { ...this.bodyOf(screen), silent, files: [], from: 'bot' }).id,
    edit: async (id, screen) => this.change(id, screen),
    remove: async (id) => {
      if (!this.shown.delete(id)) this.removedInVain.push(id);
      return true;
    },
    removeForSure: async (id) => void this.shown.delete(id),
    answer: async (pressId, { toast = null, alert = false, draw }) => {
      if (!this.open.delete(pressId)) throw new ToyError(`${pressId} has been answered, or is none`);
      if (this.refusesAnswers) throw new ToyError('callback.expired: too many toasts today');
      this.answers.push({
        notification: toast,
        isRefusal: alert,
        message: draw ? { id: draw.message, text: draw.screen.text } : null,
      });
      return draw ? this.change(draw.message, draw.screen) : true;
    },
    sendFiles: async (chatId, files) => {
      const refs: string[] = [];
      for (const { fileRef, bytes } of files) refs.push(fileRef ?? this.named(Buffer.from(await bytes())));
      const text = files.map(({ caption }) => caption).join('\n\n');
      this.put(chatId, { text, buttons: [], silent: true, files: refs.map((ref) => this.bytesOf(ref)), from: 'bot' });
      return refs;
    },
    sendPicture: async (chatId, picture, under) =>
      this.put(chatId, { ...this.bodyOf(under), silent: true, files: [Buffer.from(picture)], from: 'bot' }).id,
    sendPin: async (chatId, { place, title, address }) => {
      const text = [title, address, `${place.latitude}, ${place.longitude}`].join('\n');
      return this.put(chatId, { text, buttons: [], silent: true, files: [], from: 'bot' }).id;
    },
    sendFile: async (chatId, fileName, bytes) =>
      this.put(chatId, { text: fileName, buttons: [], silent: true, files: [Buffer.from(bytes)], from: 'bot' }).id,
    download: async (fileRef) => {
      await setTimeout(this.downloadMs);
      await this.downloads;
      return only(this.bytesOf(fileRef));
    },
    askPlace: async (chatId, { text, caption }) =>
      this.put(chatId, {
        text,
        buttons: [[{ text: caption, payload: '' }]],
        silent: true,
        files: [],
        asksPlace: true,
        from: 'bot',
      }).id,
    unaskPlace: async (id) => void this.shown.delete(id),
    setCommands: async () => undefined,
    groupOf: async () => null,
    hearsGroup: async () => false,
    groupNamed: () => null,
    accountNamed: () => null,
    chatOf: (id) => this.shown.get(id)?.chatId ?? '',
    isReached: async () => true,
    ownName: async () => 'murajagat_bot',
    linkTo: async (start) => `toy://bot/${start}`,
    outcomeOf: (error) => {
      if (!(error instanceof ToyError)) throw error;
      return { outcome: 'dead', error: error.message };
    },
  };

  private bodyOf({ text, buttons }: Screen): Pick<ToyMessage, 'text' | 'buttons'> {
    const length = visibleLength(text);
    if (length > LONGEST) throw new ToyError(`${length} characters are over ${LONGEST}`);
    this.longest = Math.max(this.longest, length);
    const payload = (button: Screen['buttons'][number][number]) =>
      'press' in button ? encode(button.press) : button.start;
    return {
      text,
      buttons: buttons.map((row) => row.map((button) => ({ text: button.text, payload: payload(button) }))),
    };
  }

  private change(id: string, screen: Screen): boolean {
    const message = this.shown.get(id);
    if (!message) return false;
    Object.assign(message, this.bodyOf(screen));
    return true;
  }

  private named(bytes: Buffer): string {
    const fileRef = `file of ${randomUUID()}`;
    this.kept.set(fileRef, bytes);
    return fileRef;
  }

  private bytesOf(fileRef: string): Buffer {
    const bytes = this.kept.get(fileRef);
    if (!bytes) throw new ToyError(`There is no file ${fileRef}`);
    return bytes;
  }
}

async function* only(bytes: Buffer): AsyncIterable<Uint8Array> {
  yield bytes;
}
