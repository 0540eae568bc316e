import { Engagement } from '../../../entities/engagement';
import { Person } from '../../../entities/person';
import { columns } from '../../database/columns';
import { databaseOf, statement, type Queries } from '../../database/database';
import { standsInFor } from '../../regulation/deputies';
import { mayBeSentEngagements } from '../../regulation/engagement/decide';
import type { EngagementKind, EngagementStage } from '../../regulation/engagement/vocabulary';
import { hasRight } from '../../regulation/rights';
import { type Official, shortName, awayOn } from '../kit/officials';
import { type Desk, today } from '../kit/ports';

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

const selectWaiting = statement(
  'engagements-to-decide',
  `select ${itemColumns} from engagement e join engagement_version v on v.engagement_id = e.id and v.number = e.number
   where (e.stage = 'agreement' and e.agreeing_id = any($1::int[])) or (e.stage = 'approval' and e.approving_id = any($2::int[]))
   order by e.stage_at, e.id`,
);

/** What waits for this supervisor to agree or approve, theirs and of those in whose place they stand, the longest first. */
export async function engagementsToDecide(desk: Desk, official: Official): Promise<readonly EngagementItem[]> {
  if (!mayBeSentEngagements(official)) return [];
  const { personId } = official;
  const places = (approves: boolean) => [personId, ...standsInFor(official, 'supervisor', approves)];
  return databaseOf(desk).query<EngagementItem>(selectWaiting, [places(false), places(true)]);
}

/** Somebody to whom it may be sent for agreement or approval. */
export interface SupervisorChoice {
  readonly id: number;
  readonly name: string;
  readonly isAway: boolean;
}

const selectSupervisors = statement(
  'supervisors-for-engagements',
  `select ${columns(Person, ['id', 'name'], 'p')},
     exists (select from absence b where b.person_id = p.id and ${awayOn('b', '$1')}) as "isAway"
   from person p where p.disabled_at is null and 'supervisor' = any(p.roles) and (p.can_approve or not $2) order by p.name, p.id`,
);

/** @param approves those who may approve */
export async function supervisorsIn(queries: Queries, desk: Desk, approves: boolean): Promise<SupervisorChoice[]> {
  const all = await queries.query<SupervisorChoice>(selectSupervisors, [today(desk), approves]);
  return all.map((one) => ({ ...one, name: shortName(one.name) }));
}

export const readSupervisors = (desk: Desk, approves: boolean): Promise<SupervisorChoice[]> =>
  supervisorsIn(databaseOf(desk), desk, approves);
