import type { Account, MessengerAccount } from '../../../entities/account';
import { RemovedAccount } from '../../../entities/removed-account';
import { repositoryOf, type Rows, type Transaction } from '../../database/database';

/** In the bot it was taken from its person: nothing outside the bot gives it to anybody again. */
export async function noteRemoved(tx: Transaction, account: Account, now: Date): Promise<void> {
  const { messenger, userId, personId } = account;
  await repositoryOf(tx, RemovedAccount).save({ messenger, userId, personId, removedAt: now });
}

/** Somebody has it from now on. @idempotent */
export async function forgetRemoved(tx: Transaction, { messenger, userId }: MessengerAccount): Promise<void> {
  await repositoryOf(tx, RemovedAccount).delete({ messenger, userId });
}

/** Null: nobody has taken it from anybody. */
export const removedAccount = (rows: Rows, { messenger, userId }: MessengerAccount): Promise<RemovedAccount | null> =>
  repositoryOf(rows, RemovedAccount).findOneBy({ messenger, userId });
