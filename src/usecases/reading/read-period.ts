import { databaseOf } from '../../database/database';
import { maskPersonalData, maskPlace } from '../../text/personal-data';
import { daysBetween, monthOf, type PlainDate } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { sumOfAnswers, type Figures, type Period, type Row, type Slice, type Statistics } from '../statistics/figures';
import { figuresOf } from '../statistics/figures-of';
import { readStatistics } from '../statistics/read-statistics';
import { monthsLater } from '../statistics/periods';
import { NOTHING_OPEN } from '../statistics/rows';
import { besideBefore, besideYearBefore, countedOf, type Named } from '../statistics/units';
import { readLeftOut, readOverdueNow, type LeftOut } from '../nags/overdue';
import { circumstances, today, type Desk } from '../ports';
import { codeOf } from './codes';

/** By what a report is cut in the chat; days and months are pictures' matter. */
export const CUTS = [
  'kind',
  'category',
  'executor',
  'organization',
  'settlement',
  'channel',
] as const satisfies readonly Slice[];
export type Cut = (typeof CUTS)[number];

/** A part of what is counted: all of one executor, say. `code`: as a button names it, see `codeOf`. */
export interface PartAsked {
  readonly by: Cut;
  readonly code: string;
}
export interface PartShown extends PartAsked {
  readonly id: string | null;
  /** As it may be shown in a chat; null: there is none, such as an executor. */
  readonly name: string | null;
}

/** Figures of other days beside which the report's stand; null: there is nothing of that part in them. */
export interface Beside {
  readonly period: Period;
  readonly figures: Figures | null;
}

/** A report as somebody reads it. */
export interface PeriodReport {
  readonly named: Named;
  /** What of it was counted: of one that goes on, up to today. */
  readonly counted: Period;
  readonly asOf: Date;
  /** How far that lies behind now, in milliseconds. */
  readonly lag: number;
  readonly part: PartShown | null;
  readonly figures: Figures;
  readonly before: Beside | null;
  readonly yearBefore: Beside | null;
  /** «Просрочено сейчас», of everything: of a period that goes on. */
  readonly overdueNow: number | null;
  /** Beside it, what no number has. */
  readonly leftOut: readonly LeftOut[];
}

/** Why there is none: it is not theirs, everything is being counted for the first time, or it lies ahead. */
export type NoReport = 'notYours' | 'counting' | 'ahead';

/** A row's name as chats may have it. */
export function nameOf(by: Slice, key: string | null): string | null {
  if (key === null) return null;
  if (by === 'settlement') return maskPlace(key);
  return by === 'category' || by === 'organization' ? maskPersonalData(key) : key;
}

/** Of a part that the days have nothing of: it is said, and nothing is at fault. */
const NOTHING = figuresOf({}, NOTHING_OPEN);

/** The report of a period, whole or of a part, beside the period before and the year before. */
export async function readPeriod(
  desk: Desk,
  actor: Actor,
  named: Named,
  asked: PartAsked | null = null,
): Promise<PeriodReport | NoReport> {
  if (!hasRight(actor, 'report')) return 'notYours';
  const day = today(desk);
  const counted = countedOf(named, day);
  if (counted === null) return 'ahead';
  const by = asked?.by ?? 'none';
  const statistics = await readStatistics(desk, { ...counted, by });
  if (statistics === null) return 'counting';
  const row = asked === null ? null : rowOf(statistics, asked);
  const beside = async (period: Period | null): Promise<Beside | null> => {
    const then = period && (await readStatistics(desk, { ...period, by }));
    if (period === null || !then || isNothing(then.total)) return null;
    return { period, figures: asked === null ? then.total : rowOf(then, asked) };
  };
  const goesOn = named.to >= day && asked === null;
  return {
    named,
    counted,
    asOf: statistics.asOf,
    lag: statistics.lag,
    part: asked && { ...asked, id: row?.id ?? null, name: nameOf(asked.by, row?.key ?? null) },
    figures: asked === null ? statistics.total : (row ?? NOTHING),
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

/** The parts of a period, the most received first. */
export async function readParts(desk: Desk, actor: Actor, named: Named, by: Slice): Promise<Statistics | NoReport> {
  if (!hasRight(actor, 'report')) return 'notYours';
  const counted = countedOf(named, today(desk));
  if (counted === null) return 'ahead';
  return (await readStatistics(desk, { ...counted, by })) ?? 'counting';
}

/** Longer ones are drawn month by month: of more columns nobody sees one. */
const DAYS_DRAWN = 93;

/** All that a picture, a workbook or a paper of a period is made of. */
export interface PeriodDetails {
  readonly report: PeriodReport;
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
export async function readDetails(desk: Desk, actor: Actor, named: Named): Promise<PeriodDetails | NoReport> {
  const report = await readPeriod(desk, actor, named);
  if (typeof report === 'string') return report;
  const { counted } = report;
  const by = daysBetween(counted.from, counted.to) < DAYS_DRAWN ? 'day' : 'month';
  const flow = await readStatistics(desk, { ...counted, by });
  const year = await readStatistics(desk, { ...twelveMonths(counted.to), by: 'month', compared: true });
  /** Beside the same days as the report stands beside. */
  const compared = async (slice: Slice): Promise<Statistics | null> => {
    const own = await readStatistics(desk, { ...counted, by: slice });
    const than = async (beside: Beside | null) =>
      beside && (await readStatistics(desk, { ...beside.period, by: slice }));
    return own && { ...own, before: await than(report.before), yearBefore: await than(report.yearBefore) };
  };
  const executors = await compared('executor');
  const organizations = await readStatistics(desk, { ...counted, by: 'organization' });
  const settlements = await readStatistics(desk, { ...counted, by: 'settlement' });
  const categories = await compared('category');
  return flow && year && executors && organizations && settlements && categories
    ? { report, flow: { ...flow, by }, year, executors, organizations, settlements, categories }
    : 'counting';
}
