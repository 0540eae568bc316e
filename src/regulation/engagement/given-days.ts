import { lastWorkingDayOnOrBefore, plusDays, type OfficeCalendar, type PlainDate } from '../calendar';

// Questions of a direct line and tasks that follow from results are given to an official with a last day. What is said of that day is said
// in the morning list: nothing of it can be known earlier, and a list is what its reader has in front of them then.

/**
 * soon   on the working day before its last
 * late   each working morning after it
 */
export const GIVEN_NAGS = ['soon', 'today', 'late'] as const;
export type GivenNag = (typeof GIVEN_NAGS)[number];

/** A morning list, and the day of the one before it: what fell between is told now. */
export interface Morning {
  readonly day: PlainDate;
  readonly after: PlainDate;
}

/** What whoever has something is told of its last day on a working morning; null: nothing. */
export function nagOfDay(dueOn: PlainDate, day: PlainDate, calendar: OfficeCalendar): GivenNag | null {
  // The calendar may have changed since the day was counted.
  const last = lastWorkingDayOnOrBefore(dueOn, calendar);
  if (day > dueOn) return 'late';
  if (day === last) return 'today';
  return day === lastWorkingDayOnOrBefore(plusDays(last, -1), calendar) ? 'soon' : null;
}

/** ОГ hear of it once, in the first list after its last day; afterwards it is whoever has it who is reminded. */
export const isNewlyLate = (dueOn: PlainDate, { day, after }: Morning): boolean => dueOn < day && dueOn >= after;
