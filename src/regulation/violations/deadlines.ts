import {
  dayOf,
  endOfDay,
  nextWorkingDay,
  opening,
  parsePlainDate,
  workingDayOnOrAfter,
  yearOf,
  type OfficeCalendar,
  type PlainDate,
} from '../calendar';

// Terms of the Labour Code (ТК), not of the decree: an official answers to the employer.

/** ТК 193: an explanation is waited for so many working days. */
export const WORKING_DAYS_TO_EXPLAIN = 2;

/** Days when a person was away, both inclusive. */
export interface Away {
  readonly from: PlainDate;
  readonly until: PlainDate;
}

export interface ExplanationTerm {
  /** On its morning whoever has not answered is reminded, once. */
  readonly remindAt: Date;
  readonly due: Date;
}

/** Two working days after the day of the request; days when the person was away do not count. */
export function explanationTerm(askedAt: Date, away: readonly Away[], calendar: OfficeCalendar): ExplanationTerm {
  const isAway = (day: PlainDate) => away.some(({ from, until }) => from <= day && day <= until);
  let day = dayOf(askedAt, calendar);
  for (let counted = 0; counted < WORKING_DAYS_TO_EXPLAIN;) {
    day = nextWorkingDay(day, calendar);
    if (!isAway(day)) counted += 1;
  }
  return { remindAt: opening(day, calendar), due: endOfDay(day, calendar) };
}

/**
 * ТК 193: the last day for an order, a month from the discovery; ТК 14: the same day of the next month, its last one where it has no
 * such day, and the next working day where that is a day off. Leave and illness would move it: this is the day that is safe.
 */
export const lastDayForOrder = (discoveredAt: Date, calendar: OfficeCalendar): PlainDate =>
  monthsAfter(discoveredAt, 1, calendar);

/** ТК 193: six months from the deed, whatever moves the month. */
export const lastDayOfDeed = (at: Date, calendar: OfficeCalendar): PlainDate => monthsAfter(at, 6, calendar);

function monthsAfter(instant: Date, months: number, calendar: OfficeCalendar): PlainDate {
  const day = dayOf(instant, calendar);
  const last = Number(day.slice(5, 7)) + months;
  const month = ((last - 1) % 12) + 1;
  const year = yearOf(day) + (last > 12 ? 1 : 0);
  return workingDayOnOrAfter(lastOf(year, month, Number(day.slice(8))), calendar);
}

/** This day of a month, or the last that it has. */
function lastOf(year: number, month: number, day: number): PlainDate {
  const two = (value: number) => String(value).padStart(2, '0');
  return parsePlainDate(`${year}-${two(month)}-${two(day)}`) ?? lastOf(year, month, day - 1);
}
