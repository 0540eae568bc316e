import type { Account } from '../../../entities/account';
import { databaseOf, statement } from '../../database/database';
import { leaveForms } from '../people/move-chat';
import type { Records } from '../ports';
import { withdrawPlaceAsked } from './place-asked';

const speakIn = statement(
  'speak-in-account',
  'update account set is_spoken_in = (messenger = $2) where person_id = $1 and is_spoken_in <> (messenger = $2)',
);

/** The person speaks in this account from now on: what stands open is asked here, and not where they have spoken before. @idempotent */
export async function speakHere(
  desk: Records,
  { personId, messenger }: Pick<Account, 'personId' | 'messenger'>,
): Promise<void> {
  await databaseOf(desk).transaction(async (tx) => {
    // It goes from the chat of before, so before that is another.
    await withdrawPlaceAsked(tx, await leaveForms(tx, personId), desk.clock.now());
    await tx.query(speakIn, [personId, messenger]);
  });
}
