import { databaseOf, statement } from '../../../database/database';
import { hasRight } from '../../../regulation/rights';
import { addPeopleEntry } from '../../journal/journal';
import type { Official } from '../../people/officials';
import type { Desk } from '../../ports';
import { contactYears, keepSetting } from '../../settings';
import { yearsAgo } from '../years-ago';

/** Years that an admin may choose. */
export const CONTACT_TERMS = [1, 3, 5, 10] as const;
export type ContactTerm = (typeof CONTACT_TERMS)[number];

/** For how many years after the end of their appeal an applicant's contacts are kept. */
export const readContactYears = (desk: Desk): Promise<number> => contactYears(databaseOf(desk));

const countOver = statement(
  'preview.contacts-over',
  `select count(*)::int as count from applicant n join appeal a on a.id = n.appeal_id where a.finished_at < $1`,
);

/** Appeals whose applicants' contacts this term ends tonight. */
export async function contactsOverBy(desk: Desk, years: number): Promise<number> {
  const [over] = await databaseOf(desk).query<{ count: number }>(countOver, [yearsAgo(desk.clock.now(), years)]);
  return over?.count ?? 0;
}

/** @idempotent: the same term again changes and journals nothing */
export async function chooseContactYears(
  desk: Desk,
  actor: Official,
  years: ContactTerm,
): Promise<'chosen' | 'notAdmin'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  await databaseOf(desk).transaction(async (tx) => {
    const before = await contactYears(tx);
    if (!(await keepSetting(tx, 'contact_years', { years })) || before === years) return;
    await addPeopleEntry(tx, {
      at: desk.clock.now(),
      action: 'changeOffice',
      personId: actor.personId,
      capacity: 'admin',
      details: { contactYears: years, before },
    });
  });
  return 'chosen';
}
