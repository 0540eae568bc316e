import { Signature, AnswerDraft } from '../../../entities/answers';
import { Attachment } from '../../../entities/attachments';
import { columnNames, columns, type RowOf, snakeCase } from '../../database/columns';
import { statement, type Queries, type Transaction } from '../../database/database';
import { listed } from '../../database/listed';
import type { PlainDate } from '../../regulation/calendar';
import type { SignatureLevel } from '../../regulation/signatures';
import { MEANING } from '../../regulation/stages';
import { STAGES, type Action, type AnswerType } from '../../regulation/vocabulary';
import { APPEALS_NAMED } from '../appeals/pending';
import { GIVEN } from '../kit/attachments';
import { photoPosition } from '../kit/form-engine';
import { shortName } from '../kit/officials';
import type { CheckedSignature } from '../kit/signature';

/** The approver's word that an answer was signed in ПОС; a null level: of before it was asked with what. */
export interface SignedThere {
  readonly level: SignatureLevel | null;
}

/** With which an answer was approved: whose, of which level, by which certificate, and when it was checked here. */
export interface ShownSignature extends Readonly<Pick<Signature, 'id' | 'level' | 'subject' | 'serial'>> {
  readonly checkedAt: Date;
}

/** As JSON keeps it, where an instant is a text. */
export type KeptSignature = Omit<ShownSignature, 'checkedAt'> & { readonly checkedAt: string };

export const shownSignature = (kept: KeptSignature): ShownSignature => ({
  ...kept,
  checkedAt: new Date(kept.checkedAt),
});

const KEPT = [
  'level',
  'form',
  'algorithm',
  'hashes',
  'serial',
  'subject',
  'issuer',
  'validFrom',
  'validTo',
  'chain',
  'revocation',
  'toldBy',
  'signedAt',
  'checkedAt',
] as const satisfies readonly (keyof Signature & keyof CheckedSignature)[];
const JSON_COLUMNS: readonly (typeof KEPT)[number][] = ['hashes', 'chain', 'revocation'];
const CHECKED = columns(Signature, KEPT, 'g');

const insertSignature = statement(
  'insert-signature',
  `insert into signature (letter_id, attachment_id, ${columnNames(Signature, KEPT)})
   values ($1, $2, ${KEPT.map((_, index) => `$${index + 3}`).join(', ')})`,
);
const selectOfForm = statement(
  'signature-of-form',
  `select ${CHECKED} from signature g join attachment t on t.id = g.attachment_id join letter l on l.id = g.letter_id
     join answer_draft d on d.id = l.draft_id join appeal a on a.id = d.appeal_id
   where t.form_id = $1 and l.appeals_named = ${APPEALS_NAMED} order by g.id desc limit 1`,
);

const selectById = statement('signature-by-id', `select ${CHECKED} from signature g where g.id = $1`);
const checked = columnNames(Signature, KEPT);
/** What is signed is one letter, which names all; each answer has it, its signature and what was checked of it as its own. */
const copySignature = statement(
  'give-signature-to-follower',
  `with signed as (select letter_id, attachment_id, ${checked} from signature where id = $1),
     paper as (
       insert into letter (draft_id, signer_id, names_applicant, is_draft, appeals_named, sha256, issued_at)
       select $2, l.signer_id, l.names_applicant, l.is_draft, l.appeals_named, l.sha256, l.issued_at from letter l join signed on signed.letter_id = l.id
       returning id),
     file as (
       insert into attachment (appeal_id, form_id, origin, kind, compressed, file_name, mime_type, size, sha256, uploaded_by_id, received_at)
       select $3, t.form_id, t.origin, t.kind, t.compressed, t.file_name, t.mime_type, t.size, t.sha256, t.uploaded_by_id, t.received_at
       from attachment t join signed on signed.attachment_id = t.id
       on conflict (appeal_id, sha256) where messenger is null do update set form_id = excluded.form_id returning id)
   insert into signature (letter_id, attachment_id, ${checked}) select paper.id, file.id, ${checked} from signed, paper, file`,
);

/** Gives an answer the signature of the one that it goes along with. */
export async function giveSignature(
  tx: Transaction,
  signatureId: number,
  to: { readonly draftId: number | null; readonly appealId: number },
): Promise<void> {
  await tx.query(copySignature, [signatureId, to.draftId, to.appealId]);
}

/** Keeps what was checked beside the file. */
export async function keepSignature(
  tx: Transaction,
  letterId: number,
  attachmentId: number,
  check: CheckedSignature,
): Promise<void> {
  await tx.query(insertSignature, [
    letterId,
    attachmentId,
    ...KEPT.map((name) => (JSON_COLUMNS.includes(name) ? JSON.stringify(check[name]) : check[name])),
  ]);
}

/** The good signature that a form has, of a letter that names the appeals as they are; null: none yet. */
export const signatureOf = async (queries: Queries, formId: number): Promise<CheckedSignature | null> =>
  asChecked(await queries.query(selectOfForm, [formId]));

export const signatureById = async (queries: Queries, id: number): Promise<CheckedSignature | null> =>
  asChecked(await queries.query(selectById, [id]));

const asChecked = ([row]: readonly RowOf<typeof CHECKED>[]): CheckedSignature | null =>
  row ? { good: true, ...row, revocation: row.revocation.map(withInstant) } : null;

/** JSON keeps an instant as a text. */
const withInstant = (link: CheckedSignature['revocation'][number]): CheckedSignature['revocation'][number] => ({
  ...link,
  issuedAt: link.issuedAt && new Date(link.issuedAt),
});

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

const OF_DRAFT = columns(AnswerDraft, ['id', 'type', 'text', 'postponedUntil', 'withoutPhoto', 'writtenAt'], 'd');

/** A version of an answer: whether it has reached the applicant, and with what. */
export interface AnswerVersion extends Readonly<RowOf<typeof OF_DRAFT>> {
  /** From 1. */
  readonly version: number;
  readonly author: string;
  /** When it went to the applicant; null: it is a draft, whatever was decided of it. */
  readonly sentAt: Date | null;
  /** Who has approved what was sent, and with which signature as they have said; null: a draft, or a signature that the bot has checked. */
  readonly approvedBy: string | null;
  readonly level: 'qualified' | 'unqualified' | null;
  /** Photos of this version, by which people speak of them, and how many other files. */
  readonly photos: readonly number[];
  readonly files: number;
}

/**
 * By which act a version goes to the applicant: signed in ПОС, or sent from here. What ПОС had already may be other words. Of an act `j` in
 * SQL.
 */
export const SENDS = `(j.from_stage in ('answer_approval', 'delivery') and j.to_stage in ('answered', 'postponed') and j.action <> 'answeredThere')`;
/** The version that stood when an act `j` was done. */
export const versionAt = (appealId: string): string =>
  `(select l.id from answer_draft l where l.appeal_id = ${appealId} and l.written_at <= j.at order by l.id desc limit 1)`;

// An e-mail or the gateway may have brought it before its task was confirmed, and it may have been returned since.
const selectVersions = statement(
  'versions-of-answer',
  `select ${OF_DRAFT}, p.name as author, row_number() over (order by d.id)::int as version,
     least(s.at, (select min(c.settled_at) from shipment c join delivery y on y.id = c.delivery_id
       where y.draft_id = d.id and y.kind in ('answer', 'interim_answer') and c.state = 'delivered')) as "sentAt",
     s.by as "approvedBy", s.level,
     array(select ${photoPosition('t')} from draft_file f join attachment t on t.id = f.attachment_id where f.draft_id = d.id and t.kind = 'photo' order by 1) as photos,
     (select count(*)::int from draft_file f join attachment t on t.id = f.attachment_id where f.draft_id = d.id and t.kind <> 'photo') as files
   from answer_draft d join person p on p.id = d.author_id
     left join lateral (select j.at, (select n.name from person n where n.id = k.person_id) as by, k.told ->> 'signedWith' as level
       from journal_entry j left join lateral (select e.person_id, e.told from journal_entry e
         where e.appeal_id = j.appeal_id and e.action = 'approveAnswer' and e.id <= j.id order by e.id desc limit 1) k on true
       where j.appeal_id = d.appeal_id and ${SENDS} and ${versionAt('d.appeal_id')} = d.id order by j.id limit 1) s on true
   where d.appeal_id = $1 order by d.id`,
);

/** Every version of an appeal's answer, the oldest first. */
export async function readVersions(queries: Queries, appealId: number): Promise<readonly AnswerVersion[]> {
  const rows = await queries.query<AnswerVersion>(selectVersions, [appealId]);
  return rows.map((row) => ({
    ...row,
    author: shortName(row.author),
    approvedBy: row.approvedBy === null ? null : shortName(row.approvedBy),
  }));
}

/** «Ответ уже в ПОС»: an answer of which the bot has no words. */
export interface AnswerThere {
  /** The day that ПОС has told; null: nobody knows. */
  readonly on: PlainDate | null;
  readonly type: AnswerType | null;
  /** When it was entered here, and by whom. */
  readonly at: Date;
  readonly by: string;
}

const selectThere = statement(
  'answers-in-pos',
  `select j.details ->> 'doneOn' as "on", j.details ->> 'typeThere' as type, j.at, p.name as by
   from journal_entry j join person p on p.id = j.person_id
   where j.appeal_id = $1 and j.action = 'answeredThere' and not exists (select from journal_entry r
     where r.appeal_id = j.appeal_id and r.action = 'restoreBefore' and r.id > j.id and r.details -> 'restores' ->> 'action' = j.action
       and abs(extract(epoch from (r.details -> 'restores' ->> 'at')::timestamptz - j.at)) < 0.002)
   order by j.id`,
);

/** What has reached the applicant by ПОС alone, without what was taken back; the oldest first. */
export async function readAnswersThere(queries: Queries, appealId: number): Promise<readonly AnswerThere[]> {
  const rows = await queries.query<AnswerThere>(selectThere, [appealId]);
  return rows.map((row) => ({ ...row, by: shortName(row.by) }));
}
