import { eventually, fileOf, jpeg, type Loose, type StandClient } from '../src/stand/support';
import { NEVER_MS } from './until';

export interface Toast {
  readonly text: string | null;
  readonly showAlert: boolean;
}

interface Seen {
  readonly message_id: number;
  readonly text?: string;
  readonly caption?: string;
  readonly silent: boolean;
  readonly deleted: boolean;
  readonly editedTimes: number;
  readonly document?: { readonly file_name: string; readonly file_id: string };
  readonly photo?: readonly { readonly file_id: string }[];
  readonly media_group_id?: string;
  readonly from?: { readonly is_bot: boolean };
  /** In the place of the phone's letters. */
  readonly keys?: readonly (readonly { readonly text: string; readonly request_location?: boolean }[])[];
  /** Under the message. */
  readonly reply_markup?: {
    readonly inline_keyboard: readonly (readonly {
      readonly text: string;
      readonly callback_data?: string;
      readonly url?: string;
      readonly request_location?: boolean;
    }[])[];
  };
}

/** One person's phone: sends, presses and reads as people do, by captions. */
export class Phone {
  constructor(
    private readonly stand: StandClient,
    readonly id: number,
    /** Waits until what a press has caused is drawn: a person looks before the next press. */
    private readonly settle: () => Promise<void> = async () => undefined,
    /** Which messenger it shows: the stand has the same requests for both. */
    private readonly messenger: 'telegram' | 'max' = 'telegram',
  ) {}

  private get root(): string {
    return this.messenger === 'max' ? 'max/' : '';
  }

  async say(text: string): Promise<void> {
    await this.must('POST', `people/${this.id}/send`, { text });
    await this.settle();
  }

  /** Changes the words of their latest message. */
  async rewrite(text: string): Promise<void> {
    const { body } = await this.stand.control('GET', `${this.root}chats/${this.id}/messages`);
    const own = (body.messages as Loose[]).filter(({ from }) => from?.id === this.id);
    await this.must('POST', `people/${this.id}/edit`, { messageId: own.at(-1)?.message_id, text });
    await this.settle();
  }

  async sendPhotos(count: number, caption?: string): Promise<void> {
    const form = new FormData();
    for (let index = 0; index < count; index += 1)
      form.append('photo', fileOf(jpeg(800 + index, 600), `photo${index}.jpg`, 'image/jpeg'));
    if (caption !== undefined) form.append('caption', caption);
    await this.must('POST', `people/${this.id}/send`, form);
    await this.settle();
  }

  async sendPlace(latitude: number, longitude: number): Promise<void> {
    await this.must('POST', `people/${this.id}/send`, { location: { latitude, longitude } });
    await this.settle();
  }

  /** Sends where they are by the key that asks for it. */
  async sharePlace(latitude: number, longitude: number): Promise<void> {
    if ((await this.keysForPlace()).length === 0) throw new Error(`Nobody asks ${this.id} where they are`);
    await this.sendPlace(latitude, longitude);
  }

  /** Messages that ask where they are, by the captions of their keys. */
  async keysForPlace(): Promise<string[]> {
    const keys = (await this.messages()).flatMap(({ keys: rows, reply_markup: under }) =>
      (rows ?? under?.inline_keyboard ?? []).flat(),
    );
    return keys.filter(({ request_location: asks }) => asks).map(({ text }) => text);
  }

  /** Shares where they are for a quarter of an hour. @returns its message, to be moved */
  async sendLivePlace(latitude: number, longitude: number): Promise<number> {
    const location = { latitude, longitude, horizontalAccuracy: 12, livePeriod: 900 };
    const { messages } = await this.must('POST', `people/${this.id}/send`, { location });
    await this.settle();
    return messages[0].message_id;
  }

  async move(messageId: number, latitude: number, longitude: number, stop = false): Promise<void> {
    await this.must('POST', `people/${this.id}/move`, { messageId, latitude, longitude, stop });
    await this.settle();
  }

  async sendFile(bytes: Buffer, name: string, type = 'application/octet-stream'): Promise<void> {
    const form = new FormData();
    form.append('document', fileOf(bytes, name, type));
    await this.must('POST', `people/${this.id}/send`, form);
    await this.settle();
  }

  /** Messages of the bot that are still there, oldest first. */
  async messages(): Promise<Seen[]> {
    return (await this.received()).filter(({ deleted }) => !deleted);
  }

  /** Those that were removed meanwhile too. */
  private async received(): Promise<Seen[]> {
    const { body } = await this.stand.control('GET', `${this.root}chats/${this.id}/messages`);
    const all: Loose[] = Array.isArray(body) ? body : body.messages;
    return all
      .filter(({ from }) => from?.is_bot === true)
      .map(({ reply_markup: markup, ...message }) =>
        markup?.keyboard ? { ...message, keys: markup.keyboard } : { ...message, reply_markup: markup },
      ) as Seen[];
  }

  async lastId(): Promise<number> {
    return (await this.received()).at(-1)?.message_id ?? 0;
  }

  /** How many messages after this one came with a sound. */
  async soundsSince(messageId: number): Promise<number> {
    return (await this.soundedSince(messageId)).length;
  }

  /** Which messages after this one came with a sound. */
  async soundedSince(messageId: number): Promise<readonly number[]> {
    return (await this.received()).flatMap(({ message_id: id, silent }) => (id > messageId && !silent ? [id] : []));
  }

  /** The latest message that says this, once it is there. */
  async sees(part: string | RegExp): Promise<Seen> {
    try {
      return await eventually(async () => (await this.messages()).reverse().find((message) => says(message, part)));
    } catch {
      throw new Error(
        `Not seen: ${String(part)}. Seen: ${JSON.stringify(
          (await this.messages())
            .slice(-3)
            .map(({ text, reply_markup }) => ({ text, buttons: captionsOf({ reply_markup } as Seen) })),
          null,
          1,
        )}`,
      );
    }
  }

  async text(part: string | RegExp): Promise<string> {
    const message = await this.sees(part);
    return message.text ?? message.caption ?? '';
  }

  async buttons(part: string | RegExp): Promise<string[]> {
    return captionsOf(await this.sees(part));
  }

  /**
   * Presses the button whose caption has this in it; one for which a card has no room is looked for behind «Ещё».
   * @param on which message: the latest that says this; the latest with such a button when absent
   */
  async press(caption: string, on?: string | RegExp): Promise<Toast> {
    const { message, data } = await this.find(caption, on);
    const toast = await this.pressData(message.message_id, data);
    await this.settle();
    return toast;
  }

  /**
   * A button as it is now, to be pressed later, when it may be stale.
   * @param waitMs as pressData has it
   */
  async remember(caption: string, on?: string | RegExp, waitMs = NEVER_MS): Promise<() => Promise<Toast>> {
    const { message, data } = await this.find(caption, on);
    return () => this.pressData(message.message_id, data, waitMs);
  }

  /** @param waitMs less for a press that may rightly stay without an answer */
  async pressData(messageId: number, data: string, waitMs = NEVER_MS): Promise<Toast> {
    const answer = await this.must('POST', `people/${this.id}/press`, { messageId, data, waitMs });
    if (answer.answered !== true) throw new Error(`Nobody answered the press ${data}`);
    return { text: answer.text ?? null, showAlert: answer.showAlert ?? false };
  }

  /** A button that some message of the bot has, by what it sends. */
  async pressAnywhere(data: string): Promise<Toast> {
    const toast = await this.pressData((await this.messages()).at(-1)?.message_id ?? 0, data);
    await this.settle();
    return toast;
  }

  private async find(caption: string, on?: string | RegExp): Promise<{ message: Seen; data: string }> {
    const found = await eventually(async () => {
      const messages = (await this.messages()).reverse().filter((message) => on === undefined || says(message, on));
      return buttonOf(messages, caption) ?? buttonOf(messages, MORE);
    }).catch(async () => {
      const last = (await this.messages())
        .slice(-3)
        .map((message) => ({ text: message.text, buttons: captionsOf(message) }));
      throw new Error(
        `No button «${caption}»${on === undefined ? '' : ` on «${String(on)}»`} for ${this.id}. Last messages: ${JSON.stringify(last, null, 1)}`,
      );
    });
    if (found.caption !== MORE || caption === MORE) return found;
    await this.pressData(found.message.message_id, found.data);
    await this.settle();
    return this.find(caption, on);
  }

  private async must(method: 'POST', path: string, body: object | FormData): Promise<Loose> {
    const { status, body: answer } = await this.stand.control(method, `${this.root}${path}`, body);
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  }
}

const says = ({ text, caption }: Seen, part: string | RegExp): boolean => {
  const words = text ?? caption ?? '';
  return typeof part === 'string' ? words.includes(part) : part.test(words);
};
const captionsOf = ({ reply_markup: markup }: Seen): string[] =>
  markup?.inline_keyboard.flat().map(({ text }) => text) ?? [];
/** Where a card has the acts for which it has no room. */
const MORE = 'Ещё';

interface Found {
  readonly message: Seen;
  readonly caption: string;
  readonly data: string;
}

/** On the latest of these that has one. */
function buttonOf(messages: readonly Seen[], caption: string): Found | undefined {
  for (const message of messages) {
    const buttons = message.reply_markup?.inline_keyboard.flat() ?? [];
    const button = buttons.find(({ text }) => text === caption) ?? buttons.find(({ text }) => text.includes(caption));
    if (button?.callback_data !== undefined) return { message, caption: button.text, data: button.callback_data };
  }
  return undefined;
}
