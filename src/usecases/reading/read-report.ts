import { statement, databaseOf } from '../../database/database';
import { dayOf, toPlainDate, type PlainDate } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { STAGES, type Stage } from '../../regulation/vocabulary';
import { isOverdueNow } from '../nags/overdue';
import { circumstances, type Desk } from '../ports';
import { missedByReport, sumOfAnswers, type Statistics } from '../statistics/figures';
import { readStatistics } from '../statistics/read-statistics';

/** Counts of the month that goes on, and what is in work now. */
export interface Report {
  readonly from: PlainDate;
  /** As `GET /api/statistics` counts it; null: it is being counted for the first time. */
  readonly month: MonthFigures | null;
  readonly open: number;
  /** «Просрочено сейчас». */
  readonly overdue: number;
  /** Stages with appeals in them, in the order of the work. */
  readonly stages: readonly { readonly stage: Stage; readonly count: number }[];
}

export interface MonthFigures {
  /** Everything that was done by then is in it. */
  readonly asOf: Date;
  /** Something done before now is not in it yet. */
  readonly lags: boolean;
  readonly received: number;
  readonly answered: number;
  readonly redirected: number;
  /** «Пропущено за период»: of every kind, since the first of the month. */
  readonly missed: number;
}

const countOpen = statement(
  'report-open',
  `select w.stage, count(*)::int as count, count(*) filter (where ${isOverdueNow('w', '$1')})::int as overdue
   from open_work w group by w.stage`,
);

/** @returns null without the right to it */
export async function readReport(desk: Desk, actor: Actor): Promise<Report | null> {
  if (!hasRight(actor, 'report')) return null;
  const { now, calendar } = circumstances(desk);
  const to = dayOf(now, calendar);
  const from = toPlainDate(`${to.slice(0, 7)}-01`);
  const statistics = await readStatistics(desk, { from, to, by: 'none' });
  const rows = await databaseOf(desk).query<{ stage: Stage; count: number; overdue: number }>(countOpen, [now]);
  const sum = (key: 'count' | 'overdue') => rows.reduce((total, row) => total + row[key], 0);
  return {
    from,
    month: statistics && monthOf(statistics),
    open: sum('count'),
    overdue: sum('overdue'),
    stages: STAGES.flatMap((stage) => {
      const row = rows.find((one) => one.stage === stage);
      return row ? [{ stage, count: row.count }] : [];
    }),
  };
}

const monthOf = ({ asOf, lag, total }: Statistics): MonthFigures => ({
  asOf,
  lags: lag > 0,
  received: total.received,
  answered: sumOfAnswers(total),
  redirected: total.redirected,
  missed: missedByReport(total),
});
