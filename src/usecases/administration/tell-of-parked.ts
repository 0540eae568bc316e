import { statement, type Transaction } from '../../database';
import { adminsWithChat } from '../people/officials';
import { say, type Message } from '../messages';

const selectSender = statement(
  'sender-of-update',
  'select id, telegram_id as "chatId" from person where telegram_id = $1 and disabled_at is null',
);

interface Parked {
  readonly messenger: string;
  readonly key: string;
  /** Where its sender may be told; null: nobody knows. */
  readonly chatId: number | null;
}

/** A press or a message that could not be handled: the admins hear that the bot is in trouble, the person that they must try again. */
export async function tellOfParked(tx: Transaction, { messenger, key, chatId }: Parked, now: Date): Promise<void> {
  const [sender] = await tx.query<{ id: number; chatId: number }>(selectSender, [chatId]);
  const admins = await adminsWithChat(tx);
  const messages = admins.map((admin): Message => ({
    key: `parked:${messenger}:${key}:person:${admin.id}`,
    chatId: admin.chatId,
    kind: 'parked',
    params: { updateId: key, personId: admin.id },
    silent: false,
  }));
  if (sender)
    messages.unshift({
      key: `failed:${messenger}:${key}`,
      chatId: sender.chatId,
      kind: 'failed',
      params: { personId: sender.id },
      silent: false,
    });
  await say(tx, messages, now);
}
