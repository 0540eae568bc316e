import { statement, type Queries, databaseOf } from '../../database';
import { withLocalDays, type LocalDay, type OfficeCalendar } from '../../regulation/calendar';
import type { Desk } from '../ports';

/** Says that somebody changed a day, so that every instance reads the days anew. */
export const CALENDAR_CHANNEL = 'calendar_changed';

const readDays = statement('local-days', 'select day, kind, note from calendar_day order by day');

/** Every day that admins have set over the production calendar, oldest first. */
export const readLocalDays = (queries: Queries): Promise<LocalDay[]> => queries.query<LocalDay>(readDays);

/**
 * The calendar with the days of this moment, for whoever must see a change that was just made: the notice of it may still
 * be on its way.
 */
export async function readCalendar(desk: Desk, queries: Queries = databaseOf(desk)): Promise<OfficeCalendar> {
  return withLocalDays(desk.office.calendar(), await readLocalDays(queries));
}
