import { IsNull } from 'typeorm';
import { Account } from '../../../entities/account';
import { Person } from '../../../entities/person';
import { type Transaction, repositoryOf } from '../../database/database';
import { say, type Message } from '../messages';
import { adminsWithChat } from '../people/officials';
import { hourOf, keyOfNotice } from './parked-updates';

interface Parked {
  readonly messenger: string;
  readonly key: string;
  /** Of its sender, as the messenger names people; null: nobody knows. */
  readonly userId: string | null;
}

/** A press or a message that could not be handled: the admins hear that the bot is in trouble, the person that they must try again. */
export async function tellOfParked(tx: Transaction, { messenger, key, userId }: Parked, now: Date): Promise<void> {
  const sender = userId === null ? null : await senderBy(tx, messenger, userId);
  const admins = await adminsWithChat(tx);
  const hour = hourOf(now);
  // One sound an hour, however many: the notice that is there is drawn anew.
  const messages = admins.flatMap(({ id: personId, ...to }): Message[] => {
    const notice = {
      key: keyOfNotice({ messenger, hour }, personId),
      to,
      params: { updateId: key, messenger, hour, personId },
    };
    return [
      { ...notice, kind: 'parked', silent: false },
      { ...notice, key: `redraw:${notice.key}`, kind: 'redrawParked', silent: true, mergeable: true },
    ];
  });
  if (sender)
    messages.unshift({
      key: `failed:${messenger}:${key}`,
      to: sender,
      kind: 'failed',
      params: { personId: sender.personId },
      silent: false,
    });
  await say(tx, messages, now);
}

/** Null: a stranger, or somebody who does not work here any more. */
async function senderBy(tx: Transaction, messenger: string, userId: string): Promise<Account | null> {
  const account = await repositoryOf(tx, Account).findOneBy({ messenger, userId });
  const works = account && (await repositoryOf(tx, Person).existsBy({ id: account.personId, disabledAt: IsNull() }));
  return works ? account : null;
}
