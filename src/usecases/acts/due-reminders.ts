import { statement, type Queries, type Transaction } from '../../database';
import { enqueue } from '../../outbox/enqueue';
import { describeError, framesOf, type Log } from '../../log';
import { CLOCK } from '../../regulation/facts';
import { settleReminders, workOff, type DueReminder, type OnReminderFailure } from '../nags/batches';
import { holdStill } from '../nags/load-terms';
import { noteLapses } from '../nags/note-lapses';
import { noteNags } from '../nags/note-nags';
import { replanOpen } from '../nags/replan';
import { tellNags } from '../nags/tell-nags';
import { adminsWithChat } from '../people/officials';
import { circumstances, type Desk } from '../ports';
import { loadAppeal } from './appeal-store';
import { performIn } from './perform';

const nextDue = statement(
  'next-reminder',
  `select min(due_at) as at from reminder where state = 'planned' and due_at <= $1`,
);

/** When the next reminder up to `until` falls due; null: none. For a clock that walks. */
export async function nextReminderAt({ database }: Desk, until: Date): Promise<Date | null> {
  const [row] = await database.query<{ at: Date | null }>(nextDue, [until]);
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

/**
 * Does what time is to do: first the acts, since what they end needs no nag; then the terms that are over; then who is to
 * hear of what, put together by person. Two instances share the work, and a crash gives it back.
 * @param log hears of what failed
 * @returns how much was done
 */
export async function runDueReminders(desk: Desk, log?: Log): Promise<number> {
  const onFailure: OnReminderFailure = (due, error) => {
    log?.error(
      { reason: describeError(error), at: framesOf(error), reminderId: due.id, reminder: due.reason },
      'a reminder failed and will be tried again',
    );
    return tryLater(desk, due);
  };
  const replanned = await replanOpen(desk, onFailure);
  const acted = await workOff(desk, ['resume', 'delete_contacts'], (tx, batch) => act(tx, desk, batch), onFailure);
  const lapsed = await noteLapses(desk, onFailure);
  const until = desk.clock.now();
  const noted = await noteNags(desk, onFailure);
  return replanned + acted + lapsed + noted + (await tellNags(desk, until, onFailure));
}

async function act(tx: Transaction, desk: Desk, batch: readonly DueReminder[]): Promise<number> {
  // Somebody acts on the others right now, and may want the very reminder that is claimed here: to wait would be a deadlock.
  const appeals = await holdStill(
    tx,
    batch.flatMap(({ appealId }) => appealId ?? []),
  );
  const held = batch.filter(({ appealId }) => appealId === null || appeals.has(appealId));
  for (const due of held) await actOne(tx, desk, due);
  await settleReminders(
    tx,
    held.map(({ id }) => ({ id, state: 'done' })),
  );
  return held.length;
}

async function actOne(tx: Transaction, desk: Desk, { key, reason, appealId, params }: DueReminder): Promise<void> {
  if (reason === 'delete_contacts')
    return enqueue(
      tx,
      [{ key, chatId: Number(params.chatId), kind: 'remove', params: { messageId: params.messageId }, silent: true }],
      desk.clock.now(),
    );
  if (appealId === null) return;
  const appeal = await loadAppeal(tx, appealId, circumstances(desk), true);
  // Resumed by hand meanwhile, or gone on: the table refuses, and there is nothing to do.
  if (appeal)
    await performIn(tx, desk, {
      presser: CLOCK,
      action: 'resume',
      appealId,
      seenVersion: appeal.state.version,
      formId: null,
    });
}

const RETRY_MS = 5 * 60_000;
const putOff = statement(
  'put-reminder-off',
  `update reminder set due_at = $2 where id = $1 and state = 'planned' returning id`,
);

/** A fault of ours: it is tried again in five minutes, and the admins hear of it once. */
async function tryLater({ database, clock }: Desk, { id }: DueReminder): Promise<void> {
  const now = clock.now();
  await database.transaction(async (tx) => {
    await tx.query(putOff, [id, new Date(now.getTime() + RETRY_MS)]);
    const admins = await adminsWithChat(tx);
    await enqueue(
      tx,
      admins.map(({ id: personId, chatId }) => ({
        key: `reminder-failed:${id}:person:${personId}`,
        chatId,
        kind: 'reminderFailed',
        params: { personId, reminderId: id },
        silent: false,
      })),
      now,
    );
  });
}
