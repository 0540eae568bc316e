import { Reminder } from '../../../entities/reminder';
import { columnNames } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import type { NagThreshold } from '../../regulation/nags';

export interface PlannedReminder extends Readonly<Pick<Reminder, 'reason' | 'appealId' | 'dueAt'>> {
  /** What the ОГ role makes, where it is of that. */
  readonly engagementId?: number;
  /** Appeal, term and threshold, or what else it is of, in one string: planning the same twice plans it once. */
  readonly key: string;
  /** Null: whoever it concerns at that moment. */
  readonly personId: number | null;
  readonly params: Readonly<Record<string, unknown>>;
  readonly term?: string;
  readonly threshold?: NagThreshold;
}

const PLANNED = columnNames(Reminder, [
  'key',
  'reason',
  'appealId',
  'engagementId',
  'personId',
  'params',
  'dueAt',
  'term',
  'threshold',
]);
// One that was cancelled comes back with its term (an assignment was undone); one that was told is told for ever.
const insertReminders = statement(
  'insert-reminders',
  `insert into reminder (${PLANNED}, state) select ${PLANNED}, 'planned'
   from jsonb_to_recordset($1::jsonb) as r(key text, reason text, appeal_id int, engagement_id int, person_id int, params jsonb, due_at timestamptz,
     term text, threshold text)
   on conflict (key) do update set reason = excluded.reason, due_at = excluded.due_at, state = 'planned'
   where reminder.state <> 'done'
     and (reminder.reason, reminder.due_at, reminder.state) is distinct from (excluded.reason, excluded.due_at, excluded.state)`,
);

/** Rows for the tick, in the transaction of the act that is their reason. */
export async function planReminders(tx: Queries, reminders: readonly PlannedReminder[]): Promise<void> {
  if (reminders.length === 0) return;
  await tx.query(insertReminders, [JSON.stringify(reminders.map(rowOf))]);
}

function rowOf({ key, reason, appealId, engagementId, personId, params, dueAt, term, threshold }: PlannedReminder) {
  const of = { appeal_id: appealId, engagement_id: engagementId, person_id: personId };
  return { key, reason, ...of, params, due_at: dueAt, term, threshold };
}
