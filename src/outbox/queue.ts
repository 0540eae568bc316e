import { OutboxHold } from '../../entities/installation';
import { OutboxMessage } from '../../entities/messages';
import { batched } from '../database/batch';
import { columns, type RowOf } from '../database/columns';
import { statement, type Database, type Queries } from '../database/database';
import { foreignLine } from '../text/plain-text';
import type { ClaimedMessage, GivenUp } from './delivery';

/** NOTIFY channel: messages were committed by a process that does not send. */
export const OUTBOX_CHANNEL = 'outbox_message';

const UNIQUE_VIOLATION = '23505';

const CLAIMED = `${columns(
  OutboxMessage,
  ['id', 'key', 'messenger', 'chatId', 'kind', 'params', 'silent', 'mergeable', 'ambiguousSends'],
  'claimed',
)}, claimed.attempts as attempt`;

/** To an account that is shut out nothing goes but that it is. */
const SAID_TO_THE_SHUT_OUT = ['accessTold'];

/** No message is put off for longer: one that waits until then was written by a clock that has been set back since. */
const LONGEST_WAIT_MS = 3_600_000;

// The first due message of each chat, chat by chat through the index, so that thousands waiting for one chat cost no more
// than one. Locking comes after choosing: a locked head (a redraw being merged) makes its chat wait, it is not overtaken.
const claimHeads = statement(
  'outbox.claim',
  `with recursive chat as (
     (select chat_id from outbox_message where state = 'new' and messenger = $1 order by chat_id limit 1)
     union all
     select (select next.chat_id from outbox_message next
             where next.state = 'new' and next.messenger = $1 and next.chat_id > chat.chat_id order by next.chat_id limit 1)
     from chat where chat.chat_id is not null
   ), head as (
     select first.id
     from chat cross join lateral (
       select waiting.id from outbox_message waiting
       where waiting.messenger = $1 and waiting.chat_id = chat.chat_id and waiting.state = 'new'
         and (waiting.due_at is null or waiting.due_at <= $2 or waiting.due_at > $5)
         and (waiting.kind = any ($9::text[]) or waiting.chat_id <> all (
           array(select chat_id from account where messenger = $1 and held_since is not null)))
         and ($6::text[] is null or waiting.chat_id = any ($6) or waiting.kind = any ($7::text[]) and waiting.created_at >= $8)
       order by waiting.id limit 1
     ) first
     where chat.chat_id <> all ($3::text[])
     order by first.id limit $4
   ), locked as (
     select id from outbox_message where id = any (array(select id from head)) and state = 'new' for update skip locked
   )
   update outbox_message claimed set state = 'sending', attempts = attempts + 1
   from locked where claimed.id = locked.id
   returning ${CLAIMED}`,
);

const selectInterrupted = statement(
  'outbox.interrupted',
  `select ${CLAIMED} from outbox_message claimed where messenger = $1 and state = 'sending' order by id`,
);

// `attempts` is the claim's number: whoever lost its place in between marks nothing.
const finishMessages = statement(
  'outbox.finish',
  `update outbox_message finished
   set state = mark.state, message_ref = mark.message_ref, reason = coalesce(mark.reason, finished.reason),
       finished_at = $6
   from unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::text[]) as mark (id, attempt, state, message_ref, reason)
   where finished.id = mark.id and finished.attempts = mark.attempt and finished.state = 'sending'`,
);

// A redraw that was asked for again meanwhile has its successor waiting already.
const putBackMessage = statement(
  'outbox.put-back',
  `with target as (
     select id, mergeable and exists (
       select 1 from outbox_message newer where newer.key = message.key and newer.mergeable and newer.state = 'new'
     ) as superseded
     from outbox_message message where id = $1 and attempts = $2 and state = 'sending'
   )
   update outbox_message message
   set state = case when superseded then 'skipped' else 'new' end,
       finished_at = case when superseded then $6::timestamptz end,
       reason = $3, due_at = coalesce($4, due_at), ambiguous_sends = ambiguous_sends + $5
   from target where message.id = target.id`,
);

// What is put back after a fault of ours and given up in the end is told of in the same transaction, so it is no batch.
const giveUpMessage = statement(
  'outbox.give-up',
  `update outbox_message
   set state = $3, reason = $4, ambiguous_sends = ambiguous_sends + ($3 = 'ambiguous')::int, finished_at = $5
   where id = $1 and attempts = $2 and state = 'sending' returning id`,
);

const writeHold = statement(
  'outbox.hold',
  `insert into outbox_hold (messenger, chat_id, held_until) values ($1, $2, $3)
   on conflict (messenger, chat_id) do update set held_until = greatest(outbox_hold.held_until, excluded.held_until)`,
);

const moveChat = statement(
  'outbox.move-chat',
  `update outbox_message set chat_id = $3 where messenger = $1 and chat_id = $2 and state in ('new', 'sending')`,
);

const HELD = columns(OutboxHold, ['chatId', 'heldUntil']);
const selectHolds = statement(
  'outbox.holds',
  `with expired as (delete from outbox_hold where messenger = $1 and held_until <= $2)
   select ${HELD} from outbox_hold where messenger = $1 and held_until > $2`,
);

const notifySender = statement('outbox.notify', `select pg_notify('${OUTBOX_CHANNEL}', '')`);

const selectStatus = statement(
  'outbox.status',
  `select (select count(*) from outbox_message where state = 'new') as new,
          (select count(*) from outbox_message where state = 'sending') as sending,
          (select count(*) from outbox_message where state = 'ambiguous') as ambiguous,
          (select count(*) from outbox_message where state = 'unreachable') as unreachable,
          (select count(*) from outbox_message where state = 'dead') as dead,
          (select min(coalesce(due_at, created_at)) from outbox_message where state = 'new') as oldest`,
);

export type FinalMark =
  | { readonly state: 'sent'; readonly message: string | null }
  | { readonly state: 'skipped' | 'unreachable'; readonly reason: string };

export interface PutBack {
  readonly reason: string;
  /** Its own next moment, on the office's clock; null: at once when the chat is free. */
  readonly dueAt?: Date | null;
  readonly ambiguousSends?: number;
}

/** Nothing is sent but this. */
export interface HeldUp {
  /** They hear of everything. */
  readonly exceptChats: readonly string[];
  /** Of these kinds everybody hears what was written from `since` on. */
  readonly exceptKinds: readonly string[];
  readonly since: Date;
}

export type Queue = ReturnType<typeof createQueue>;

/**
 * What a messenger's sender asks of the table, of its own messages alone.
 * @param messenger as rows name it
 */
export function createQueue(database: Database, messenger: string) {
  const finish = finisher(database);
  return {
    /** Committed before anything is sent; at most one per chat, oldest first. */
    async claim(
      now: Date,
      exceptChats: readonly string[],
      limit: number,
      held: HeldUp | null = null,
    ): Promise<ClaimedMessage[]> {
      const rows = await database.query<ClaimedMessage>(claimHeads, [
        messenger,
        now,
        exceptChats,
        limit,
        new Date(now.getTime() + LONGEST_WAIT_MS),
        held?.exceptChats ?? null,
        held?.exceptKinds ?? null,
        held?.since ?? null,
        SAID_TO_THE_SHUT_OUT,
      ]);
      return rows.sort((one, other) => one.id - other.id);
    },

    /** Claimed by a process that has stopped since: nobody knows what became of them. */
    interrupted: (): Promise<ClaimedMessage[]> => database.query<ClaimedMessage>(selectInterrupted, [messenger]),

    finish: (message: ClaimedMessage, mark: FinalMark, now: Date): Promise<void> => finish({ message, mark, now }),

    putBack: (message: ClaimedMessage, change: PutBack, now: Date): Promise<void> =>
      putBack(database, message, change, now),

    /** @returns false when another process has taken it meanwhile */
    async giveUp(
      tx: Queries,
      { id, attempt }: ClaimedMessage,
      { state, reason }: { readonly state: GivenUp; readonly reason: string },
      now: Date,
    ): Promise<boolean> {
      return (await tx.query(giveUpMessage, [id, attempt, state, storable(reason), now])).length > 0;
    },

    /** The chat, or all of them, are left in peace until then, on the machine's clock. */
    async hold(chatId: string, until: Date): Promise<void> {
      await database.query(writeHold, [messenger, chatId, until]);
    },

    async moveChat(from: string, to: string): Promise<void> {
      await database.query(moveChat, [messenger, from, to]);
    },

    /** @param machineNow of the machine's clock, as the holds are. */
    holds: (machineNow: Date): Promise<RowOf<typeof HELD>[]> => database.query(selectHolds, [messenger, machineNow]),

    async notifySender(): Promise<void> {
      await database.query(notifySender);
    },
  };
}

/** Marks of many messages share a write. */
const finisher = (database: Database) =>
  batched(async (marks: readonly { message: ClaimedMessage; mark: FinalMark; now: Date }[]): Promise<void[]> => {
    await database.query(finishMessages, [
      marks.map(({ message }) => message.id),
      marks.map(({ message }) => message.attempt),
      marks.map(({ mark }) => mark.state),
      marks.map(({ mark }) => (mark.state === 'sent' ? mark.message : null)),
      marks.map(({ mark }) => (mark.state === 'sent' ? null : storable(mark.reason))),
      marks[0]?.now,
    ]);
    return marks.map(() => undefined);
  });

async function putBack(
  database: Database,
  { id, attempt }: ClaimedMessage,
  { reason, dueAt, ambiguousSends }: PutBack,
  now: Date,
): Promise<void> {
  const values = [id, attempt, storable(reason), dueAt ?? null, ambiguousSends ?? 0, now];
  try {
    await database.query(putBackMessage, values);
  } catch (error) {
    // Asked for again between our look and our write; the second look sees it.
    if (!isUniqueViolation(error)) throw error;
    await database.query(putBackMessage, values);
  }
}

export interface OutboxStatus {
  readonly new: number;
  readonly sending: number;
  /** Given up not knowing whether they arrived. */
  readonly ambiguous: number;
  /** To people who never started the bot or have left it, and to groups that it is not in: theirs to change, no fault of ours. */
  readonly unreachable: number;
  readonly dead: number;
  /** How long the one that waits longest could have gone. */
  readonly oldestSeconds: number;
}

/** For /metrics and /health. */
export async function outboxStatus(database: Queries, now: Date): Promise<OutboxStatus> {
  const [row] = await database.query<Omit<OutboxStatus, 'oldestSeconds'> & { oldest: Date | null }>(selectStatus);
  if (row === undefined) throw new Error('outbox.status returned no row');
  const { oldest, ...counts } = row;
  return { ...counts, oldestSeconds: oldest === null ? 0 : Math.max(0, (now.getTime() - oldest.getTime()) / 1_000) };
}

const storable = (reason: string): string => foreignLine(reason, 1_000);

function isUniqueViolation(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === UNIQUE_VIOLATION;
}
