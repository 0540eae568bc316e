import { type PlainDate, daysBetween, monthOf, plusDays, toPlainDate, weekday } from '../../regulation/calendar';
import type { ReexaminationReason, Stage } from '../../regulation/vocabulary';
import type { Unit } from '../kit/account-params';

/** By what a statistic has its rows; `none`: one row. */
export const SLICES = [
  'none',
  'kind',
  'category',
  'executor',
  'organization',
  'settlement',
  'channel',
  'day',
  'month',
] as const;
export type Slice = (typeof SLICES)[number];

/** Days of the office's time zone, both included. */
export interface Period {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** So many of so many: whoever shows it decides whether they are enough for a percentage. */
export interface Part {
  readonly kept: number;
  readonly of: number;
}

/** Minutes of working time, nearest rank within a bucket of at most 2 %; null over nothing. */
export interface Times {
  readonly median: number | null;
  readonly p90: number | null;
  /** Over how many. */
  readonly of: number;
}

/** How an appeal was answered; `other`: the type is unknown, or an organization answered. */
export const ANSWERED_AS = ['resolved', 'notResolved', 'declined', 'other'] as const;
export type AnsweredAs = (typeof ANSWERED_AS)[number];

export const MARKS = ['1', '2', '3', '4', '5'] as const;
export type Mark = (typeof MARKS)[number];

/** What is counted of a period, in the words of docs/integrator/http.md «Statistics». */
export interface Figures {
  readonly received: number;
  readonly answered: Readonly<Record<AnsweredAs, number>>;
  readonly postponed: number;
  readonly redirected: number;
  readonly closed: number;
  /** Not final at the end of the period, or now. */
  readonly open: number;
  /** Of the open ones: registered before the bot had its first appeal. */
  readonly backlog: number;
  readonly missed: {
    readonly total: number;
    /** Stages without any are left out. */
    readonly byStage: Readonly<Partial<Record<Stage, number>>>;
    readonly whole: number;
    readonly duty: number;
    readonly redirect: number;
    /** Of the stages' those by shares that nobody had confirmed: `GET /api/statistics` has them, a report leaves them out (domain.md, Terms). */
    readonly assumed: number;
  };
  readonly inTerm: Part;
  readonly fastTrack: Part;
  readonly duty: Part;
  /** Acts of returning. */
  readonly reexamined: number;
  readonly reexaminedFor: Readonly<Record<ReexaminationReason, number>>;
  /** From the registration (or the return) to the answer; by executor from the last giving to the draft that was approved. */
  readonly working: Times;
  /** Each stay at a stage, of the day on which it was left; stages that none was left are not here. */
  readonly stages: Readonly<Partial<Record<Stage, Times>>>;
  readonly marks: Readonly<Record<Mark, number>>;
}

export interface Row extends Figures {
  /**
   * What stays when it is renamed or merged, for the list behind a figure: an id of a person or an organization, the name of a
   * category or settlement, a code of a kind or channel, a day, a month (`2026-11`). Null: there is none.
   */
  readonly id: string | null;
  /** What is shown: a person's surname and initials, a name, a code, a day. Null: there is none. */
  readonly key: string | null;
}

/** Of one period. */
export interface Counts {
  readonly period: Period;
  /** The most received or answered first; days and months in their order. A row with nothing in it is not here, but for `none`. */
  readonly rows: readonly Row[];
  /** As by `none`: no sum of the rows. */
  readonly total: Figures;
}

export interface Statistics extends Counts {
  readonly by: Slice;
  /** What was committed by then is counted. */
  readonly asOf: Date;
  /** How far `asOf` lies behind the moment of reading, in milliseconds; 0: nothing lags. */
  readonly lag: number;
  /** The period before and the same a year before; null: nobody asked for them. */
  readonly before: Counts | null;
  readonly yearBefore: Counts | null;
}

export interface StatisticsWish extends Period {
  readonly by: Slice;
  /** Beside the period before and the year before. */
  readonly compared?: boolean;
}

export const sumOfAnswers = ({ answered }: Pick<Figures, 'answered'>): number =>
  ANSWERED_AS.reduce((sum, as) => sum + answered[as], 0);

/** «Пропущено»: reports leave out what is late by shares that nobody has confirmed (domain.md, Terms). */
export const missedByReport = ({ missed }: Pick<Figures, 'missed'>): number => missed.total - missed.assumed;

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

/** A period as people name it; of one that goes on, all days that it will have. */
export interface Named extends Period {
  readonly unit: Unit;
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** The unit in which a day lies. */
export function unitAround(unit: Exclude<Unit, 'own'>, day: PlainDate): Named {
  if (unit === 'day') return { unit, from: day, to: day };
  if (unit === 'week') {
    const from = plusDays(day, 1 - weekday(day));
    return { unit, from, to: plusDays(from, 6) };
  }
  const months = MONTHS[unit];
  const from = monthsLater(monthOf(day), -((Number(day.slice(5, 7)) - 1) % months));
  return { unit, from, to: endOfMonth(monthsLater(from, months - 1)) };
}

/** What there is to count of it by now; null: it lies wholly ahead. */
export const countedOf = ({ from, to }: Period, today: PlainDate): Period | null =>
  from > today ? null : { from, to: to < today ? to : today };

/** The same unit, so many before or after; of own days, as many days. */
export function shifted({ unit, from, to }: Named, by: number): Named {
  switch (unit) {
    case 'own': {
      const length = (daysBetween(from, to) + 1) * by;
      return { unit, from: plusDays(from, length), to: plusDays(to, length) };
    }
    case 'day':
      return unitAround(unit, plusDays(from, by));
    case 'week':
      return unitAround(unit, plusDays(from, by * 7));
    default:
      return unitAround(unit, monthsLater(from, by * MONTHS[unit]));
  }
}

/**
 * The days with which a period is compared: those of the unit before, up to as far as this one has gone. Monday to Wednesday stand beside
 * Monday to Wednesday, and half a month beside half a month.
 */
export function besideBefore(named: Named, today: PlainDate): Period | null {
  const counted = countedOf(named, today);
  if (counted === null) return null;
  const { from, to } = shifted(named, -1);
  if (counted.to === named.to) return { from, to };
  const same = plusDays(from, daysBetween(counted.from, counted.to));
  return { from, to: same < to ? same : to };
}

/** The same days of the year before. */
export function besideYearBefore(named: Named, today: PlainDate): Period | null {
  const counted = countedOf(named, today);
  return counted && yearBefore(counted);
}

/** What is wrong with days that somebody has chosen. */
export type OwnDaysRefusal = 'backwards' | 'tooLong' | 'ahead' | 'nothingYet' | 'beforeFirst';

/** Null: nothing. @param first the day on which the first appeal was registered; null: there is none */
export function refusalOfOwnDays(period: Period, today: PlainDate, first: PlainDate | null): OwnDaysRefusal | null {
  const refusal = refusalOfPeriod(period);
  if (refusal !== null) return refusal;
  if (period.from > today) return 'ahead';
  if (first === null) return 'nothingYet';
  return period.to < first ? 'beforeFirst' : null;
}
