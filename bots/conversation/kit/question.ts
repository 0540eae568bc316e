import { type Change, type Complaint, advance, changed, standing } from '../../../src/usecases/kit/form-engine';
import { type Move, type Button, knownDay } from './buttons';
import { type ScreenButton, button, inRows, ticked } from './screen';
import type { Room } from './fit';
import type { Place, Reading } from './turn';
import type { FormRow } from '../../../src/usecases/kit/form-store';
import { liesExchanged, type Box, type Point } from '../../../src/regulation/district';

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

/** A step within a step: asked as those of a form are, by the same engine, until the whole of it is said. */
export interface Part<State, Name extends string = string> {
  readonly name: Name;
  readonly question: Question<State>;
  /** Absent: always. */
  readonly when?: (said: Asked<State>['answers']) => boolean;
}

/** What was said of a part so far; kept in the view of the step, beside which part it is. */
type Said = Asked<unknown>['answers'];

export interface Parts<State, PartState, What extends string, Name extends string> {
  readonly parts: Readonly<Record<What, readonly Part<PartState, Name>[]>>;
  readonly isPart: (name: unknown) => name is What;
  readonly stateOf: (asked: Asked<State>) => PartState;
  /** What the whole of a part does to the form. */
  readonly taken: (asked: Asked<State>, what: What, said: Said) => Change | Complaint;
}

/** A part as it is asked now; null: none is. */
export interface PartNow<PartState, Name extends string> {
  readonly name: Name;
  readonly question: Question<PartState>;
  readonly asked: Asked<PartState>;
  readonly take: (change: Change | Complaint | null) => Change | Complaint | null;
}

/** Which part is asked now. */
export function partNow<State, PartState, What extends string, Name extends string>(
  { parts, isPart, stateOf, taken }: Parts<State, PartState, What, Name>,
  asked: Asked<State>,
): PartNow<PartState, Name> | null {
  const { what } = asked.view;
  if (!isPart(what)) return null;
  const said: Said = { passed: [], ...(typeof asked.view.said === 'object' ? asked.view.said : {}) };
  const stepsOf = (answers: Said) =>
    parts[what].filter(({ when }) => when === undefined || when(answers)).map((part) => ({ ...part, objection: null }));
  const { step } = standing(stepsOf(said), said);
  if (step === null) return null;
  const inner = { answers: said, view: asked.view, revision: 0 };
  return {
    name: step.name,
    question: step.question,
    asked: { ...asked, last: false, answers: said, state: stateOf(asked) },
    take(change) {
      if (change === null || 'complaint' in change) return change;
      const next = changed(inner, parts[what], step.name, change, 'press');
      if (!change.passes) return { view: { ...next.view, what, said: next.answers } };
      const { kind } = advance(stepsOf(next.answers), next.answers, step.name);
      return kind === 'finish' ? taken(asked, what, next.answers) : { view: { what, said: next.answers } };
    },
  };
}

/** The buttons of a dialog; its revision makes a second tap harmless. */
export const movesOf =
  ({ id: formId, revision }: Pick<FormRow, 'id' | 'revision'>): Asked<unknown>['move'] =>
  (move, value = '') => ({ kind: 'form', formId, revision, move, value });

/** «Другое» with this value makes what was typed to search a part of the answer. */
export const SAYS_WHAT_WAS_TYPED = 'outside';

/** What a press means: something for the dialog as a whole, or a change of this question. */
export type Moved = 'cancel' | 'stepBack' | Change | Complaint | null;

/** Null: the press belongs to no such question. */
export function moved<State>(question: Question<State>, asked: Asked<State>, move: Move, value: string): Moved {
  switch (move) {
    case 'cancel':
      return 'cancel';
    case 'back':
      return question.isInside?.(asked) ? { view: question.outside?.(asked) ?? {} } : 'stepBack';
    case 'page':
      return /^\d{1,4}$/.test(value) ? { view: { ...asked.view, page: Number(value) } } : null;
    case 'month': {
      const month = knownDay(value);
      return month === null ? null : { view: { ...asked.view, month } };
    }
    case 'pick':
    case 'done':
    case 'other':
      return question.pressed(asked, move, value);
  }
}

/**
 * Whether it means in a copy of before what it means now: what it names it names, whatever has come since. «Написать заново» or a template
 * would take away what has.
 */
export const isMeantInCopy = (move: Move): boolean => move !== 'other';

/** «Назад» while there is a way back, «Отмена» always. */
export function bottomRow<State>(question: Question<State>, asked: Asked<State>, hasPassed: boolean): ScreenButton[] {
  const { plain } = asked.reading.words;
  const cancel = button(plain('form:button.cancel'), asked.move('cancel'));
  return hasPassed || question.isInside?.(asked)
    ? [button(plain('form:button.back'), asked.move('back')), cancel]
    : [cancel];
}

export interface PlaceQuestion<State> {
  /** What is said to words. */
  readonly refused: (asked: Asked<State>) => Complaint;
}

const COORDINATES = /^\s*(-?\d{1,3}(?:[.,]\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*$/;

/** «55.71, 51.41»; null: no point. */
function typedPoint(text: string): { readonly latitude: number; readonly longitude: number } | null {
  const [, first = '', second = ''] = COORDINATES.exec(text) ?? [];
  if (first === '') return null;
  const [latitude = NaN, longitude = NaN] = [first, second].map((number) => Number(number.replace(',', '.')));
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

/** The same, where it can be meant: null, it is no point; or why it is none of the district. */
export function pointSaid(
  { reading: { words, district } }: Asked<unknown>,
  text: string,
): { readonly latitude: number; readonly longitude: number } | Complaint | null {
  const point = typedPoint(text);
  if (point === null || !isExchanged(point, district)) return point;
  return { complaint: words.plain('register:swapped') };
}
/** Outside the district, or the country, and inside once its numbers change places. */
const isExchanged = (point: Point, district: Box | undefined): boolean =>
  [COUNTRY, ...(district ? [district] : [])].some((box) => liesExchanged(point, box));
/** The outermost degrees of the country. */
const COUNTRY: Box = { south: 41, north: 82, west: 19, east: 180 };

/** A point on the map, sent from the phone; it may be left out. */
export function place<State>({ refused }: PlaceQuestion<State>): Question<State> {
  return {
    rows: ({ reading, move }) => [[button(reading.words.plain('form:button.skip'), move('done', 'skip'))]],
    pressed: ({ answers }, move, value) =>
      move === 'done' && value === 'skip'
        ? { answers: { ...answers, latitude: undefined, longitude: undefined }, view: {}, passes: true }
        : null,
    typed: refused,
    placed: ({ answers }, { latitude, longitude }) => ({
      answers: { ...answers, latitude, longitude },
      view: {},
      passes: true,
    }),
  };
}

export interface Several<State, Value extends string> {
  /** Where the answer goes. */
  readonly key: string;
  readonly values: (asked: Asked<State>) => readonly { readonly value: Value; readonly caption: string }[];
  /** What is ticked before anything was pressed. */
  readonly first: (asked: Asked<State>) => readonly Value[];
  /** What is said where none is ticked. */
  readonly none: (asked: Asked<State>) => string;
}

/** Some of a few, all in sight: each press ticks or unticks one, «Готово» answers. */
export function several<State, Value extends string>(question: Several<State, Value>): Question<State> {
  const { key, values, first, none } = question;
  // Under another name than the answer: one with an answer counts as passed.
  const ticks = `${key}Ticked`;
  const tickedIn = (asked: Asked<State>): readonly Value[] => {
    const kept = asked.answers[ticks];
    const all = values(asked).map(({ value }) => value);
    return Array.isArray(kept) ? all.filter((value) => kept.includes(value)) : first(asked);
  };
  return {
    rows: (asked) => [
      ...inRows(
        values(asked).map(({ value, caption }) =>
          button(
            ticked(caption, tickedIn(asked).includes(value), asked.reading.words),
            // Its button says what it will be, so that a second tap changes nothing.
            asked.move('pick', `${tickedIn(asked).includes(value) ? '-' : '+'}${value}`),
          ),
        ),
        1,
      ),
      [button(forward(asked), asked.move('done'))],
    ],
    pressed(asked, move, value) {
      const now = tickedIn(asked);
      if (move === 'done') return now.length > 0 ? answered(asked, { [key]: now }) : { complaint: none(asked) };
      const pressed = values(asked).find((one) => one.value === value.slice(1))?.value;
      if (move !== 'pick' || pressed === undefined || !/^[+-]/.test(value)) return null;
      const others = now.filter((one) => one !== pressed);
      return { answers: { ...asked.answers, [ticks]: value.startsWith('+') ? [...others, pressed] : others } };
    },
    typed: wordsRefused,
  };
}

export interface Amount<State> {
  readonly key: string;
  readonly offered: readonly number[];
  readonly least: number;
  readonly most: number;
  /** What a button says of what so many days come to; by default their number. */
  readonly caption?: (count: number, asked: Asked<State>) => string;
}

/** So many days. Whether so many will do is for the regulation to say. */
export function daysCount<State>({ key, offered, least, most, caption }: Amount<State>): Question<State> {
  return {
    rows(asked) {
      const { reading, move } = asked;
      const said = (count: number) => caption?.(count, asked) ?? reading.words.plain('form:button.days', { count });
      return inRows(
        offered.map((count) => button(said(count), move('pick', String(count)))),
        caption ? 2 : 5,
      );
    },
    pressed(asked, move, value) {
      const count = move === 'pick' ? idIn(value) : null;
      return count === null ? null : answered(asked, { [key]: count });
    },
    typed: (asked, text) =>
      /^\d{1,3}$/.test(text.trim())
        ? answered(asked, { [key]: Number(text.trim()) })
        : { complaint: asked.reading.words.plain('form:badNumber', { least, most }) },
  };
}
