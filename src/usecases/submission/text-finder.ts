import { Applicant } from '../../../entities/applicant';
import { columns } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import { withoutFlat } from '../../text/personal-data';
import type { Desk } from '../ports';
import { findInText, type ApplicantData, type Found } from './applicant-in-text';

const OF_APPLICANT = columns(Applicant, ['type', 'name', 'phone', 'email', 'address'], 'n');
type Row = { readonly place: string } & (ApplicantData | { readonly type: null });

const readApplicant = statement(
  'applicant-to-find',
  `select ${OF_APPLICANT}, concat_ws(', ', a.settlement, a.address) as place
   from appeal a left join applicant n on n.appeal_id = a.id where a.id = $1`,
);

/**
 * Looks through texts that officials write about this appeal. The applicant's data stay inside: whoever asks learns what is
 * in the text, never what it was compared with.
 */
export async function textFinder(desk: Desk, appealId: number): Promise<(text: string) => readonly Found[]> {
  const [row] = await databaseOf(desk).query<Row>(readApplicant, [appealId]);
  const applicant = row && row.type !== null ? row : null;
  return (text) => findInText(text, applicant, withoutFlat(row?.place ?? ''), desk.office.contacts);
}
