import { statement, databaseOf } from '../../database/database';
import { dayOf, startOfDay, toPlainDate, type PlainDate } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { STAGES, type Stage } from '../../regulation/vocabulary';
import { isMissedIn, isOverdueNow } from '../nags/overdue';
import { circumstances, type Desk } from '../ports';

/** Counts of the month that goes on, and what is in work now. */
export interface Report {
  readonly from: PlainDate;
  readonly received: number;
  readonly answered: number;
  readonly redirected: number;
  /** «Пропущено за период»: of every kind, since the first of the month. */
  readonly missed: number;
  readonly open: number;
  /** «Просрочено сейчас». */
  readonly overdue: number;
  /** Stages with appeals in them, in the order of the work. */
  readonly stages: readonly { readonly stage: Stage; readonly count: number }[];
}

const countMonth = statement(
  'report-month',
  `select count(*) filter (where registered_at >= $1)::int as received,
     count(*) filter (where stage = 'answered' and finished_at >= $1)::int as answered,
     count(*) filter (where stage = 'redirected' and finished_at >= $1)::int as redirected,
     (select count(*)::int from overdue o where ${isMissedIn('o', '$1', '$2')}) as missed
   from appeal`,
);
const countOpen = statement(
  'report-open',
  `select w.stage, count(*)::int as count, count(*) filter (where ${isOverdueNow('w', '$1')})::int as overdue
   from open_work w group by w.stage`,
);

/** @returns null without the right to it */
export async function readReport(desk: Desk, actor: Actor): Promise<Report | null> {
  if (!hasRight(actor, 'report')) return null;
  const { now, calendar } = circumstances(desk);
  const from = toPlainDate(`${dayOf(now, calendar).slice(0, 7)}-01`);
  const [month] = await databaseOf(desk).query<Pick<Report, 'received' | 'answered' | 'redirected' | 'missed'>>(
    countMonth,
    [startOfDay(from, calendar), now],
  );
  const rows = await databaseOf(desk).query<{ stage: Stage; count: number; overdue: number }>(countOpen, [now]);
  const sum = (key: 'count' | 'overdue') => rows.reduce((total, row) => total + row[key], 0);
  return {
    from,
    received: month?.received ?? 0,
    answered: month?.answered ?? 0,
    redirected: month?.redirected ?? 0,
    missed: month?.missed ?? 0,
    open: sum('count'),
    overdue: sum('overdue'),
    stages: STAGES.flatMap((stage) => {
      const row = rows.find((one) => one.stage === stage);
      return row ? [{ stage, count: row.count }] : [];
    }),
  };
}
