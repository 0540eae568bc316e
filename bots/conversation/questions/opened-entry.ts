import { escapeHtml } from '../../../src/i18n';
import { capitalised } from '../../../src/text/capitalised';
import type { Change, Complaint } from '../../../src/usecases/kit/form-engine';
import { button, CAPTION, inRows, shorten, type ScreenButton } from '../screen';
import type { Room } from '../screens/fit';
import { sameName, type Entries } from './entry';
import type { Asked } from './question';

const SHOWN = 300;
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
    `<b>${at + 1}. ${escapeHtml(shorten(nameOf(entry), room(SHOWN)))}</b>`,
    ...(note === '' ? [] : [`<i>${escapeHtml(shorten(capitalised(note), room(SHOWN)))}</i>`]),
    ...parts.map((one, index) => {
      const line = `${index + 1}. ${escapeHtml(shorten(one, room(SHOWN)))}`;
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
