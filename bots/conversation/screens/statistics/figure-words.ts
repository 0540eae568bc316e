import type { Words } from '../../../../src/i18n';
import type { OfficeCalendar } from '../../../../src/regulation/calendar';
import type { Figure } from '../../../../src/usecases/statistics/behind';
import type { AnsweredAs, Figures, Part } from '../../../../src/usecases/statistics/figures';

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
