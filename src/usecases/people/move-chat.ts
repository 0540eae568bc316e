import type { Account, Chat } from '../../../entities/account';
import { statement, type Transaction } from '../../database/database';
import { BOUND_TO_CHAT } from '../bound-to-chat';
import { leaveForms } from '../forms/place-asked';

const leaveCards = statement('leave-cards', 'delete from card where person_id = $1 and messenger = $2');
// Contacts that were shown go from where they were shown: what names no person is about the chat itself.
const selectWaiting = statement(
  'waiting-messages-of-chat',
  `select id from outbox_message
   where messenger = $1 and chat_id = $2 and state = 'new' and params ? 'personId' and kind <> all ($3::text[])
   order by id for no key update`,
);
/** What merges within one messenger has its name at the end of the key: there it merges with what waits there. */
const keyThere = (key: string, from: string, to: string) =>
  `case when m.mergeable and right(${key}, length(${from}) + 1) = ':' || ${from} then left(${key}, -length(${from})) || ${to} else ${key} end`;
const takeWaiting = statement(
  'take-waiting-message',
  `update outbox_message m set id = default, messenger = $2, chat_id = $3, key = ${keyThere('m.key', '$4::text', '$2::text')}
   where m.id = $1 and not (m.mergeable and exists (
     select from outbox_message there where there.mergeable and there.state = 'new' and there.id <> m.id
       and there.key = ${keyThere('m.key', '$4::text', '$2::text')}))
   returning id`,
);
const dropWaiting = statement('drop-waiting-message', `delete from outbox_message where id = $1 and state = 'new'`);
// Nags and lists find their messages by the key: it goes along, and what arrives nowhere is called otherwise.
const copyUnderWay = statement(
  'say-again-elsewhere',
  `with lost as (
     update outbox_message set key = key || ':closed'
     where messenger = $1 and chat_id = $2 and state = 'sending' and params ? 'personId' and kind <> all ($3::text[])
     returning id, key, mergeable, kind, params, silent)
   insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, created_at)
   select ${keyThere(`left(m.key, -length(':closed'))`, '$1::text', '$4::text')}, mergeable, $4, $5, kind, params, silent, $6 from lost m order by id
   on conflict do nothing`,
);
/**
 * A person's account of a messenger is another chat from now on: what stands in the one before is drawn no more, and what waits to be
 * said there waits for the other.
 * @idempotent
 */
export async function moveChat(tx: Transaction, personId: number, from: Account, to: Chat): Promise<void> {
  if (from.messenger === to.messenger && from.chatId === to.chatId) return;
  await tx.query(leaveCards, [personId, from.messenger]);
  if (from.isSpokenIn) await leaveForms(tx, personId);
  await waitThere(tx, from, to);
}

/**
 * What waits to be said to the person in one chat waits for the other, after what waits there and in its order; what changes messages of
 * that chat stays. @idempotent
 */
export async function waitThere(tx: Transaction, from: Chat, to: Chat): Promise<void> {
  const waiting = await tx.query<{ id: number }>(selectWaiting, [from.messenger, from.chatId, BOUND_TO_CHAT]);
  // One by one: an update of many draws their new ids in no order.
  for (const { id } of waiting) {
    const taken = await tx.query(takeWaiting, [id, to.messenger, to.chatId, from.messenger]);
    // The same card waits there already.
    if (taken.length === 0) await tx.query(dropWaiting, [id]);
  }
}

/**
 * What is under way to a chat that is closed arrives nowhere, and by it that was found: it is said in the other. Its row stays with whoever
 * sends it. @idempotent
 */
export async function sayAgainThere(tx: Transaction, from: Chat, to: Chat, now: Date): Promise<void> {
  await tx.query(copyUnderWay, [from.messenger, from.chatId, BOUND_TO_CHAT, to.messenger, to.chatId, now]);
}
