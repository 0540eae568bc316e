import { JournalEntry } from '../../../entities/journal-entry';
import type { TermAnswer } from '../../../entities/terms';
import { columns, type RowOf } from '../../database/columns';
import { statement, databaseOf } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import type { Correction, Registration } from '../../regulation/corrections';
import type { PhotoWarningCounts } from '../../regulation/evidence';
import type { Actor } from '../../regulation/facts';
import type { MissedTerm } from '../../regulation/nags';
import type { Reflection } from '../../regulation/reflections';
import { maySee } from '../../regulation/rights';
import { RULES } from '../../regulation/visits';
import type {
  AnswerType,
  DeliveryKind,
  Difference,
  Lack,
  Progress,
  ReexaminationReason,
  Stage,
  Closure,
} from '../../regulation/vocabulary';
import { maskPersonalData } from '../../text/personal-data';
import {
  SENDS,
  versionAt,
  shownSignature,
  type KeptSignature,
  type ShownSignature,
  type SignedThere,
} from '../answers/version-files';
import { shortName } from '../kit/officials';
import type { CarriedEnd } from '../kit/parcel';
import type { Desk } from '../kit/ports';

const OF_ENTRY = columns(JournalEntry, ['id', 'at', 'action', 'capacity', 'clause'], 'j');

export interface HistoryLine extends Readonly<RowOf<typeof OF_ENTRY>> {
  readonly by: string | null;
  readonly onBehalfOf: string | null;
  /** Where the act has led; null: the appeal stayed where it was. */
  readonly toStage: Stage | null;
  /** Whom and which organization the act named. */
  readonly person: string | null;
  readonly organization: string | null;
  /** Who was told that a term is over; who held the appeal when it ended. */
  readonly told: readonly string[];
  readonly heldBy: readonly string[];
  /** Who stood in for the one of them, who was away. */
  readonly deputy: string | null;
  /** What else it was told, as the journal keeps it. */
  readonly facts: HistoryFacts;
  readonly words: string | null;
  /** Its words were changed as the applicant was forgotten. Null: they stand as they were written. */
  readonly forgotten?: { readonly at: Date; readonly isDecided: boolean } | null;
  /** Whoever sent the draft has approved it. */
  readonly selfApproved: boolean;
}
export interface HistoryFacts {
  /** Which version of the answer it wrote, or sent to the applicant; its text is among the words. */
  readonly version: { readonly number: number; readonly isSent: boolean } | null;
  /** A term that was missed, or of whose end people were told. */
  readonly missed: MissedTerm | null;
  readonly dueAt: Date | null;
  /** By which a missed term was kept after all. */
  readonly answeredBy: TermAnswer | null;
  /** It was missed before terms were counted in working time. */
  readonly formerRules: boolean;
  readonly answerType: AnswerType | null;
  readonly progress: Progress | null;
  /** What was made in ПОС; beside it, of a removal, what was taken out of it. */
  readonly placed: DeliveryKind | null;
  readonly removes: DeliveryKind | null;
  readonly reexaminationReason: ReexaminationReason | null;
  readonly closure: Closure | null;
  readonly postponedUntil: PlainDate | null;
  readonly answeredOn: PlainDate | null;
  /** Of the applicant, 1–5. */
  readonly mark: number | null;
  /** How a delivery ended by one carrier. */
  readonly carried: CarriedEnd | null;
  /** Which difference from ПОС was left as it is. */
  readonly difference: Difference | null;
  /** What was repeated in ПОС. */
  readonly reflection: Reflection | null;
  readonly requestBody: string | null;
  /** Its asker has said that it is none of those that may not be asked. */
  readonly bodyConfirmed: boolean;
  readonly requestBy: PlainDate | null;
  readonly instructionDay: PlainDate | null;
  readonly visitAt: Date | null;
  readonly extensionDays: number | null;
  readonly photos: number;
  readonly files: number;
  readonly edited: boolean;
  readonly withoutPhoto: string | null;
  /** What was known of the photos of an answer when it was approved. */
  readonly photoWarnings: PhotoWarningCounts | null;
  /** With which an answer was approved, and checked here. */
  readonly signature: ShownSignature | null;
  readonly signedThere: SignedThere | null;
  /** What of the data became what. */
  readonly corrected: CorrectedData | null;
  /** Numbers of the appeals to which the same was done, or with which it was joined. */
  readonly together: readonly string[];
  /** What was empty and is filled. */
  readonly completed: readonly Lack[];
  /** Which of those that were joined leads. */
  readonly leads: string | null;
}
export interface CorrectedData {
  /** `term`: its category has got another fast track. */
  readonly what: readonly (Correction | 'term')[];
  readonly before: Partial<Registration & { readonly fastTrackDays: number | null }>;
  readonly after: Partial<Registration & { readonly fastTrackDays: number | null }>;
}

export interface History {
  readonly number: string;
  readonly total: number;
  readonly lines: readonly HistoryLine[];
}

const readNumber = statement(
  'read-appeal-number',
  'select number, (select count(*)::int from journal_entry j where j.appeal_id = a.id) as total from appeal a where id = $1',
);
const readEntries = statement(
  'read-history',
  `select ${OF_ENTRY}, p.name as by, b.name as "onBehalfOf", case when j.to_stage is distinct from j.from_stage then j.to_stage end as "toStage",
     n.name as person, o.name as organization,
     jsonb_build_object('missed', case when j.action in ('missTerm', 'tellOverdue', 'answerTerm', 'restoreTerm') then j.details ->> 'kind' end, 'answeredBy', t.details -> 'answeredBy',
       'formerRules', j.action = 'missTerm' and coalesce((j.details ->> 'rules')::int, 1) < $4, 'dueAt', j.details ->> 'dueAt',
       'answerType', j.details ->> 'answerType', 'progress', j.details ->> 'progress', 'placed', case when j.action = 'place' then j.details ->> 'delivery' end, 'removes', j.details ->> 'removes', 'reexaminationReason', j.details ->> 'reexaminationReason', 'closure', j.details ->> 'closure',
       'postponedUntil', j.details ->> 'postponedUntil', 'answeredOn', j.details ->> 'answeredOn', 'mark', (j.details ->> 'mark')::int, 'carried', t.details -> 'carried', 'difference', t.details -> 'difference' ->> 'kind', 'reflection', j.details ->> 'reflection', 'requestBody', t.details ->> 'requestBody', 'bodyConfirmed', t.details ? 'bodyConfirmed',
       'requestBy', j.details ->> 'requestBy', 'instructionDay', j.details ->> 'instructionDay', 'visitAt', j.details ->> 'visitAt', 'extensionDays', (j.details ->> 'extensionDays')::int,
       'photos', coalesce((j.details ->> 'photos')::int, 0), 'files', coalesce((j.details ->> 'files')::int, 0), 'edited', j.details ? 'editsId',
       'withoutPhoto', t.details ->> 'withoutPhoto', 'photoWarnings', j.details -> 'photoWarnings', 'signature', t.details -> 'signature',
       'signedThere', case when j.action = 'approveAnswer' and t.details ->> 'signed' = 'mark' then jsonb_build_object('level', t.details ->> 'signedWith') end, 'corrected', t.details -> 'corrected',
       'together', coalesce(j.details -> 'together', '[]'), 'leads', j.details ->> 'leads', 'completed', coalesce(j.details -> 'completed', '[]'),
       'version', case when v.id is not null then jsonb_build_object('number', (select count(*)::int from answer_draft n where n.appeal_id = v.appeal_id and n.id <= v.id), 'isSent', ${SENDS}) end) as facts,
     array(select t.name from person t where t.id in (select jsonb_array_elements_text(j.details -> 'toIds')::int) order by t.id) as told,
     array(select t.name from person t where t.id in (select jsonb_array_elements_text(j.details -> 'holderIds')::int) order by t.id) as "heldBy",
     (select t.name from person t where t.id = (j.details ->> 'deputyId')::int) as deputy,
     coalesce(t.details ->> 'reason', t.details ->> 'reexaminationText', t.details ->> 'instruction', t.details ->> 'result', t.details ->> 'comment',
       t.details ->> 'text', t.details ->> 'requestWhat', t.details ->> 'visitPlace',
       (select string_agg(p ->> 'name', ', ') from jsonb_array_elements(t.details -> 'papers') p), v.text) as words,
     j.action = 'approveAnswer' and j.person_id = (select s.person_id from journal_entry s where s.appeal_id = j.appeal_id and s.action = 'submitAnswer' and s.id < j.id
       order by s.id desc limit 1) as "selfApproved",
     case when exists (select from journal_words w where w.id = j.words_id and w.salt is null) then (
       select jsonb_build_object('at', f.at, 'isDecided', f.person_id is not null) from journal_entry f
       where f.appeal_id = j.appeal_id and f.action in ('decideToForget', 'forgetContacts')
       order by f.person_id is null, f.id desc limit 1) end as forgotten
   from journal_entry j cross join lateral (select j.told as details offset 0) t
   left join answer_draft v on v.id = case when ${SENDS} then ${versionAt('j.appeal_id')} when j.details ? 'draftId' and j.action <> 'markEntered' then (j.details ->> 'draftId')::int end
   left join person p on p.id = j.person_id
   left join person b on b.id = j.on_behalf_of_id
   left join person n on n.id = coalesce((j.details ->> 'executorId')::int, (j.details ->> 'replacementId')::int, (j.details ->> 'approvingId')::int,
     (j.details ->> 'agreeingId')::int, (j.details ->> 'supervisorId')::int)
   left join organization o on o.id = (j.details ->> 'organizationId')::int
   where j.appeal_id = $1 order by j.id desc limit $2 offset $3`,
);

/** Who did what and when, the newest first. Null: there is no such appeal, or the viewer takes no part in the work. */
export async function readHistory(
  desk: Desk,
  viewer: Actor,
  appealId: number,
  page: number,
  perPage: number,
): Promise<History | null> {
  if (!maySee(viewer, 'history')) return null;
  const [appeal] = await databaseOf(desk).query<{ number: string; total: number }>(readNumber, [appealId]);
  if (!appeal) return null;
  type Row = Omit<HistoryLine, 'facts' | 'forgotten'> & {
    readonly forgotten: { readonly at: string; readonly isDecided: boolean } | null;
    readonly facts: Omit<HistoryFacts, 'visitAt' | 'dueAt' | 'signature'> & {
      readonly signature: KeptSignature | null;
      readonly visitAt: string | null;
      readonly dueAt: string | null;
    };
  };
  const rows = await databaseOf(desk).query<Row>(readEntries, [appealId, perPage, page * perPage, RULES]);
  const short = (name: string | null) => (name === null ? null : shortName(name));
  return {
    ...appeal,
    lines: rows.map((row) => ({
      ...row,
      by: short(row.by),
      forgotten: row.forgotten && { ...row.forgotten, at: new Date(row.forgotten.at) },
      onBehalfOf: short(row.onBehalfOf),
      person: short(row.person),
      told: row.told.map(shortName),
      heldBy: row.heldBy.map(shortName),
      deputy: short(row.deputy),
      organization: row.organization === null ? null : maskPersonalData(row.organization),
      facts: {
        ...row.facts,
        dueAt: row.facts.dueAt === null ? null : new Date(row.facts.dueAt),
        visitAt: row.facts.visitAt === null ? null : new Date(row.facts.visitAt),
        signature: row.facts.signature && shownSignature(row.facts.signature),
        corrected: row.facts.corrected && {
          ...row.facts.corrected,
          before: withInstants(row.facts.corrected.before),
          after: withInstants(row.facts.corrected.after),
        },
      },
    })),
  };
}

/** More than any appeal has. */
const ALL = 100_000;

/** The same at once, the oldest line first. */
export async function readWholeHistory(desk: Desk, viewer: Actor, appealId: number): Promise<History | null> {
  const history = await readHistory(desk, viewer, appealId, 0, ALL);
  return history && { ...history, lines: history.lines.toReversed() };
}

/** JSON keeps an instant as a text. */
const withInstants = (data: Partial<Registration>): Partial<Registration> =>
  data.registeredAt === undefined ? data : { ...data, registeredAt: new Date(data.registeredAt) };
