import { databaseOf } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../journal/journal';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { intakeRestMinutes, keepSetting } from '../settings';

/** Minutes that an admin may choose. */
export const REST_TERMS = [1, 5, 15, 60] as const;
export type RestTerm = (typeof REST_TERMS)[number];

/** For how long a file in the watched folder must not have changed before it is taken. */
export const readRestMinutes = (desk: Desk): Promise<number> => intakeRestMinutes(databaseOf(desk));

/** @idempotent: the same term again changes and journals nothing */
export async function chooseRestMinutes(
  desk: Desk,
  actor: Official,
  minutes: RestTerm,
): Promise<'chosen' | 'notAdmin'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  await databaseOf(desk).transaction(async (tx) => {
    const before = await intakeRestMinutes(tx);
    if (!(await keepSetting(tx, 'intake_rest', { minutes })) || before === minutes) return;
    await addPeopleEntry(tx, {
      at: desk.clock.now(),
      action: 'changeOffice',
      personId: actor.personId,
      capacity: 'admin',
      details: { intakeRest: minutes, before },
    });
  });
  return 'chosen';
}
