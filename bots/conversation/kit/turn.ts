import type { Words } from '../../../src/i18n';
import type { OfficeCalendar } from '../../../src/regulation/calendar';
import type { Box } from '../../../src/regulation/district';
import type { Official } from '../../../src/usecases/kit/officials';
import type { Desk, MessageRef } from '../../../src/usecases/kit/ports';
import type { Button } from './buttons';

/** Degrees of WGS 84. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** Where somebody is, or a point that they have chosen. */
export interface SentPlace extends Place {
  /** Metres; null: the messenger does not say. */
  readonly error: number | null;
  /** By the messenger's clock. */
  readonly at: Date;
  /** It follows them, so this is where the phone is; a point chosen on a map may be anywhere. */
  readonly live: boolean;
}

/** A photo or a file that somebody has sent; its bytes are still with the messenger. */
export interface SentFile {
  readonly fileRef: string;
  /** In bytes, where the messenger tells. */
  readonly size: number | null;
  /** `photo`: a picture, as the messenger has it; what its bytes are is known once they are here. */
  readonly kind: 'photo' | 'document';
  /** The messenger has recompressed it and stripped time and place. */
  readonly compressed: boolean;
  readonly fileName: string | null;
  readonly mimeType: string | null;
}

/** What came, in no messenger's words. */
export type Came =
  /** `pressId` answers it; `data` is what the button carries, see buttons.ts. */
  | { readonly what: 'press'; readonly pressId: string; readonly data: string }
  | { readonly what: 'words'; readonly text: string }
  /** One of an album is one of several that came together; they have its name in common. */
  | { readonly what: 'file'; readonly file: SentFile; readonly caption: string; readonly album: string | null }
  | { readonly what: 'place'; readonly place: SentPlace }
  /** A live place goes on; its message is the one that has brought the place first. */
  | { readonly what: 'moved'; readonly place: SentPlace }
  /** Words that were sent before have been changed in their message; now they are these. */
  | { readonly what: 'rewritten'; readonly text: string }
  /** A video, a round one or an animation: it is no photo. */
  | { readonly what: 'video'; readonly album: string | null }
  /** A sticker, a voice message, a poll: nothing that can be kept. */
  | { readonly what: 'other'; readonly album: string | null };

/** What an adapter hands over: who sent what, where. */
export interface Incoming {
  readonly userId: string;
  readonly chatId: string;
  /** The person's own chat with the bot, where all work happens. */
  readonly isPrivate: boolean;
  /** The message that came, by which it is recognized when it comes again; of a press, the one with the button. */
  readonly message: MessageRef;
  readonly came: Came;
}

/** What a screen needs beside its facts: whose words, what time it is, which days work, how long a message may be. */
export interface Reading {
  readonly words: Words;
  readonly now: Date;
  readonly calendar: OfficeCalendar;
  /** Characters of a message, as its messenger counts. */
  readonly longest: number;
  /** Where the matters of the office are; absent: nobody looks where points are. */
  readonly district?: Box;
  /** It is kept and read in other years: each day says its own. */
  readonly onPaper?: true;
}

/** One move of one official. */
export interface Turn extends Omit<Incoming, 'userId'> {
  readonly official: Official;
  readonly words: Words;
  readonly reading: Reading;
}

/** The update has come again after a crash: its words are in the form, but perhaps not its answer in the chat. */
export const wasHeard = ({ message }: Turn, { heard }: { readonly heard: readonly MessageRef[] }): boolean =>
  heard.includes(message);

/** What reads updates that were kept. */
export interface ReadsUpdates {
  readonly desk: Desk;
  /** What somebody says in it; null: nobody says anything. */
  readonly heardIn: (update: object) => Incoming | null;
  /** What is pressed in it; null: a button of an older release, or a forged one. */
  readonly pressedIn: (data: string) => Button | null;
}
