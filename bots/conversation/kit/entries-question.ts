import type { Complaint, Change } from '../../../src/usecases/kit/form-engine';
import { type Asked, answered, forward, type Question } from './question';
import { escapeHtml } from '../../../src/i18n';
import { capitalised } from '../../../src/text/capitalised';
import { button, CAPTION, inRows, shorten, type ScreenButton, pageOf, pager } from './screen';
import type { Room } from './fit';
import { isMeaningful } from '../../../src/text/plain-text';

/** Several of a kind, one in a message or with an empty line between them. */
export interface Entries<State, Entry> {
  readonly key: string;
  /** What the form keeps. */
  readonly entriesIn: (asked: Asked<State>) => readonly Entry[];
  /** How many at most. */
  readonly most: (asked: Asked<State>) => number;
  /** One of them as it was typed: its lines, cleaned, at least one. */
  readonly read: (lines: readonly string[], asked: Asked<State>) => Read<Entry>;
  /** What such lines make of one that is there. */
  readonly mended: (before: Entry, lines: readonly string[], asked: Asked<State>) => Read<Entry>;
  readonly nameOf: (entry: Entry) => string;
  /** What stands beside its name, in plain words; empty: nothing. */
  readonly noteOf?: (entry: Entry, asked: Asked<State>) => string;
  /** What is said when there are too many, or one twice. */
  readonly tooMany: (most: number, asked: Asked<State>) => Complaint;
  readonly same: (name: string, asked: Asked<State>) => Complaint;
  readonly dropCaption: (asked: Asked<State>) => string;
  /** How one that was opened is written anew, in HTML. */
  readonly askAnew: (asked: Asked<State>) => string;
  /** Of what one is made beside its name, each with a number of its own; absent: of nothing. */
  readonly parts?: EntryParts<State, Entry>;
  /** What of one is so or is not, and what a press of it makes of it. */
  readonly switches?: (
    entry: Entry,
    asked: Asked<State>,
  ) => readonly { readonly what: string; readonly caption: string }[];
  readonly switched?: (entry: Entry, what: string) => Entry;
  /** What else the form keeps under its name, once it has another. */
  readonly renamed?: (asked: Asked<State>, from: string, to: string) => Asked<State>['answers'];
}
type Read<Entry> = { readonly entry: Entry } | Complaint;

/** Of what an entry is made: the options of a question. */
interface EntryParts<State, Entry> {
  readonly of: (entry: Entry) => readonly string[];
  readonly made: (entry: Entry, parts: readonly string[]) => Entry;
  readonly read: (line: string, asked: Asked<State>) => { readonly value: string } | Complaint;
  /** Why it can't be made of these; null: it can. */
  readonly whyNot: (parts: readonly string[], asked: Asked<State>) => Complaint | null;
}

export const sameName = (one: string, other: string): boolean =>
  one.toLocaleLowerCase('ru') === other.toLocaleLowerCase('ru');

const OPENED = 300;
const NUMBERS_IN_A_ROW = 5;

/** What of a list is opened, from 0. */
interface Opened<Entry> {
  readonly at: number;
  readonly entry: Entry;
  readonly all: readonly Entry[];
  /** Of what it is made; one of them may be opened, too. */
  readonly parts: readonly string[];
  readonly part: number | null;
  /** Others of these are written. */
  readonly adding: boolean;
}
type View = Asked<unknown>['view'];

/** Which way one goes, by its button. */
const WAYS: Readonly<Record<string, number>> = { up: -1, down: 1 };

function swapped<T>(all: readonly T[], at: number, to: number): readonly T[] {
  const [one, other] = [all[at], all[to]];
  if (one === undefined || other === undefined) return all;
  return all.map((each, index) => (index === at ? other : index === to ? one : each));
}
const without = <T>(all: readonly T[], at: number): readonly T[] => all.filter((_, index) => index !== at);
const withOne = <T>(all: readonly T[], at: number, one: T): readonly T[] =>
  all.map((each, index) => (index === at ? one : each));

/** Null: the list as a whole stands there. */
export function openedIn<State, Entry>(
  { entriesIn, parts }: Entries<State, Entry>,
  asked: Asked<State>,
): Opened<Entry> | null {
  const { at, part, adding } = asked.view;
  const all = entriesIn(asked);
  const entry = typeof at === 'number' ? all[at] : undefined;
  if (typeof at !== 'number' || entry === undefined) return null;
  const made = parts?.of(entry) ?? [];
  const isThere = typeof part === 'number' && part in made;
  return { at, entry, all, parts: made, part: isThere ? part : null, adding: adding === true };
}

/** What the list looks like once one has gone back from what is opened. */
export const outsideOf = ({ page, at, part, adding }: View): View =>
  part === undefined && adding === undefined ? { page } : { page, at };

export function openedRows<State, Entry>(
  { parts: made, switches }: Entries<State, Entry>,
  asked: Asked<State>,
  { at, entry, all, parts, part, adding }: Opened<Entry>,
): ScreenButton[][] {
  const { plain } = asked.reading.words;
  if (adding) return [];
  const other = (caption: string, value: string) => button(shorten(caption, CAPTION), asked.move('other', value));
  const [place, count] = part === null ? [at, all.length] : [part, parts.length];
  const numbers = parts.map((_, index) => button(`${index + 1}`, asked.move('pick', `${at}-${index}`)));
  const ofIt = [
    ...inRows(numbers, NUMBERS_IN_A_ROW),
    ...(made ? [[other(plain('form:entry.addPart'), 'add')]] : []),
    ...(switches?.(entry, asked) ?? []).map(({ what, caption }) => [other(caption, what)]),
  ];
  return [
    ...(part === null ? ofIt : []),
    [
      ...(place > 0 ? [other(plain('form:entry.up'), 'up')] : []),
      ...(place < count - 1 ? [other(plain('form:entry.down'), 'down')] : []),
      other(plain('form:entry.remove'), 'remove'),
    ],
  ];
}

/** It, as it is, and what one may write in its place; in HTML. */
export function openedLines<State, Entry>(
  { nameOf, noteOf }: Entries<State, Entry>,
  asked: Asked<State>,
  { at, entry, parts, part }: Opened<Entry>,
  room: Room,
): string[] {
  const note = noteOf?.(entry, asked) ?? '';
  return [
    `<b>${at + 1}. ${escapeHtml(shorten(nameOf(entry), room(OPENED)))}</b>`,
    ...(note === '' ? [] : [`<i>${escapeHtml(shorten(capitalised(note), room(OPENED)))}</i>`]),
    ...parts.map((one, index) => {
      const line = `${index + 1}. ${escapeHtml(shorten(one, room(OPENED)))}`;
      return index === part ? `▸ ${line}` : line;
    }),
  ];
}

export function openedAsk<State, Entry>(
  { askAnew }: Entries<State, Entry>,
  asked: Asked<State>,
  { part, adding }: Opened<Entry>,
): string {
  const { html } = asked.reading.words;
  if (adding) return html('form:entry.askParts');
  return part === null ? askAnew(asked) : html('form:entry.askPart');
}

/** A press of a number. */
export function picked<State, Entry>(
  { entriesIn, parts }: Entries<State, Entry>,
  asked: Asked<State>,
  value: string,
): Change | null {
  const [, at = '', part] = /^(\d{1,3})(?:-(\d{1,2}))?$/.exec(value) ?? [];
  const entry = at === '' ? undefined : entriesIn(asked)[Number(at)];
  if (entry === undefined || (part !== undefined && !(Number(part) in (parts?.of(entry) ?? [])))) return null;
  const { page } = asked.view;
  return { view: { page, at: Number(at), ...(part !== undefined && { part: Number(part) }) } };
}

export function openedPressed<State, Entry>(
  question: Entries<State, Entry>,
  asked: Asked<State>,
  opened: Opened<Entry>,
  value: string,
): Change | Complaint | null {
  const { at, entry, all, parts, part, adding } = opened;
  const { switches, switched } = question;
  const by = WAYS[value];
  if (adding) return null;
  if (part !== null) {
    if (value === 'remove') return withParts(question, asked, opened, without(parts, part), { at });
    if (by === undefined || !(part + by in parts)) return null;
    return withParts(question, asked, opened, swapped(parts, part, part + by), { at, part: part + by });
  }
  if (value === 'add') return question.parts ? { view: { page: asked.view.page, at, adding: true } } : null;
  if (value === 'remove') return kept(question, asked, without(all, at), {});
  if (by !== undefined)
    return at + by in all ? kept(question, asked, swapped(all, at, at + by), { at: at + by }) : null;
  const isSwitch = switches?.(entry, asked).some(({ what }) => what === value);
  return isSwitch && switched ? kept(question, asked, withOne(all, at, switched(entry, value)), { at }) : null;
}

/** What is opened is what was typed. @param lines cleaned, at least one */
export function openedTyped<State, Entry>(
  question: Entries<State, Entry>,
  asked: Asked<State>,
  opened: Opened<Entry>,
  lines: readonly string[],
): Change | Complaint {
  const { part, parts, adding, at, all, entry } = opened;
  const { parts: made, mended, nameOf, same, renamed } = question;
  if (made && (part !== null || adding)) {
    const read: string[] = [];
    for (const line of part === null ? lines : [lines.join(' ')]) {
      const one = made.read(line, asked);
      if ('complaint' in one) return one;
      read.push(one.value);
    }
    const now = part === null ? [...parts, ...read] : withOne(parts, part, read[0] ?? '');
    return withParts(question, asked, opened, now, { at });
  }
  const one = mended(entry, lines, asked);
  if ('complaint' in one) return one;
  const name = nameOf(one.entry);
  if (without(all, at).some((other) => sameName(nameOf(other), name))) return same(name, asked);
  const answers = renamed?.(asked, nameOf(entry), name) ?? asked.answers;
  return kept(question, { ...asked, answers }, withOne(all, at, one.entry), {});
}

const kept = <State, Entry>(
  { key }: Entries<State, Entry>,
  { answers, view: { page } }: Asked<State>,
  now: readonly Entry[],
  view: View,
): Change => ({ answers: { ...answers, [key]: now }, view: { page, ...view } });

function withParts<State, Entry>(
  question: Entries<State, Entry>,
  asked: Asked<State>,
  { at, all, entry }: Opened<Entry>,
  now: readonly string[],
  view: View,
): Change | Complaint {
  const { parts } = question;
  const objection = parts?.whyNot(now, asked) ?? null;
  return objection ?? kept(question, asked, withOne(all, at, parts?.made(entry, now) ?? entry), view);
}

const LISTED = 80;
/** Of those that stand in a message, each with a button of its number. */
const PAGE = 10;

/** The lines of what was typed, cleaned. */
const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter(isMeaningful);

/** What was sent again under the name of one that is there, until somebody has said which is to stand. */
const againIn = ({ view }: Pick<Asked<unknown>, 'view'>): readonly string[] =>
  Array.isArray(view.again) ? view.again.filter((one): one is string => typeof one === 'string') : [];
const isAgain = (asked: Pick<Asked<unknown>, 'view'>): boolean => againIn(asked).length > 0;

/** Where nobody has turned a page, what came last is in sight. */
const shownOf = <Entry>(all: readonly Entry[], { view: { page } }: Pick<Asked<unknown>, 'view'>) =>
  pageOf(all, typeof page === 'number' ? page : Number.MAX_SAFE_INTEGER, PAGE);

/** A list that is written line by line and mended by its numbers; it is answered by «Готово». */
export function entries<State, Entry>(question: Entries<State, Entry>): Question<State> {
  const { key, entriesIn, nameOf, noteOf, dropCaption } = question;
  return {
    rows(asked) {
      const now = entriesIn(asked);
      const opened = openedIn(question, asked);
      if (isAgain(asked)) return rowsOfAgain(asked);
      if (now.length === 0) return [];
      if (opened) return openedRows(question, asked, opened);
      const { shown, page, pages } = shownOf(now, asked);
      const numbers = shown.map((_, index) => {
        const at = page * PAGE + index;
        return button(`${at + 1}`, asked.move('pick', `${at}`));
      });
      return [
        ...inRows(numbers, NUMBERS_IN_A_ROW),
        ...pager({ page, pages }, asked.reading.words, (to) => asked.move('page', `${to}`)),
        [button(forward(asked), asked.move('done')), button(dropCaption(asked), asked.move('other', 'drop'))],
      ];
    },
    soFar(asked, room) {
      const opened = openedIn(question, asked);
      if (opened) return openedLines(question, asked, opened, room);
      const { shown, page } = shownOf(entriesIn(asked), asked);
      return shown.map((entry, index) => {
        const note = noteOf?.(entry, asked) ?? '';
        const line = `${page * PAGE + index + 1}. ${escapeHtml(shorten(nameOf(entry), room(LISTED)))}`;
        return note === '' ? line : `${line} · <i>${escapeHtml(shorten(note, room(LISTED)))}</i>`;
      });
    },
    empty(asked) {
      const { html } = asked.reading.words;
      const opened = openedIn(question, asked);
      if (isAgain(asked)) return [html('form:entry.again', { names: namesOf(againIn(asked)) })];
      if (opened) return [openedAsk(question, asked, opened)];
      return entriesIn(asked).length === 0 ? [] : [html('form:entry.byNumber')];
    },
    asksFirst: (asked) => isAgain(asked) || openedIn(question, asked) !== null,
    isInside: (asked) => openedIn(question, asked) !== null,
    outside: ({ view }) => outsideOf(view),
    pressed(asked, move, value) {
      const now = entriesIn(asked);
      if (isAgain(asked)) return pressedOfAgain(question, asked, move, value);
      if (move === 'done' && value === '') return now.length === 0 ? null : answered(asked, { [key]: now });
      if (move === 'pick') return picked(question, asked, value);
      if (move !== 'other') return null;
      if (value === 'drop') return { answers: { ...asked.answers, [key]: now.slice(0, -1) } };
      const opened = openedIn(question, asked);
      return opened && openedPressed(question, asked, opened, value);
    },
    typed(asked, text) {
      const opened = isAgain(asked) ? null : openedIn(question, asked);
      if (opened === null) return added(question, asked, text);
      const lines = linesOf(text);
      return lines.length === 0
        ? { complaint: asked.reading.words.plain('form:noWords') }
        : openedTyped(question, asked, opened, lines);
    },
  };
}

const rowsOfAgain = <State>({ reading: { words }, move }: Asked<State>): ScreenButton[][] => [
  [
    button(words.plain('form:entry.replace'), move('other', 'replace')),
    button(words.plain('form:entry.keep'), move('other', 'keep')),
  ],
];

const namesOf = (blocks: readonly string[]): string =>
  blocks.map((block) => `«${shorten(linesOf(block)[0] ?? '', LISTED)}»`).join(', ');

/** One that is there already is not written down again: it is asked which of the two is to stand. */
function added<State, Entry>(question: Entries<State, Entry>, asked: Asked<State>, text: string): Change | Complaint {
  const { key, entriesIn, most, read, mended, nameOf, tooMany, same } = question;
  const before = entriesIn(asked);
  let now = before;
  const again = [...againIn(asked)];
  for (const block of text.split(/\n\s*\n/)) {
    const lines = linesOf(block);
    if (lines.length === 0) continue;
    const one = read(lines, asked);
    if ('complaint' in one) return one;
    const name = nameOf(one.entry);
    if (!now.some((other) => sameName(nameOf(other), name))) {
      now = [...now, one.entry];
      continue;
    }
    const there = before.find((other) => sameName(nameOf(other), name));
    if (there === undefined) return same(name, asked);
    const anew = mended(there, lines, asked);
    if ('complaint' in anew) return anew;
    if (JSON.stringify(anew.entry) === JSON.stringify(there)) return same(name, asked);
    again.push(block);
  }
  if (now.length > most(asked)) return tooMany(most(asked), asked);
  if (now.length === before.length && again.length === againIn(asked).length)
    return { complaint: asked.reading.words.plain('form:noWords') };
  return { answers: { ...asked.answers, [key]: now }, view: again.length === 0 ? {} : { again } };
}

function pressedOfAgain<State, Entry>(
  { key, entriesIn, mended, nameOf, renamed }: Entries<State, Entry>,
  asked: Asked<State>,
  move: string,
  value: string,
): Change | Complaint | null {
  if (move !== 'other') return null;
  if (value === 'keep') return { view: {} };
  if (value !== 'replace') return null;
  let { answers } = asked;
  let now = entriesIn(asked);
  for (const block of againIn(asked)) {
    const lines = linesOf(block);
    const at = now.findIndex((one) => sameName(nameOf(one), lines[0] ?? ''));
    const there = now[at];
    if (there === undefined) continue;
    const one = mended(there, lines, asked);
    if ('complaint' in one) return one;
    answers = renamed?.({ ...asked, answers }, nameOf(there), nameOf(one.entry)) ?? answers;
    now = now.map((other, index) => (index === at ? one.entry : other));
  }
  return { answers: { ...answers, [key]: now }, view: {} };
}
