import { statement, type Transaction } from '../../database/database';
import { engagementMoments } from '../../regulation/engagement/moments';
import type { EngagementFacts } from '../../regulation/engagement/facts';
import { circumstances, type Desk } from '../ports';
import { planReminders } from '../reminders/plan-reminders';

const cancelPlanned = statement(
  'cancel-reminders-of-engagement',
  `update reminder set state = 'cancelled' where engagement_id = $1 and state = 'planned' and ($2::timestamptz is null or due_at > $2)`,
);

/**
 * All that time has to do with it, planned anew as it stands now. What is due at this moment goes with its reason where a person has acted; the
 * clock takes no reason away. @idempotent
 */
export async function planEngagement(
  tx: Transaction,
  desk: Desk,
  id: number,
  facts: EngagementFacts,
  by: 'person' | 'clock',
): Promise<void> {
  await tx.query(cancelPlanned, [id, by === 'clock' ? desk.clock.now() : null]);
  await planReminders(
    tx,
    engagementMoments(facts, circumstances(desk)).map(({ what, at, day }) => ({
      // What was told for a day is told for ever; other days, or another morning of the same, are another row.
      key: `engagement:${id}:${what}:${at.toISOString()}`,
      reason: what === 'turn' ? 'engagement_turn' : 'engagement',
      ...{ appealId: null, engagementId: id, personId: null, dueAt: at, params: what === 'turn' ? {} : { what, day } },
    })),
  );
}
