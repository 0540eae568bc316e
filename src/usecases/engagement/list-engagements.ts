import { Engagement } from '../../../entities/engagement';
import { columns } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import type { EngagementKind, EngagementStage } from '../../regulation/engagement/vocabulary';
import { hasRight } from '../../regulation/rights';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';

/** A line of the list «ОГ». */
export interface EngagementItem {
  readonly id: number;
  readonly kind: EngagementKind;
  readonly stage: EngagementStage;
  readonly title: string;
  readonly closesOn: string | null;
  /** The present version, and the one that stands in ПОС; null: none does. */
  readonly number: number;
  readonly placed: { readonly number: number } | null;
}

/** Of `engagement e` with its present `engagement_version v`. */
export const itemColumns = `${columns(Engagement, ['id', 'kind', 'stage', 'number'], 'e')},
  case when e.placed_number is not null then jsonb_build_object('number', e.placed_number) end as placed,
  v.content ->> 'title' as title, v.content ->> 'closesOn' as "closesOn"`;

const selectAll = statement(
  'engagements',
  `select ${itemColumns} from engagement e join engagement_version v on v.engagement_id = e.id and v.number = e.number
   where (e.stage in ('finished', 'removed')) = $1
   order by case when $1 then e.stage_at end desc, v.content ->> 'closesOn' nulls last, e.id desc`,
);

/** Those that are under way, the nearest end first; or those that are over, the latest first. Null: not theirs to see. */
export async function listEngagements(
  desk: Desk,
  official: Official,
  areOver: boolean,
): Promise<EngagementItem[] | null> {
  if (!hasRight(official, 'engage')) return null;
  return databaseOf(desk).query<EngagementItem>(selectAll, [areOver]);
}

const countOpen = statement(
  'count-engagements',
  `select count(*)::int as count from engagement where stage not in ('finished', 'removed')`,
);

/** How many are under way; null: not theirs to see. */
export async function countEngagements(desk: Desk, official: Official): Promise<number | null> {
  if (!hasRight(official, 'engage')) return null;
  return (await databaseOf(desk).query<{ count: number }>(countOpen))[0]?.count ?? 0;
}
