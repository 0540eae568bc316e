import type { Queries } from '../../database/database';
import {
  dayOf,
  isLoaded,
  plusDays,
  unloadedYears,
  weekday,
  yearOf,
  type OfficeCalendar,
} from '../../regulation/calendar';
import { say, type Message } from '../messages';
import { adminsWithChat } from '../people/officials';
import type { Desk } from '../ports';

/** The government publishes the transfers by then, and a term of 30 days with an extension fits in. */
const DAYS_AHEAD = 60;

/**
 * The daily job `calendar_check`: tells the admins, once a week, of every year of the next 60 days that has no production
 * calendar. @idempotent
 */
export async function calendarCheck(tx: Queries, { office }: Desk, now: Date): Promise<void> {
  const calendar = office.calendar();
  const today = dayOf(now, calendar);
  const monday = plusDays(today, 1 - weekday(today));
  const years = unloadedYears(today, plusDays(today, DAYS_AHEAD), calendar);
  await tell(tx, years, 'calendarUnloaded', (year) => `calendar:unloaded:${year}:week:${monday}`, now);
}

/**
 * Tells the admins, once a day and year, that a term was computed without a production calendar. Called in the
 * transaction that stores the term; costs nothing while the years are loaded.
 * @param terms what was computed; a term that is past already warns of nothing that could be mended
 * @idempotent
 */
export async function unloadedYearUsed(
  tx: Queries,
  calendar: OfficeCalendar,
  terms: readonly (Date | null)[],
  now: Date,
): Promise<void> {
  const ahead = terms.filter((term) => term !== null).filter((term) => term >= now);
  const years = new Set(ahead.map((term) => yearOf(dayOf(term, calendar))));
  const unloaded = [...years].filter((year) => !isLoaded(year, calendar));
  await tell(
    tx,
    unloaded,
    'calendarUnloadedUsed',
    (year) => `calendar:unloaded:${year}:used:${dayOf(now, calendar)}`,
    now,
  );
}

async function tell(
  tx: Queries,
  years: readonly number[],
  kind: 'calendarUnloaded' | 'calendarUnloadedUsed',
  key: (year: number) => string,
  now: Date,
): Promise<void> {
  if (years.length === 0) return;
  const admins = await adminsWithChat(tx);
  const messages = years.flatMap((year) =>
    admins.map(({ id, ...to }): Message => ({
      key: `${key(year)}:person:${id}`,
      to,
      kind,
      params: { personId: id, year },
      silent: false,
    })),
  );
  await say(tx, messages, now);
}
