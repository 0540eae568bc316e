import { Account, type Chat } from '../../../entities/account';
import { columns } from '../../database/columns';
import { statement, type Transaction, databaseOf } from '../../database/database';
import { say } from '../messages';
import type { Desk, MessageRef } from '../ports';

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
    from nag n join reminder r on r.id = n.reminder_id join account on account.person_id = n.person_id
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

export async function drawAnew(tx: Transaction, outdated: readonly Outdated[], now: Date): Promise<void> {
  await say(
    tx,
    outdated.map(({ root, personId, ...to }) => ({
      key: `redraw:${root}`,
      to,
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

const selectListed = statement(
  'nags-of-listed-terms',
  `select n.person_id as "personId", n.reminder_id as "reminderId" from nag n join reminder r on r.id = n.reminder_id
   where n.noted_at > $4 and n.withdrawn_at is null and n.message_key is not null and (n.person_id, r.appeal_id, r.term) in (
     select * from unnest($1::int[], $2::int[], $3::text[])) order by n.reminder_id`,
);

/** Of a person's terms, those that a message of a few minutes before told of. @returns reminders by person */
export async function nagsOfListed(
  tx: Transaction,
  listed: readonly { readonly personId: number; readonly appealId: number; readonly term: string }[],
  now: Date,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const found = new Map<number, number[]>();
  if (listed.length === 0) return found;
  const rows = await tx.query<{ personId: number; reminderId: number }>(selectListed, [
    listed.map(({ personId }) => personId),
    listed.map(({ appealId }) => appealId),
    listed.map(({ term }) => term),
    new Date(now.getTime() - ONE_MESSAGE_MS - 60_000),
  ]);
  for (const { personId, reminderId } of rows) found.set(personId, [...(found.get(personId) ?? []), reminderId]);
  return found;
}

const withdrawListed = statement(
  'withdraw-listed-nags',
  `${standing(`n.person_id = $1 and n.reminder_id = any($2::bigint[])`)}, listed as (
     update nag set withdrawn_at = $3 from standing s where nag.reminder_id = s.reminder_id and nag.person_id = s.person_id)
   ${OUTDATED}`,
);

/**
 * The morning list is in the chat: what it tells, the message of a few minutes before tells no more. Not before it is there:
 * the list makes no sound and is not sent after noon, so a nag that still waited for its turn would be heard by nobody.
 * @idempotent
 */
export async function listShown(desk: Desk, personId: number, reminderIds: readonly number[]): Promise<void> {
  if (reminderIds.length === 0) return;
  const now = desk.clock.now();
  await databaseOf(desk).transaction(async (tx) =>
    drawAnew(tx, await tx.query<Outdated>(withdrawListed, [personId, reminderIds, now]), now),
  );
}

const selectUnsaid = statement(
  'nags-not-yet-said',
  `select from nag n join outbox_message m on m.key = ${SHOWN_IN} and not m.mergeable
   where n.person_id = $1 and n.reminder_id = any($2::bigint[]) and n.withdrawn_at is null and m.state in ('new', 'sending') limit 1`,
);

/** Some of these wait for another try: what would take their place comes after them, or they would be heard by nobody. */
export const areUnsaid = async (desk: Desk, personId: number, reminderIds: readonly number[]): Promise<boolean> =>
  reminderIds.length > 0 && (await databaseOf(desk).query(selectUnsaid, [personId, reminderIds])).length > 0;

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
