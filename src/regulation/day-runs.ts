import {
  dayKind,
  dayOf,
  isLoaded,
  isWorkingDay,
  plusDays,
  specialDay,
  startOfDay,
  workingTimeOn,
  yearOf,
  type DayKind,
  type OfficeCalendar,
  type PlainDate,
  type SpecialDayReason,
} from './calendar';

// The days of a term one by one, alike ones together: what each was counted as, and why.

/**
 * Why a day counts, or does not.
 *
 * first       from which days are counted: it is none of them
 * calendar    of a term of calendar days, days off too
 * weekday     an ordinary day of its weekday: worked, or a day off
 * outOfHours  worked, but the term touches none of its hours
 * others      the production calendar's reason, or an admin's (`local`)
 */
export type DayWhy = 'first' | 'calendar' | 'weekday' | 'outOfHours' | SpecialDayReason;

/** Days one after the other that are alike. */
export interface DayRun {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly days: number;
  readonly kind: DayKind;
  readonly why: DayWhy;
  readonly counted: boolean;
  /** Milliseconds of working time that were counted of all of them; null: calendar days are counted. */
  readonly time: number | null;
  /** They were counted for a part of their hours: the first or the last of a term. */
  readonly part: boolean;
  /** An admin's own words about a local day. */
  readonly note: string | null;
  /** Not official yet. */
  readonly provisional: boolean;
}

/** Of working time from one instant to another: every day between them, both ends included. */
export function workingRuns(from: Date, to: Date, calendar: OfficeCalendar): DayRun[] {
  const runs: DayRun[] = [];
  const last = dayOf(to, calendar);
  for (let day = dayOf(from, calendar); day <= last; day = plusDays(day, 1)) {
    const special = specialDay(day, calendar);
    const time = workingTimeOn(day, from, to, calendar);
    const whole = workingTimeOn(day, startOfDay(day, calendar), startOfDay(plusDays(day, 1), calendar), calendar);
    const isMissed = time === 0 && isWorkingDay(day, calendar);
    join(runs, {
      from: day,
      to: day,
      days: 1,
      kind: dayKind(day, calendar),
      why: isMissed ? 'outOfHours' : (special?.reason ?? 'weekday'),
      counted: time > 0,
      time,
      part: time > 0 && time < whole,
      note: special?.note ?? null,
      provisional: special?.provisional ?? false,
    });
  }
  return runs;
}

/** Of calendar days: those after `from` up to `to`; none where it is not later. @param first `from` itself is said, too */
export function calendarRuns(from: PlainDate, to: PlainDate, calendar: OfficeCalendar, first: boolean): DayRun[] {
  const alike = { counted: true, time: null, part: false, note: null, provisional: false };
  const runs: DayRun[] = [];
  if (first)
    runs.push({ ...alike, from, to: from, days: 1, kind: dayKind(from, calendar), why: 'first', counted: false });
  for (let day = plusDays(from, 1); day <= to; day = plusDays(day, 1))
    join(runs, { ...alike, from: day, to: day, days: 1, kind: 'working', why: 'calendar' });
  return runs;
}

function join(runs: DayRun[], day: DayRun): void {
  const last = runs.at(-1);
  if (last === undefined || !areAlike(last, day)) {
    runs.push(day);
    return;
  }
  const time = last.time === null || day.time === null ? null : last.time + day.time;
  runs[runs.length - 1] = { ...last, to: day.to, days: last.days + 1, time };
}

/** What is counted in part stands for itself: it is the beginning or the end of the term. */
const areAlike = (one: DayRun, other: DayRun): boolean =>
  !one.part &&
  !other.part &&
  one.kind === other.kind &&
  one.why === other.why &&
  one.note === other.note &&
  one.provisional === other.provisional;

/** Weeks of which every day is an ordinary one: so many were worked, so many were days off. */
export interface WeeksRun {
  readonly why: 'weeks';
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly working: number;
  readonly off: number;
  readonly time: number;
}

/** Fewer runs than this are no shorter together. */
const WORTH_FOLDING = 3;

/** The same, long rows of ordinary weeks folded into one: what is not ordinary always stands by itself. */
export function inWeeks(runs: readonly DayRun[]): (DayRun | WeeksRun)[] {
  const folded: (DayRun | WeeksRun)[] = [];
  let ordinary: DayRun[] = [];
  const close = () => {
    folded.push(...(ordinary.length < WORTH_FOLDING ? ordinary : [weeksOf(ordinary)]));
    ordinary = [];
  };
  for (const run of runs) {
    if (run.why === 'weekday' && !run.part) ordinary.push(run);
    else {
      close();
      folded.push(run);
    }
  }
  close();
  return folded;
}

function weeksOf(runs: readonly DayRun[]): WeeksRun {
  const sum = (of: (run: DayRun) => number) => runs.reduce((total, run) => total + of(run), 0);
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('No days to fold');
  return {
    why: 'weeks',
    from: first.from,
    to: last.to,
    working: sum(({ counted, days }) => (counted ? days : 0)),
    off: sum(({ counted, days }) => (counted ? 0 : days)),
    time: sum(({ time }) => time ?? 0),
  };
}

/** By which production calendar a year was counted; null: none is loaded, so only weekends and fixed holidays are known. */
export interface YearSource {
  readonly year: number;
  readonly sources: readonly string[] | null;
}

/** Of all years that these days touch. */
export function sourcesOf(from: PlainDate, to: PlainDate, calendar: OfficeCalendar): YearSource[] {
  const years: YearSource[] = [];
  for (let year = yearOf(from); year <= yearOf(to); year += 1)
    years.push({ year, sources: isLoaded(year, calendar) ? (calendar.years.get(year)?.sources ?? null) : null });
  return years;
}

/** Whose word makes a day what it is. */
export const DAY_SOURCES = {
  new_year: 'federal',
  christmas: 'federal',
  defender_day: 'federal',
  womens_day: 'federal',
  labour_day: 'federal',
  victory_day: 'federal',
  russia_day: 'federal',
  unity_day: 'federal',
  republic_day: 'tatarstan',
  constitution_day: 'tatarstan',
  uraza_bayram: 'tatarstan',
  kurban_bayram: 'tatarstan',
  transfer: 'government',
  before_holiday: 'shortened',
  local: 'office',
} as const satisfies Record<SpecialDayReason, string>;
export type DaySource = (typeof DAY_SOURCES)[SpecialDayReason];
