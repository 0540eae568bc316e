import { Account, type MessengerAccount } from '../../../entities/account';
import { Person } from '../../../entities/person';
import { databaseOf, repositoryOf } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../journal/journal';
import type { Official } from '../people/officials';
import { lackingPeople, lockPeople } from '../people/people-store';
import type { Desk } from '../ports';
import { momentOf } from '../access/access-changes';
import { letIn } from '../access/let-in';
import { refused, type PersonChanged } from './change-person';

/**
 * An admin ties an account to a person by the number that the bot has told them: at their next word they are known. It takes the place
 * of the person's earlier account in that messenger, or stands beside that of another.
 * @idempotent
 */
export async function giveAccount(
  desk: Desk,
  actor: Official,
  personId: number,
  account: MessengerAccount,
): Promise<PersonChanged> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const person = await repositoryOf(tx, Person).findOneBy({ id: personId });
    if (!person) return refused('gone');
    if (person.disabledAt !== null) return refused('disabled');
    const accounts = repositoryOf(tx, Account);
    const holder = await accounts.findOneBy({ messenger: account.messenger, userId: account.userId });
    if (holder && holder.personId !== personId) {
      const { name } = await repositoryOf(tx, Person).findOneByOrFail({ id: holder.personId });
      return { ...refused('accountTaken'), holder: name };
    }
    let waitsUntil: Date | null = null;
    if (!holder) {
      const byId = actor.personId;
      const entry = { person, account, startedAt: null, byId, source: 'number', isOwnWord: false } as const;
      const { bound, waits } = await letIn(tx, entry, momentOf(desk));
      waitsUntil = waits?.dueAt ?? null;
      if (bound !== null)
        await addPeopleEntry(tx, {
          at: now,
          action: 'linkAccount',
          personId: byId,
          capacity: 'admin',
          details: { personId, again: bound === 'again', messenger: account.messenger },
        });
    }
    return { ok: true, personId, name: person.name, lacks: await lackingPeople(tx), moved: 0, left: 0, waitsUntil };
  });
}
