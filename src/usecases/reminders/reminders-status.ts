import type { ReminderReason } from '../../../entities/reminder';
import { statement, type Queries, databaseOf } from '../../database/database';
import type { Desk } from '../ports';

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
