import type { Transaction } from '../../database/database';
import { loadAppeal } from '../appeals/appeal-store';
import { say } from '../messages';
import { holdStill } from '../nags/load-terms';
import { circumstances, type Desk } from '../ports';
import { shownContacts } from '../reminders/reminder-params';
import { settleReminders, workOff, type DueReminder, type OnReminderFailure } from '../reminders/work-off';
import { perform } from './perform';
import { takeUndoAway } from './undo-over';

/** What time does by itself beside nagging: resumes what was postponed, takes shown contacts and spent buttons away. @returns how much was done */
export const doDueActs = (desk: Desk, onFailure: OnReminderFailure): Promise<number> =>
  workOff(desk, ['resume', 'undo_over', 'delete_contacts'], (tx, batch) => act(tx, desk, batch), onFailure);

async function act(tx: Transaction, desk: Desk, batch: readonly DueReminder[]): Promise<number> {
  // Somebody acts on the others right now, and may want the very reminder that is claimed here: to wait would be a deadlock.
  const appeals = await holdStill(
    tx,
    batch.flatMap(({ appealId }) => appealId ?? []),
    desk.office.signatures,
  );
  const held = batch.filter(({ appealId }) => appealId === null || appeals.has(appealId));
  for (const due of held) await actOne(tx, desk, due);
  await settleReminders(
    tx,
    held.map(({ id }) => ({ id, state: 'done' })),
  );
  return held.length;
}

/** They have been in the chat for their five minutes. */
async function removeContacts(tx: Transaction, key: string, params: DueReminder['params'], now: Date): Promise<void> {
  const { message, ...to } = shownContacts.parse(params);
  await say(tx, [{ key, to, kind: 'remove', params: { message }, silent: true }], now);
}

async function actOne(tx: Transaction, desk: Desk, due: DueReminder): Promise<void> {
  const { key, reason, appealId, params } = due;
  if (reason === 'delete_contacts') return removeContacts(tx, key, params, desk.clock.now());
  if (reason === 'undo_over') return takeUndoAway(tx, due, desk.clock.now());
  if (appealId === null) return;
  const appeal = await loadAppeal(tx, appealId, circumstances(desk), true);
  // Resumed by hand meanwhile, or gone on: the table refuses, and there is nothing to do.
  if (appeal) await perform(tx, desk, { kind: 'clock', action: 'resume', appealId, seenVersion: appeal.state.version });
}
