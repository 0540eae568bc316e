import { statement, type Transaction } from '../../database/database';
import type { EngagementFacts } from '../../regulation/engagement/facts';
import { engagementTurns } from '../../regulation/engagement/moments';
import type { Desk } from '../ports';
import { planReminders } from '../reminders/plan-reminders';

const cancelPlanned = statement(
  'cancel-reminders-of-engagement',
  `update reminder set state = 'cancelled' where engagement_id = $1 and state = 'planned' and ($2::timestamptz is null or due_at > $2)`,
);

/**
 * When it opens or is over by itself, planned anew as it stands now; what people hear of it the morning lists read. What is due at this moment
 * goes with its reason where a person has acted; the clock takes no reason away. @idempotent
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
    engagementTurns(facts, desk.office.calendar()).map((at) => ({
      key: `engagement:${id}:turn:${at.toISOString()}`,
      reason: 'engagement_turn',
      ...{ appealId: null, engagementId: id, personId: null, dueAt: at, params: {} },
    })),
  );
}
