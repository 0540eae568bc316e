import { Attachment } from '../../../entities/attachment';
import { Violation } from '../../../entities/violation';
import { columns } from '../../database/columns';
import { databaseOf, repositoryOf, statement } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import type { KeptFile } from '../papers/deliveries';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { refAsItCame } from '../sent-files';
import { maySeeViolation } from './read-violations';

const OF_FILE = columns(Attachment, ['sha256', 'kind', 'compressed', 'fileName'], 't');
const selectFiles = statement(
  'files-of-explanations',
  `select ${OF_FILE}, ${refAsItCame('$2')} as "fileRef" from violation_explanation e join attachment t on t.form_id = e.form_id
   where e.violation_id = $1 and ($3::int is null or e.person_id = $3) and t.original_deleted_at is null order by e.id, t.id`,
);

/** What came with the explanations, as it came: all of it for the Управляющий делами, their own for whoever it is put to. */
export async function filesOfExplanations(
  desk: Desk,
  viewer: Official,
  violationId: number,
  messenger: string,
): Promise<readonly KeptFile[]> {
  const database = databaseOf(desk);
  const violation = await repositoryOf(database, Violation).findOneBy({ id: violationId });
  if (!violation || !maySeeViolation(viewer, violation)) return [];
  const ofId = hasRight(viewer, 'violations') ? null : viewer.personId;
  return database.query<KeptFile>(selectFiles, [violationId, messenger, ofId]);
}
