import { statement, type Queries, type Transaction } from '../../database';
import {
  dayOf,
  lastWorkingDayOnOrBefore,
  plusDays,
  startOfDay,
  weekday,
  type OfficeCalendar,
  type PlainDate,
} from '../../regulation/calendar';
import { MISSED_TERMS, type MissedTerm } from '../../regulation/nags';
import { hasRight } from '../../regulation/rights';
import { WEEK_NUMBERS, say, type WeekNumber, type WeeklyReport } from '../messages';
import { loadColleagues } from '../nags/colleagues';
import { circumstances, type Desk } from '../ports';
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

const countReceived = statement(
  'week-received',
  'select count(*)::int as count from appeal where received_at >= $1 and received_at < $2',
);
// The condition of the index journal_entry_results, to the letter.
const countResults = statement(
  'week-results',
  `select count(*) filter (where to_stage = 'answered')::int as answered,
     count(*) filter (where to_stage = 'redirected')::int as redirected,
     count(*) filter (where action = 'returnForReexamination')::int as reexaminations
   from journal_entry
   where at >= $1 and at < $2
     and from_stage <> to_stage and (to_stage in ('answered', 'redirected') or action = 'returnForReexamination')`,
);
// Once a week it reads all appeals: an index over what presses change would cost every press.
const countTerms = statement(
  'week-terms',
  `select count(*) filter (where duty_due_at >= $1 and duty_due_at < $2 and reported_at < duty_due_at + interval '1 second')::int as "dutyKept",
     count(*) filter (where due_at >= $2 and due_at < $3 and (finished_at is null or finished_at >= $4))::int as ending
   from appeal`,
);
const countMissed = statement(
  'week-missed',
  `select kind, case when holder not in ('coordinator', 'organization') then holder_ids[1] end as "personId", count(*)::int as count
   from overdue where due_at >= $1 and due_at < $2 and answered_at is null and holder is not null group by 1, 2`,
);
const countRunning = statement(
  'week-running',
  `select count(distinct appeal_id)::int as count from overdue where due_at < $1 and answered_at is null and (ended_at is null or ended_at >= $1)`,
);

interface MissedCount {
  readonly kind: MissedTerm;
  readonly personId: number | null;
  readonly count: number;
}

/** @param moment when the report on this week was made */
async function readWeek(queries: Queries, { from, to }: Week, moment: Date, calendar: OfficeCalendar) {
  const begins = plusDays(to, 1);
  const week = [startOfDay(from, calendar), startOfDay(begins, calendar)];
  const [received] = await queries.query<{ count: number }>(countReceived, week);
  const [results] = await queries.query<Record<'answered' | 'redirected' | 'reexaminations', number>>(
    countResults,
    week,
  );
  const [terms] = await queries.query<Record<'dutyKept' | 'ending', number>>(countTerms, [
    ...week,
    startOfDay(plusDays(begins, 7), calendar),
    moment,
  ]);
  const missed = await queries.query<MissedCount>(countMissed, week);
  const [running] = await queries.query<{ count: number }>(countRunning, [moment]);
  const numbers: Record<WeekNumber, number> = {
    received: received?.count ?? 0,
    ...(results ?? { answered: 0, redirected: 0, reexaminations: 0 }),
    ...(terms ?? { dutyKept: 0, ending: 0 }),
    missed: sum(missed),
    running: running?.count ?? 0,
  };
  return { numbers, missed };
}

const sum = (rows: readonly MissedCount[]): number => rows.reduce((total, { count }) => total + count, 0);

/**
 * To the curators, on a week's first working day: the week that ended, beside the one before; first the text, then the
 * workbook as a message of its own, so that neither waits for the other.
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
  const ended = await readWeek(tx, week, now, calendar);
  const before = await readWeek(
    tx,
    earlier,
    new Date(startOfDay(week.from, calendar).getTime() + sinceMonday),
    calendar,
  );
  const compared = (count: number, than: number) => ({ count, change: count - than });
  const ofKind = (rows: readonly MissedCount[], kind: MissedTerm) => sum(rows.filter((row) => row.kind === kind));
  const report = {
    ...week,
    until,
    numbers: mapped(WEEK_NUMBERS, (name) => compared(ended.numbers[name], before.numbers[name])),
    missed: mapped(MISSED_TERMS, (kind) => compared(ofKind(ended.missed, kind), ofKind(before.missed, kind))),
    people: [...new Set(ended.missed.map(({ personId }) => personId))]
      .map((personId) => ({
        name: personId === null ? null : (readers.get(personId)?.name ?? null),
        count: sum(ended.missed.filter((row) => row.personId === personId)),
      }))
      .sort((one, other) => other.count - one.count)
      .slice(0, PEOPLE_AT_MOST),
  };
  const curators = (await loadColleagues(tx, around)).filter((colleague) => hasRight(colleague, 'weekly'));
  await say(
    tx,
    curators.flatMap(({ personId }) => {
      const to = readers.get(personId)?.chat;
      const params = { ...report, personId } satisfies WeeklyReport;
      return !to
        ? []
        : (['weekly', 'weeklyFile'] as const).map((kind) => ({
            key: `${kind}:${day}:person:${personId}`,
            to,
            kind,
            params,
            silent: true,
          }));
    }),
    now,
  );
}

const mapped = <Name extends string, Value>(
  names: readonly Name[],
  value: (name: Name) => Value,
): Record<Name, Value> => Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, Value>;
