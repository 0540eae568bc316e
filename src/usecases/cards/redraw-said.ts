import type { Chat } from '../../../entities/account';
import { OutboxMessage } from '../../../entities/outbox-message';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Transaction } from '../../database/database';
import { say } from '../messages';
import type { Desk, MessageRef } from '../ports';

/**
 * Of a message `t` that has been sent: the appeals whose texts stand in it, as a subquery of one column `id`. A notice has them where it tells of
 * a visit or of an instruction. SQL.
 */
const APPEALS_IN_IT = `
  select (t.params ->> 'id')::int as id where t.kind = 'notice' and (t.params ->> 'visitId' is not null
    or exists (select from journal_entry e where e.id = (t.params ->> 'entryId')::int and e.details ?| array['instructionId', 'visitId']))
  union all select (t.params ->> 'appealId')::int where t.kind = 'textPart'
  union all select (named ->> 'id')::int from jsonb_array_elements(t.params -> 'appeals') named where t.kind = 'ofMany'
  union all select v.appeal_id from violation v where t.kind = 'violation' and v.id = (t.params ->> 'violationId')::int
  union all select coalesce(q.appeal_id, r.appeal_id) from line_question q left join line_question r on r.id = q.joined_to_id
    where t.kind = 'lineQuestion' and q.id = (t.params ->> 'questionId')::int`;

/** Messages `t` that stand in chats and have words of the appeals `$1`. SQL. */
export const SAID_OF_APPEALS = `outbox_message t
  where t.state = 'sent' and t.message_ref is not null and not t.mergeable
    and t.kind in ('notice', 'textPart', 'ofMany', 'violation', 'lineQuestion')
    and exists (select from (${APPEALS_IN_IT}) of_appeal where of_appeal.id = any($1::int[]))`;

const selectSaid = statement(
  'said-of-appeals',
  `select t.id::text as "messageId", (t.params ->> 'personId')::int as "personId", t.messenger, t.chat_id as "chatId" from ${SAID_OF_APPEALS} order by t.id`,
);

/** Whatever was told in chats with words of these appeals is told anew where it stands. */
export async function redrawSaid(tx: Transaction, appealIds: readonly number[], now: Date): Promise<void> {
  const said = await tx.query<Chat & { readonly messageId: string; readonly personId: number }>(selectSaid, [
    appealIds,
  ]);
  await say(
    tx,
    said.map(({ messageId, personId, ...to }) => redrawOfSaid({ messageId, personId, to })),
    now,
  );
}

/** The message of this id, which is a row of the outbox, is to be drawn anew where it stands. */
export const redrawOfSaid = ({ messageId, personId, to }: { messageId: string; personId: number; to: Chat }) => ({
  key: `redrawSaid:${messageId}`,
  to,
  kind: 'redrawSaid' as const,
  params: { personId, messageId },
  silent: true,
  mergeable: true,
});

const OF_MESSAGE = columns(OutboxMessage, ['id', 'key', 'messenger', 'chatId', 'kind', 'params'], 't');
const selectMessage = statement(
  'said-message',
  `select ${OF_MESSAGE}, t.message_ref as message from outbox_message t where t.id = $1::bigint and t.state = 'sent' and t.message_ref is not null`,
);

export type Said = RowOf<typeof OF_MESSAGE> & { readonly message: MessageRef };

/** What was said, and in which message it stands. Null: it is known no more. */
export const saidIn = async (desk: Desk, messageId: string): Promise<Said | null> =>
  (await databaseOf(desk).query<Said>(selectMessage, [messageId]))[0] ?? null;
