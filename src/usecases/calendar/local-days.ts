import { CalendarDay } from '../../../entities/calendar-day';
import { type Rows, databaseOf, repositoryOf } from '../../database/database';
import { withLocalDays, type LocalDay, type OfficeCalendar } from '../../regulation/calendar';
import type { Desk } from '../ports';

/** Says that somebody changed a day, so that every instance reads the days anew. */
export const CALENDAR_CHANNEL = 'calendar_changed';

/** Every day that admins have set over the production calendar, oldest first. */
export async function readLocalDays(rows: Rows): Promise<LocalDay[]> {
  const days = await repositoryOf(rows, CalendarDay).find({ order: { day: 'asc' } });
  return days.map(({ day, kind, note }) => ({ day, kind, note }));
}

/**
 * The calendar with the days of this moment, for whoever must see a change that was just made: the notice of it may still
 * be on its way.
 */
export async function readCalendar(desk: Desk, rows: Rows = databaseOf(desk)): Promise<OfficeCalendar> {
  return withLocalDays(desk.office.calendar(), await readLocalDays(rows));
}
