import type { Transaction } from '../../database/database';
import type { Desk } from '../ports';
import { settleReminders, workOff, type DueReminder, type OnReminderFailure } from '../reminders/work-off';
import { turnOf } from './act-on-engagement';

/** Opens and closes what its days say. @returns how many */
export const turnEngagements = (desk: Desk, onFailure: OnReminderFailure): Promise<number> =>
  workOff(desk, ['engagement_turn'], (tx, batch) => turn(tx, desk, batch), onFailure);

async function turn(tx: Transaction, desk: Desk, batch: readonly DueReminder[]): Promise<number> {
  const done: number[] = [];
  for (const { id, engagementId } of batch)
    // Somebody acts on the others right now, and wants the very reminder that is claimed here: the next tick comes.
    if (engagementId === null || (await turnOf(tx, desk, engagementId))) done.push(id);
  await settleReminders(
    tx,
    done.map((id) => ({ id, state: 'done' })),
  );
  return done.length;
}
