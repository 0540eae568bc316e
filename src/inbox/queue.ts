import { InboxUpdate } from '../../entities/messages';
import { batched } from '../database/batch';
import type { Clock } from '../clock';
import { columns } from '../database/columns';
import { statement, type Database, type Queries, type Transaction } from '../database/database';
import { describeError, type Log } from '../process/log';
import { foreignLine } from '../text/plain-text';
import type { IncomingUpdate, ParkedUpdate, Receipt, WaitingUpdate } from './update';

export interface InboxOptions {
  /** Whose updates these are: 'telegram'. Two messengers share the table, and nothing in it. */
  readonly messenger: string;
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

// «Behind» compares with the row and not with $1: measured so, 0.30 ms a call instead of 0.48 (fsync included).
// Ids are drawn in the order of the call, which is that of arrival. Keys are inserted in one order by all processes, so that
// two of them with the same updates in hand do not wait for each other.
const insertUpdates = statement(
  'inbox.receive',
  `with incoming as (
     select nextval('inbox_update_id_seq') as id, i.*
     from unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::boolean[]) as i (key, lane, place, payload, handled)
   ), inserted as (
     insert into inbox_update (id, messenger, key, lane, place, payload, received_at, state, done_at)
     overriding system value
     select id, $1::text, key, lane, coalesce(place, id), case when handled then payload::jsonb end, $7::timestamptz,
            case when handled then 'new' else 'done' end, case when not handled then $7::timestamptz end
     from incoming order by key, id
     on conflict (messenger, key) do nothing
     returning id, messenger, key, lane, place, state
   )
   select id, key, place,
          exists (select 1 from inbox_update waiting where waiting.messenger = inserted.messenger
                    and waiting.lane = inserted.lane and waiting.state = 'new') as behind
   from inserted where state = 'new'`,
);

const selectWaiting = statement(
  'inbox.waiting',
  `select ${columns(InboxUpdate, ['id', 'key', 'lane', 'place', 'payload', 'receivedAt', 'attempts', 'resumes', 'nextAttemptAt'])}
   from inbox_update where messenger = $1 and state = 'new' and id <> all ($2::bigint[])
   order by place, id limit $3`,
);

const markDone = statement(
  'inbox.done',
  `update inbox_update set state = 'done', done_at = $2, payload = null where id = any ($1::bigint[]) and state = 'new'`,
);

const recordFailure = statement(
  'inbox.failure',
  `update inbox_update set attempts = attempts + 1, last_error = $2, next_attempt_at = $3
   where id = $1 and state = 'new'`,
);

// A process that tells of an outage has outlived the try: it was not this update that has ended those before.
const postpone = statement(
  'inbox.postpone',
  `update inbox_update set resumes = 0, last_error = $2, next_attempt_at = $3 where id = $1 and state = 'new'`,
);

const markParked = statement(
  'inbox.park',
  `update inbox_update set state = 'parked', attempts = attempts + 1, last_error = $2, done_at = $3
   where id = $1 and state = 'new' returning id`,
);

const countResumes = statement(
  'inbox.resume',
  `update inbox_update set resumes = resumes + 1
   where id in (select distinct on (lane) id from inbox_update where messenger = $1 and state = 'new'
                order by lane, place, id)`,
);

const notifyOthers = statement('inbox.notify', `select pg_notify('${INBOX_CHANNEL}', '')`);

const selectStatus = statement(
  'inbox.status',
  `select (select count(*) from inbox_update where state = 'new') as waiting,
          (select min(received_at) from inbox_update where state = 'new') as oldest`,
);

/** For /metrics: how many wait for their lane, and for how many seconds the oldest has. */
export async function inboxStatus(database: Queries, now: Date): Promise<{ waiting: number; oldestSeconds: number }> {
  const [row] = await database.query<{ waiting: number; oldest: Date | null }>(selectStatus);
  return { waiting: row?.waiting ?? 0, oldestSeconds: secondsSince(row?.oldest ?? null, now) };
}

/**
 * The rows behind the lanes. An update costs one insert and one mark, both shared with whoever writes at that moment.
 */
export function createInbox(options: InboxOptions) {
  const { messenger, database, clock } = options;
  const keep = batched((updates: readonly IncomingUpdate[]) => keepUpdates(options, updates));
  const done = batched(async (ids: readonly number[]): Promise<void[]> => {
    await database.query(markDone, [ids, clock.now()]);
    return ids.map(() => undefined);
  });

  return {
    messenger,

    /**
     * Keeps updates; when it resolves they are committed and may be confirmed. Receipts in the order of the updates.
     * @idempotent by key.
     */
    receive: (updates: readonly IncomingUpdate[]): Promise<Receipt[]> => Promise.all(updates.map(keep)),

    /** In the order of their places, without those that the caller has in hand already. */
    waiting: (inHand: readonly number[], limit: number): Promise<WaitingUpdate[]> =>
      database.query<WaitingUpdate>(selectWaiting, [messenger, inHand, limit]),

    /** Counts a takeover for the head of every lane: nobody knows whether the process before had begun it. */
    async resume(): Promise<void> {
      await database.query(countResumes, [messenger]);
    },

    done,

    async failed(id: number, error: unknown, nextAttemptAt: Date): Promise<void> {
      await database.query(recordFailure, [id, errorText(error), nextAttemptAt]);
    },

    /** An outage has spoilt the try, which costs the update nothing. */
    async postponed(id: number, error: unknown, nextAttemptAt: Date): Promise<void> {
      await database.query(postpone, [id, errorText(error), nextAttemptAt]);
    },

    /** Sets an update aside for good and tells about it; the lane goes on. */
    park: (update: WaitingUpdate, error: unknown): Promise<void> => parkUpdate(options, update, errorText(error)),

    /** Tells the process that works the lanes that there is something to fetch. */
    async notifyOthers(): Promise<void> {
      await database.query(notifyOthers);
    },
  };
}

async function keepUpdates(
  { messenger, database, clock }: InboxOptions,
  updates: readonly IncomingUpdate[],
): Promise<Receipt[]> {
  const rows = await database.query<NonNullable<Receipt> & { key: string }>(insertUpdates, [
    messenger,
    updates.map(({ key }) => key),
    updates.map(({ lane }) => lane),
    updates.map(({ place }) => place ?? null),
    updates.map(({ payload }) => JSON.stringify(payload)),
    updates.map(({ handled }) => handled),
    clock.now(),
  ]);
  const kept = new Map(rows.map(({ key, ...receipt }) => [key, receipt]));
  return updates.map(({ key }) => {
    const receipt = kept.get(key) ?? null;
    // the same update twice in one batch is new once
    kept.delete(key);
    return receipt;
  });
}

async function parkUpdate(
  { messenger, database, clock, log, onParked }: InboxOptions,
  { id, key, lane }: WaitingUpdate,
  error: string,
): Promise<void> {
  const park = async (tx: Transaction, tell: InboxOptions['onParked']): Promise<void> => {
    const parked = await tx.query(markParked, [id, error, clock.now()]);
    if (parked.length > 0) await tell?.(tx, { key, lane, error });
  };
  try {
    await database.transaction((tx) => park(tx, onParked));
  } catch (failure) {
    log.error(
      { messenger, key, reason: errorText(failure) },
      'Cannot tell about a parked update; parking it in silence',
    );
    await database.transaction((tx) => park(tx, undefined));
  }
}

const errorText = (error: unknown): string => foreignLine(describeError(error), LONGEST_ERROR);

function secondsSince(moment: Date | null, now: Date): number {
  return moment === null ? 0 : Math.max(0, (now.getTime() - moment.getTime()) / 1_000);
}
