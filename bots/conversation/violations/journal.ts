import { type Words, escapeHtml } from '../../../src/i18n';
import { workingTimeBetween } from '../../../src/regulation/calendar';
import { isOneOf } from '../../../src/regulation/lists';
import { VIOLATION_KINDS } from '../../../src/regulation/violations/kinds';
import { type JournalNarrowing, JOURNAL_FORMATS } from '../../../src/usecases/kit/account-params';
import {
  type ViolationLine,
  JOURNAL_PLACES,
  placeOf,
  type JournalRead,
  type PersonOfJournal,
} from '../../../src/usecases/violations/read-violations';
import type { Reading } from '../kit/turn';
import { timeWords, periodWords } from '../statistics/figure-words';
import { shifted, type Named } from '../../../src/usecases/statistics/figures';
import type { Button } from '../kit/buttons';
import { button, CAPTION, inRows, shorten, type Screen, type ScreenButton, ticked, pageOf, pager } from '../kit/screen';
import { moment, todayOf } from '../kit/calendar-words';

const MINUTE_MS = 60_000;

/** «Пропущен срок этапа «В работе»», in plain words. */
export const kindWords = ({ kind, stage }: Pick<ViolationLine, 'kind' | 'stage'>, { plain }: Words): string =>
  plain(`violation:kind.${kind}`, { stage: plain(`appeal:stage.${stage}`) });

/** Where it is, or that there is none any more. */
export const stateWords = ({ state, inForce }: Pick<ViolationLine, 'state' | 'inForce'>, { plain }: Words): string =>
  plain(inForce ? `violation:state.${state}` : 'violation:line.kept');

/** By its name among kinds, or among states. */
export const narrowingName = (only: JournalNarrowing, { plain }: Words): string =>
  isOneOf(VIOLATION_KINDS, only) ? plain(`violation:filter.kind.${only}`) : plain(`violation:filter.state.${only}`);
export const onlyWords = (only: JournalNarrowing, words: Words): string =>
  words.plain('violation:only', { what: narrowingName(only, words) });

/** Working time after the end of a term. */
export const lateMinutes = (at: Date, ended: Date, { calendar }: Pick<Reading, 'calendar'>): number =>
  workingTimeBetween(at, ended, calendar) / MINUTE_MS;

export const lateWords = (at: Date, ended: Date, { calendar, words }: Reading): string =>
  timeWords(lateMinutes(at, ended, { calendar }), calendar, words);

/** With the posts: a paper is read by those who do not know the people. */
export const whoseOnPaper = ({ people, positions }: ViolationLine, words: Words): string =>
  whoseWords(
    {
      people: people.map((name, index) => {
        const position = positions[index] ?? null;
        return position === null || position === ''
          ? name
          : words.plain('violation:paper.withPost', { name, position });
      }),
    },
    words,
  );

/** Whose it is; of several nobody is blamed by a guess. */
export const whoseWords = ({ people }: Pick<ViolationLine, 'people'>, { plain }: Words): string =>
  people.length === 1 ? (people[0] ?? '') : plain('violation:line.unsaid', { people: people.join(', ') });

/** «12, № 13»: of all appeals of a case, after the words «обращение №». */
export const numbersOf = (number: string, beside: readonly string[], { plain }: Words): string =>
  [number, ...new Set(beside.filter((one) => one !== number).map((one) => plain('card:title', { number: one })))].join(
    ', ',
  );

/** Of what the journal may be a period. */
const UNITS = ['month', 'quarter', 'year'] as const;

/** Which part of the journal a screen shows. */
export interface JournalPart {
  readonly named: Named;
  readonly ofId: number | null;
  readonly only: JournalNarrowing | null;
  readonly page: number;
}

/** Whose and which, as buttons name them; a number of nobody is all. */
const narrowedTo = ({ ofId, only }: Pick<JournalPart, 'ofId' | 'only'>) =>
  only !== null ? { ofId: ofId ?? 0, only } : ofId !== null ? { ofId } : {};

export const toJournal = ({ named, page, ...part }: JournalPart): Button => ({
  kind: 'violations',
  ...named,
  page,
  ...narrowedTo(part),
});

/** A line of two: of which appeal and what, then whose and where it is. In HTML. */
function lineText(line: ViolationLine, reading: Reading): string {
  const { words, now, calendar } = reading;
  const { html } = words;
  const head = html('violation:line.head', {
    number: numbersOf(line.number, line.beside, words),
    kind: kindWords(line, words),
  });
  const who = html('violation:line.who', { people: whoseWords(line, words), state: stateWords(line, words) });
  return `<b>${head}</b>\n${moment(line.at, now, calendar)} · ${who}`;
}

const openings = (lines: readonly ViolationLine[], { words: { plain } }: Reading) =>
  inRows(
    lines.map(({ id, number }) => button(plain('violation:open', { number }), { kind: 'violation', violationId: id })),
    2,
  );

/** Pages that one leafs through by ones. */
const FEW_PAGES = 5;
const JUMP = 10;

/** A month of hundreds is walked by tens, and from its other end: by the numbers of pages. */
function jumps(
  { page, pages }: { readonly page: number; readonly pages: number },
  part: JournalPart,
): ScreenButton[][] {
  if (pages <= FEW_PAGES) return [];
  const targets = [0, page - JUMP, page + JUMP, pages - 1].filter((to) => to >= 0 && to < pages && to !== page);
  return [[...new Set(targets)].map((to) => button(`→ ${to + 1}`, toJournal({ ...part, page: to })))];
}

/** A period of the journal: of all, or of one person. */
export function journalScreen({ lines, of }: JournalRead, part: JournalPart, reading: Reading): Screen {
  const { words } = reading;
  const { html, plain } = words;
  const { named, only } = part;
  const view = pageOf(lines, part.page);
  const of_ = part.ofId === null ? {} : { ofId: part.ofId };
  return {
    text: [
      [
        `<b>${html('violation:ofPeriod', { period: periodWords(named, words) })}</b>`,
        ...(of === null ? [] : [html('violation:of', { name: of })]),
        ...(only === null ? [] : [escapeHtml(onlyWords(only, words))]),
        lines.length === 0 ? html('violation:empty') : html('violation:count', { count: lines.length }),
      ].join('\n'),
      ...view.shown.map((line) => lineText(line, reading)),
    ].join('\n\n'),
    buttons: [
      ...openings(view.shown, reading),
      ...pager(view, words, (page) => toJournal({ ...part, page })),
      ...jumps(view, part),
      ...inRows(
        [
          ...UNITS.map((unit) =>
            button(
              ticked(plain(`statistics:unit.${unit}`), unit === named.unit, words),
              toJournal({ ...part, named: { ...named, unit }, page: 0 }),
            ),
          ),
          button(ticked(plain('statistics:unit.own'), named.unit === 'own', words), { kind: 'violationDays', ...of_ }),
        ],
        2,
      ),
      [
        button(plain('common:previous'), toJournal({ ...part, named: shifted(named, -1), page: 0 })),
        button(
          plain('common:next'),
          named.to >= todayOf(reading)
            ? { kind: 'nothing' }
            : toJournal({ ...part, named: shifted(named, 1), page: 0 }),
        ),
      ],
      [
        part.ofId === null
          ? button(plain('violation:button.people'), { kind: 'violationPeople', ...named, page: 0 })
          : button(plain('violation:button.everybody'), toJournal({ ...part, ofId: null, page: 0 })),
        only === null
          ? button(plain('violation:button.kinds'), { kind: 'violationKinds', ...named, ofId: part.ofId ?? 0 })
          : button(plain('violation:button.allKinds'), toJournal({ ...part, only: null, page: 0 })),
      ],
      JOURNAL_FORMATS.map((format) =>
        button(plain(`statistics:format.${format}`), { kind: 'violationsFile', ...named, format, ...narrowedTo(part) }),
      ),
      [button(plain('list:button.menu'), { kind: 'menu' })],
    ],
  };
}

/** Whose violations a period has. */
export function journalPeopleScreen(
  people: readonly PersonOfJournal[],
  { named, page }: Pick<JournalPart, 'named' | 'page'>,
  { words }: Reading,
): Screen {
  const { html, plain } = words;
  const view = pageOf(people, page);
  return {
    text: [
      `<b>${html('violation:ofPeriod', { period: periodWords(named, words) })}</b>`,
      html(people.length === 0 ? 'violation:empty' : 'violation:button.people'),
    ].join('\n'),
    buttons: [
      ...view.shown.map(({ id, name, count }) => [
        button(
          shorten(plain('list:caption', { name, count }), CAPTION),
          toJournal({ named, ofId: id, only: null, page: 0 }),
        ),
      ]),
      ...pager(view, words, (next) => ({ kind: 'violationPeople', ...named, page: next })),
      [button(plain('violation:button.everybody'), toJournal({ named, ofId: null, only: null, page: 0 }))],
    ],
  };
}

/** What a period may be narrowed to, with how many it has of each. */
export function journalKindsScreen(
  { lines, of }: JournalRead,
  { named, ofId }: Pick<JournalPart, 'named' | 'ofId'>,
  { words }: Reading,
): Screen {
  const { html, plain } = words;
  const to = (only: JournalNarrowing, count: number) =>
    count === 0
      ? []
      : [
          button(
            plain('list:caption', { name: narrowingName(only, words), count }),
            toJournal({ named, ofId, only, page: 0 }),
          ),
        ];
  return {
    text: [
      `<b>${html('violation:ofPeriod', { period: periodWords(named, words) })}</b>`,
      ...(of === null ? [] : [html('violation:of', { name: of })]),
      html(lines.length === 0 ? 'violation:empty' : 'violation:button.kinds'),
    ].join('\n'),
    buttons: [
      ...inRows(
        VIOLATION_KINDS.flatMap((kind) => to(kind, lines.filter((line) => line.kind === kind).length)),
        2,
      ),
      ...inRows(
        JOURNAL_PLACES.flatMap((place) => to(place, lines.filter((line) => placeOf(line) === place).length)),
        2,
      ),
      [button(plain('violation:button.allKinds'), toJournal({ named, ofId, only: null, page: 0 }))],
    ],
  };
}

/** «Мои нарушения». */
export function ownViolationsScreen(lines: readonly ViolationLine[], page: number, reading: Reading): Screen {
  const { words } = reading;
  const { html, plain } = words;
  const view = pageOf(lines, page);
  return {
    text: [
      `<b>${html('violation:own')}</b>`,
      ...(lines.length === 0 ? [escapeHtml(plain('violation:emptyOwn'))] : []),
      ...view.shown.map((line) => lineText(line, reading)),
    ].join('\n\n'),
    buttons: [
      ...openings(view.shown, reading),
      ...pager(view, words, (next) => ({ kind: 'ownViolations', page: next })),
      [button(plain('list:button.menu'), { kind: 'menu' })],
    ],
  };
}
