import {
  dayOf,
  lastWorkingDayOnOrBefore,
  nextWorkingDay,
  opening,
  plusDays,
  workingDayOnOrAfter,
  type OfficeCalendar,
  type PlainDate,
} from '../calendar';

/** soon: on the working day before its last. late: each working morning after it. */
export type TaskNag = 'soon' | 'today' | 'late';

const AFTER_OPENING_MS = 15 * 60_000;

/** When people are told on a working day, as by a morning list. */
const morningOf = (day: PlainDate, calendar: OfficeCalendar): Date =>
  new Date(opening(day, calendar).getTime() + AFTER_OPENING_MS);

/** Of the next working day. */
export const nextMorning = (now: Date, calendar: OfficeCalendar): Date =>
  morningOf(nextWorkingDay(dayOf(now, calendar), calendar), calendar);

/** When whoever has a task is told of its day; what has passed is left out. */
export function taskMoments(
  dueOn: PlainDate,
  { now, calendar }: { readonly now: Date; readonly calendar: OfficeCalendar },
): readonly { readonly what: TaskNag; readonly at: Date }[] {
  const morning = (day: PlainDate): Date => morningOf(day, calendar);
  const today = dayOf(now, calendar);
  const after = plusDays(dueOn, 1);
  const first = morning(workingDayOnOrAfter(after > today ? after : today, calendar));
  return [
    { what: 'soon' as const, at: morning(lastWorkingDayOnOrBefore(plusDays(dueOn, -1), calendar)) },
    { what: 'today' as const, at: morning(dueOn) },
    { what: 'late' as const, at: first > now ? first : nextMorning(now, calendar) },
  ].filter(({ at }) => at > now);
}
