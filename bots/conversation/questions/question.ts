import type { Change, Complaint } from '../../../src/usecases/kit/form-engine';
import type { Move } from '../button-rows/codes';
import type { Button } from '../button-rows/buttons';
import type { ScreenButton } from '../screen';
import type { Room } from '../screens/fit';
import type { Place, Reading } from '../turn';

/** A question as it stands before somebody: what was answered so far, and what its dialog has read for it. */
export interface Asked<State> {
  readonly answers: Readonly<Record<string, unknown>>;
  /** How the question looks now: page of a list, search words, month of a calendar. */
  readonly view: Readonly<Record<string, unknown>>;
  readonly state: State;
  readonly reading: Reading;
  /** Nothing is asked after it: its button sends. */
  readonly last: boolean;
  /** A button of this dialog. */
  readonly move: (move: Move, value?: string) => Button;
}

/**
 * One way of asking: what it offers, and what becomes of a press, of words and of a place. Pure: whoever keeps the answers
 * applies the change. Moves through a list and a calendar, back and out are the same everywhere, see moves.ts.
 */
export interface Question<State> {
  rows(asked: Asked<State>): ScreenButton[][];
  /** What is there already, in HTML: the text being written, photos that came. */
  soFar?(asked: Asked<State>, room: Room): string[];
  /** Why there is nothing to choose from, or what a text lacks, in HTML; empty when there is nothing to say. */
  empty?(asked: Asked<State>): string[];
  /** What its numbered buttons choose from, in HTML; absent: the buttons say it themselves. */
  listed?(asked: Asked<State>): string[];
  /** Null: the press belongs to no such question. */
  pressed(asked: Asked<State>, move: 'pick' | 'done' | 'other', value: string): Change | Complaint | null;
  typed(asked: Asked<State>, text: string): Change | Complaint;
  /** How it looks once words were refused that were a part of a longer text; absent: as before. */
  leavesOut?(asked: Asked<State>, text: string): Asked<State>['view'];
  /** Absent: no place is asked for. */
  placed?(asked: Asked<State>, place: Place): Change | Complaint;
  /**
   * Photos and files are kept with it; `caption`: and their captions are words for it. `aside`: it asks about something else, so
   * those that come are counted and no more.
   */
  readonly takes?: { readonly files: true; readonly caption: boolean; readonly aside?: true };
  /** What becomes of a caption; absent: what becomes of words. */
  captioned?(asked: Asked<State>, text: string): Change | Complaint;
  /** Something else is asked first, and says so itself: the question is not said above it. */
  asksFirst?(asked: Asked<State>): boolean;
  /** Within the question there is something to go back from first: a day whose hour is asked for, words that narrow a list. */
  isInside?(asked: Asked<State>): boolean;
  /** How it looks once one has gone back from there; absent: as it was first asked. */
  outside?(asked: Asked<State>): Asked<State>['view'];
  /** It is asked about what has just come: what is pressed in a copy of before means something else. */
  readonly isOfNow?: true;
  /** What is typed stands in ПОС and is not an official's own text: nobody is asked about what it holds. */
  readonly isCopied?: true;
  /** What was typed is personal: its message goes, whatever becomes of the answer. */
  readonly isSecret?: true;
}

/** Words where only a press, a photo or a place will do. */
export const wordsRefused = ({ reading }: Asked<unknown>): Complaint => ({
  complaint: reading.words.plain('form:textNotAsked'),
});

/** The caption of the button that ends a question. */
export const forward = ({ last, reading }: Asked<unknown>): string =>
  reading.words.plain(last ? 'form:button.send' : 'form:button.done');

export const answered = ({ answers }: Asked<unknown>, said: Readonly<Record<string, unknown>>): Change => ({
  answers: { ...answers, ...said },
  view: {},
  passes: true,
});

/** A text of the answers or of the view; empty when there is none. */
export const textOf = (from: Readonly<Record<string, unknown>>, key: string): string => {
  const value = from[key];
  return typeof value === 'string' ? value : '';
};

/** A positive id, as buttons of lists name it; null: anything else. */
export const idIn = (value: string): number | null => (/^[1-9]\d{0,8}$/.test(value) ? Number(value) : null);

/** What is asked now and what it is chosen from, in HTML. @param ask the words of the question, where nothing else is asked first */
export const questionLines = <State>(
  asked: Asked<State>,
  question: Question<State>,
  ask: (asked: Asked<State>) => string,
): string[] => [
  ...(question.asksFirst?.(asked) ? [] : [ask(asked)]),
  ...(question.empty?.(asked) ?? []),
  ...(question.listed?.(asked) ?? []),
];
