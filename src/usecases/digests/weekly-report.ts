import { recordOf } from '../../regulation/lists';
import { statement, type Queries, type Transaction } from '../../database/database';
import { maskPersonalData } from '../../text/personal-data';
import {
  dayOf,
  lastWorkingDayOnOrBefore,
  plusDays,
  spanOf,
  startOfDay,
  weekday,
  type OfficeCalendar,
  type PlainDate,
} from '../../regulation/calendar';
import { MISSED_TERMS, type MissedTerm } from '../../regulation/nags';
import { hasRight } from '../../regulation/rights';
import { WEEK_NUMBERS, say, type WeekNumber, type WeeklyReport } from '../messages';
import { loadColleagues } from '../people/colleagues';
import { countOverdueThen, isMissedIn, organizationOf, ownerOf, readLeftOut, readOverdueNow } from '../nags/overdue';
import { circumstances, type Desk } from '../ports';
import { sumOfAnswers } from '../statistics/figures';
import { readStatistics } from '../statistics/read-statistics';
import { headToTell, weeklyKey } from './day-head';
import { loadReaders } from './personal-digests';

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
