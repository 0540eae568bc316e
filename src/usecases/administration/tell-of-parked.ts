import { IsNull } from 'typeorm';
import { Person } from '../../../entities/person';
import { type Transaction, repositoryOf } from '../../database';
import { say, type Message } from '../messages';
import { adminsWithChat } from '../people/officials';

interface Parked {
  readonly messenger: string;
  readonly key: string;
  /** Where its sender may be told; null: nobody knows. */
  readonly chatId: number | null;
}

/** A press or a message that could not be handled: the admins hear that the bot is in trouble, the person that they must try again. */
export async function tellOfParked(tx: Transaction, { messenger, key, chatId }: Parked, now: Date): Promise<void> {
  const sender =
    chatId === null ? null : await repositoryOf(tx, Person).findOneBy({ telegramId: chatId, disabledAt: IsNull() });
  const admins = await adminsWithChat(tx);
  const messages = admins.map((admin): Message => ({
    key: `parked:${messenger}:${key}:person:${admin.id}`,
    chatId: admin.chatId,
    kind: 'parked',
    params: { updateId: key, personId: admin.id },
    silent: false,
  }));
  if (sender && chatId !== null)
    messages.unshift({
      key: `failed:${messenger}:${key}`,
      chatId,
      kind: 'failed',
      params: { personId: sender.id },
      silent: false,
    });
  await say(tx, messages, now);
}
