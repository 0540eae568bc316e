import { Account } from '../../../entities/account';
import { Card } from '../../../entities/card';
import { repositoryOf, type Transaction } from '../../database/database';
import { speakIn } from '../forms/speak-here';
import { say } from '../messages';
import { followCards, moveHome } from '../people/home';
import { noteRemoved } from '../people/removed-accounts';
import { leaveForms } from '../forms/place-asked';
import { moveChat } from '../people/move-chat';

/**
 * One of a person's accounts is theirs no more, and whoever speaks there is a stranger. What it was home to lives in the other account; open
 * cards lose their buttons there and come along; what waits to be said there waits for the other, where they hear of it. The caller holds
 * `lockPeople`.
 * @param to an account of the same person that stays
 */
export async function leaveAccount(tx: Transaction, left: Account, to: Account, now: Date): Promise<void> {
  const { personId } = left;
  // Forms before accounts, as when somebody speaks elsewhere, or the two would wait for each other.
  if (left.isSpokenIn) await speakIn(tx, to, now);
  const moves = await moveHome(tx, personId, to.messenger, { why: 'removed' }, now);
  if (!moves) {
    // The bot has written to them in the other one all the time.
    const params = { personId, messenger: to.messenger, former: left.messenger, why: 'removed' as const, since: null };
    const key = `homeMoved:${personId}:${to.messenger}:${now.getTime()}`;
    await say(tx, [{ key, to, kind: 'homeMoved', params, silent: true }], now);
    await followCards(tx, personId, left, to, now);
  }
  await moveChat(tx, personId, left, to);
  await shutOut(tx, left, now);
}

/** The same of the only one, of a person who was switched off: nothing goes along anywhere. The caller holds `lockPeople`. */
export async function leaveLastAccount(tx: Transaction, left: Account, now: Date): Promise<void> {
  const { personId, messenger } = left;
  await leaveForms(tx, personId);
  await repositoryOf(tx, Card).delete({ personId, messenger });
  await shutOut(tx, left, now);
}

async function shutOut(tx: Transaction, left: Account, now: Date): Promise<void> {
  const { personId, messenger } = left;
  await repositoryOf(tx, Account).delete({ personId, messenger });
  await noteRemoved(tx, left, now);
}
