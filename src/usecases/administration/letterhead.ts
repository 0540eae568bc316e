import { databaseOf } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../journal/journal';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { holdSetting, keepSetting, keptLetterhead, type Letterhead } from '../settings';

export const LETTERHEAD_PARTS = [
  'nameRu',
  'nameTt',
  'contacts',
  'phone',
] as const satisfies readonly (keyof Letterhead)[];
export type LetterheadPart = (typeof LETTERHEAD_PARTS)[number];

/** What stands on letters now, for an admin to change. */
export const letterheadOf = (desk: Desk): Promise<Letterhead> => keptLetterhead(databaseOf(desk));

/** One part of the paper on which letters are issued from now on; those that were issued stay. @idempotent */
export async function changeLetterhead(
  desk: Desk,
  actor: Official,
  part: LetterheadPart,
  text: string,
): Promise<'changed' | 'notAdmin'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  await databaseOf(desk).transaction(async (tx) => {
    await holdSetting(tx, 'letterhead');
    const before = await keptLetterhead(tx);
    if (!(await keepSetting(tx, 'letterhead', { ...before, [part]: text }))) return;
    await noteChange(tx, desk.clock.now(), actor, {
      letterhead: part,
      text,
      before: before[part] === '' ? null : before[part],
    });
  });
  return 'changed';
}
