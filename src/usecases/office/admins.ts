import { type MessengerAccount, Account, Person } from '../../../entities/person';
import { type Transaction, statement, type Database, databaseOf, repositoryOf } from '../../database/database';
import { addPeopleEntry } from '../kit/journal';
import { say, type Message, type Params } from '../kit/messages';
import { adminsWithChat } from '../kit/officials';
import type { Records } from '../kit/ports';
import { forgetRemoved, removedAccount } from '../people/accounts';
import { refreshCommands, canAnybodyAdminister, lockPeople } from '../people/store';

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

export interface EnsuredAdmins {
  /** User ids that nobody had: their people are known by these until somebody names them. */
  readonly added: readonly string[];
  /** Names of those who were somebody already. */
  readonly promoted: readonly string[];
  /** User ids that were taken from somebody in the bot, and that it takes nobody to come in by. */
  readonly withheld: readonly string[];
}

/**
 * Holders of these accounts are admins, whatever the chat or a roster said: this is how an office gets its first admin, and
 * the way back in when the last one is gone. An account that was
 * taken from somebody in the bot is nobody's, or a stolen phone would be an admin's again: unless no admin could come in without it.
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
    const withheld: Withheld[] = [];
    for (const account of accounts) {
      const { messenger, userId } = account;
      const removed = await removedAccount(tx, account);
      if (removed && (await canAnybodyAdminister(tx))) {
        withheld.push({ account, name: null, why: 'removed', since: removed.removedAt });
        continue;
      }
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
    await tellOfWithheld(tx, withheld, now);
    return {
      added,
      promoted: promoted.map(({ name }) => name),
      withheld: withheld.map(({ account: { userId } }) => userId),
    };
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
  await forgetRemoved(tx, account);
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
