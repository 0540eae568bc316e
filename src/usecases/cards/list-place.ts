import { statement, databaseOf } from '../../database/database';
import type { Desk, MessageRef } from '../ports';
import type { WhoseCard } from './card-places';

const swapList = statement(
  'swap-list',
  `with former as (select person_id, list_ref from account where person_id = $1 and messenger = $3 for no key update)
   update account a set list_ref = $2 from former where a.person_id = former.person_id and a.messenger = $3
   returning former.list_ref as former, exists (select from form f where f.person_id = $1 and f.message_ref = former.list_ref) as "isForm"`,
);

/**
 * The person's menu or list is in this message of this messenger now. @idempotent
 * @returns the message that it was in before; null: none, or one in which a dialog stands or stood, which tidies up itself
 */
export async function listMoved(
  desk: Desk,
  { personId, messenger }: WhoseCard,
  message: MessageRef,
): Promise<MessageRef | null> {
  const [row] = await databaseOf(desk).query<{ former: MessageRef | null; isForm: boolean }>(swapList, [
    personId,
    message,
    messenger,
  ]);
  return !row || row.isForm || row.former === message ? null : row.former;
}

const forgetList = statement(
  'forget-list',
  'update account set list_ref = null where person_id = $1 and messenger = $3 and list_ref = $2',
);

/** This message is no more: a menu that turned into a dialog, say, which has moved on. @idempotent */
export async function listGone(desk: Desk, { personId, messenger }: WhoseCard, message: MessageRef): Promise<void> {
  await databaseOf(desk).query(forgetList, [personId, message, messenger]);
}
