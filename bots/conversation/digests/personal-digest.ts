import type { NagLine, TermNag } from '../../../src/usecases/terms/nags';
import { shorten, type Screen, type ScreenButton, button, inRows } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { nagsScreen, type ShownNags, nagTexts, snoozeButtons } from '../terms/nags-screen';
import { escapeHtml } from '../../../src/i18n';
import { dayOf, endOfDay, isWorkingDay, startOfDay } from '../../../src/regulation/calendar';
import { namesTerm } from '../../../src/regulation/terms';
import { daysLate } from '../../../src/regulation/deadlines';
import type { Counted, DigestLine, MorningList, WeekendList } from '../../../src/usecases/kit/messages';
import { capitalised } from '../../../src/text/capitalised';
import { markLines, clockTime, moment, namedDay, shortDay } from '../kit/calendar-words';
import { dutyBlock, dutyButtons, DUTIES_AT_MOST } from '../lines/duty';
import { ending, shortNumber, visibleLength } from '../kit/fit';

// What a curator reads of in their morning list, and was no message of its own.

const NAME = 40;

/** A thing to be known of, and what it opens. */
export interface DrawnNote {
  readonly text: string;
  readonly buttons: readonly ScreenButton[];
}

/** What is late at others and no list has told of yet, by appeal. */
export type LateAppeal = readonly [TermNag, ...TermNag[]];

export const isGathered = (line: NagLine): line is TermNag => line.kind === 'term' && line.gathered;

export function lateAppeals(lines: readonly NagLine[]): LateAppeal[] {
  const found = new Map<number, LateAppeal>();
  for (const line of lines.filter(isGathered)) {
    const known = found.get(line.appealId);
    found.set(line.appealId, known ? [...known, line] : [line]);
  }
  return [...found.values()];
}

/** A line each, as many as there is room for; the others are counted. */
export function lateBlock(late: readonly LateAppeal[], atMost: number, { words }: Reading): string[] {
  if (late.length === 0) return [];
  const { html, plain } = words;
  const rest = late.length - atMost;
  const rows = late.slice(0, atMost).map((terms) => {
    const [{ number, absent }] = terms;
    const what = terms.map(({ reason, stage, nameless }) => {
      const term = plain(`digest:mine.what.${reason}`, { stage: plain(`appeal:stage.${stage}`) });
      return nameless === 'assumed' ? plain('digest:mine.lateAssumed', { what: term }) : term;
    });
    return html('digest:mine.lateAppeal', {
      number: plain('card:title', { number }),
      what: [...what, ...holderOf(terms, plain), ...(absent === null ? [] : [absent])].join(', '),
    });
  });
  return [
    [
      `<b>${html('digest:mine.lateNow', { count: late.length })}</b>`,
      ...rows,
      ...(rest > 0 ? [html('digest:mine.more', { count: rest })] : []),
    ].join('\n'),
  ];
}

/** Who has it; nothing where no name stands beside its lateness. */
function holderOf([first]: LateAppeal, plain: Reading['words']['plain']): string[] {
  if (first.away) return [plain('digest:mine.away')];
  if (first.nameless !== null) return [];
  return [first.holder === null ? plain('digest:mine.coordinators') : shorten(first.holder, NAME)];
}

export const notesBlock = (notes: readonly DrawnNote[], { words: { html } }: Reading): string[] =>
  notes.length === 0
    ? []
    : [[`<b>${html('digest:mine.notes', { count: notes.length })}</b>`, ...notes.map(({ text }) => text)].join('\n')];

export const noteButtons = (notes: readonly DrawnNote[]): ScreenButton[] => notes.flatMap(({ buttons }) => buttons);

/** Of a list whose morning is over: what nobody has told its reader yet; null: nothing. */
export function leftOfList(nags: ShownNags, notes: readonly DrawnNote[], reading: Reading): Screen | null {
  const screen = nagsScreen(nags, reading);
  if (notes.length === 0) return screen;
  return {
    text: [...notesBlock(notes, reading), ...(screen === null ? [] : [screen.text])].join('\n\n'),
    buttons: [...noteButtons(notes).map((one) => [one]), ...(screen?.buttons ?? [])],
  };
}

const PLACE = 60;

type AppealOfLine = Pick<DigestLine, 'appealId' | 'number'>;
type TermOfLine = DigestLine['terms'][number];

/** What the reader is reminded of within a quarter of an hour of the list, in the same message. */
const NOTHING_BESIDE: ShownNags = { lines: [], snoozed: null, snoozes: [] };
/** More would leave no room for the list. */
const NAGS_AT_MOST = 8;
/** Of what is late at others; the rest is in the list that its button opens. */
const LATE_BUTTONS = 16;

/** How many of the parts beside the list are said in full; the others are counted. */
interface Room {
  readonly duties: number;
  readonly nags: number;
  readonly late: number;
}

/**
 * The morning list; null: the morning is over. Where it is too much for a message, lines of the list go first, then duties, then reminders,
 * then what is late at others: each part counts what it leaves out.
 * @param notes what was gathered for it, always said in full
 */
export function morningScreen(
  list: MorningList,
  reading: Reading,
  shown = NOTHING_BESIDE,
  notes: readonly DrawnNote[] = [],
): Screen | null {
  if (reading.now >= list.until) return null;
  const late = lateAppeals(shown.lines);
  const lines = shown.lines.filter((nag) => !isGathered(nag) && !isListed(nag, list));
  const beside = { ...shown, lines, late, notes };
  const room = {
    duties: Math.min(DUTIES_AT_MOST, list.duties.length),
    nags: Math.min(NAGS_AT_MOST, lines.length),
    late: late.length,
  };
  let screen = morningIn(room, list, beside, reading);
  while (visibleLength(screen.text) > reading.longest && room.duties + room.nags + room.late > 0) {
    if (room.duties > 0) room.duties -= 1;
    else if (room.nags > 0) room.nags -= 1;
    else room.late -= 1;
    screen = morningIn(room, list, beside, reading);
  }
  return screen;
}

/** What stands beside the reader's own. */
interface Beside extends ShownNags {
  readonly late: readonly LateAppeal[];
  readonly notes: readonly DrawnNote[];
}

function morningIn(room: Room, list: MorningList, beside: Beside, reading: Reading): Screen {
  const { lines: nags, snoozed, late, notes } = beside;
  const { words, now, calendar } = reading;
  const title = words.html('digest:mine.title', { day: namedDay(list.day, dayOf(now, calendar), words) });
  const head = [
    `<b>${title}</b>`,
    ...(['overdue', 'late', 'due'] as const).flatMap((what) => counted(what, list, reading)),
    ...(list.access === 0 ? [] : [words.html('digest:mine.access', { count: list.access })]),
  ];
  const screen = screenOf(
    [
      head.join('\n'),
      ...cameBlock(list, reading),
      ...dutyBlock(list.duties, room.duties, reading),
      ...nagsBlock(nags, room.nags, snoozed, reading),
      ...notesBlock(notes, reading),
      ...lateBlock(late, room.late, reading),
    ].join('\n\n'),
    list,
    reading,
    held(list, reading),
    [
      ...list.came,
      ...nags.slice(0, room.nags),
      ...late.slice(0, Math.min(room.late, LATE_BUTTONS)).map(([one]) => one),
      ...list.holders.flatMap(({ appeals }) => appeals),
    ],
    late.length > 0,
  );
  return {
    ...screen,
    buttons: [
      ...dutyButtons(list.duties, room.duties, reading),
      ...(list.access === 0
        ? []
        : [[button(words.plain('people:access.count', { count: list.access }), { kind: 'accesses' } as const)]]),
      ...noteButtons(notes).map((one) => [one]),
      ...screen.buttons,
      ...snoozeButtons(beside, reading),
    ],
  };
}

/** A line of the list says it already. */
const isListed = (nag: NagLine, { lines }: MorningList): boolean =>
  nag.kind === 'term' &&
  lines.some(({ appealId, terms }) => appealId === nag.appealId && terms.some(({ reason }) => reason === nag.reason));

function nagsBlock(nags: readonly NagLine[], atMost: number, snoozed: Date | null, reading: Reading): string[] {
  const { words, now, calendar } = reading;
  const rest = nags.length - atMost;
  return [
    ...nagTexts(nags.slice(0, atMost), reading),
    ...(rest > 0 ? [words.html('nag:more', { count: rest })] : []),
    ...(snoozed === null
      ? []
      : [`<i>${words.html('nag:snooze.note', { moment: moment(snoozed, now, calendar) })}</i>`]),
  ];
}

/** «К выходным»; null: they have begun. */
export function weekendScreen(list: WeekendList, reading: Reading): Screen | null {
  const { words, now } = reading;
  if (now >= list.until) return null;
  const { html } = words;
  const head = [
    `<b>${html('digest:weekend.title')}</b>`,
    html('digest:weekend.due', { count: list.due.count, day: namedDay(list.firstWorkingDay, list.day, words) }),
    ...(['overdue', 'late'] as const).flatMap((what) => counted(what, list, reading)),
    ...markLines([[list.day, list.firstWorkingDay]], reading),
  ];
  return screenOf(head.join('\n'), list, reading, null, []);
}

/** «Late» alone is how late one term is. */
const COUNTED = {
  overdue: 'digest:mine.overdue',
  late: 'digest:mine.otherLate',
  due: 'digest:mine.due',
} as const;

const counted = (
  what: 'overdue' | 'late' | 'due',
  list: MorningList | WeekendList,
  { words: { html } }: Reading,
): string[] => (list[what].count === 0 ? [] : [html(COUNTED[what], { count: list[what].count })]);

/** What became the reader's while the office was closed. */
function cameBlock({ came, cameCount }: MorningList, { words: { html, plain } }: Reading): string[] {
  if (cameCount === 0) return [];
  const rows = came.map(({ number, place, stage }) =>
    [
      `<b>${html('card:title', { number })}</b>`,
      escapeHtml(shorten(place ?? plain('list:noPlace'), PLACE)),
      html(`appeal:stage.${stage}`),
    ].join(' · '),
  );
  const rest = cameCount - came.length;
  return [
    [
      `<b>${html('digest:mine.came', { count: cameCount })}</b>`,
      ...rows,
      ...(rest > 0 ? [html('digest:mine.more', { count: rest })] : []),
    ].join('\n'),
  ];
}

/** « (+2)», « (−3)»; nothing when nothing has changed, or when there is nothing to compare with. */
export const change = ({ change: by }: Counted): string =>
  by === null || by === 0 ? '' : ` (${by > 0 ? '+' : '−'}${Math.abs(by)})`;

/**
 * As many lines as there is room for; the others are counted.
 * @param footAppeals those that the foot names: they open too
 * @param isLate the head names what is late at others
 */
function screenOf(
  head: string,
  list: MorningList | WeekendList,
  reading: Reading,
  foot: string | null,
  footAppeals: readonly AppealOfLine[],
  isLate = false,
): Screen {
  const { lines, more, day } = list;
  const { html, plain } = reading.words;
  const drawn = lines.map((line) => lineText(line, day, reading));
  const textOf = (shown: number) => {
    const rest = more + lines.length - shown;
    return [
      head,
      ...drawn.slice(0, shown),
      ...(rest > 0 ? [html('digest:mine.more', { count: rest })] : []),
      ...(foot === null ? [] : [foot]),
    ].join('\n\n');
  };
  let shown = lines.length;
  while (shown > 0 && visibleLength(textOf(shown)) > reading.longest) shown -= 1;
  const late = isLate || list.overdue.count > 0 || foot !== null;
  const further: ScreenButton[] = [
    ...(late ? [button(plain('list:name.overdue'), { kind: 'list', list: 'overdue', page: 0 })] : []),
    button(plain('list:button.menu'), { kind: 'menu' }),
  ];
  return {
    text: textOf(shown),
    buttons: [
      ...inRows(
        eachOnce([...lines.slice(0, shown), ...footAppeals]).map(({ appealId, number }) =>
          button(shortNumber(number), { kind: 'open', appealId }),
        ),
        4,
      ),
      further,
    ],
  };
}

/** One may stand in several places of a list. */
const eachOnce = (appeals: readonly AppealOfLine[]): AppealOfLine[] => [
  ...new Map(appeals.map((appeal) => [appeal.appealId, appeal])).values(),
];

function lineText(line: DigestLine, day: MorningList['day'], reading: Reading): string {
  const { html, plain } = reading.words;
  const late = line.terms.some(({ overdue }) => overdue);
  const first = [
    `${late ? '❗️ ' : ''}<b>${html('card:title', { number: line.number })}</b>`,
    escapeHtml(shorten(line.place ?? plain('list:noPlace'), PLACE)),
    ...(line.beside.length === 0 ? [] : [html('list:followers', { numbers: besideOf(line, reading) })]),
    ...(line.follows === null ? [] : [html('list:follows', { number: line.follows })]),
    ...(line.absent === null ? [] : [html('digest:mine.absent', { name: shorten(line.absent, NAME) })]),
  ].join(' · ');
  return `${first}\n${capitalised(line.terms.map((term) => termText(term, day, reading)).join(', '))}`;
}

const besideOf = ({ beside }: DigestLine, { words: { plain } }: Reading): string =>
  shorten(beside.map((number) => plain('card:title', { number })).join(', '), PLACE);

function termText(
  { reason, stage, due, overdue, waits }: TermOfLine,
  today: MorningList['day'],
  { words: { html, plain }, calendar }: Reading,
): string {
  const what = plain(`digest:mine.what.${reason}`, { stage: plain(`appeal:stage.${stage}`) });
  const day = dayOf(due, calendar);
  const count = daysLate(due, today, calendar);
  if (overdue) return count === 0 ? html('digest:mine.lateToday', { what }) : html('digest:mine.late', { what, count });
  if (waits && !namesTerm({ due }, startOfDay(today, calendar))) return html('digest:mine.waitsAlone', { what });
  if (waits)
    return html(reason === 'extensionNotice' ? 'digest:mine.waitsFormer' : 'digest:mine.waits', {
      what,
      day: shortDay(day, today),
    });
  const whole = due.getTime() === endOfDay(day, calendar).getTime();
  const time = clockTime(due, calendar);
  if (day === today) return whole ? html('digest:mine.today', { what }) : html('digest:mine.todayAt', { what, time });
  const shown = shortDay(day, today);
  if (!isWorkingDay(day, calendar)) return html('digest:weekend.onDayOff', { what, day: shown });
  return whole
    ? html('digest:weekend.on', { what, day: shown })
    : html('digest:weekend.onAt', { what, day: shown, time });
}

/** What was escalated to the reader, by whoever has it. */
function held({ escalated, holders }: MorningList, { words: { html, plain } }: Reading): string | null {
  if (escalated.count === 0) return null;
  const title = `<b>${html('digest:mine.held', { count: escalated.count })}</b>`;
  const rows = holders.map(({ name, nameless, unnamed, away, count, appeals }) =>
    html(count > appeals.length ? 'digest:mine.holderMore' : 'digest:mine.holder', {
      name:
        unnamed !== null && unnamed !== 'assumed'
          ? plain(`nag:ahead.unnamed.${unnamed}`)
          : shorten(
              name ?? plain(away ? 'digest:mine.away' : nameless ? 'digest:mine.stages' : 'digest:mine.coordinators'),
              NAME,
            ),
      count,
      numbers: appeals.map(({ number }) => plain('card:title', { number: ending(number, NAME) })).join(', '),
    }),
  );
  return [title, ...rows.map(capitalised)].join('\n');
}
