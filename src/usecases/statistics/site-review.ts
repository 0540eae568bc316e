import { databaseOf, statement } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import type { ReportFormat } from '../kit/account-params';
import { askForFile, type FileAsked } from '../kit/ask-for-file';
import type { Official } from '../kit/officials';
import { today, type Desk } from '../kit/ports';
import type { EngagementFigures } from './engagement-figures';
import { type Figures, type Row, type Slice, type Named, countedOf } from './figures';
import { readPeriod, type Beside, type NoReport } from './period';
import type { PartAsked } from './period-rows';
import { readStatistics } from './statistics';

/** Of what a review of a period is made. */
export interface ReviewedPeriod {
  readonly figures: Figures;
  readonly categories: readonly Row[];
  readonly settlements: readonly Row[];
  readonly engagement: EngagementFigures;
}

export interface ReviewFigures {
  readonly named: Named;
  /** Of the month or the quarter before; null: there was nothing in it. */
  readonly before: ReviewedPeriod | null;
  readonly now: ReviewedPeriod;
}

/** Why there is no review: it is made of a whole month or quarter, once that is over. */
export type NoReview = 'onlyWhole' | 'goesOn';

/** Null: one can be made. */
export const refusalOfReview = ({ unit, to }: Named, day: PlainDate): NoReview | null =>
  unit !== 'month' && unit !== 'quarter' ? 'onlyWhole' : to >= day ? 'goesOn' : null;

/** The figures of a month or a quarter that the office may tell its citizens, beside those of the one before: the report's own. */
export async function readSiteReview(
  desk: Desk,
  actor: Actor,
  named: Named,
): Promise<ReviewFigures | NoReport | NoReview> {
  const refusal = refusalOfReview(named, today(desk));
  if (refusal !== null) return refusal;
  const report = await readPeriod(desk, actor, named);
  if (typeof report === 'string') return report;
  const { counted, before } = report;
  const now = await reviewed(desk, { ...report, period: counted });
  const earlier = before && (await reviewed(desk, before));
  return now === null ? 'counting' : { named, now, before: earlier };
}

async function reviewed(desk: Desk, { period, figures, engagement }: Beside): Promise<ReviewedPeriod | null> {
  if (figures === null || engagement === null) return null;
  const rowsBy = async (by: Slice) => (await readStatistics(desk, { ...period, by }))?.rows ?? null;
  const categories = await rowsBy('category');
  const settlements = await rowsBy('settlement');
  return categories && settlements && { figures, categories, settlements, engagement };
}

/** `underWay`: the same was asked for before, and is being made. */
export type Asked = FileAsked | 'notYours' | 'ahead' | NoReview;

/** A report as a file. @idempotent while it is being made */
export async function askForReport(
  desk: Desk,
  official: Official,
  { unit, from, to }: Named,
  format: ReportFormat,
  parts: readonly PartAsked[] = [],
): Promise<Asked> {
  if (!hasRight(official, 'report')) return 'notYours';
  if (countedOf({ from, to }, today(desk)) === null) return 'ahead';
  const refusal = format === 'review' ? refusalOfReview({ unit, from, to }, today(desk)) : null;
  if (refusal !== null) return refusal;
  const key = `statistics:${format}:${unit}:${from}:${to}:${parts.map(({ by, code }) => `${by}.${code}`).join()}`;
  const params = { personId: official.personId, format, unit, from, to, parts };
  return askForFile(desk, official, key, { kind: 'statisticsFile', params });
}

const selectFirst = statement('first-registered', 'select min(registered_at) as first from appeal');

/** When the first appeal was registered; null: there is none. */
export async function firstRegistered(desk: Desk): Promise<Date | null> {
  return (await databaseOf(desk).query<{ first: Date | null }>(selectFirst))[0]?.first ?? null;
}
