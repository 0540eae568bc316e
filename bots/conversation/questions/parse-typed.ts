import { plusDays, yearOf, type PlainDate, parsePlainDate } from '../../../src/regulation/calendar';
import { dayInWords, monthNumbered } from './day-in-words';

/**
 * A day as people type it: «25.11.2026», «25.11.26», «25.11», «25 11», «25 ноября», «завтра», «в пятницу», «15».
 * Without a year the nearest such day to come, or a day of the last two months; `past`: the latest that is not to come.
 * @param from the first day that «в пятницу» or «15» may mean
 */
export function parseDay(text: string, today: PlainDate, past = false, from = today): PlainDate | null {
  const match = /^\s*(\d{1,2})[.\-/\s](\d{1,2})(?:[.\-/\s](\d{4}|\d{2}))?\s*(?:г\.?|года)?\s*$/u.exec(
    monthNumbered(text),
  );
  if (!match) return dayInWords(text, today, past, from);
  const [, day = '', month = '', year] = match;
  const made = (full: number) => parsePlainDate(`${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  if (year !== undefined) return made(year.length === 2 ? 2000 + Number(year) : Number(year));
  const [lastYear, thisYear, nextYear] = [made(yearOf(today) - 1), made(yearOf(today)), made(yearOf(today) + 1)];
  // A few days ahead is a slip, to be refused as one, not a year ago.
  if (past) return thisYear !== null && thisYear <= plusDays(today, 60) ? thisYear : lastYear;
  return [lastYear, thisYear, nextYear].find((one) => one !== null && one >= plusDays(today, -60)) ?? null;
}

/** «14:30», «14.30», «9», «930» → minutes after midnight. */
export function parseTime(text: string): number | null {
  const match = /^\s*(\d{1,2})(?:[:.\-\s]?(\d{2}))?\s*$/.exec(text);
  if (!match) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2] ?? '0');
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}
