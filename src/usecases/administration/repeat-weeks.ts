import { databaseOf } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../journal/journal';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { keepSetting, repeatWeeks } from '../settings';

/** Weeks that an admin may choose; 0: a place alone makes no appeal alike. */
export const REPEAT_TERMS = [0, 2, 4, 8, 16] as const;
export type RepeatTerm = (typeof REPEAT_TERMS)[number];

/** Within how many weeks an appeal about the same place and matter is shown as alike. */
export const readRepeatWeeks = (desk: Desk): Promise<number> => repeatWeeks(databaseOf(desk));

/** @idempotent: the same term again changes and journals nothing */
export async function chooseRepeatWeeks(
  desk: Desk,
  actor: Official,
  weeks: RepeatTerm,
): Promise<'chosen' | 'notAdmin'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  await databaseOf(desk).transaction(async (tx) => {
    const before = await repeatWeeks(tx);
    if (!(await keepSetting(tx, 'repeat_weeks', { weeks })) || before === weeks) return;
    await addPeopleEntry(tx, {
      at: desk.clock.now(),
      action: 'changeOffice',
      personId: actor.personId,
      capacity: 'admin',
      details: { repeatWeeks: weeks, before },
    });
  });
  return 'chosen';
}
