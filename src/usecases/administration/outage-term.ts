import { databaseOf } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../journal/journal';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { keepSetting, outageMinutes } from '../settings';

/** Minutes that an admin may choose. */
export const OUTAGE_TERMS = [5, 15, 30, 60] as const;
type OutageTerm = (typeof OUTAGE_TERMS)[number];

/** After how many minutes of a messenger's silence people are written to in another. */
export const readOutageMinutes = (desk: Desk): Promise<number> => outageMinutes(databaseOf(desk));

/** @idempotent: the same term again changes and journals nothing */
export async function chooseOutageMinutes(
  desk: Desk,
  actor: Official,
  minutes: OutageTerm,
): Promise<'chosen' | 'notAdmin'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  await databaseOf(desk).transaction(async (tx) => {
    const before = await outageMinutes(tx);
    if (!(await keepSetting(tx, 'outage_minutes', { minutes })) || before === minutes) return;
    await addPeopleEntry(tx, {
      at: desk.clock.now(),
      action: 'changeOffice',
      personId: actor.personId,
      capacity: 'admin',
      details: { outageMinutes: minutes, before },
    });
  });
  return 'chosen';
}
