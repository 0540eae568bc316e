import { z } from 'zod';
import { type ReminderReason, Reminder } from '../../../entities/form';
import { columnNames, columns, type RowOf } from '../../database/columns';
import { statement, type Queries, databaseOf, type Transaction } from '../../database/database';
import { failpoint } from '../../process/failpoint';
import type { NagThreshold } from '../../regulation/nags';
import type { Desk } from './ports';

// The one row of it: asked for again while it is under way, it begins at the first appeal again.
const wantReplan = statement(
  'ask-to-replan',
  `insert into reminder (key, reason, params, due_at, state) values ('replan:nags', 'replan', '{}', $1, 'planned')
   on conflict (key) do update set params = excluded.params, due_at = excluded.due_at, state = excluded.state`,
);

/** The calendar or the hours have changed: all that is planned is planned anew by the next ticks. @idempotent */
export async function askToReplan(tx: Queries, now: Date): Promise<void> {
  await tx.query(wantReplan, [now]);
}

const nextDue = statement(
  'next-reminder',
  `select min(due_at) as at from reminder where state = 'planned' and due_at <= $1`,
);

/** When the next reminder up to `until` falls due; null: none. For a clock that walks. */
export async function nextReminderAt(desk: Desk, until: Date): Promise<Date | null> {
  const [row] = await databaseOf(desk).query<{ at: Date | null }>(nextDue, [until]);
  return row?.at ?? null;
}

/** Of these nobody hears: a fact is noted, a button goes, a message goes, all is planned anew. */
const UNHEARD: readonly ReminderReason[] = ['lapse', 'undo_over', 'delete_contacts', 'replan', 'engagement_turn'];
const nextHeard = statement(
  'next-reminder-heard',
  `select min(due_at) as at from reminder where state = 'planned' and due_at <= $1 and reason <> all($2::text[])`,
);

/** The same, of what somebody will hear. */
export async function nextReminderHeardAt(desk: Desk, until: Date): Promise<Date | null> {
  const [row] = await databaseOf(desk).query<{ at: Date | null }>(nextHeard, [until, UNHEARD]);
  return row?.at ?? null;
}

const selectStatus = statement(
  'reminders-status',
  `select count(*)::int as due, min(due_at) as oldest from reminder where state = 'planned' and due_at <= $1`,
);

/** For /metrics: what should have been done by now, and how late the latest of it is. */
export async function remindersStatus(queries: Queries, now: Date): Promise<{ due: number; lateSeconds: number }> {
  const [row] = await queries.query<{ due: number; oldest: Date | null }>(selectStatus, [now]);
  const oldest = row?.oldest ?? now;
  return { due: row?.due ?? 0, lateSeconds: Math.max(0, (now.getTime() - oldest.getTime()) / 1_000) };
}

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

// What a reminder's `reason` needs beside its appeal and its person. This program wrote them, so what does not parse throws.

/** `delete_contacts`: the message in which they are. */
export const shownContacts = z.object({ messenger: z.string(), chatId: z.string(), message: z.string() });
/** `visit_evening`, `visit_hour` */
export const visitAhead = z.object({ visitId: z.int() });
/** `snoozed`: the message of nags that is put off. */
export const snoozedNags = z.object({ root: z.string() });
/** `replan`: the last appeal that was planned anew; none at first. */
export const replanning = z.object({ after: z.int().default(0) });

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
