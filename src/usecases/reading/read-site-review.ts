import { databaseOf, statement, type Queries } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import type { EngagementKind } from '../../regulation/engagement/vocabulary';
import { today, type Desk } from '../ports';
import type { Figures, Period, Row, Slice } from '../statistics/figures';
import { readStatistics } from '../statistics/read-statistics';
import type { Named } from '../statistics/units';
import { readPeriod, type NoReport } from './read-period';

/** What the ОГ role held that ended in a period. */
export interface Held {
  readonly kind: EngagementKind;
  readonly count: number;
  /** Who took part, as far as results tell it. */
  readonly participants: number;
  /** That a direct line has gathered. */
  readonly questions: number;
}

/** Of what a review of a period is made. */
export interface ReviewedPeriod {
  readonly figures: Figures;
  readonly categories: readonly Row[];
  readonly settlements: readonly Row[];
  readonly held: readonly Held[];
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
  const { counted, figures, before } = report;
  const now = await reviewed(desk, counted, figures);
  const earlier = before?.figures ? await reviewed(desk, before.period, before.figures) : null;
  return now === null ? 'counting' : { named, now, before: earlier };
}

async function reviewed(desk: Desk, period: Period, figures: Figures): Promise<ReviewedPeriod | null> {
  const rowsBy = async (by: Slice) => (await readStatistics(desk, { ...period, by }))?.rows ?? null;
  const categories = await rowsBy('category');
  const settlements = await rowsBy('settlement');
  const held = await readHeld(databaseOf(desk), period);
  return categories && settlements && { figures, categories, settlements, held };
}

const selectHeld = statement(
  'review.held',
  `select e.kind, count(*)::int as count, coalesce(sum((r.results ->> 'participants')::int), 0)::int as participants,
     coalesce(sum(q.count), 0)::int as questions
   from engagement e join engagement_version v on v.engagement_id = e.id and v.number = e.number
   left join lateral (
     select x.results from engagement_result x where x.engagement_id = e.id order by x.number desc limit 1) r on true
   left join lateral (select count(*) from line_question x where x.engagement_id = e.id) q on true
   where e.stage in ('summing_up', 'finished') and e.kind <> 'news' and v.content ->> 'closesOn' between $1 and $2
   group by e.kind`,
);

const readHeld = (queries: Queries, { from, to }: Period): Promise<Held[]> =>
  queries.query<Held>(selectHeld, [from, to]);
