import { CalendarDay } from '../../../entities/calendar-day';
import { Person } from '../../../entities/person';
import { databaseOf, repositoryOf } from '../../database/database';
import { checkOf, type DayCheck } from '../../regulation/day-check';
import { dayOf, type PlainDate } from '../../regulation/calendar';
import { shortName } from '../people/names';
import { circumstances, type Desk } from '../ports';
import { changeableDays } from './change-day';
import { readCalendar } from './local-days';

export interface CheckedDay extends DayCheck {
  /** Who set it over the production calendar; null: nobody. */
  readonly entered: { readonly by: string; readonly at: Date } | null;
  readonly changeable: boolean;
}

/** «Проверка дня»: what the day is and why, as the terms take it. */
export async function checkDay(desk: Desk, day: PlainDate): Promise<CheckedDay> {
  const calendar = await readCalendar(desk);
  const { now } = circumstances(desk);
  const { first, last } = changeableDays(dayOf(now, calendar), calendar);
  return {
    ...checkOf(day, calendar),
    entered: await whoEntered(desk, day),
    changeable: first <= day && day <= last,
  };
}

async function whoEntered(desk: Desk, day: PlainDate): Promise<CheckedDay['entered']> {
  const database = databaseOf(desk);
  const row = await repositoryOf(database, CalendarDay).findOneBy({ day });
  if (!row) return null;
  const { name } = await repositoryOf(database, Person).findOneByOrFail({ id: row.enteredById });
  return { by: shortName(name), at: row.enteredAt };
}
