import { databaseOf, statement } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { askForFile, type FileAsked } from './ask-for-file';
import type { ReportFormat } from '../asked-report';
import type { Official } from '../people/officials';
import { today, type Desk } from '../ports';
import type { PartAsked } from './parts';
import { refusalOfReview, type NoReview } from './read-site-review';
import { countedOf, type Named } from '../statistics/units';

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
