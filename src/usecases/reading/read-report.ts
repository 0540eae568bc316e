import { statement, databaseOf } from '../../database';
import { dayOf, startOfDay, toPlainDate, type PlainDate } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { STAGES, type Stage } from '../../regulation/vocabulary';
import { circumstances, type Desk } from '../ports';

/** Counts of the month that goes on, and what is in work now. */
export interface Report {
  readonly from: PlainDate;
  readonly received: number;
  readonly answered: number;
  readonly redirected: number;
  /** Terms of the whole that ended this month with no answer sent in time, answered since or not. */
  readonly late: number;
  readonly open: number;
  readonly overdue: number;
  /** Stages with appeals in them, in the order of the work. */
  readonly stages: readonly { readonly stage: Stage; readonly count: number }[];
}

const countMonth = statement(
  'report-month',
  `select count(*) filter (where registered_at >= $1)::int as received,
     count(*) filter (where stage = 'answered' and finished_at >= $1)::int as answered,
     count(*) filter (where stage = 'redirected' and finished_at >= $1)::int as redirected,
     count(*) filter (where due_at >= $1 and due_at < $2 and (finished_at is null or finished_at > due_at))::int as late
   from appeal`,
);
const countOpen = statement(
  'report-open',
  'select stage, count(*)::int as count, count(*) filter (where due_at < $1)::int as overdue from open_work group by stage',
);

/** @returns null without the right to it */
export async function readReport(desk: Desk, actor: Actor): Promise<Report | null> {
  if (!hasRight(actor, 'report')) return null;
  const { now, calendar } = circumstances(desk);
  const from = toPlainDate(`${dayOf(now, calendar).slice(0, 7)}-01`);
  const wholeSecond = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const [month] = await databaseOf(desk).query<Pick<Report, 'received' | 'answered' | 'redirected' | 'late'>>(
    countMonth,
    [startOfDay(from, calendar), wholeSecond],
  );
  const rows = await databaseOf(desk).query<{ stage: Stage; count: number; overdue: number }>(countOpen, [wholeSecond]);
  const sum = (key: 'count' | 'overdue') => rows.reduce((total, row) => total + row[key], 0);
  return {
    from,
    received: month?.received ?? 0,
    answered: month?.answered ?? 0,
    redirected: month?.redirected ?? 0,
    late: month?.late ?? 0,
    open: sum('count'),
    overdue: sum('overdue'),
    stages: STAGES.flatMap((stage) => {
      const row = rows.find((one) => one.stage === stage);
      return row ? [{ stage, count: row.count }] : [];
    }),
  };
}
