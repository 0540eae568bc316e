import { Account, type MessengerAccount } from '../../../entities/account';
import { Person } from '../../../entities/person';
import { statement, type Database, type Transaction, databaseOf, repositoryOf } from '../../database/database';
import { addPeopleEntry } from '../journal/journal';
import { refreshCommands } from '../people/command-menus';
import { lockPeople } from '../people/people-store';
import type { Records } from '../ports';

export interface EnsuredAdmins {
  /** User ids that nobody had: their people are known by these until somebody names them. */
  readonly added: readonly string[];
  /** Names of those who were somebody already. */
  readonly promoted: readonly string[];
}

/**
 * Holders of these accounts are admins, whatever the chat or a roster said: this is how an office gets its first admin, and
 * the way back in when the last one is gone.
 * @param accounts ADMIN_TELEGRAM_IDS and ADMIN_MAX_IDS
 * @param nameOf what to call a person of whom only the user id is known; ends with it
 * @idempotent
 */
export async function ensureAdmins(
  desk: Records,
  accounts: readonly MessengerAccount[],
  nameOf: (userId: string) => string,
): Promise<EnsuredAdmins> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const added: string[] = [];
    const promoted: Person[] = [];
    for (const account of accounts) {
      const { messenger, userId } = account;
      const held = await repositoryOf(tx, Account).findOneBy({ messenger, userId });
      const person = held ? await promote(tx, held.personId) : await addAdmin(tx, account, nameOf(userId));
      if (!person) continue;
      if (held) promoted.push(person);
      else added.push(userId);
      await addPeopleEntry(tx, {
        at: now,
        action: 'changeRoles',
        personId: null,
        capacity: null,
        details: { personId: person.id, roles: person.roles, by: 'environment' },
      });
    }
    await refreshCommands(
      tx,
      promoted.map(({ id }) => id),
      now,
    );
    return { added, promoted: promoted.map(({ name }) => name) };
  });
}

/** @returns null when the person is an admin already */
async function promote(tx: Transaction, personId: number): Promise<Person | null> {
  const people = repositoryOf(tx, Person);
  const person = await people.findOneByOrFail({ id: personId });
  if (person.roles.includes('admin') && person.disabledAt === null) return null;
  person.roles = [...new Set([...person.roles, 'admin' as const])];
  person.disabledAt = null;
  return people.save(person);
}

async function addAdmin(tx: Transaction, account: MessengerAccount, name: string): Promise<Person> {
  const people = repositoryOf(tx, Person);
  const person = await people.save(people.create({ name, roles: ['admin'], canApprove: false }));
  await repositoryOf(tx, Account).insert({ ...account, personId: person.id });
  return person;
}

const FIRST_STAND_ID = 1001;
const giveStandIds = statement(
  'give-stand-ids',
  `with free as (
     select candidate::text as id, row_number() over (order by candidate) as place
     from generate_series($2::bigint, $2::bigint + (select count(*) from person)) candidate
     where not exists (select from account where messenger = $1 and user_id = candidate::text)
   ), waiting as (
     select p.id, row_number() over (order by p.id) as place from person p
     where p.disabled_at is null and not exists (select from account where person_id = p.id)
   )
   insert into account (person_id, messenger, user_id, chat_id)
   select waiting.id, $1, free.id, free.id from waiting join free using (place)`,
);

/**
 * On the training stand everybody has a phone: people without an account get one, from 1001 on, in the order in which they came.
 * @param messenger whose the stand is; a private chat has the number of its person there
 * @idempotent
 */
export async function assignStandIds(database: Database, messenger: string): Promise<void> {
  await database.query(giveStandIds, [messenger, FIRST_STAND_ID]);
}
