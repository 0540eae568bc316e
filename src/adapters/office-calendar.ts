import type { Database } from '../database/database';
import { withLocalDays, type OfficeCalendar } from '../regulation/calendar';
import { readLocalDays } from '../usecases/terms/calendar';
import { loadCalendar, type OfficeHours } from './calendars';

export interface OfficeCalendarHolder {
  /** As it was read last; for code that asks at every press. */
  readonly current: () => OfficeCalendar;
  /** Reads the admins' days anew. @returns whether they differ from those known until now */
  readonly refresh: () => Promise<boolean>;
}

/** @throws AppError as `loadCalendar` does */
export function createOfficeCalendar({
  database,
  ...hours
}: Omit<OfficeHours, 'overrides'> & { readonly database: Database }): OfficeCalendarHolder {
  let calendar = loadCalendar(hours);
  let known = '[]';
  let last: Promise<unknown> = Promise.resolve();

  async function read(): Promise<boolean> {
    const days = await readLocalDays(database);
    const seen = JSON.stringify(days);
    if (seen === known) return false;
    calendar = withLocalDays(calendar, days);
    known = seen;
    return true;
  }

  return {
    current: () => calendar,
    refresh() {
      // One after the other: of two at once the older answer could come last.
      const mine = last.then(read, read);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
