import { databaseOf, statement } from '../../../database/database';
import { hasRight } from '../../../regulation/rights';
import { addPeopleEntry } from '../../journal/journal';
import type { Official } from '../../people/officials';
import type { Desk } from '../../ports';
import { contactYears, keepSetting } from '../../settings';
import { yearsAgo } from '../../calendar/years-ago';

/** Years that an admin may choose. */
export const CONTACT_TERMS = [1, 3, 5, 10] as const;
export type ContactTerm = (typeof CONTACT_TERMS)[number];

/** For how many years after the end of their appeal an applicant's contacts are kept. */
export const readContactYears = (desk: Desk): Promise<number> => contactYears(databaseOf(desk));

const countOver = statement(
  'preview.contacts-over',
  `select count(*)::int as count from appeal a left join registry_record k on k.appeal_id = a.id left join registry_row l on l.file_id = k.file_id and l.row = k.row
   where a.finished_at < $1 and (a.forgotten_at is null or a.forgotten_at < a.finished_at)
     and (a.text ~ '[0-9@]' or l.said -> 'appeal' ?| array['text', 'applicant'] or exists (select from applicant n where n.appeal_id = a.id))`,
);

/** Appeals whose applicants' contacts this term ends tonight, or may end: of a text it is known only that it has digits. */
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
