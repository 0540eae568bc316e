import { databaseOf } from '../../database/database';
import { daysBetween, monthOf, type PlainDate } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { codeOf } from '../kit/names';
import { circumstances, today, type Desk } from '../kit/ports';
import { readLeftOut, readOverdueNow, type LeftOut } from '../terms/load-terms';
import { readEngagementFigures, type EngagementFigures } from './engagement-figures';
import {
  sumOfAnswers,
  type Figures,
  type Period,
  type Row,
  type Slice,
  type Statistics,
  monthsLater,
  besideBefore,
  besideYearBefore,
  countedOf,
  type Named,
} from './figures';
import { nameOf, readParted, type Parted, type PartAsked, type PartShown } from './period-rows';
import { figuresOf, NOTHING_OPEN } from './rows';
import { periodsOf, readStatistics } from './statistics';
import type { Within } from './within';

/** Figures of other days beside which the report's stand; null: there is nothing of that part in them. */
export interface Beside {
  readonly period: Period;
  readonly figures: Figures | null;
  /** Null: the report is of parts, of which the ОГ role's work has none. */
  readonly engagement: EngagementFigures | null;
}

/** A report as somebody reads it. */
export interface PeriodReport {
  readonly named: Named;
  /** What of it was counted: of one that goes on, up to today. */
  readonly counted: Period;
  readonly asOf: Date;
  /** How far that lies behind now, in milliseconds. */
  readonly lag: number;
  /** Of which parts at once; none: of everything. */
  readonly parts: readonly PartShown[];
  readonly figures: Figures;
  /** What the ОГ role has held; null: the report is of parts. */
  readonly engagement: EngagementFigures | null;
  readonly before: Beside | null;
  readonly yearBefore: Beside | null;
  /** «Просрочено сейчас», of everything: of a period that goes on. */
  readonly overdueNow: number | null;
  /** Beside it, what no number has. */
  readonly leftOut: readonly LeftOut[];
}

/** Why there is none: it is not theirs, everything is being counted for the first time, or it lies ahead. */
export type NoReport = 'notYours' | 'counting' | 'ahead';

/** Of a part that the days have nothing of: it is said, and nothing is at fault. */
const NOTHING = figuresOf({}, NOTHING_OPEN);

/** The report of a period, whole or of what is of several parts at once, beside the period before and the year before. */
export async function readPeriod(
  desk: Desk,
  actor: Actor,
  named: Named,
  asked: readonly PartAsked[] = [],
): Promise<PeriodReport | NoReport> {
  if (!hasRight(actor, 'report')) return 'notYours';
  if (countedOf(named, today(desk)) === null) return 'ahead';
  return asked.length > 1
    ? readMet(desk, named, await readParted(desk, asked, periodsBeside(named, today(desk))))
    : readWhole(desk, named, asked[0] ?? null);
}

/** Where parts meet, of what was read within them. */
const readMet = (desk: Desk, named: Named, { within, parts }: Parted): Promise<PeriodReport | NoReport> =>
  reportOf(desk, named, async (period) => {
    const statistics = await readStatistics(desk, { ...period, by: 'none' }, within);
    return statistics && { statistics, figures: statistics.total, parts };
  });

/** Everything, or one part: sums are kept of these. */
const readWhole = (desk: Desk, named: Named, asked: PartAsked | null): Promise<PeriodReport | NoReport> =>
  reportOf(desk, named, async (period) => {
    const statistics = await readStatistics(desk, { ...period, by: asked?.by ?? 'none' });
    if (statistics === null || asked === null)
      return statistics && { statistics, figures: statistics.total, parts: [] };
    const row = rowOf(statistics, asked);
    const shown = { ...asked, id: row?.id ?? null, name: nameOf(asked.by, row?.key ?? null) };
    return { statistics, figures: row, parts: [shown] };
  });

/** All days of a report: its own, and those beside which it stands. */
const periodsBeside = (named: Named, day: PlainDate): readonly Period[] =>
  [countedOf(named, day), besideBefore(named, day), besideYearBefore(named, day)].filter((one) => one !== null);

/** Of what was counted in some days: all of it, and what is asked for. */
interface Read {
  readonly statistics: Statistics;
  readonly figures: Figures | null;
  readonly parts: readonly PartShown[];
}

async function reportOf(
  desk: Desk,
  named: Named,
  readIn: (period: Period) => Promise<Read | null>,
): Promise<PeriodReport | NoReport> {
  const day = today(desk);
  const counted = countedOf(named, day);
  if (counted === null) return 'ahead';
  const own = await readIn(counted);
  if (own === null) return 'counting';
  const held = async (period: Period) => (own.parts.length > 0 ? null : readEngagementFigures(desk, period));
  const beside = async (period: Period | null): Promise<Beside | null> => {
    const then = period && (await readIn(period));
    return period === null || !then || isNothing(then.statistics.total)
      ? null
      : { period, figures: then.figures, engagement: await held(period) };
  };
  const goesOn = named.to >= day && own.parts.length === 0;
  return {
    named,
    counted,
    asOf: own.statistics.asOf,
    lag: own.statistics.lag,
    parts: own.parts,
    figures: own.figures ?? NOTHING,
    engagement: await held(counted),
    before: await beside(besideBefore(named, day)),
    yearBefore: await beside(besideYearBefore(named, day)),
    overdueNow: goesOn ? await countOverdue(desk) : null,
    leftOut: goesOn ? await readLeftOut(databaseOf(desk), circumstances(desk).now) : [],
  };
}

const rowOf = ({ rows }: Pick<Statistics, 'rows'>, { code }: PartAsked): Row | null =>
  rows.find(({ id }) => codeOf(id) === code) ?? null;

/** The same for whoever reads it: the list behind it has also what is late in their own eyes alone. */
const countOverdue = async (desk: Desk): Promise<number> =>
  (await readOverdueNow(databaseOf(desk), circumstances(desk).now)).size;

/** Before the first appeal there is nothing to compare with. */
const isNothing = (figures: Figures): boolean =>
  figures.received + figures.open + figures.redirected + sumOfAnswers(figures) + figures.missed.total === 0;

/** A period by a slice, the most received first; of everything, or within parts. */
export async function readParts(
  desk: Desk,
  actor: Actor,
  named: Named,
  by: Slice,
  within: readonly PartAsked[] = [],
): Promise<Statistics | NoReport> {
  if (!hasRight(actor, 'report')) return 'notYours';
  const counted = countedOf(named, today(desk));
  if (counted === null) return 'ahead';
  const inside = within.length === 0 ? null : (await readParted(desk, within, [counted])).within;
  return (await readStatistics(desk, { ...counted, by }, inside)) ?? 'counting';
}

/** Longer ones are drawn month by month: of more columns nobody sees one. */
const DAYS_DRAWN = 93;

/** All that a picture, a workbook or a paper of a period is made of. */
export interface PeriodDetails {
  readonly report: PeriodReport;
  /** What its parts have; null: it is of everything. */
  readonly within: Within | null;
  readonly flow: Statistics & { readonly by: 'day' | 'month' };
  /** Twelve months up to the last of the period, and the same a year before. */
  readonly year: Statistics;
  /** These beside the period before and the year before. */
  readonly executors: Statistics;
  readonly organizations: Statistics;
  readonly settlements: Statistics;
  readonly categories: Statistics;
}

const twelveMonths = (to: PlainDate): Period => ({ from: monthsLater(monthOf(to), -11), to });

/** One statistic after the other: whoever presses comes between. */
export async function readDetails(
  desk: Desk,
  actor: Actor,
  named: Named,
  asked: readonly PartAsked[] = [],
): Promise<PeriodDetails | NoReport> {
  if (!hasRight(actor, 'report')) return 'notYours';
  const to = countedOf(named, today(desk))?.to ?? null;
  if (to === null) return 'ahead';
  const months = { ...twelveMonths(to), compared: true };
  const read = [...periodsBeside(named, today(desk)), ...periodsOf(months)];
  const parted = asked.length === 0 ? null : await readParted(desk, asked, read);
  const within = parted?.within ?? null;
  const report = await (parted ? readMet(desk, named, parted) : readWhole(desk, named, null));
  if (typeof report === 'string') return report;
  const { counted } = report;
  const by = daysBetween(counted.from, counted.to) < DAYS_DRAWN ? 'day' : 'month';
  const flow = await readStatistics(desk, { ...counted, by }, within);
  const year = await readStatistics(desk, { ...months, by: 'month' }, within);
  /** Beside the same days as the report stands beside. */
  const compared = async (slice: Slice): Promise<Statistics | null> => {
    const own = await readStatistics(desk, { ...counted, by: slice }, within);
    const than = async (beside: Beside | null) =>
      beside && (await readStatistics(desk, { ...beside.period, by: slice }, within));
    return own && { ...own, before: await than(report.before), yearBefore: await than(report.yearBefore) };
  };
  const executors = await compared('executor');
  const organizations = await readStatistics(desk, { ...counted, by: 'organization' }, within);
  const settlements = await readStatistics(desk, { ...counted, by: 'settlement' }, within);
  const categories = await compared('category');
  return flow && year && executors && organizations && settlements && categories
    ? { report, within, flow: { ...flow, by }, year, executors, organizations, settlements, categories }
    : 'counting';
}
