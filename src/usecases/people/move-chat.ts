import type { Chat } from '../../../entities/account';
import { statement, type Transaction } from '../../database/database';

// Each chat counts its messages anew: what was heard there says nothing of here.
const leaveMessages = statement(
  'leave-messages',
  `with left_behind as (delete from card where person_id = $1)
   update form set message_ref = case when state = 'open' then null else message_ref end, place_asked_ref = null, heard = null
   where person_id = $1 and (state = 'open' or heard is not null)`,
);
// Contacts that were shown go from where they were shown: what names no person is about the chat itself.
const takeWaiting = statement(
  'take-waiting-messages',
  `update outbox_message set messenger = $3, chat_id = $4
   where messenger = $1 and chat_id = $2 and state = 'new' and params ? 'personId'`,
);

/**
 * The person is met in another chat from now on: what stands in the one before is drawn no more, and what waits to be said
 * there waits for the other.
 * @idempotent
 */
export async function moveChat(tx: Transaction, personId: number, from: Chat, to: Chat): Promise<void> {
  if (from.messenger === to.messenger && from.chatId === to.chatId) return;
  await tx.query(leaveMessages, [personId]);
  await tx.query(takeWaiting, [from.messenger, from.chatId, to.messenger, to.chatId]);
}
