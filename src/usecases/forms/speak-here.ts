import type { Account } from '../../../entities/account';
import { databaseOf, statement, type Transaction } from '../../database/database';
import type { Records } from '../ports';
import { leaveForms, withdrawPlaceAsked } from './place-asked';

const moveSpeech = statement(
  'speak-in-account',
  'update account set is_spoken_in = (messenger = $2) where person_id = $1 and is_spoken_in <> (messenger = $2)',
);

type WhoseAccount = Readonly<Pick<Account, 'personId' | 'messenger'>>;

/** The person speaks in this account from now on: what stands open is asked here, and not where they have spoken before. @idempotent */
export async function speakHere(desk: Records, account: WhoseAccount): Promise<void> {
  await databaseOf(desk).transaction((tx) => speakIn(tx, account, desk.clock.now()));
}

export async function speakIn(tx: Transaction, { personId, messenger }: WhoseAccount, now: Date): Promise<void> {
  // It goes from the chat of before, so before that is another.
  await withdrawPlaceAsked(tx, await leaveForms(tx, personId), now);
  await tx.query(moveSpeech, [personId, messenger]);
}
