import { daysBetween, monthOf, plusDays, toPlainDate, type PlainDate } from '../../regulation/calendar';
import type { Period } from './figures';

const YEARS_AT_MOST = 40;

/** Why nothing can be counted of such a period; null: it can. */
export function refusalOfPeriod({ from, to }: Period): 'backwards' | 'tooLong' | null {
  if (to < from) return 'backwards';
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  const isOver = years > YEARS_AT_MOST || (years === YEARS_AT_MOST && to.slice(4) >= from.slice(4));
  return isOver ? 'tooLong' : null;
}

/** As long as this one, and ended as it begins: before whole months so many whole months, else so many days. */
export function periodBefore({ from, to }: Period): Period {
  const ended = plusDays(from, -1);
  const months = wholeMonths({ from, to });
  return {
    from: months === null ? plusDays(from, -1 - daysBetween(from, to)) : monthsLater(from, -months),
    to: ended,
  };
}

/** The same days of the year before; what ends on 29 February ends on the 28th there, a whole month with its own last day. */
export function yearBefore({ from, to }: Period): Period {
  const isWhole = wholeMonths({ from, to }) !== null;
  return { from: yearsLater(from, -1), to: isWhole ? endOfMonth(yearsLater(to, -1)) : yearsLater(to, -1) };
}

/** How many whole months it is; null: it begins or ends within one. */
export function wholeMonths({ from, to }: Period): number | null {
  if (!from.endsWith('-01') || to !== endOfMonth(to)) return null;
  return monthNumber(to) - monthNumber(from) + 1;
}

export function endOfMonth(day: PlainDate): PlainDate {
  const month = monthOf(day);
  const known = ends.get(month);
  if (known !== undefined) return known;
  const end = plusDays(monthsLater(month, 1), -1);
  ends.set(month, end);
  return end;
}
/** Asked for with each thing that is counted. */
const ends = new Map<PlainDate, PlainDate>();

const monthNumber = (day: PlainDate): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

/** Of the first day of a month. */
export function monthsLater(first: PlainDate, count: number): PlainDate {
  const number = monthNumber(first) + count;
  const year = String(Math.floor(number / 12)).padStart(4, '0');
  return toPlainDate(`${year}-${String((number % 12) + 1).padStart(2, '0')}-01`);
}

function yearsLater(day: PlainDate, years: number): PlainDate {
  const year = String(Number(day.slice(0, 4)) + years).padStart(4, '0');
  const [month, date] = [day.slice(5, 7), day.slice(8)];
  return toPlainDate(`${year}-${month}-${month === '02' && date === '29' && !isLeap(Number(year)) ? '28' : date}`);
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
