import { Account, type MessengerAccount } from '../../../entities/account';
import { repositoryOf, type Transaction } from '../../database/database';
import { moveChat } from './move-chat';
import { forgetRemoved, noteRemoved } from './removed-accounts';

/** `first`: they had none; `beside`: they have one of another messenger; `again`: it takes the place of the one there. */
export type Bound = 'first' | 'beside' | 'again';

/**
 * A person gets an account of a messenger in the bot: in place of the one that they have there, which no file gives back, beside those of
 * others. The first is where the bot writes to them. The caller holds `lockPeople`.
 * @param startedAt null: they have not pressed Start there yet
 */
export async function bindAccount(
  tx: Transaction,
  personId: number,
  account: MessengerAccount,
  startedAt: Date | null,
  now: Date,
): Promise<Bound> {
  const { before, bound } = await bind(tx, personId, account, startedAt);
  if (before && before.userId !== account.userId) await noteRemoved(tx, before, now);
  return bound;
}

async function bind(
  tx: Transaction,
  personId: number,
  { messenger, userId, chatId }: MessengerAccount,
  startedAt: Date | null,
): Promise<{ readonly before: Account | undefined; readonly bound: Bound }> {
  const accounts = repositoryOf(tx, Account);
  const held = await accounts.findBy({ personId });
  const before = held.find((one) => one.messenger === messenger);
  if (before) await moveChat(tx, personId, before, { messenger, chatId });
  const { isHome, insteadOf, isSpokenIn } = before ?? {
    insteadOf: null,
    isHome: held.length === 0,
    isSpokenIn: held.length === 0,
  };
  const account = { personId, messenger, userId, chatId, startedAt, isHome, insteadOf, isSpokenIn };
  await accounts.save(accounts.create({ ...account, unreachable: null, listRef: null, heldSince: null }));
  await forgetRemoved(tx, account);
  return { before, bound: before ? 'again' : held.length === 0 ? 'first' : 'beside' };
}

/**
 * A file gives an account, which somebody may have used until now: whoever has pressed Start there need not press it again, and is written to
 * there where they can't be at home. The caller holds `lockPeople`.
 */
export async function takeAccount(
  tx: Transaction,
  personId: number,
  account: MessengerAccount,
  startedAt: Date | null,
): Promise<void> {
  await bind(tx, personId, account, startedAt);
  const accounts = repositoryOf(tx, Account);
  const home = await accounts.findOneBy({ personId, isHome: true });
  if (startedAt === null || !home || home.messenger === account.messenger || home.startedAt !== null) return;
  await accounts.update({ personId, messenger: home.messenger }, { isHome: false, isSpokenIn: false });
  await accounts.update({ personId, messenger: account.messenger }, { isHome: true, isSpokenIn: true });
}
