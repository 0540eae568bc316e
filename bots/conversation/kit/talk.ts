import type people from '../../../locales/ru/people.json';
import type { Locale } from '../../../src/i18n';
import type { Log } from '../../../src/process/log';
import type { Notice } from '../../../src/regulation/effects';
import type { Charts } from '../../../src/usecases/kit/charts';
import type { CardSubject } from '../../../src/usecases/kit/places';
import type { Official } from '../../../src/usecases/kit/officials';
import type { FileStore, Folders, MessageRef, Papers, Pictures } from '../../../src/usecases/kit/ports';
import type { WriteWorkbook, ReadTables } from '../../../src/usecases/kit/sent-table';
import type { CheckSignature } from '../../../src/usecases/kit/signature';
import type { FormRow } from '../../../src/usecases/kit/form-store';
import type { Fetching } from './fetching';
import type { Messengers } from './messengers';
import type { Screen } from './screen';
import type { Reading, ReadsUpdates, SentFile, Turn } from './turn';
import type { Voice } from './voice';

/** What goes with a drawing beside what the database knows; acts merge theirs. */
export interface Told {
  /** What has brought the card. */
  readonly notice?: Notice | null;
  /** Already in words: why the last answer did not hold. */
  readonly complaint?: string | null;
  /** The card shows the acts for which it has no room otherwise. */
  readonly more?: boolean;
}

/** Which message shows which card to whom. What the network does not take now, the outbox draws when it can. */
export interface Cards {
  /** Brings the card to the bottom of the chat, so that there is one. False: there is no such card for this person. */
  bring(official: Official, subject: CardSubject, id: number, told?: Told): Promise<boolean>;
  /** Draws it where it is. False: it is nowhere. */
  redraw(official: Official, subject: CardSubject, id: number, told?: Told): Promise<boolean>;
  /** Removes a second copy, left by a process that died between the message and its row. */
  removeStray(official: Official, subject: CardSubject, id: number, message: MessageRef): Promise<void>;
}

/** A variable of the environment that has words. */
type ShownVariable = keyof (typeof people)['environment']['variable'];

/** Of a file that answers no question: whose it is is seen from it and from who sends it. */
export interface FileTaker {
  takes(turn: Turn, file: SentFile): boolean;
  take(turn: Turn, file: SentFile): Promise<void>;
}

/** @returns null: it belongs where it came */
export const takerOf = ({ takers }: Pick<Talk, 'takers'>, turn: Turn, file: SentFile): FileTaker | null =>
  takers.find((taker) => taker.takes(turn, file)) ?? null;

/** Everything that dialogs and features work with; who alone has a port merges it. */
export interface Talk extends ReadsUpdates {
  /** Of the person who is speaking: what is said to them now, and may be lost with the network. */
  readonly voice: Voice;
  readonly cards: Cards;
  readonly files: Pick<FileStore, 'keep' | 'read'>;
  /** Of what people send: the bytes come beside whatever else is done. */
  readonly fetching: Pick<Fetching, 'take'>;
  readonly papers: Papers;
  readonly charts: Charts;
  readonly pictures: Pictures;
  readonly sentTables: ReadTables;
  readonly folders: Folders;
  readonly writeWorkbook: WriteWorkbook;
  /** Null: answers are signed in ПОС. */
  readonly checkSignature: CheckSignature | null;
  readonly log: Log;
  readonly defaultLocale: Locale;
  readonly readingFor: (official: Official) => Reading;
  /** After a commit that queued messages or kept a photo: whoever works them need not wait for their next look. */
  readonly wake: () => void;
  /**
   * How a form that another has displaced stands in the chat, by its subject: with what it is about, and the way back. Null: nothing of it is worth a
   * way back. Each dialog writes itself in.
   */
  readonly asides: Map<string, (turn: Turn, form: FormRow) => Promise<Screen | null>>;
  /** What is done, and said, when a form is given up by /cancel, by its subject; others need nothing. Each dialog writes itself in. */
  readonly givenUp: Map<string, (turn: Turn, form: FormRow) => Promise<Screen | null>>;
  /** Who takes a file that is read elsewhere than where it comes, whatever question stands open. Each subject writes itself in. */
  readonly takers: FileTaker[];
  /** Those of the office: who is with one may be invited into another. */
  readonly messengers: Messengers;
  /** What the environment has set, for an admin to read; secrets are dots. */
  readonly environment: readonly { readonly variable: ShownVariable; readonly value: string | null }[];
}
