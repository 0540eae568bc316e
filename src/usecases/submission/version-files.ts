import { Attachment } from '../../../entities/attachment';
import { columnNames, columns, snakeCase, type RowOf } from '../../database/columns';
import { statement, type Queries, type Transaction } from '../../database/database';
import { listed } from '../../database/listed';
import { MEANING } from '../../regulation/stages';
import { STAGES, type Action } from '../../regulation/vocabulary';
import { GIVEN } from '../forms/attachments';
import { photoPosition } from '../forms/photo-position';

// Files belong to the version of an answer (domain.md): what supervisors see, what ПОС, the letter and the gateway get are exactly its own.

/** Of an attachment `t`: the version of an answer takes it along. SQL. */
export const inVersion = (draftId: string): string =>
  `exists (select from draft_file f where f.draft_id = ${draftId} and f.attachment_id = t.id)`;

/** Of an appeal: when it was last returned for re-examination. SQL. */
export const lastReturn = (appealId: string): string =>
  `coalesce((select max(r.at) from journal_entry r where r.appeal_id = ${appealId} and r.action = 'returnForReexamination'), '-infinity')`;

/**
 * Of an appeal: when the work on the present answer began: with the last return for re-examination, or with the approval of the interim
 * answer of «Отложено», whose files are no report of what was done since. SQL.
 */
export const answerBegan = (appealId: string): string =>
  `coalesce((select max(r.at) from journal_entry r where r.appeal_id = ${appealId}
    and (r.action = 'returnForReexamination' or r.action = 'approveAnswer' and r.details ? 'postponedUntil')), '-infinity')`;

const JUDGED = listed(STAGES.filter((stage) => ['draft', 'answer'].includes(MEANING[stage].text ?? '')));

/**
 * Of an attachment `t`: the answer of an appeal `a` is judged by it now. While a version is decided on or was sent, its own; before there is
 * one, whatever has come since the work on it began. Never the applicant's own, which a report is compared with. SQL.
 */
export const judgedNow = (a: string): string =>
  `(t.appeal_id = ${a}.id and t.origin = 'official' and case when ${a}.stage in (${JUDGED}) then ${inVersion(`${a}.draft_id`)}
    else t.kind = 'photo' and t.received_at > ${answerBegan(`${a}.id`)} end)`;

// ── What a form that makes a version may take along ─────────────────────────

/** The acts whose form makes a version of an answer, and asks what it takes along. */
const WRITES_VERSION: readonly string[] = ['submitAnswer', 'editDraft'] satisfies readonly Action[];
export const writesVersion = (subject: string): boolean => WRITES_VERSION.includes(subject);

const OF_FORMER = columns(Attachment, ['id', 'kind', 'mark', 'fileName', 'receivedAt'], 't');

/** A photo or a file that has come to the appeal before, and that a new version may take along. */
export interface FormerFile extends Readonly<RowOf<typeof OF_FORMER>> {
  /** See `photoPosition`. */
  readonly position: number;
  /** The version that this one comes after has it. */
  readonly wasIn: boolean;
  /** The version takes it along, as far as its form has said. */
  readonly taken: boolean;
}
type Found = Omit<FormerFile, 'taken'>;

/**
 * What a version may take along beside what comes with its form: photos, what a former version had, internal papers, and what came with a comment or
 * the result of a visit. The version
 * that is written anew starts with the files of the one before: of this round for an executor, of the present one for a supervisor.
 */
const selectFormer = statement(
  'former-files-of-version',
  `with base as (select case when $3 = 'submitAnswer'
       then (select max(d.id) from answer_draft d where d.appeal_id = $1 and d.written_at > ${answerBegan('$1')})
       else (select a.draft_id from appeal a where a.id = $1) end as draft_id)
   select ${OF_FORMER}, ${photoPosition('t')} as position, ${inVersion('base.draft_id')} as "wasIn"
   from attachment t cross join base left join form c on c.id = t.form_id
   where t.appeal_id = $1 and t.origin = 'official' and t.form_id is distinct from $2
     and (t.kind = 'photo' or t.paper is not null or c.subject in ('comment', 'recordVisit', 'recordMeeting') or exists (select from draft_file f where f.attachment_id = t.id))
   order by t.id`,
);

/** Of a form that writes no version there are none. @param said see `takenBy` */
export async function formerFiles(
  queries: Queries,
  form: { readonly id: number; readonly appealId: number; readonly subject: string },
  said: readonly number[] | undefined,
): Promise<readonly FormerFile[]> {
  if (!writesVersion(form.subject)) return [];
  return takenBy(await queries.query<Found>(selectFormer, [form.appealId, form.id, form.subject]), said);
}

/** @param said ids that the form has named; absent: none were, so the version starts with those of the one before */
export const takenBy = (files: readonly Found[], said: readonly number[] | undefined): readonly FormerFile[] =>
  files.map((file) => ({ ...file, taken: said === undefined ? file.wasIn : said.includes(file.id) }));

// ── What it took along ──────────────────────────────────────────────────────

const insertFiles = statement(
  'insert-files-of-version',
  `insert into draft_file (draft_id, attachment_id)
   select $1, t.id from attachment t where (t.form_id = $2 and t.origin = 'official') or t.id = any($3::int[])
     or t.id in (select f.attachment_id from draft_file f where f.draft_id = $4)`,
);

/**
 * In the transaction of the act: what has come with its form, and of what there was what it takes along.
 * @param likeId the version whose files it has too; null: those that are named alone
 */
export async function keepFilesOfVersion(
  tx: Transaction,
  draftId: number,
  {
    formId,
    former,
    likeId,
  }: { readonly formId: number | null; readonly former: readonly number[]; readonly likeId: number | null },
): Promise<void> {
  await tx.query(insertFiles, [draftId, formId, former, likeId]);
}

const SAME = `o.appeal_id = $2 and o.sha256 = t.sha256`;
// The bytes are one file, whoever names them; the message that brought it is the leading one's.
const copyFiles = statement(
  'give-files-of-version',
  `insert into attachment (appeal_id, ${columnNames(Attachment, GIVEN)})
   select $2, ${GIVEN.map((name) => `t.${snakeCase(name)}`).join(', ')}
   from draft_file f join attachment t on t.id = f.attachment_id
   where f.draft_id = $1 and not exists (select from attachment o where ${SAME} and o.origin = 'official') order by t.id
   on conflict do nothing`,
);
const insertSame = statement(
  'insert-same-files-of-version',
  `insert into draft_file (draft_id, attachment_id)
   select distinct $3::int, (select o.id from attachment o where ${SAME} order by o.origin = 'official' desc, o.id limit 1)
   from draft_file f join attachment t on t.id = f.attachment_id where f.draft_id = $1`,
);
const latestVersion = statement('latest-version', 'select max(id)::int as id from answer_draft where appeal_id = $1');

/** The same version of an appeal that goes along with another: the same files, each its own. @idempotent by their bytes */
export async function giveFilesOfVersion(
  tx: Transaction,
  leadingId: number,
  { appealId, draftId }: { readonly appealId: number; readonly draftId: number },
): Promise<void> {
  const [latest] = await tx.query<{ id: number }>(latestVersion, [leadingId]);
  await tx.query(copyFiles, [latest?.id, appealId]);
  await tx.query(insertSame, [latest?.id, appealId, draftId]);
}
