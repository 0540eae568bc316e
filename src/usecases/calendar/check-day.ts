import { statement, databaseOf } from '../../database';
import { checkOf, dayOf, type DayCheck, type PlainDate } from '../../regulation/calendar';
import { shortName } from '../people/names';
import { circumstances, type Desk } from '../ports';
import { changeableDays } from './change-day';
import { readCalendar } from './local-days';

export interface CheckedDay extends DayCheck {
  /** Who set it over the production calendar; null: nobody. */
  readonly entered: { readonly by: string; readonly at: Date } | null;
  readonly changeable: boolean;
}

const whoEntered = statement(
  'who-entered-calendar-day',
  `select p.name as by, c.entered_at as at from calendar_day c join person p on p.id = c.entered_by_id where c.day = $1`,
);

/** «Проверка дня»: what the day is and why, as the terms take it. */
export async function checkDay(desk: Desk, day: PlainDate): Promise<CheckedDay> {
  const calendar = await readCalendar(desk);
  const [row] = await databaseOf(desk).query<{ by: string; at: Date }>(whoEntered, [day]);
  const { now } = circumstances(desk);
  const { first, last } = changeableDays(dayOf(now, calendar), calendar);
  return {
    ...checkOf(day, calendar),
    entered: row ? { by: shortName(row.by), at: row.at } : null,
    changeable: first <= day && day <= last,
  };
}
