import { In } from 'typeorm';
import { Person } from '../../../entities/person';
import { statement, type Database, databaseOf, repositoryOf } from '../../database';
import { addPeopleEntry } from '../journal/journal';
import { refreshCommands } from '../people/command-menus';
import { lockPeople } from '../people/people-store';
import type { Records } from '../ports';

export interface EnsuredAdmins {
  /** Ids that nobody had: their people are known by a number until somebody names them. */
  readonly added: readonly number[];
  /** Names of those who were somebody already. */
  readonly promoted: readonly string[];
}

/**
 * ADMIN_TELEGRAM_IDS are admins, whatever the chat or a roster said: this is how an office gets its first admin, and the way
 * back in when the last one is gone.
 * @param nameOf what to call a person of whom only the id is known; ends with the id
 * @idempotent
 */
export async function ensureAdmins(
  desk: Records,
  telegramIds: readonly number[],
  nameOf: (telegramId: number) => string,
): Promise<EnsuredAdmins> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const everybody = repositoryOf(tx, Person);
    const known = await everybody.findBy({ telegramId: In([...telegramIds]) });
    const lacking = known.filter(({ roles, disabledAt }) => !roles.includes('admin') || disabledAt !== null);
    for (const person of lacking) {
      person.roles = [...new Set([...person.roles, 'admin' as const])];
      person.disabledAt = null;
    }
    const added = [...new Set(telegramIds)].filter((id) => !known.some(({ telegramId }) => telegramId === id));
    const people = await everybody.save([
      ...lacking,
      ...added.map((telegramId) =>
        everybody.create({ name: nameOf(telegramId), telegramId, roles: ['admin'], canApprove: false }),
      ),
    ]);
    for (const { id, roles } of people) {
      await addPeopleEntry(tx, {
        at: now,
        action: 'changeRoles',
        personId: null,
        capacity: null,
        details: { personId: id, roles, by: 'ADMIN_TELEGRAM_IDS' },
      });
    }
    await refreshCommands(
      tx,
      lacking.map(({ id }) => id),
      now,
    );
    return { added, promoted: lacking.map(({ name }) => name) };
  });
}

const FIRST_STAND_ID = 1001;
const giveStandIds = statement(
  'give-stand-ids',
  `with free as (
     select candidate as id, row_number() over (order by candidate) as place
     from generate_series($1::bigint, $1::bigint + (select count(*) from person)) candidate
     where not exists (select from person where telegram_id = candidate)
   ), waiting as (select id, row_number() over (order by id) as place from person where telegram_id is null and disabled_at is null)
   update person p set telegram_id = free.id from waiting join free using (place) where p.id = waiting.id`,
);

/**
 * On the training stand everybody has a phone: people without an account get one, from 1001 on, in the order in which they came.
 * @idempotent
 */
export async function assignStandIds(database: Database): Promise<void> {
  await database.query(giveStandIds, [FIRST_STAND_ID]);
}
