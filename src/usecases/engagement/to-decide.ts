import { databaseOf, statement } from '../../database/database';
import { standsInFor } from '../../regulation/deputies';
import { mayBeSentEngagements } from '../../regulation/engagement/decide';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { itemColumns, type EngagementItem } from './list-engagements';

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
