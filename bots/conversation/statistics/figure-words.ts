import type { Words } from '../../../src/i18n';
import { type OfficeCalendar, yearOf, type PlainDate } from '../../../src/regulation/calendar';
import type { Figure } from '../../../src/usecases/statistics/behind';
import type { AnsweredAs, Figures, Part, Period, Named } from '../../../src/usecases/statistics/figures';
import { fullDay, MONTHS } from '../kit/calendar-words';
import { isAnything, type EngagementFigures } from '../../../src/usecases/statistics/engagement-figures';
import type { PeriodReport } from '../../../src/usecases/statistics/period';

/**
 * Of fewer a share says less than its two numbers: a single appeal would move it by more than five points, and «50 %» of two is a story about
 * two people.
 */
export const SHARE_FROM = 20;

const numbers = new Intl.NumberFormat('ru', { maximumFractionDigits: 1 });
/** «1 234,5» in both languages. */
export const numberWords = (value: number): string => numbers.format(value);

/** «93 %», or «11 из 12» where they are few; null: there is nothing to keep. */
export function partWords({ kept, of }: Part, { plain }: Words): string | null {
  if (of === 0) return null;
  if (of < SHARE_FROM) return plain('statistics:part', { kept: numberWords(kept), of: numberWords(of) });
  return plain('statistics:share', { percent: percentOf(kept, of) });
}

/** All is all, and something is never nothing. */
const percentOf = (kept: number, of: number): number =>
  kept === of || kept === 0 ? (kept / of) * 100 : Math.min(99, Math.max(1, Math.round((kept / of) * 100)));

/** Of fewer no nine of ten can be told: the tenth part of them is nobody. */
export const TENTHS_FROM = 10;

/** A figure where no other stands above it: «Из них» has nothing to be of there. */
export const figureAlone = (figure: Figure | 'overdueNow', { plain }: Words): string =>
  plain(figure === 'backlog' ? 'statistics:figure.backlogAlone' : `statistics:figure.${figure}`);

const HOUR = 60;

/** Working time: minutes within an hour, hours within a working day, else working days. */
export function timeWords(minutes: number, { opensAt, closesAt }: OfficeCalendar, { plain }: Words): string {
  const day = closesAt - opensAt;
  if (minutes < HOUR) return plain('statistics:minutes', { count: Math.round(minutes) });
  if (minutes < day) return plain('statistics:hours', { value: numberWords(minutes / HOUR) });
  return plain('statistics:days', { value: numberWords(minutes / day) });
}

/** The same behind «за»: what rounds to nothing is no «0 мин». */
export const withinWords = (minutes: number, calendar: OfficeCalendar, words: Words): string =>
  Math.round(minutes) < 1 ? words.plain('statistics:lessThanMinute') : timeWords(minutes, calendar, words);

/** Types of which there is something. */
export const answeredAs = ({ answered }: Figures): readonly (readonly [AnsweredAs, number])[] =>
  (['resolved', 'notResolved', 'declined', 'other'] as const)
    .map((type) => [type, answered[type]] as const)
    .filter(([, count]) => count > 0);

/** «01.11–29.11.2026»: the year once, where it is the same. */
export function daysWords({ from, to }: Period): string {
  if (from === to) return fullDay(from);
  return `${yearOf(from) === yearOf(to) ? fullDay(from).slice(0, 5) : fullDay(from)}–${fullDay(to)}`;
}

/** «ноябрь 2026 года», «IV квартал 2026 года», «неделя 23.11–29.11.2026»: as the subject of a sentence, and after «за». */
export function periodWords(named: Named, { plain }: Words): string {
  const { unit, from } = named;
  const year = yearOf(from);
  const month = Number(from.slice(5, 7));
  switch (unit) {
    case 'month':
      return plain('statistics:period.month', { month: plain(`common:month.${MONTHS[month - 1] ?? '1'}`), year });
    case 'quarter':
      return plain('statistics:period.quarter', { quarter: quarterOf(from), year });
    case 'year':
      return plain('statistics:period.year', { year });
    case 'week':
      return plain('statistics:period.week', { days: daysWords(named) });
    case 'day':
    case 'own':
      return daysWords(named);
  }
}
const QUARTERS = ['I', 'II', 'III', 'IV'] as const;
/** In which a day lies. */
export const quarterOf = (day: PlainDate): string => QUARTERS[Math.floor((Number(day.slice(5, 7)) - 1) / 3)] ?? '';

// What polls, votes, hearings and direct lines came to, as a report says it.

type Heard = 'held' | 'participants' | 'proposals' | 'asked' | 'answered';
const sumOf = (of: (kind: EngagementFigures['kinds'][number]) => number) => (figures: EngagementFigures) =>
  figures.kinds.reduce((sum, kind) => sum + of(kind), 0);

/** Each figure, in the order in which it is said. */
export const HELD: Readonly<Record<Heard, (figures: EngagementFigures) => number>> = {
  held: sumOf(({ held }) => held),
  participants: sumOf(({ participants }) => participants),
  proposals: sumOf(({ proposals }) => proposals),
  asked: ({ asked }) => asked,
  answered: ({ answered }) => answered,
};
const KEYS = ['held', 'participants', 'proposals', 'asked', 'answered'] as const satisfies readonly Heard[];

/** «опросы 2, слушания 1». */
const kindsOf = ({ kinds }: EngagementFigures, { plain }: Words): string =>
  kinds.map(({ kind, held }) => `${plain(`statistics:held.kind.${kind}`)} ${numberWords(held)}`).join(', ');

/** In HTML, beside the same of the days before; nothing where there was nothing. */
export function heldLines({ engagement, before, yearBefore }: PeriodReport, words: Words): string[] {
  if (engagement === null || !isAnything(engagement)) return [];
  const { html, plain } = words;
  const beside = [before, yearBefore].flatMap((one) => (one === null ? [] : [one.engagement]));
  const line = (what: string, of: (figures: EngagementFigures) => string | null): string[] => {
    const value = of(engagement);
    if (value === null) return [];
    if (beside.length === 0) return [html('statistics:line', { what, value })];
    const than = beside.map((figures) => (figures && of(figures)) ?? '–').join('; ');
    return [html('statistics:compared', { what, value, beside: than })];
  };
  const kinds = kindsOf(engagement, words);
  return [
    `<b>${html('statistics:heading.held')}</b>`,
    ...KEYS.flatMap((key) => [
      ...(HELD[key](engagement) === 0
        ? []
        : line(plain(`statistics:held.${key}`), (figures) => numberWords(HELD[key](figures)))),
      ...(key === 'held' && kinds !== '' ? [html('statistics:held.kinds', { kinds })] : []),
    ]),
    ...line(plain('statistics:held.inTime'), ({ inTime }) => partWords(inTime, words)),
  ];
}

/** A paragraph of a paper; none where there was nothing. */
export function heldParagraphs({ engagement }: PeriodReport, words: Words): string[] {
  if (engagement === null || !isAnything(engagement)) return [];
  const { plain } = words;
  const value = (key: Heard) => numberWords(HELD[key](engagement));
  const some = (...keys: Exclude<Heard, 'held'>[]): string[] =>
    keys
      .filter((key) => HELD[key](engagement) > 0)
      .map((key) => plain(`statistics:paper.held.${key}`, { value: value(key) }));
  const kinds = kindsOf(engagement, words);
  const held =
    kinds === ''
      ? []
      : [plain('statistics:paper.held.held', { value: value('held'), kinds }), ...some('participants', 'proposals')];
  const part = partWords(engagement.inTime, words);
  const lines = [
    ...some('asked', 'answered'),
    ...(part === null ? [] : [plain('statistics:paper.held.inTime', { part })]),
  ];
  const said = (key: 'of' | 'lines', list: readonly string[]): string[] =>
    list.length === 0 ? [] : [plain(`statistics:paper.held.${key}`, { list: list.join(', ') })];
  return [[...said('of', held), ...said('lines', lines)].join(' ')];
}

/** The same for a workbook: words and how to count; none where there was nothing. */
export function heldRows(
  engagement: EngagementFigures | null,
  { plain }: Words,
): readonly (readonly [string, (figures: EngagementFigures) => number | Part])[] {
  if (engagement === null || !isAnything(engagement)) return [];
  const what = plain('statistics:held.inTime');
  return [
    ...KEYS.map((key) => [plain(`statistics:held.${key}`), HELD[key]] as const),
    [plain('statistics:kept.share', { what }), ({ inTime }) => inTime],
    [plain('statistics:kept.count', { what }), ({ inTime }) => inTime.kept],
    [plain('statistics:kept.all', { what }), ({ inTime }) => inTime.of],
  ];
}
