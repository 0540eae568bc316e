import { offsetAt } from './zone';

declare const plainDate: unique symbol;
/** YYYY-MM-DD in the office's time zone. Never `new Date(plainDate)`: that is midnight UTC. */
export type PlainDate = string & { readonly [plainDate]: true };

/** `shortened` is a working day that closes an hour earlier; a weekend that is worked is `working` or `shortened`. */
export const DAY_KINDS = ['off', 'working', 'shortened'] as const;
export type DayKind = (typeof DAY_KINDS)[number];

/** Why a day differs from an ordinary one; `local` was entered by an admin. Each is a key for a reader's text. */
export const SPECIAL_DAY_REASONS = [
  'new_year',
  'christmas',
  'defender_day',
  'womens_day',
  'labour_day',
  'victory_day',
  'russia_day',
  'unity_day',
  'republic_day',
  'constitution_day',
  'uraza_bayram',
  'kurban_bayram',
  'transfer',
  'before_holiday',
  'local',
] as const;
export type SpecialDayReason = (typeof SPECIAL_DAY_REASONS)[number];

export interface SpecialDay {
  readonly kind: DayKind;
  readonly reason: SpecialDayReason;
  /** Not yet official (computed, or seen in one source only): shown as such until an admin confirms the day. */
  readonly provisional: boolean;
  /** An admin's own words about a local day. */
  readonly note: string | null;
}

/** A day that an admin added or changed; it beats the production calendar's. */
export interface LocalDay {
  readonly day: PlainDate;
  readonly kind: DayKind;
  readonly note: string | null;
}

export interface CalendarYear {
  readonly sources: readonly string[];
  /** Days that are not official yet and that no admin has confirmed. */
  readonly provisional: readonly PlainDate[];
}

/** The office's hours and days as one value; made by `loadCalendar` of the adapters. */
export interface OfficeCalendar {
  /** IANA name. */
  readonly zone: string;
  /** Minutes after local midnight. */
  readonly opensAt: number;
  readonly closesAt: number;
  /** Only days that differ from «Monday to Friday, whole». */
  readonly days: ReadonlyMap<PlainDate, SpecialDay>;
  /** The same as the production calendars have them, without the local days. */
  readonly official: ReadonlyMap<PlainDate, SpecialDay>;
  /** Loaded years; for any other the fixed holidays stand in, and `isLoaded` says so. */
  readonly years: ReadonlyMap<number, CalendarYear>;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** ТК РФ art. 112 and Закон РТ 1448-XII, without the dates that the Moon or the government sets each year. */
const FIXED_HOLIDAYS: ReadonlyMap<string, SpecialDayReason> = new Map([
  ['01-01', 'new_year'],
  ['01-02', 'new_year'],
  ['01-03', 'new_year'],
  ['01-04', 'new_year'],
  ['01-05', 'new_year'],
  ['01-06', 'new_year'],
  ['01-07', 'christmas'],
  ['01-08', 'new_year'],
  ['02-23', 'defender_day'],
  ['03-08', 'womens_day'],
  ['05-01', 'labour_day'],
  ['05-09', 'victory_day'],
  ['06-12', 'russia_day'],
  ['08-30', 'republic_day'],
  ['11-04', 'unity_day'],
  ['11-06', 'constitution_day'],
]);

// ── Days ────────────────────────────────────────────────────────────────────

/** The one place where a text becomes a day. */
const asPlainDate = (text: string): PlainDate => text as PlainDate;

/** @throws RangeError unless `text` is a day that exists, as YYYY-MM-DD; a year 0 is one that no database has. */
export function toPlainDate(text: string): PlainDate {
  const ms = /^(?!0000)\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) {
    throw new RangeError(`Not a calendar date: ${text}; write an existing day as YYYY-MM-DD`);
  }
  return asPlainDate(text);
}

/** The same of what somebody else wrote; null: it is no day. */
export function parsePlainDate(text: string): PlainDate | null {
  try {
    return toPlainDate(text);
  } catch {
    return null;
  }
}

/** The first day of its month, by which a month is named. */
export const monthOf = (day: PlainDate): PlainDate => asPlainDate(`${day.slice(0, 7)}-01`);

/** @throws RangeError outside the years 0000–9999. */
export function plusDays(day: PlainDate, count: number): PlainDate {
  return utcDay(midnightUtc(day) + count * DAY);
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return (midnightUtc(to) - midnightUtc(from)) / DAY;
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(day: PlainDate): number {
  return new Date(midnightUtc(day)).getUTCDay() || 7;
}

export function yearOf(day: PlainDate): number {
  return Number(day.slice(0, 4));
}

/** Is there a production calendar of this year? If not, every day of it that is shown must say so. */
export function isLoaded(year: number, calendar: OfficeCalendar): boolean {
  return calendar.years.has(year);
}

/** The years from `from` to `to`, both included and in either order, that are computed without a production calendar. */
export function unloadedYears(from: PlainDate, to: PlainDate, calendar: OfficeCalendar): number[] {
  const [first, last] = [Math.min(yearOf(from), yearOf(to)), Math.max(yearOf(from), yearOf(to))];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index).filter(
    (year) => !isLoaded(year, calendar),
  );
}

/** Not yet official days from `from` to `to`, both included, that no admin has confirmed: a term over them may yet move. */
export function provisionalDays(from: PlainDate, to: PlainDate, calendar: OfficeCalendar): PlainDate[] {
  return [...calendar.years.values()].flatMap(({ provisional }) =>
    provisional.filter((day) => from <= day && day <= to),
  );
}

/** What is uncertain about dates: years without a production calendar, and days that are not official yet. */
export interface Doubts {
  readonly years: readonly number[];
  readonly days: readonly PlainDate[];
}

/** What is uncertain about these spans of days, both ends included; a date alone is a span of one day. */
export function doubtsOf(spans: readonly (readonly [PlainDate, PlainDate])[], calendar: OfficeCalendar): Doubts {
  const years = spans.flatMap(([from, to]) => unloadedYears(from, to, calendar));
  const days = spans.flatMap(([from, to]) => provisionalDays(from, to, calendar));
  return { years: [...new Set(years)].sort((a, b) => a - b), days: [...new Set(days)].sort() };
}

/**
 * The calendar with these local days instead of those that it had.
 * @throws RangeError when one day is given twice: it cannot be both off and working.
 */
export function withLocalDays(calendar: OfficeCalendar, localDays: readonly LocalDay[]): OfficeCalendar {
  const local = new Map<PlainDate, SpecialDay>();
  for (const { day, kind, note } of localDays) {
    const before = local.get(day);
    if (before) throw new RangeError(`Local day ${day} is entered twice, as ${before.kind} and as ${kind}; keep one`);
    local.set(day, { kind, reason: 'local', provisional: false, note });
  }
  const { official } = calendar;
  const doubtful = [...official].filter(([day, { provisional }]) => provisional && !local.has(day)).map(([day]) => day);
  const years = [...calendar.years].map(([year, { sources }]): [number, CalendarYear] => [
    year,
    { sources, provisional: doubtful.filter((day) => yearOf(day) === year) },
  ]);
  return { ...calendar, days: new Map([...official, ...local]), years: new Map(years) };
}

/** What makes this day differ from its weekday, or null for an ordinary one. Answers the admin's «why?». */
export function specialDay(day: PlainDate, calendar: OfficeCalendar): SpecialDay | null {
  const known = calendar.days.get(day);
  if (known) return known;
  const fixed = isLoaded(yearOf(day), calendar) ? undefined : FIXED_HOLIDAYS.get(day.slice(5));
  return fixed ? { kind: 'off', reason: fixed, provisional: false, note: null } : null;
}

export function dayKind(day: PlainDate, calendar: OfficeCalendar): DayKind {
  return specialDay(day, calendar)?.kind ?? (weekday(day) > 5 ? 'off' : 'working');
}

export function isWorkingDay(day: PlainDate, calendar: OfficeCalendar): boolean {
  return dayKind(day, calendar) !== 'off';
}

/** The first working day strictly after `day`. */
export function nextWorkingDay(day: PlainDate, calendar: OfficeCalendar): PlainDate {
  return addWorkingDays(day, 1, calendar);
}

export function workingDayOnOrAfter(day: PlainDate, calendar: OfficeCalendar): PlainDate {
  return isWorkingDay(day, calendar) ? day : addWorkingDays(day, 1, calendar);
}

export function lastWorkingDayOnOrBefore(day: PlainDate, calendar: OfficeCalendar): PlainDate {
  return isWorkingDay(day, calendar) ? day : addWorkingDays(day, -1, calendar);
}

/** The `count`-th working day after `day` (before it when negative); `day` itself is not counted. 0 gives `day` as it is. */
export function addWorkingDays(day: PlainDate, count: number, calendar: OfficeCalendar): PlainDate {
  const step = Math.sign(count);
  let cursor = day;
  for (let left = Math.abs(count); left > 0;) {
    cursor = plusDays(cursor, step);
    if (isWorkingDay(cursor, calendar)) left -= 1;
  }
  return cursor;
}

/** Working days from `from` to the day before `to`: the inverse of going back from a term by working days. */
export function workingDaysBefore(to: PlainDate, from: PlainDate, calendar: OfficeCalendar): number {
  let count = 0;
  for (let day = from; day < to; day = plusDays(day, 1)) if (isWorkingDay(day, calendar)) count += 1;
  return count;
}

// ── Days and instants ───────────────────────────────────────────────────────

/** The local day in which the instant lies. */
export function dayOf(instant: Date, calendar: OfficeCalendar): PlainDate {
  return utcDay(localTime(instant, calendar));
}

/** Local minutes after midnight, with a fraction for seconds: `at(dayOf(i), timeOfDay(i))` is `i` again. */
export function timeOfDay(instant: Date, calendar: OfficeCalendar): number {
  const local = localTime(instant, calendar);
  return (local - Math.floor(local / DAY) * DAY) / MINUTE;
}

/**
 * The instant at which the office's clock shows `minutes` after midnight of `day`; 1440 is the next midnight.
 * A time that the clock shows twice is the earlier; one that it jumps over moves forward by the jump.
 */
export function at(day: PlainDate, minutes: number, calendar: OfficeCalendar): Date {
  const local = midnightUtc(day) + Math.round(minutes * MINUTE);
  const before = offsetAt(local - DAY, calendar.zone);
  const after = offsetAt(local + DAY, calendar.zone);
  const shows = (offset: number) => offsetAt(local - offset, calendar.zone) === offset;
  return new Date(before === after || shows(before) || !shows(after) ? local - before : local - after);
}

export function startOfDay(day: PlainDate, calendar: OfficeCalendar): Date {
  return at(day, 0, calendar);
}

/** 23:59:59.000 local: terms are whole seconds, and the last one still belongs to the day (see `isOverdue`). */
export function endOfDay(day: PlainDate, calendar: OfficeCalendar): Date {
  return new Date(startOfDay(plusDays(day, 1), calendar).getTime() - SECOND);
}

/** Days, both inclusive, as instants: from the first to before the second. Whatever counts facts of a month counts them by this alone. */
export const spanOf = (
  { from, to }: { readonly from: PlainDate; readonly to: PlainDate },
  calendar: OfficeCalendar,
): [Date, Date] => [startOfDay(from, calendar), startOfDay(plusDays(to, 1), calendar)];

// ── Working time: from opening (included) to closing (not included) ─────────

/** @throws RangeError on a day off: ask `isWorkingDay`, or move the day first. */
export function opening(day: PlainDate, calendar: OfficeCalendar): Date {
  if (!isWorkingDay(day, calendar))
    throw new RangeError(`The office does not open on ${day}; move to a working day first`);
  return at(day, calendar.opensAt, calendar);
}

/** The day whose hour of opening has come, a day off too: nobody is to be woken at midnight by what is told once a day. */
export function dayFromOpening(now: Date, calendar: OfficeCalendar): PlainDate {
  const day = dayOf(now, calendar);
  return now < at(day, calendar.opensAt, calendar) ? plusDays(day, -1) : day;
}

/** An hour earlier on a shortened day. @throws RangeError on a day off: ask `isWorkingDay`, or move the day first. */
export function closing(day: PlainDate, calendar: OfficeCalendar): Date {
  const kind = dayKind(day, calendar);
  if (kind === 'off')
    throw new RangeError(`The office does not close on ${day}, a day off; move to a working day first`);
  return at(day, calendar.closesAt - (kind === 'shortened' ? 60 : 0), calendar);
}

export function isWorkingTime(instant: Date, calendar: OfficeCalendar): boolean {
  const day = dayOf(instant, calendar);
  return isWorkingDay(day, calendar) && opening(day, calendar) <= instant && instant < closing(day, calendar);
}

/** The first opening strictly after the instant. */
export function nextOpening(instant: Date, calendar: OfficeCalendar): Date {
  const day = dayOf(instant, calendar);
  const today = isWorkingDay(day, calendar) ? opening(day, calendar) : null;
  return today && today > instant ? today : opening(nextWorkingDay(day, calendar), calendar);
}

/** The last closing at or before the instant. */
export function lastClosing(instant: Date, calendar: OfficeCalendar): Date {
  const day = dayOf(instant, calendar);
  const today = isWorkingDay(day, calendar) ? closing(day, calendar) : null;
  return today && today <= instant ? today : closing(addWorkingDays(day, -1, calendar), calendar);
}

/** Milliseconds of working time of this day that lie between the two instants. */
export function workingTimeOn(day: PlainDate, from: Date, to: Date, calendar: OfficeCalendar): number {
  if (!isWorkingDay(day, calendar)) return 0;
  const start = Math.max(opening(day, calendar).getTime(), from.getTime());
  const end = Math.min(closing(day, calendar).getTime(), to.getTime());
  return Math.max(0, end - start);
}

/** Milliseconds of working time from `from` to `to`; negative when `to` is earlier. */
export function workingTimeBetween(from: Date, to: Date, calendar: OfficeCalendar): number {
  if (to < from) return 0 - workingTimeBetween(to, from, calendar);
  const last = dayOf(to, calendar);
  let total = 0;
  for (let day = dayOf(from, calendar); day <= last; day = plusDays(day, 1))
    total += workingTimeOn(day, from, to, calendar);
  return total;
}

/**
 * The nearest instant with `ms` of working time between it and `instant`: later, or earlier when `ms` is negative.
 * 0 gives the instant as it is, at any hour.
 */
export function addWorkingTime(instant: Date, ms: number, calendar: OfficeCalendar): Date {
  if (ms === 0) return instant;
  const step = Math.sign(ms);
  let left = Math.abs(ms);
  for (let day = dayOf(instant, calendar); ; day = plusDays(day, step)) {
    if (!isWorkingDay(day, calendar)) continue;
    const opens = opening(day, calendar).getTime();
    const closes = closing(day, calendar).getTime();
    const start = step > 0 ? Math.max(opens, instant.getTime()) : opens;
    const end = step > 0 ? closes : Math.min(closes, instant.getTime());
    const room = Math.max(0, end - start);
    if (room >= left) return new Date(step > 0 ? start + left : end - left);
    left -= room;
  }
}

// ── Names of days ────────────────────────────────────────────────────────────────────

// The terms of one appeal pass through some two hundred days, most of them those of the appeal before: a day is read and named once.
const midnights = new Map<PlainDate, number>();
const names = new Map<number, PlainDate>();

function midnightUtc(day: PlainDate): number {
  const known = midnights.get(day);
  if (known !== undefined) return known;
  const ms = Date.parse(`${day}T00:00:00Z`);
  midnights.set(day, ms);
  return ms;
}

function utcDay(ms: number): PlainDate {
  const number = Math.floor(ms / DAY);
  const known = names.get(number);
  if (known !== undefined) return known;
  const text = new Date(ms).toISOString();
  if (text.length !== 24) throw new RangeError(`Not a day of the years 0000–9999: ${text}`);
  const day = asPlainDate(text.slice(0, 10));
  names.set(number, day);
  return day;
}

function localTime(instant: Date, calendar: OfficeCalendar): number {
  return instant.getTime() + offsetAt(instant.getTime(), calendar.zone);
}
