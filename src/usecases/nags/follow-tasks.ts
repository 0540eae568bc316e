import type { Transaction } from '../../database/database';
import type { Circumstances } from '../../regulation/facts';
import { isOverQuietly, termsOf } from '../../regulation/terms';
import { planReminders } from '../reminders/plan-reminders';
import { planOf } from './follow-terms';
import { loadTerms } from './load-terms';
import { followNags } from './withdraw';

/**
 * A task for ПОС came or was done by no act on its appeal: what is to remind of it is planned, and whoever was reminded of one that is
 * done is not any more. @idempotent
 */
export async function followTasks(tx: Transaction, appealIds: readonly number[], around: Circumstances): Promise<void> {
  const { now, calendar } = around;
  const loaded = await loadTerms(tx, appealIds, around.signatures);
  for (const appealId of new Set(appealIds)) {
    const facts = loaded.get(appealId)?.facts;
    const running = facts === undefined ? [] : termsOf(facts, calendar);
    const tasks = running.filter(({ takenById }) => takenById !== undefined);
    if (facts !== undefined) await planReminders(tx, planOf(appealId, facts, now, calendar, tasks));
    await followNags(
      tx,
      appealId,
      running.filter((term) => !isOverQuietly(term, now)).map(({ id }) => id),
      now,
    );
  }
}
