import { Reminder, type ReminderReason } from '../../../entities/reminder';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries, type Transaction, databaseOf } from '../../database/database';
import { failpoint } from '../../process/failpoint';
import type { Desk } from '../ports';

const RETURNED = columns(Reminder, [
  'id',
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
export type DueReminder = Readonly<RowOf<typeof RETURNED>>;

/** Of so many that one transaction is short: a press on an appeal of the batch waits for its end. */
const BATCH = 50;

// Rows that another instance works on are skipped; a crash gives them back.
export const claimBatch = statement(
  'claim-due-reminders',
  `select ${RETURNED} from reminder
   where state = 'planned' and due_at <= $1 and reason = any($2::text[])
   order by due_at, id limit $3 for update skip locked`,
);
const settle = statement(
  'settle-reminders',
  `update reminder set state = mark.state, due_at = coalesce(mark.due_at, reminder.due_at)
   from unnest($1::bigint[], $2::text[], $3::timestamptz[]) as mark (id, state, due_at) where reminder.id = mark.id`,
);

/** What became of a due reminder: told, without reason any more, or moved to a better moment. */
export type Settled =
  | { readonly id: number; readonly state: 'done' | 'cancelled' }
  | { readonly id: number; readonly state: 'planned'; readonly dueAt: Date };

export async function settleReminders(tx: Queries, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  await tx.query(settle, [
    settled.map(({ id }) => id),
    settled.map(({ state }) => state),
    settled.map((one) => (one.state === 'planned' ? one.dueAt.toISOString() : null)),
  ]);
}

/** Hears of a reminder that could not be carried out. */
export type OnReminderFailure = (due: DueReminder, error: unknown) => Promise<void>;

/**
 * Works off what is due for these reasons, batch by batch, a transaction each, until nothing more can be done now. When a
 * batch fails, its rows are tried one by one, so that one bad row keeps nobody else from being reminded; that one goes to
 * `onFailure`, which must move it.
 * @param work settles what it handles and says how many that were; others stay due
 * @returns how many were handled
 */
export async function workOff(
  desk: Desk,
  reasons: readonly ReminderReason[],
  work: (tx: Transaction, batch: readonly DueReminder[], now: Date) => Promise<number>,
  onFailure: OnReminderFailure,
): Promise<number> {
  const now = desk.clock.now();
  let handled = 0;
  for (let oneByOne = 0; ; oneByOne -= 1) {
    let batch: readonly DueReminder[] = [];
    try {
      const count = await databaseOf(desk).transaction(async (tx) => {
        batch = await tx.query<DueReminder>(claimBatch, [now, reasons, oneByOne > 0 ? 1 : BATCH]);
        if (batch.length > 0) failpoint('reminder-claimed');
        return batch.length === 0 ? 0 : work(tx, batch, now);
      });
      if (count === 0) return handled;
      handled += count;
    } catch (error) {
      const [only] = batch;
      // Not even claimed: the database itself is in trouble, and everything stays due.
      if (only === undefined) throw error;
      if (batch.length > 1) oneByOne = batch.length + 1;
      else await onFailure(only, error);
    }
  }
}
