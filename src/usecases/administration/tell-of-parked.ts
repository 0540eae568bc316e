import { statement, type Transaction } from '../../database';
import { adminsWithChat } from '../people/officials';
import { say, type Message } from '../messages';

const selectSender = statement(
  'sender-of-update',
  'select id from person where telegram_id = $1 and disabled_at is null',
);

/** A press or a message that could not be handled: the admins hear that the bot is in trouble, the person that they must try again. */
export async function tellOfParked(
  tx: Transaction,
  { updateId, lane }: { readonly updateId: number; readonly lane: number },
  now: Date,
): Promise<void> {
  const [sender] = await tx.query<{ id: number }>(selectSender, [lane]);
  const admins = await adminsWithChat(tx);
  const messages = admins.map(({ id, chatId }): Message => ({
    key: `parked:${updateId}:person:${id}`,
    chatId,
    kind: 'parked',
    params: { updateId: String(updateId), personId: id },
    silent: false,
  }));
  if (sender)
    messages.unshift({
      key: `failed:${updateId}`,
      chatId: lane,
      kind: 'failed',
      params: { personId: sender.id },
      silent: false,
    });
  await say(tx, messages, now);
}
