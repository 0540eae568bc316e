import { Overdue } from '../../../entities/terms';
import { columns, type RowOf } from '../../database/columns';
import { statement, databaseOf, type Transaction, type Queries } from '../../database/database';
import {
  spanOf,
  dayOf,
  monthOf,
  plusDays,
  startOfDay,
  lastWorkingDayOnOrBefore,
  weekday,
  type OfficeCalendar,
  type PlainDate,
} from '../../regulation/calendar';
import { recordOf } from '../../regulation/lists';
import { MISSED_TERMS, type MissedTerm } from '../../regulation/nags';
import { hasRight } from '../../regulation/rights';
import { maskPersonalData } from '../../text/personal-data';
import { WEEK_NUMBERS, type WeekNumber } from '../kit/digest-params';
import { type WeeklyReport, say, type Message, paramsOf } from '../kit/messages';
import type { Official } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { readLines, type AppealLine } from '../lists/lists';
import { loadColleagues } from '../people/rights';
import { unitAround, sumOfAnswers } from '../statistics/figures';
import { readStatistics } from '../statistics/statistics';
import {
  isMissedIn,
  organizationOf,
  ownerOf,
  countOverdueThen,
  readLeftOut,
  readOverdueNow,
} from '../terms/load-terms';
import { loadReaders, headToTell, monthlyKey, weeklyKey } from './personal-digests';

/** A sheet of more would keep the bot from answering presses while it is made (5,000 rows take 0.1 s). */
const ROWS_AT_MOST = 5_000;

const OF_FACT = columns(Overdue, ['kind', 'stage', 'endedAt'], 'o');

/** A fact of §1 «просрочка». */
export interface MissedLine extends Readonly<RowOf<typeof OF_FACT>> {
  readonly number: string;
  readonly due: Date;
  /** Surname and initials, or the organization; null: all coordinators. */
  readonly holder: string | null;
  readonly organization: boolean;
  /** Who stood in for the holder, who was away. */
  readonly deputy: string | null;
}

/** Rows that are shown, and how many are left out. */
export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly more: number;
}

export interface WeeklyDetails {
  /** «Пропущено» in the week; the oldest first. */
  readonly missed: Rows<MissedLine>;
  /** Open now, the nearest term first. */
  readonly open: Rows<AppealLine>;
}

const selectMissed = statement(
  'week-missed-terms',
  `select a.number, ${OF_FACT}, o.due_at as due,
     ${ownerOf('o')} as "personId", o.deputy_id as "deputyId", ${organizationOf('o')} as organization
   from overdue o join appeal a on a.id = o.appeal_id where ${isMissedIn('o', '$1', '$2')} order by o.due_at, o.id`,
);
const selectOpen = statement(
  'week-open-work',
  'select appeal_id as "appealId", null as delivery from open_work order by due_at, appeal_id',
);

/** What the workbook of a weekly report lists, as it stands when the workbook is made. */
export async function readWeeklyDetails(
  desk: Desk,
  { from, to }: Pick<WeeklyReport, 'from' | 'to'>,
): Promise<WeeklyDetails> {
  const database = databaseOf(desk);
  const around = circumstances(desk);
  const { calendar } = around;
  const readers = await loadReaders(database);
  const missed = await database.query<
    Omit<MissedLine, 'holder' | 'organization' | 'deputy'> & {
      personId: number | null;
      deputyId: number | null;
      organization: string | null;
    }
  >(selectMissed, spanOf({ from, to }, calendar));
  const open = await database.query<{ appealId: number; delivery: null }>(selectOpen);
  const lines = await readLines(database, open.slice(0, ROWS_AT_MOST), around);
  return {
    missed: first(
      missed.map(({ personId, deputyId, organization, ...line }) => ({
        ...line,
        organization: organization !== null,
        deputy: readers.get(deputyId ?? 0)?.name ?? null,
        holder:
          personId === null ? organization && maskPersonalData(organization) : (readers.get(personId)?.name ?? null),
      })),
    ),
    open: { rows: lines, more: Math.max(0, open.length - ROWS_AT_MOST) },
  };
}

const first = <Row>(rows: readonly Row[]): Rows<Row> => ({
  rows: rows.slice(0, ROWS_AT_MOST),
  more: Math.max(0, rows.length - ROWS_AT_MOST),
});

const isAnythingKnown = statement(
  'month-is-known',
  `select exists (select from appeal where received_at < $1) as "is"`,
);

/**
 * To the curators, on a month's first working day (the second, where the first has the report of a week): the month that ended with the lists
 * behind its figures (§2 Куратор, «подготовка статистической отчетности») and the journal's head; the paper for the Руководитель is a button of
 * it. Of a month that began before there was
 * anything to count nothing is said.
 * @param until afterwards it is not sent any more
 * @idempotent by person and month
 */
export async function tellMonth(tx: Transaction, desk: Desk, until: Date): Promise<void> {
  const around = circumstances(desk);
  const { now, calendar } = around;
  const day = dayOf(now, calendar);
  const begun = monthOf(day);
  const [known] = await tx.query<{ is: boolean }>(isAnythingKnown, [startOfDay(begun, calendar)]);
  if (known?.is !== true) return;
  const { from, to: last } = unitAround('month', plusDays(begun, -1));
  const head = await headToTell(tx, around);
  const readers = await loadReaders(tx);
  const curators = (await loadColleagues(tx, around)).filter((colleague) => hasRight(colleague, 'weekly'));
  await say(
    tx,
    curators.flatMap(({ personId }): Message[] => {
      const to = readers.get(personId)?.chat;
      const params = { personId, from, to: last, until, head };
      return to ? [{ key: monthlyKey(day, personId), to, kind: 'monthly', params, silent: true }] : [];
    }),
    now,
  );
}

const PEOPLE_AT_MOST = 10;

interface Week {
  /** Both included. */
  readonly from: PlainDate;
  readonly to: PlainDate;
}

const mondayOf = (day: PlainDate): PlainDate => plusDays(day, 1 - weekday(day));

/** The week that ended before the week of this day, and whole weeks without a working day after it: nothing falls between two reports. */
export function weekBefore(day: PlainDate, calendar: OfficeCalendar): Week {
  const to = plusDays(mondayOf(day), -1);
  return { from: mondayOf(lastWorkingDayOnOrBefore(to, calendar)), to };
}

// Once a week it reads all appeals: an index over what presses change would cost every press.
const countEnding = statement(
  'week-ending',
  `select count(*) filter (where due_at >= $1 and due_at < $2 and (finished_at is null or finished_at >= $3))::int as count from appeal`,
);
const countMissed = statement(
  'week-missed',
  `select o.kind, ${ownerOf('o')} as "personId", o.deputy_id as "deputyId",
     ${organizationOf('o')} as organization, count(*)::int as count
   from overdue o where ${isMissedIn('o', '$1', '$2')} group by 1, 2, 3, 4`,
);

const isBeforeKnown = statement(
  'week-before-known',
  `select exists (select from appeal where received_at < $1) as "is"`,
);

interface MissedCount {
  readonly kind: MissedTerm;
  readonly personId: number | null;
  readonly deputyId: number | null;
  readonly organization: string | null;
  readonly count: number;
}

/**
 * @param moment when the report on this week was made
 * @param running how many appeals were overdue then
 */
async function readWeek(queries: Queries, desk: Desk, { from, to }: Week, moment: Date, running: number) {
  const { calendar } = circumstances(desk);
  const begins = plusDays(to, 1);
  const statistics = await readStatistics(desk, { from, to, by: 'none' });
  // the job is tried again, and by then they are
  if (!statistics) throw new Error('Statistics are being counted for the first time');
  const { total } = statistics;
  const [ending] = await queries.query<{ count: number }>(countEnding, [
    startOfDay(begins, calendar),
    startOfDay(plusDays(begins, 7), calendar),
    moment,
  ]);
  const missed = await queries.query<MissedCount>(countMissed, [...spanOf({ from, to }, calendar)]);
  const numbers: Record<WeekNumber, number> = {
    received: total.received,
    answered: sumOfAnswers(total),
    redirected: total.redirected,
    reexaminations: total.reexamined,
    dutyKept: total.duty.kept,
    ending: ending?.count ?? 0,
    missed: sum(missed),
    running,
  };
  return { numbers, missed };
}

/** One for a person, for a person in whose place somebody stood, for an organization, and for all coordinators. */
const holderOf = ({ personId, deputyId, organization }: MissedCount): string =>
  organization === null ? `${personId} ${deputyId}` : `: ${organization}`;
const byHolder = (rows: readonly MissedCount[]): MissedCount[] => [
  ...new Map(rows.map((row) => [holderOf(row), row])).values(),
];
const sum = (rows: readonly MissedCount[]): number => rows.reduce((total, { count }) => total + count, 0);

/**
 * To the curators, on a week's first working day: the week that ended, beside the one before, and the journal's head, which has no message of
 * its own on such a day. The workbook comes when it is asked for, see `ask-week.ts`.
 * @param until afterwards it is not sent any more
 * @idempotent by person and day
 */
export async function tellWeek(tx: Transaction, desk: Desk, until: Date): Promise<void> {
  const around = circumstances(desk);
  const { now, calendar } = around;
  const day = dayOf(now, calendar);
  const readers = await loadReaders(tx);
  const week = weekBefore(day, calendar);
  const earlier = weekBefore(week.from, calendar);
  const sinceMonday = now.getTime() - startOfDay(mondayOf(day), calendar).getTime();
  const ended = await readWeek(tx, desk, week, now, (await readOverdueNow(tx, now)).size);
  const then = new Date(startOfDay(week.from, calendar).getTime() + sinceMonday);
  const before = await readWeek(tx, desk, earlier, then, await countOverdueThen(tx, then));
  // Of a week before the office had the bot nobody knows how many there were.
  const [known] = await tx.query<{ is: boolean }>(isBeforeKnown, [startOfDay(week.from, calendar)]);
  const compared = (count: number, than: number) => ({ count, change: known?.is === true ? count - than : null });
  const nameOf = (id: number | null) => readers.get(id ?? 0)?.name ?? null;
  const ofKind = (rows: readonly MissedCount[], kind: MissedTerm) => sum(rows.filter((row) => row.kind === kind));
  const report = {
    ...week,
    until,
    numbers: recordOf(WEEK_NUMBERS, (name) => compared(ended.numbers[name], before.numbers[name])),
    missed: recordOf(MISSED_TERMS, (kind) => compared(ofKind(ended.missed, kind), ofKind(before.missed, kind))),
    leftOut: await readLeftOut(tx, now),
    people: byHolder(ended.missed)
      .map((holder) => ({
        name: nameOf(holder.personId) ?? (holder.organization && maskPersonalData(holder.organization)),
        organization: holder.organization !== null,
        deputy: nameOf(holder.deputyId),
        count: sum(ended.missed.filter((row) => holderOf(row) === holderOf(holder))),
      }))
      .sort((one, other) => other.count - one.count)
      .slice(0, PEOPLE_AT_MOST),
  };
  const head = await headToTell(tx, around);
  const curators = (await loadColleagues(tx, around)).filter((colleague) => hasRight(colleague, 'weekly'));
  await say(
    tx,
    curators.flatMap(({ personId }) => {
      const to = readers.get(personId)?.chat;
      const params = { ...report, personId, head } satisfies WeeklyReport;
      return to ? [{ key: weeklyKey(day, personId), to, kind: 'weekly' as const, params, silent: true }] : [];
    }),
    now,
  );
}

/** So long it may be under way. */
const UNTIL_MS = 24 * 3_600_000;

const selectReport = statement(
  'weekly-report-told',
  'select params from outbox_message where key = $1 and not mergeable',
);
const isUnderWay = statement(
  'weekly-file-under-way',
  `select 1 from outbox_message where kind = 'weeklyFile' and state in ('new', 'sending') and messenger = $1 and chat_id = $2`,
);

/** `gone`: nobody has told them of the week on that day, or it is theirs no more. */
export type AskedWeek = 'asked' | 'underWay' | 'gone';

/** The workbook of a report of the week, with the numbers that its text has. @param day on which it was told */
export async function askForWeek(desk: Desk, official: Official, day: PlainDate): Promise<AskedWeek> {
  if (!hasRight(official, 'weekly')) return 'gone';
  const { personId, messenger, chatId } = official;
  return databaseOf(desk).transaction(async (tx) => {
    const [report] = await tx.query<{ params: unknown }>(selectReport, [weeklyKey(day, personId)]);
    if (!report) return 'gone';
    if ((await tx.query(isUnderWay, [messenger, chatId])).length > 0) return 'underWay';
    const now = desk.clock.now();
    const params = { ...paramsOf('weekly', report.params), until: new Date(now.getTime() + UNTIL_MS) };
    const key = `weeklyFile:${day}:person:${personId}:${now.toISOString()}`;
    await say(tx, [{ key, to: { messenger, chatId }, kind: 'weeklyFile', params, silent: true }], now);
    return 'asked';
  });
}
