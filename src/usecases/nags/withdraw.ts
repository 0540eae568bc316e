import { statement, type Queries, type Transaction } from '../../database';
import { enqueue } from '../../outbox/enqueue';

/** A message of nags that shows something else now. */
export interface Outdated {
  readonly root: string;
  readonly personId: number;
  readonly chatId: number;
}

const RETURNED = `nag.message_key as root, nag.person_id as "personId", p.telegram_id as "chatId"`;
// Only people with a chat have messages: the join leaves the others' rows alone.
const withdrawEnded = statement(
  'withdraw-ended-nags',
  `update nag set withdrawn_at = $3 from reminder r, person p
   where r.id = nag.reminder_id and p.id = nag.person_id and p.telegram_id is not null
     and r.appeal_id = $1 and r.term <> all($2::text[]) and nag.withdrawn_at is null and nag.message_key is not null
   returning ${RETURNED}`,
);
const withdrawSuperseded = statement(
  'withdraw-superseded-nags',
  `update nag set withdrawn_at = $2 from reminder r, person p
   where r.id = nag.reminder_id and p.id = nag.person_id and p.telegram_id is not null
     and nag.withdrawn_at is null and nag.message_key <> all($1::text[])
     and exists (select from nag newer join reminder later on later.id = newer.reminder_id
       where newer.message_key = any($1::text[]) and newer.person_id = nag.person_id
         and later.appeal_id = r.appeal_id and later.term = r.term)
   returning ${RETURNED}`,
);

/** What is done is not asked for any more: the messages that did are drawn anew, or go. */
export async function withdrawEndedNags(
  tx: Transaction,
  appealId: number,
  running: readonly string[],
  now: Date,
): Promise<void> {
  await drawAnew(tx, await tx.query<Outdated>(withdrawEnded, [appealId, running, now]), now);
}

/** A later nag of the same term takes the place of an earlier one. @param roots the messages that tell the later ones */
export async function withdrawSupersededNags(tx: Transaction, roots: readonly string[], now: Date): Promise<void> {
  await drawAnew(tx, await tx.query<Outdated>(withdrawSuperseded, [roots, now]), now);
}

export async function drawAnew(tx: Transaction, outdated: readonly Outdated[], now: Date): Promise<void> {
  await enqueue(
    tx,
    outdated.map(({ root, personId, chatId }) => ({
      key: `redraw:${root}`,
      chatId,
      kind: 'redrawNags',
      params: { personId, root },
      silent: true,
      mergeable: true,
    })),
    now,
  );
}

const selectMessage = statement(
  'message-of-nags',
  `select message_id as "messageId" from outbox_message where key = $1 and not mergeable and state = 'sent' and message_id is not null`,
);

/** In which message of the chat the nags of this root are; null: it has not gone out, or there is none. */
export async function messageOfNags(queries: Queries, root: string): Promise<number | null> {
  return (await queries.query<{ messageId: number }>(selectMessage, [root]))[0]?.messageId ?? null;
}
