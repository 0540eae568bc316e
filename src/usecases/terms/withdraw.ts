import { Account, type Chat } from '../../../entities/person';
import { columns } from '../../database/columns';
import { statement, type Transaction, databaseOf } from '../../database/database';
import { say } from '../kit/messages';
import type { Desk, MessageRef } from '../kit/ports';

/** A message of nags that shows something else now. */
export interface Outdated extends Chat {
  readonly root: string;
  readonly personId: number;
}

/** The message that tells of a row of `nag n` now. */
export const SHOWN_IN = 'coalesce(n.joined_key, n.message_key)';

// Only people with a chat have messages: the join leaves the others' rows alone. An act and the tick may withdraw the same
// nags at once, so both lock them in one order.
const standing = (which: string) => `with standing as (
    select n.reminder_id, n.person_id, ${SHOWN_IN} as root, account.messenger, account.chat_id, r.term
    from nag n join reminder r on r.id = n.reminder_id join account on account.person_id = n.person_id and account.is_home
    where n.withdrawn_at is null and n.message_key is not null and ${which}
    order by n.reminder_id, n.person_id for no key update of n)`;
const OUTDATED = `select distinct root, ${columns(Account, ['personId', 'messenger', 'chatId'])} from standing`;
const withdrawEnded = statement(
  'withdraw-ended-nags',
  `${standing('r.appeal_id = $1')}, ended as (
     update nag set withdrawn_at = $3 from standing s
     where nag.reminder_id = s.reminder_id and nag.person_id = s.person_id and s.term <> all($2::text[]))
   ${OUTDATED}`,
);
const withdrawSuperseded = statement(
  'withdraw-superseded-nags',
  `${standing(`${SHOWN_IN} <> all($1::text[])
     and exists (select from nag newer join reminder later on later.id = newer.reminder_id
       where newer.message_key = any($1::text[]) and newer.person_id = n.person_id
         and later.appeal_id = r.appeal_id and later.term = r.term)`)}, superseded as (
     update nag set withdrawn_at = $2 from standing s where nag.reminder_id = s.reminder_id and nag.person_id = s.person_id)
   ${OUTDATED}`,
);

const withdrawOfVisit = statement(
  'withdraw-nags-of-visit',
  `${standing(`r.appeal_id = $1 and r.params ->> 'visitId' = $2`)}, ended as (
     update nag set withdrawn_at = $3 from standing s where nag.reminder_id = s.reminder_id and nag.person_id = s.person_id)
   ${OUTDATED}`,
);
// Noted a moment ago and in no message yet.
const withdrawUntoldOfVisit = statement(
  'withdraw-untold-nags-of-visit',
  `update nag set withdrawn_at = $3 from reminder r where r.id = nag.reminder_id and r.appeal_id = $1
     and r.params ->> 'visitId' = $2 and nag.withdrawn_at is null`,
);

/**
 * After an act: what is done is not asked for any more, and what goes on may be somebody else's by now. The messages that
 * tell of the appeal are drawn anew, or go.
 */
export async function followNags(
  tx: Transaction,
  appealId: number,
  running: readonly string[],
  now: Date,
): Promise<void> {
  await drawAnew(tx, await tx.query<Outdated>(withdrawEnded, [appealId, running, now]), now);
}

/** A visit that will not be at its hour, or has been: whoever was reminded of it is not misled. */
export async function withdrawVisitNags(tx: Transaction, appealId: number, visitId: number, now: Date): Promise<void> {
  const which = [appealId, String(visitId), now];
  await drawAnew(tx, await tx.query<Outdated>(withdrawOfVisit, which), now);
  await tx.query(withdrawUntoldOfVisit, which);
}

/** A later nag of the same term takes the place of an earlier one. @param roots the messages that tell the later ones */
export async function withdrawSupersededNags(tx: Transaction, roots: readonly string[], now: Date): Promise<void> {
  await drawAnew(tx, await tx.query<Outdated>(withdrawSuperseded, [roots, now]), now);
}

const selectPlaces = statement(
  'places-of-nags',
  `select key as root, messenger, chat_id as "chatId" from outbox_message where key = any($1::text[]) and not mergeable`,
);

/** Where they are: whoever is written to elsewhere since then has them in the chat of before. */
export async function drawAnew(tx: Transaction, outdated: readonly Outdated[], now: Date): Promise<void> {
  if (outdated.length === 0) return;
  const places = await tx.query<Omit<Outdated, 'personId'>>(selectPlaces, [outdated.map(({ root }) => root)]);
  const placeOf = new Map(places.map(({ root, ...chat }) => [root, chat]));
  await say(
    tx,
    outdated.map(({ root, personId, messenger, chatId }) => ({
      key: `redraw:${root}`,
      to: placeOf.get(root) ?? { messenger, chatId },
      kind: 'redrawNags',
      params: { personId, root },
      silent: true,
      mergeable: true,
    })),
    now,
  );
}

/** What a person is told within a quarter of an hour is one message. */
export const ONE_MESSAGE_MS = 15 * 60_000;

/** Why a message of nags is looked for no more. */
const GONE = 'it went with its last nag';
const selectMessage = statement(
  'message-of-nags',
  `select message_ref as message, reason is not distinct from '${GONE}' as "isGone" from outbox_message
   where key = $1 and not mergeable and state = 'sent' and message_ref is not null and messenger = $2 and chat_id = $3`,
);
const noteGone = statement(
  'note-message-of-nags-gone',
  `update outbox_message set reason = '${GONE}' where key = $1 and message_ref = $2 and not mergeable`,
);

/**
 * In which message of the chat the nags of this root are; null: it has not gone out, or not there, or there is none. `isGone`: it was
 * removed with its last reason.
 */
export async function messageOfNags(
  desk: Desk,
  root: string,
  { messenger, chatId }: Chat,
): Promise<{ readonly message: MessageRef; readonly isGone: boolean } | null> {
  const [sent] = await databaseOf(desk).query<{ message: MessageRef; isGone: boolean }>(selectMessage, [
    root,
    messenger,
    chatId,
  ]);
  return sent ?? null;
}

/** The message has gone with its last reason. What goes on to be told of the appeal is told elsewhere. @idempotent */
export async function nagsGone(desk: Desk, root: string, message: MessageRef): Promise<void> {
  await databaseOf(desk).query(noteGone, [root, message]);
}
