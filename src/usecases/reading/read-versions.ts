import { AnswerDraft } from '../../../entities/answer-draft';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import type { AnswerType } from '../../regulation/vocabulary';
import { photoPosition } from '../forms/photo-position';
import { shortName } from '../people/names';

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
