import { databaseOf, statement } from '../../../database/database';
import type { Desk } from '../../ports';
import { yearsAgo } from '../../calendar/years-ago';

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
