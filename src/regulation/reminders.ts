import { at, dayOf, plusDays, type OfficeCalendar } from './calendar';

/** One moment of one reason; the threshold's name tells two moments of the same reason apart. */
export interface Reminder<Threshold extends string = string> {
  readonly threshold: Threshold;
  readonly at: Date;
}

const HOUR = 3_600_000;
/** Minutes after midnight. */
const EVENING = 18 * 60;

/**
 * To those who take part in a site visit or a meeting: 18:00 the evening before and one hour before, at any hour and on
 * any day, since people may have to leave home. (The resumption of a postponed appeal is an act, not a reminder: see
 * `resumesAt`.)
 * @param start when the visit or meeting begins
 */
export function visitReminders(start: Date, now: Date, calendar: OfficeCalendar): Reminder<'evening' | 'hour'>[] {
  const eve = plusDays(dayOf(start, calendar), -1);
  return stillAhead(
    [
      { threshold: 'evening', at: at(eve, EVENING, calendar) },
      { threshold: 'hour', at: new Date(start.getTime() - HOUR) },
    ],
    now,
  );
}

/**
 * What is left to remind of: a moment that is not after `now` is dropped, because the notice of the move itself shows
 * the term; of moments that fall together only the latest threshold stays.
 * @param thresholds in the order in which they come
 */
export function stillAhead<Threshold extends string>(
  thresholds: readonly Reminder<Threshold>[],
  now: Date,
): Reminder<Threshold>[] {
  const byMoment = new Map(thresholds.map((reminder) => [reminder.at.getTime(), reminder]));
  return [...byMoment.values()].filter((reminder) => reminder.at > now);
}
