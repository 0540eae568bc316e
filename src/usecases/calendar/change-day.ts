import { CalendarDay } from '../../../entities/calendar-day';
import { columnNames } from '../../database/columns';
import { statement, databaseOf, repositoryOf } from '../../database/database';
import { checkOf } from '../../regulation/day-check';
import {
  dayOf,
  toPlainDate,
  yearOf,
  type DayKind,
  type OfficeCalendar,
  type PlainDate,
} from '../../regulation/calendar';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../journal/journal';
import type { Official } from '../people/officials';
import { circumstances, type Desk } from '../ports';
import { askToReplan } from '../reminders/ask-to-replan';
import { CALENDAR_CHANNEL } from './local-days';

/** `asInFile` takes the local day away. */
export type DayChange = DayKind | 'asInFile';

/** Each is a key under `calendar:refusal`. */
export type DayRefusal = 'notAdmin' | 'tooOld' | 'tooFar';

export type DayChanged =
  { readonly ok: true; readonly changed: boolean } | { readonly ok: false; readonly refusal: DayRefusal };

export interface NewDay {
  readonly day: PlainDate;
  readonly kind: DayChange;
  /** An admin's own words; undefined leaves what is there. */
  readonly note?: string | null;
}

// A day that nobody has set cannot be locked, so the write itself says whether it changed anything: kind and note do, who and
// when do not, while TypeORM's upsert asks all columns or none.
const keepDay = statement(
  'keep-calendar-day',
  `insert into calendar_day (${columnNames(CalendarDay, ['day', 'kind', 'note', 'enteredById', 'enteredAt'])}) values ($1, $2, $3, $4, $5)
   on conflict (day) do update set kind = excluded.kind, note = excluded.note, entered_by_id = excluded.entered_by_id, entered_at = excluded.entered_at
     where (calendar_day.kind, calendar_day.note) is distinct from (excluded.kind, excluded.note)
   returning day`,
);
const notify = statement('notify-calendar', `select pg_notify('${CALENDAR_CHANNEL}', '')`);

/**
 * Sets a day over the production calendar, or takes that back; a provisional day is confirmed by setting what it is.
 * Journaled; every instance is told, and the terms of open appeals are planned anew. @idempotent
 */
export async function changeDay(desk: Desk, actor: Official, { day, kind, note }: NewDay): Promise<DayChanged> {
  if (!hasRight(actor, 'administer')) return no('notAdmin');
  const { now, calendar } = circumstances(desk);
  const { first, last } = changeableDays(dayOf(now, calendar), calendar);
  if (day < first) return no('tooOld');
  if (day > last) return no('tooFar');
  return databaseOf(desk).transaction(async (tx) => {
    const days = repositoryOf(tx, CalendarDay);
    const before = await days.findOne({ where: { day }, lock: { mode: 'pessimistic_write' } });
    const kept = note === undefined ? (before?.note ?? null) : note;
    const changed =
      kind === 'asInFile' || addsNothing(day, kind, kept, calendar)
        ? (await days.delete({ day })).affected === 1
        : (await tx.query(keepDay, [day, kind, kept, actor.personId, now])).length === 1;
    if (!changed) return { ok: true, changed: false };
    await noteChange(tx, now, actor, {
      day,
      from: before && { kind: before.kind, note: before.note },
      to: kind,
      note: kind === 'asInFile' ? null : kept,
    });
    await tx.query(notify);
    await askToReplan(tx, now);
    return { ok: true, changed: true };
  });
}

/**
 * From the first day of this year, because a day off may be declared when it is past and terms that run now count it,
 * while earlier years are reported and closed; to the end of the year after the last that has a calendar.
 */
export function changeableDays(
  today: PlainDate,
  { years }: OfficeCalendar,
): { readonly first: PlainDate; readonly last: PlainDate } {
  const lastYear = Math.max(yearOf(today), ...years.keys()) + 1;
  return { first: toPlainDate(`${yearOf(today)}-01-01`), last: toPlainDate(`${lastYear}-12-31`) };
}

/** Exactly what the production calendar says for sure needs no row, so that a row always means a change. */
function addsNothing(day: PlainDate, kind: DayKind, note: string | null, calendar: OfficeCalendar): boolean {
  const { loaded, officially } = checkOf(day, calendar);
  return loaded && note === null && officially.kind === kind && !officially.special?.provisional;
}

const no = (refusal: DayRefusal) => ({ ok: false, refusal }) as const;
