import { databaseOf } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../journal/journal';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { keepSetting, caseMinutes } from '../settings';

/** Minutes of working time that an admin may choose; 0: every second is a case. */
export const CASE_TERMS = [0, 1, 5, 15, 30] as const;
export type CaseTerm = (typeof CASE_TERMS)[number];

/** By how much a stage or a duty must be late to be a case. */
export const readCaseMinutes = (desk: Desk): Promise<number> => caseMinutes(databaseOf(desk));

/** @idempotent: the same term again changes and journals nothing */
export async function chooseCaseMinutes(
  desk: Desk,
  actor: Official,
  minutes: CaseTerm,
): Promise<'chosen' | 'notAdmin'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  await databaseOf(desk).transaction(async (tx) => {
    const before = await caseMinutes(tx);
    if (!(await keepSetting(tx, 'case_minutes', { minutes })) || before === minutes) return;
    await addPeopleEntry(tx, {
      at: desk.clock.now(),
      action: 'changeOffice',
      personId: actor.personId,
      capacity: 'admin',
      details: { caseMinutes: minutes, before },
    });
  });
  return 'chosen';
}
