import type { ReminderReason } from '../../../entities/reminder';
import { statement, type Transaction } from '../../database';

export interface PlannedReminder {
  /** Person, appeal, reason and threshold in one string: planning the same twice plans it once. */
  readonly key: string;
  readonly reason: ReminderReason;
  readonly appealId: number | null;
  readonly personId: number | null;
  readonly params: Readonly<Record<string, unknown>>;
  readonly dueAt: Date;
}

const insertReminders = statement(
  'insert-reminders',
  `insert into reminder (key, reason, appeal_id, person_id, params, due_at, state)
   select key, reason, appeal_id, person_id, params, due_at, 'planned'
   from jsonb_to_recordset($1::jsonb) as r(key text, reason text, appeal_id int, person_id int, params jsonb, due_at timestamptz)
   on conflict (key) do nothing`,
);

/** Rows for the tick, in the transaction of the act that is their reason. */
export async function planReminders(tx: Transaction, reminders: readonly PlannedReminder[]): Promise<void> {
  if (reminders.length === 0) return;
  const rows = reminders.map(({ key, reason, appealId, personId, params, dueAt }) => ({
    key,
    reason,
    appeal_id: appealId,
    person_id: personId,
    params,
    due_at: dueAt,
  }));
  await tx.query(insertReminders, [JSON.stringify(rows)]);
}
