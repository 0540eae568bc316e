import type { Delivery } from '../../../src/outbox/delivery';
import type { MessageRef } from '../../../src/usecases/kit/ports';
import type { Screen } from './screen';
import type { Place } from './turn';

/** What a messenger can do, counted in its own way. Pace is the outbox' matter: see its budgets. */
export interface Limits {
  /** Characters of a message, without its markup. */
  readonly text: number;
  /** Bytes of a file that a person sends; a larger one can't be had. */
  readonly download: number;
  /** Bytes of a file that it takes from us. */
  readonly upload: number;
  /** It takes away what a person has written in their chat with the bot; else whatever they write stays. */
  readonly removesWords: boolean;
  /** What a person has spoken comes to the bot as any message; else nobody knows that it was sent, nor by whom. */
  readonly handsOverSpeech: boolean;
  /** What is said there stays in the country, as the law wants it of personal data: an office may allow them there alone. */
  readonly isDomestic: boolean;
}

export interface SendOptions {
  readonly silent?: boolean;
  /** A topic of a group. */
  readonly threadId?: string;
  /** Not to be forwarded or saved, where the messenger knows such a thing. */
  readonly protect?: boolean;
}

/** A file on its way into a chat. */
export interface FileToSend {
  /** `photo`: it is looked at in the chat; `document`: it is kept as it is. */
  readonly as: 'photo' | 'document';
  /** Plain words; of an album, the messenger shows each beside its own. */
  readonly caption: string;
  readonly fileName: string | null;
  /** By which this messenger shows it again without an upload; null: it has to be brought. */
  readonly fileRef: string | null;
  /** Asked for only when it has to be brought. */
  readonly bytes: () => Promise<Uint8Array>;
}

/** A point on a map, and what stands beside it; plain words. */
export interface Pin {
  readonly place: Place;
  readonly title: string;
  readonly address: string;
}

/** A question where somebody is: HTML, and the caption of the messenger's own button that sends it. */
export interface PlaceQuestion {
  readonly text: string;
  readonly caption: string;
}

/** What a press is answered with: a word for the finger, and what its message shows from now on. */
export interface Answer {
  readonly toast?: string;
  /** The toast is a refusal: it stays until it is read. */
  readonly alert?: boolean;
  /** Nothing comes of the press beside this answer: who does not see the toast would take the press for lost. */
  readonly alone?: boolean;
  /** What a messenger says that takes no answer of nothing. */
  readonly otherwise?: string;
  readonly draw?: { readonly message: MessageRef; readonly screen: Screen };
}

/** A command in a chat's menu, with what it does. */
export interface MenuCommand {
  readonly command: string;
  readonly description: string;
}

/** A group as its messenger knows it. */
export interface KnownGroup {
  readonly title: string;
  /** Its messages may belong to topics. */
  readonly hasTopics: boolean;
}

/**
 * The port of a messenger: what is said, never why. A call rejects with the messenger's own error; `outcomeOf` tells what has
 * become of the message. Chats are named as the messenger names them.
 */
export interface Voice {
  /** The messenger, as accounts and the queues have it. */
  readonly name: string;
  readonly limits: Limits;

  send(chatId: string, screen: Screen, options?: SendOptions): Promise<MessageRef>;
  /** False when the message is no more. */
  edit(message: MessageRef, screen: Screen): Promise<boolean>;
  /**
   * Tidying up: what can't be removed loses its buttons, and if even that fails, they are stale anyway.
   * @param instead what it says then; by default it keeps its words
   * @returns false when nothing could be done now
   */
  remove(message: MessageRef, instead?: Screen): Promise<boolean>;
  /** What must not stay: when it can't be removed any more, its words go. @throws when neither was possible now */
  removeForSure(message: MessageRef, instead: Screen): Promise<void>;

  /**
   * Answers a press, the finger first. A toast that comes too late is lost and undoes nothing.
   * @returns false when the message that was to be drawn is no more
   */
  answer(pressId: string, answer: Answer): Promise<boolean>;

  /**
   * Photos together, then documents together, silently.
   * @param beforeEach waited for before each message that they make
   * @returns in the order of the files by which name the messenger shows each from now on
   */
  sendFiles(
    chatId: string,
    files: readonly FileToSend[],
    beforeEach?: () => Promise<void>,
  ): Promise<readonly (string | null)[]>;
  /** A picture of ours, with what stands under it. */
  sendPicture(chatId: string, picture: Uint8Array, under: Screen): Promise<MessageRef>;
  sendPin(chatId: string, pin: Pin): Promise<MessageRef>;
  /** Silently; their place comes as any that they send. */
  askPlace(chatId: string, question: PlaceQuestion): Promise<MessageRef>;
  /**
   * Nobody waits for that place: the question goes, and its button wherever the messenger keeps it. `instead`: said where the
   * question can't go any more. @throws when neither was possible now
   */
  unaskPlace(question: MessageRef, instead: Screen): Promise<void>;
  /** A file of ours. */
  sendFile(chatId: string, fileName: string, bytes: Uint8Array): Promise<MessageRef>;
  /** Bytes of a file that a person has sent, by the messenger's name for it. */
  download(fileRef: string): Promise<AsyncIterable<Uint8Array>>;

  setCommands(chatId: string, commands: readonly MenuCommand[]): Promise<void>;
  /** Null: the bot is in no such group. @throws when the messenger can't be reached, or says neither */
  groupOf(chatId: string): Promise<KnownGroup | null>;
  /** Whether all that people say in the group comes to the bot; null: what was answered says nothing of it. @throws when the messenger can't be reached */
  hearsGroup(chatId: string): Promise<boolean | null>;
  /** A group, or a topic of one, as an admin names it: a number, or a link of the messenger's own; null: neither. */
  groupNamed(text: string): { readonly chatId: string; readonly threadId: string | null } | null;
  /** The account of whoever is shown this number as theirs, as an admin types it; null: it is none. */
  accountNamed(text: string): { readonly userId: string; readonly chatId: string } | null;
  /** By which a command in a chat of several bots names this one. */
  ownName(): Promise<string>;
  /** The address that opens the bot's chat and says /start with this. */
  linkTo(start: string): Promise<string>;
  /** In which chat it is. */
  chatOf(message: MessageRef): string;
  /** Asks something cheap: whether the messenger answers now. */
  isReached(): Promise<boolean>;

  /**
   * What became of a message whose call failed. `edit` says the same however often it arrives, `send` does not.
   * @throws the error itself when it came neither from the messenger nor from the network: that is a fault of ours
   */
  outcomeOf(error: unknown, call: 'send' | 'edit', chatId: string): Delivery;
}
