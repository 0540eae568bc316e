import type { MessengerAccount } from '../../../entities/account';
import type { Transaction } from '../../database/database';
import { say, type Message, type Params } from '../messages';
import { adminsWithChat } from '../people/officials';

/** An account that the server names and nobody was given. */
export interface Withheld extends Pick<Params<'accountWithheld'>, 'name' | 'why'> {
  readonly account: MessengerAccount;
  /** When its person came in by another, or it was taken from them: each is told once. */
  readonly since: Date;
}

/** Whoever has written it there would wait for it, and whoever has taken it away has to know that it still stands there. @idempotent */
export async function tellOfWithheld(tx: Transaction, withheld: readonly Withheld[], now: Date): Promise<void> {
  if (withheld.length === 0) return;
  const admins = await adminsWithChat(tx);
  const messages = withheld.flatMap(({ account: { messenger, userId }, name, why, since }) =>
    admins.map(({ id: personId, ...to }): Message => ({
      key: `accountWithheld:${messenger}:${userId}:${name ?? 'environment'}:${since.getTime()}:person:${personId}`,
      to,
      kind: 'accountWithheld',
      params: { personId, name, userId, why },
      silent: true,
    })),
  );
  await say(tx, messages, now);
}
