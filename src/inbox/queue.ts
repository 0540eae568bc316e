import { batched } from '../batch';
import type { Clock } from '../clock';
import { statement, type Database, type Queries, type Transaction } from '../database';
import { describeError, type Log } from '../log';
import type { IncomingUpdate, ParkedUpdate, Receipt, WaitingUpdate } from './update';

export interface InboxOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Runs in the transaction that parks: the place to tell the admins through the outbox. */
  readonly onParked?: (tx: Transaction, parked: ParkedUpdate) => Promise<void>;
}

export type Inbox = ReturnType<typeof createInbox>;

/** NOTIFY channel: an update was kept by a process that does not work the lanes. */
export const INBOX_CHANNEL = 'inbox_update';

const LONGEST_ERROR = 1_000;

const insertUpdates = statement(
  'inbox.receive',
  `with incoming as (
     select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::boolean[]) as i (update_id, lane, payload, handled)
   ), inserted as (
     insert into inbox_update (update_id, lane, payload, received_at, state, done_at)
     select update_id, lane, case when handled then payload::jsonb end, $5::timestamptz,
            case when handled then 'new' else 'done' end, case when not handled then $5::timestamptz end
     from incoming
     on conflict (update_id) do nothing
     returning update_id, lane, state
   )
   select update_id as "updateId",
          exists (select 1 from inbox_update waiting where waiting.lane = inserted.lane and waiting.state = 'new') as behind
   from inserted where state = 'new'`,
);

const selectWaiting = statement(
  'inbox.waiting',
  `select update_id as "updateId", lane, payload, attempts, resumes, next_attempt_at as "nextAttemptAt"
   from inbox_update where state = 'new' and update_id <> all ($1::bigint[])
   order by update_id limit $2`,
);

const markDone = statement(
  'inbox.done',
  `update inbox_update set state = 'done', done_at = $2, payload = null
   where update_id = any ($1::bigint[]) and state = 'new'`,
);

const recordFailure = statement(
  'inbox.failure',
  `update inbox_update set attempts = attempts + 1, last_error = $2, next_attempt_at = $3
   where update_id = $1 and state = 'new'`,
);

const markParked = statement(
  'inbox.park',
  `update inbox_update set state = 'parked', attempts = attempts + 1, last_error = $2, done_at = $3
   where update_id = $1 and state = 'new' returning lane`,
);

const countResumes = statement(
  'inbox.resume',
  `update inbox_update set resumes = resumes + 1
   where update_id in (select distinct on (lane) update_id from inbox_update where state = 'new' order by lane, update_id)`,
);

const notifyOthers = statement('inbox.notify', `select pg_notify('${INBOX_CHANNEL}', '')`);

const deleteDone = statement(
  'inbox.delete-done',
  `delete from inbox_update where state = 'done' and done_at < $1::timestamptz - interval '7 days'`,
);

const selectStatus = statement(
  'inbox.status',
  `select (select count(*) from inbox_update where state = 'new') as waiting,
          (select min(received_at) from inbox_update where state = 'new') as oldest`,
);

/** Forgets updates done more than 7 days ago: a messenger keeps an unconfirmed one for a day. Parked ones stay. */
export async function deleteOldUpdates(database: Queries, now: Date): Promise<void> {
  await database.query(deleteDone, [now]);
}

/** For /metrics: how many wait for their lane, and for how many seconds the oldest has. */
export async function inboxStatus(database: Queries, now: Date): Promise<{ waiting: number; oldestSeconds: number }> {
  const [row] = await database.query<{ waiting: number; oldest: Date | null }>(selectStatus);
  return { waiting: row?.waiting ?? 0, oldestSeconds: secondsSince(row?.oldest ?? null, now) };
}

/**
 * The rows behind the lanes. An update costs one insert and one mark, both shared with whoever writes at that moment.
 */
export function createInbox({ database, clock, log, onParked }: InboxOptions) {
  const insert = batched(async (updates: readonly IncomingUpdate[]): Promise<Receipt[]> => {
    const rows = await database.query<{ updateId: number; behind: boolean }>(insertUpdates, [
      updates.map(({ updateId }) => updateId),
      updates.map(({ lane }) => lane),
      updates.map(({ payload }) => JSON.stringify(payload)),
      updates.map(({ handled }) => handled),
      clock.now(),
    ]);
    const fresh = new Map(rows.map(({ updateId, behind }) => [updateId, behind]));
    return updates.map(({ updateId }) => {
      const behind = fresh.get(updateId);
      // the same update twice in one batch is new once
      fresh.delete(updateId);
      if (behind === undefined) return 'known';
      return behind ? 'behind' : 'new';
    });
  });

  const done = batched(async (updateIds: readonly number[]): Promise<void[]> => {
    await database.query(markDone, [updateIds, clock.now()]);
    return updateIds.map(() => undefined);
  });

  return {
    /**
     * Keeps updates; when it resolves they are committed and may be confirmed. Receipts in the order of the updates.
     * @idempotent by update id.
     */
    receive: (updates: readonly IncomingUpdate[]): Promise<Receipt[]> => Promise.all(updates.map(insert)),

    /** Oldest first, without those that the caller has in hand already. */
    waiting: (inHand: readonly number[], limit: number): Promise<WaitingUpdate[]> =>
      database.query<WaitingUpdate>(selectWaiting, [inHand, limit]),

    /** Counts a takeover for the head of every lane: nobody knows whether the process before had begun it. */
    async resume(): Promise<void> {
      await database.query(countResumes);
    },

    done,

    async failed(updateId: number, error: unknown, nextAttemptAt: Date): Promise<void> {
      await database.query(recordFailure, [updateId, errorText(error), nextAttemptAt]);
    },

    /** Sets an update aside for good and tells about it; the lane goes on. */
    async park(updateId: number, error: unknown): Promise<void> {
      const text = errorText(error);
      const park = async (tx: Transaction, tell: InboxOptions['onParked']): Promise<void> => {
        const [row] = await tx.query<{ lane: number }>(markParked, [updateId, text, clock.now()]);
        if (row) await tell?.(tx, { updateId, lane: row.lane, error: text });
      };
      try {
        await database.transaction((tx) => park(tx, onParked));
      } catch (failure) {
        log.error({ updateId, reason: errorText(failure) }, 'Cannot tell about a parked update; parking it in silence');
        await database.transaction((tx) => park(tx, undefined));
      }
    },

    /** Tells the process that works the lanes that there is something to fetch. */
    async notifyOthers(): Promise<void> {
      await database.query(notifyOthers);
    },
  };
}

function errorText(error: unknown): string {
  return describeError(error).replaceAll('\0', '\ufffd').slice(0, LONGEST_ERROR).toWellFormed();
}

function secondsSince(moment: Date | null, now: Date): number {
  return moment === null ? 0 : Math.max(0, (now.getTime() - moment.getTime()) / 1_000);
}
