import {
  closing,
  dayKind,
  daysBetween,
  isLoaded,
  isWorkingDay,
  lastWorkingDayOnOrBefore,
  nextWorkingDay,
  opening,
  plusDays,
  specialDay,
  workingDayOnOrAfter,
  yearOf,
  type DayKind,
  type OfficeCalendar,
  type PlainDate,
  type SpecialDay,
} from './calendar';

/** Days off in a row, both ends included. */
export interface Rest {
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly days: number;
}

/** The days off in a row to which this day belongs; null for a working day. */
export function restAround(day: PlainDate, calendar: OfficeCalendar): Rest | null {
  if (isWorkingDay(day, calendar)) return null;
  const from = plusDays(lastWorkingDayOnOrBefore(day, calendar), 1);
  const until = plusDays(workingDayOnOrAfter(day, calendar), -1);
  return { from, until, days: daysBetween(from, until) + 1 };
}

/** An ordinary weekend is two days. */
export const isLong = ({ days }: Rest): boolean => days > 2;

/** An admin's check of a day: what it is, why, and what the office does about it. */
export interface DayCheck {
  readonly day: PlainDate;
  readonly kind: DayKind;
  /** Why it differs from an ordinary day; null: it does not. */
  readonly special: SpecialDay | null;
  /** What the production calendar says, whatever an admin has entered. */
  readonly officially: { readonly kind: DayKind; readonly special: SpecialDay | null };
  /** Is there a production calendar of its year? */
  readonly loaded: boolean;
  /** Null on a day off. */
  readonly hours: { readonly opens: Date; readonly closes: Date } | null;
  readonly nextWorkingDay: PlainDate;
  readonly rest: Rest | null;
}

export function checkOf(day: PlainDate, calendar: OfficeCalendar): DayCheck {
  const official = { ...calendar, days: calendar.official };
  return {
    day,
    kind: dayKind(day, calendar),
    special: specialDay(day, calendar),
    officially: { kind: dayKind(day, official), special: specialDay(day, official) },
    loaded: isLoaded(yearOf(day), calendar),
    hours: isWorkingDay(day, calendar) ? { opens: opening(day, calendar), closes: closing(day, calendar) } : null,
    nextWorkingDay: nextWorkingDay(day, calendar),
    rest: restAround(day, calendar),
  };
}
