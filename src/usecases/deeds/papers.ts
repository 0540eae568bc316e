import { Attachment } from '../../../entities/attachment';
import { columns, type RowOf } from '../../database/columns';
import { statement } from '../../database/database';
import { endingOf } from '../media-types';
import { listingUnneeded } from '../unneeded-files';
import { required, type Deeds } from './deed';

const OF_FILE = columns(Attachment, ['id', 'kind', 'compressed', 'fileName', 'mimeType', 'sha256'], 't');
const selectFiles = statement(
  'files-to-be-papers',
  `select ${OF_FILE} from attachment t where t.form_id = $1 order by t.id`,
);
// A picture of a paper is no photo of a report, and is judged as none. Whatever the messenger has made a photo of it shows as nothing else.
const makePaper = statement(
  'make-paper',
  `with own as (delete from evidence where attachment_id = $1),
     twins as (update evidence set reuse = 'none', reuse_of_id = null where reuse_of_id = $1 returning attachment_id),
     again as (update attachment set judged_at = null where id in (select attachment_id from twins))
   update attachment set kind = 'document', mark = null, paper = $2, file_name = $3,
     file_ref = case when compressed then null else file_ref end where id = $1`,
);
const removePaper = statement(
  'remove-paper',
  `with gone as (delete from attachment t where t.id = $1 and t.appeal_id = $2 and t.paper is not null
       and not exists (select from draft_file f where f.attachment_id = t.id) returning file_name, sha256),
     bytes as (${listingUnneeded('sha256', 'gone', '$3::timestamptz')})
   select file_name as name, sha256 from gone`,
);

/** Internal papers of an appeal: they go to nobody unless an answer takes them along. */
export const paperDeeds: Deeds<'addPapers' | 'removePaper'> = {
  addPapers: async ({ tx, formId, details, submission: { answers } }) => {
    const [name, kind] = [required(answers.paperName, 'paperName'), required(answers.paperKind, 'paperKind')];
    const files = await tx.query<RowOf<typeof OF_FILE>>(selectFiles, [formId]);
    const papers = files.map(({ id, sha256, ...file }, index) => ({
      id,
      sha256,
      name: `${files.length > 1 ? `${name} ${index + 1}` : name}${extensionOf(file, name)}`,
    }));
    for (const paper of papers) await tx.query(makePaper, [paper.id, kind, paper.name]);
    // A picture of a paper is a paper.
    Object.assign(details, { papers, photos: 0, files: papers.length });
  },
  removePaper: async ({ tx, appeal, details, submission: { answers }, circumstances: { now } }) => {
    const id = required(answers.paperId, 'paperId');
    const [gone] = await tx.query<{ name: string; sha256: string }>(removePaper, [id, appeal.id, now]);
    // Its bytes go by night, a week later; that it was there, the journal tells for ever.
    details.papers = [{ id, ...required(gone, 'paper') }];
  },
};

/** As the file has it, so that it opens wherever it is sent to; nothing where the name ends so already. */
function extensionOf({ fileName, mimeType }: Pick<Attachment, 'fileName' | 'mimeType'>, name: string): string {
  const own = /\.[\p{L}\d]{1,8}$/u.exec(fileName ?? '')?.[0] ?? endingOf(mimeType);
  return name.toLocaleLowerCase('ru').endsWith(own.toLocaleLowerCase('ru')) ? '' : own;
}
