import { escapeHtml } from '../../../src/i18n';
import { isMeaningful } from '../../../src/text/plain-text';
import type { Change, Complaint } from '../../../src/usecases/kit/form-engine';
import { button, inRows, shorten, type ScreenButton } from '../screen';
import { pageOf, pager } from '../screens/pager';
import { sameName, type Entries } from './entry';
import {
  openedAsk,
  openedIn,
  openedLines,
  openedPressed,
  openedRows,
  openedTyped,
  outsideOf,
  picked,
} from './opened-entry';
import { answered, forward, type Asked, type Question } from './question';

const SHOWN = 80;
/** Of those that stand in a message, each with a button of its number. */
const PAGE = 10;
const NUMBERS_IN_A_ROW = 5;

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
        const line = `${page * PAGE + index + 1}. ${escapeHtml(shorten(nameOf(entry), room(SHOWN)))}`;
        return note === '' ? line : `${line} · <i>${escapeHtml(shorten(note, room(SHOWN)))}</i>`;
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
  blocks.map((block) => `«${shorten(linesOf(block)[0] ?? '', SHOWN)}»`).join(', ');

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
