import { Person } from '../../../entities/person';
import { CalendarDay } from '../../../entities/terms';
import { columnNames } from '../../database/columns';
import { type Queries, type Rows, databaseOf, repositoryOf, statement } from '../../database/database';
import {
  dayOf,
  isLoaded,
  plusDays,
  unloadedYears,
  weekday,
  yearOf,
  type OfficeCalendar,
  withLocalDays,
  type LocalDay,
  toPlainDate,
  type DayKind,
  type PlainDate,
} from '../../regulation/calendar';
import { checkOf, type DayCheck } from '../../regulation/day-check';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../kit/journal';
import { say, type Message } from '../kit/messages';
import { adminsWithChat, type Official, shortName } from '../kit/officials';
import { type Desk, circumstances } from '../kit/ports';
import { stampOf } from '../kit/redraw';
import { askToReplan } from '../kit/reminders';
import { isSetting, keepSetting } from '../kit/settings';

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

/**
 * No published source gives the shares, so they are an assumption until an admin has confirmed exactly these; other shares
 * in the environment void the confirmation by themselves.
 */
export async function stageSharesConfirmed(desk: Desk): Promise<boolean> {
  return isSetting(databaseOf(desk), 'stage_shares', desk.office.shares);
}

/**
 * Confirms just the shares that a screen has shown.
 * @param seen their stamp
 * @idempotent: the second confirmation of the same shares changes and journals nothing
 */
export async function confirmStageShares(
  desk: Desk,
  actor: Official,
  seen: string,
): Promise<'confirmed' | 'notAdmin' | 'changedMeanwhile'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  if (stampOf(desk.office.shares) !== seen) return 'changedMeanwhile';
  await databaseOf(desk).transaction(async (tx) => {
    if (!(await keepSetting(tx, 'stage_shares', desk.office.shares))) return;
    await noteChange(tx, desk.clock.now(), actor, { confirmed: 'STAGE_SHARES', shares: desk.office.shares });
  });
  return 'confirmed';
}
