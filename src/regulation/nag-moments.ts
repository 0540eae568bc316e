import {
  addWorkingDays,
  addWorkingTime,
  at,
  dayOf,
  endOfDay,
  isWorkingTime,
  lastClosing,
  lastWorkingDayOnOrBefore,
  nextOpening,
  nextWorkingDay,
  opening,
  plusDays,
  workingTimeBetween,
  type OfficeCalendar,
  type PlainDate,
} from './calendar';
import { overdueFrom } from './deadlines';
import { NAG_ROWS, type Moment, type NagThreshold } from './nags';
import { stillAhead, type Reminder } from './reminders';
import type { Term } from './terms';

/** By which rules ends of stages and reminders are planned: what an earlier program has planned otherwise is planned anew, see replan.ts. */
export const MOMENTS = 4;

const HOUR = 3_600_000;

/** Every nag of a term, in the order in which they come; of those that fall together the latest. Past ones too. */
export function nagsOf(term: Term, calendar: OfficeCalendar): Reminder<NagThreshold>[] {
  const row = NAG_ROWS[term.reason];
  const isLongEnough = ({ ofAllowance = 0 }: Moment) => term.allowance === null || term.allowance >= ofAllowance * HOUR;
  const moments: Reminder<NagThreshold>[] = row.before.filter(isLongEnough).map((moment) => ({
    threshold: moment.threshold,
    at: inWorkingTime(rawMoment(moment, term, calendar), term.due, calendar),
  }));
  if (row.overdue && !term.endsQuietly)
    moments.push({ threshold: 'overdue', at: firstWorkingMoment(overdueFrom(term.due), calendar) });
  const { quietUntil } = term;
  // Moved back before a weekend, a threshold may meet an earlier one or come before it: the latest says what is true of both.
  return moments.filter(
    ({ at }, index) =>
      moments.slice(index + 1).every((later) => later.at > at) && (quietUntil === null || at >= quietUntil),
  );
}

/** What is still to come of it: the notice of the move itself shows the term, so what is past by then is dropped. */
export const nagsAhead = (term: Term, now: Date, calendar: OfficeCalendar): Reminder<NagThreshold>[] =>
  stillAhead(nagsOf(term, calendar), now);

function rawMoment({ counted, amount }: Moment, term: Term, calendar: OfficeCalendar): Date {
  const { since, due, allowance } = term;
  switch (counted) {
    case 'share':
      return addWorkingTime(since, Math.round(amount * workingTimeBetween(since, due, calendar)), calendar);
    case 'hoursBefore':
      return addWorkingTime(due, -amount * HOUR, calendar);
    case 'hoursAfter':
      // Or half of the allowance, if that is sooner.
      return addWorkingTime(since, Math.min(amount * HOUR, (allowance ?? Infinity) / 2), calendar);
    case 'workingDays':
      return at(addWorkingDays(dayOf(due, calendar), -amount, calendar), calendar.opensAt, calendar);
    case 'workingDaysLeft':
      return amount === 0
        ? lastHour(opening(lastDay(due, calendar), calendar), term, calendar)
        : at(addWorkingDays(lastDay(due, calendar), -amount, calendar), calendar.opensAt, calendar);
    case 'calendarDaysLeft':
      return at(plusDays(lastDay(due, calendar), -amount), calendar.opensAt, calendar);
  }
}

/** A last day that had opened already when its term began is told of an hour before it closes. */
function lastHour(opens: Date, { since, due }: Pick<Term, 'since' | 'due'>, calendar: OfficeCalendar): Date {
  return opens < since ? addWorkingTime(lastClosing(due, calendar), -HOUR, calendar) : opens;
}

const LEFT: readonly Moment['counted'][] = ['workingDaysLeft', 'calendarDaysLeft'];

/** From which day on the days of its nags lead back: where it ends on a day off, the last working day before that. */
export const lastDayOf = ({ reason, due }: Pick<Term, 'reason' | 'due'>, calendar: OfficeCalendar): PlainDate =>
  NAG_ROWS[reason].before.some(({ counted }) => LEFT.includes(counted)) ? lastDay(due, calendar) : dayOf(due, calendar);

const lastDay = (due: Date, calendar: OfficeCalendar): PlainDate =>
  lastWorkingDayOnOrBefore(dayOf(due, calendar), calendar);

/** Until when a term may end that so many working days, or fewer, are left of: its last working day may have days off after it. */
export const endsWithin = (workingDays: number, now: Date, calendar: OfficeCalendar): Date => {
  const lastWorked = addWorkingDays(dayOf(now, calendar), workingDays, calendar);
  return endOfDay(plusDays(nextWorkingDay(lastWorked, calendar), -1), calendar);
};

/**
 * A moment outside working time moves to the next opening; if that is at or after the term, back to an hour before the last
 * closing before the term.
 */
export function inWorkingTime(moment: Date, due: Date, calendar: OfficeCalendar): Date {
  const moved = firstWorkingMoment(moment, calendar);
  return moved < due ? moved : addWorkingTime(lastClosing(due, calendar), -HOUR, calendar);
}

const firstWorkingMoment = (moment: Date, calendar: OfficeCalendar): Date =>
  isWorkingTime(moment, calendar) ? moment : nextOpening(moment, calendar);
