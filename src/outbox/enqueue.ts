import type { Chat } from '../../entities/person';
import { statement, type Queries } from '../database/database';

export interface OutgoingMessage {
  /** Why it exists: 'appeal:12:v5:assigned:user:7'. A repeat of an ordinary one does nothing, for all time. */
  readonly key: string;
  readonly to: Chat;
  readonly kind: string;
  /** JSON; rendered at sending. No applicant's data. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Whose move it is decides whose phone rings. */
  readonly silent: boolean;
  /** A redraw of a card ('card:12:7'): requests that wait together become one message, with the last params. */
  readonly mergeable?: boolean;
  readonly notBefore?: Date;
  /** No message of its own: the reader's next morning list takes it as a line. */
  readonly gathered?: boolean;
}

// The conflicting redraw is updated and not left alone: the update locks the waiting row until this transaction ends, so
// the sender, which skips locked rows, cannot render the state before this transaction and call it the last one.
// Ids are drawn first, because two inserts would not keep the order of the call, and the id is the order of a chat.
const insertMessages = statement(
  'outbox.enqueue',
  `with incoming as materialized (
     select nextval('outbox_message_id_seq') as id, ordered.*
     from (
       select * from unnest($1::text[], $2::boolean[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::boolean[], $8::timestamptz[], $10::text[])
         with ordinality as m (key, mergeable, messenger, chat_id, kind, params, silent, due_at, state, place)
       order by place
     ) ordered
   ), ordinary as (
     insert into outbox_message (id, key, mergeable, messenger, chat_id, kind, params, silent, due_at, created_at, state)
     overriding system value
     select id, key, false, messenger, chat_id, kind, params, silent, due_at, $9, state from incoming where not mergeable order by key
     on conflict (key) where not mergeable do nothing
   )
   insert into outbox_message (id, key, mergeable, messenger, chat_id, kind, params, silent, due_at, created_at)
   overriding system value
   select id, key, true, messenger, chat_id, kind, params, silent, due_at, $9 from incoming where mergeable order by key
   on conflict (key) where mergeable and state = 'new' do update
     set requested = outbox_message.requested + 1,
         messenger = excluded.messenger,
         chat_id = excluded.chat_id,
         params = excluded.params,
         silent = outbox_message.silent and excluded.silent,
         due_at = case when outbox_message.due_at is null or excluded.due_at is null then null
                       else least(outbox_message.due_at, excluded.due_at) end`,
);

/**
 * Writes messages in the transaction that is their reason: they go out if it commits, and only then. Wake the sender
 * after the commit.
 * @idempotent by key; a mergeable one merges with the one of its key that still waits.
 */
export async function enqueue(tx: Queries, messages: readonly OutgoingMessage[], now: Date): Promise<void> {
  if (messages.length === 0) return;
  const rows = lastOfEachRedraw(messages);
  await tx.query(insertMessages, [
    rows.map(({ key }) => key),
    rows.map(({ mergeable }) => mergeable === true),
    rows.map(({ to }) => to.messenger),
    rows.map(({ to }) => to.chatId),
    rows.map(({ kind }) => kind),
    rows.map(({ params }) => JSON.stringify(params)),
    rows.map(({ silent }) => silent),
    rows.map(({ notBefore }) => notBefore?.toISOString() ?? null),
    now,
    rows.map(({ gathered }) => (gathered === true ? 'gathered' : 'new')),
  ]);
}

/** One INSERT may not update a row twice. */
function lastOfEachRedraw(messages: readonly OutgoingMessage[]): OutgoingMessage[] {
  const last = new Map<string, OutgoingMessage>();
  for (const message of messages) if (message.mergeable === true) last.set(message.key, message);
  return messages.filter((message) => message.mergeable !== true || last.get(message.key) === message);
}
