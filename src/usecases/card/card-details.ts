import { Appeal } from '../../../entities/appeal';
import type { Event } from '../../../entities/journal-entry';
import type { Unreachable } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { statement } from '../../database/database';
import { listed } from '../../database/listed';
import type { PlainDate } from '../../regulation/calendar';
import { isOut, SHIPMENT_STATES } from '../../regulation/carriers';
import type { HoldingRole } from '../../regulation/deputies';
import type { FormalSign } from '../../regulation/formal-signs';
import type { Action, Closure, ReexaminationReason } from '../../regulation/vocabulary';
import type { KeptSignature, SignedThere } from '../answers/version-files';
import { ROW_MARK } from '../appeals/appeal-store';
import { IS_FORGOTTEN, deputyActed, type ActedBy, selectAssumptions, type AssumptionFacts } from '../appeals/contacts';
import { OPEN_INSTRUCTION } from '../appeals/pending';
import { answerUndone } from '../kit/journal';
import { awayOn, standingIn } from '../kit/officials';
import { TIMES_AT_HOUSE } from '../lists/same-house';
import { hasNamesake } from '../people/people';
import { selectReportPhotos, type PhotoRow } from '../photos/photos';
import type {
  PersonName,
  SaidOnCard,
  AppealCard,
  Advice,
  VisitLine,
  RequestLine,
  InstructionLine,
  PaperLine,
  DeliveryLine,
  RemarkAction,
  SentBack,
  VersionChange,
} from './card';
import { AUTHOR, SHIPMENTS, type KeptShipment } from './status';

const OF_APPEAL = columns(
  Appeal,
  [
    'epguNumber',
    'fastTrackDays',
    'category',
    'subcategory',
    'fact',
    'text',
    'address',
    'settlement',
    'latitude',
    'longitude',
  ],
  'a',
);
const HAS_LEFT = listed(SHIPMENT_STATES.filter(isOut));

const away = (person: string) =>
  `exists (select from absence b where b.person_id = ${person}.id and ${awayOn('b', '$2')})`;

const ACTED_BY = `jsonb_build_object('name', p.name, 'insteadOf', b.name)`;

/** What one version has of another kind than the one before, text apart; null where there is none before. SQL of a `VersionChange`. */
const versionChange = (before: string, after: string) => `case when ${before}.id is not null then jsonb_build_object(
  'types', case when ${before}.type <> ${after}.type then jsonb_build_array(${before}.type, ${after}.type) end,
  'days', case when ${before}.postponed_until is distinct from ${after}.postponed_until then jsonb_build_array(${before}.postponed_until, ${after}.postponed_until) end,
  'added', ${filesBeside(after, before)}, 'left', ${filesBeside(before, after)}) end`;
const filesBeside = (one: string, other: string) =>
  `(select count(*)::int from draft_file f where f.draft_id = ${one}.id and not exists (select from draft_file kept where kept.draft_id = ${other}.id and kept.attachment_id = f.attachment_id))`;
const filesIn = (draft: string, kind: 'photo' | 'document') =>
  `(select count(*)::int from draft_file f join attachment t on t.id = f.attachment_id where f.draft_id = ${draft}.id and t.kind = '${kind}')`;

declare const row: unique symbol;

/** A part of the card: its SQL, of the appeal `a`, and what the database has in it, names and instants as texts. */
interface Section<Row> {
  readonly sql: string;
  readonly [row]?: Row;
}
const section = <Row>(sql: string): Section<Row> => ({ sql });

/** $1: the appeal, $2: today, $3: the shares of the stages. */
const SECTIONS = {
  hasApplicant: section<boolean>(`exists (select from applicant n where n.appeal_id = a.id)`),
  isForgotten: section<boolean>(IS_FORGOTTEN),
  /** Somebody may want to know of it, or have it forgotten: an appeal that was brought by an export has its words alone. */
  storesApplicant:
    section<boolean>(`((a.forgotten_at is null or a.finished_at is null or a.forgotten_at < a.finished_at) and (a.text is not null
     or exists (select from applicant n where n.appeal_id = a.id)
     or exists (select from attachment t where t.appeal_id = a.id and t.origin = 'applicant' and t.original_deleted_at is null)
     or exists (select from registry_record k join registry_row r on r.file_id = k.file_id and r.row = k.row
       where k.appeal_id = a.id and r.said -> 'appeal' ?| array['text', 'applicant'])))`),
  saidInPos:
    section<SaidOnCard | null>(`(select jsonb_build_object('day', f.day, 'place', coalesce(t.there ->> 'status', t.there ->> 'stage'),
       'finished', coalesce((t.there ->> 'finished')::boolean, false), 'executor', t.there ->> 'executor',
       'body', case when t.there ->> 'standsAt' <> coalesce(t.there ->> 'cameTo', '') then t.there ->> 'standsAt' end,
       'plannedDay', t.there ->> 'plannedDay', 'answerType', t.there ->> 'answerType', 'finishedDay', t.there ->> 'finishedDay',
       'mark', (t.there ->> 'mark')::int, 'repeated', coalesce((t.there ->> 'repeated')::boolean, false))
     from registry_record k join registry_row r on r.file_id = k.file_id and r.row = k.row left join registry_file f on f.id = coalesce(k.seen_file_id, k.file_id)
       cross join lateral (select r.said -> 'there' as there) t where k.appeal_id = a.id)`),
  timesAtHouse: section<number>(TIMES_AT_HOUSE),
  organization: section<string | null>(`(select o.name from organization o where o.id = a.organization_id)`),
  mark: section<string>(ROW_MARK),
  reportPhotos: section<PhotoRow[] | null>(selectReportPhotos('a')),
  attached: section<
    Pick<AppealCard, 'photos' | 'applicantPhotos' | 'unreadableApplicantPhotos' | 'files' | 'smallCopies'>
  >(`(select jsonb_build_object('photos', count(*) filter (where t.kind = 'photo' and t.origin = 'official'),
       'applicantPhotos', count(*) filter (where t.kind = 'photo' and t.origin = 'applicant'),
       'unreadableApplicantPhotos', count(*) filter (where t.kind = 'photo' and t.origin = 'applicant' and i.outcome <> 'picture'), 'files', count(*) filter (where t.kind = 'document'),
       'smallCopies', count(*) filter (where t.original_deleted_at is not null and t.thumbnail_sha256 is not null))
     from attachment t left join picture i on i.sha256 = t.sha256 where t.appeal_id = a.id)`),
  people: section<
    | {
        id: number;
        name: string;
        hasNamesake: boolean;
        unreachable: Unreachable | null;
        absent: boolean;
        deputies: Partial<Record<HoldingRole, NonNullable<PersonName['deputy']>>> | null;
      }[]
    | null
  >(`(select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'hasNamesake', ${hasNamesake('p')},
       'unreachable', coalesce(account.unreachable, case when account.started_at is null then 'never_started' end),
       'absent', ${away('p')},
       'deputies', (select jsonb_object_agg(s.role, jsonb_build_object('name', d.name, 'absent', ${away('d')}))
         from ${standingIn('$2')} s join person d on d.id = s.deputy_id where s.absent_id = p.id)))
     from person p left join account on account.person_id = p.id and account.is_home where p.id in (a.executor_id, a.agreeing_id, a.approving_id, a.reported_to_id))`),
  /** Who has settled it in the place of each. */
  deputyActed: section<
    Record<'agreeing' | 'approving' | 'reportedTo', string | null>
  >(`(select jsonb_build_object('agreeing', (select p.name from person p where p.id = ${deputyActed('a', 'agreeing')}),
       'approving', (select p.name from person p where p.id = ${deputyActed('a', 'approving')}),
       'reportedTo', (select p.name from person p where p.id = ${deputyActed('a', 'reportedTo')})))`),
  assumptions: section<AssumptionFacts>(selectAssumptions('a', '$3')),
  district: section<readonly string[] | null>(
    `(select value -> 'confirmed' -> 'district' from setting where key = 'office_answers')`,
  ),
  draft: section<{
    text: string;
    author: string;
    preparedBy: string | null;
    before: string | null;
    change: VersionChange | null;
    photos: number;
    files: number;
    withoutPhoto: string | null;
    signs: FormalSign[] | null;
    repeated: Advice['repeated'];
    signature: KeptSignature | null;
    signedThere: SignedThere | null;
  } | null>(`(select jsonb_build_object('text', d.text, 'author', p.name, 'preparedBy', s.name, 'before', e.text, 'change', ${versionChange('e', 'd')},
       'photos', ${filesIn('d', 'photo')}, 'files', ${filesIn('d', 'document')}, 'withoutPhoto', d.without_photo,
       'signs', c.signs, 'repeated', (select jsonb_build_object('appealId', r.id, 'number', r.number)
         from answer_draft o join appeal r on r.id = o.appeal_id where o.id = c.repeats_id),
       'signature', (select jsonb_build_object('id', g.id, 'level', g.level, 'subject', g.subject, 'serial', g.serial, 'checkedAt', g.checked_at)
         from letter l join signature g on g.letter_id = l.id join attachment t on t.id = g.attachment_id
         where l.draft_id = d.id and t.appeal_id = a.id order by g.id desc limit 1),
       'signedThere', (select case when t.details ->> 'signed' = 'mark' then jsonb_build_object('level', t.details ->> 'signedWith') end
         from journal_entry j cross join lateral (select j.told as details offset 0) t
         where j.appeal_id = a.id and j.action = 'approveAnswer' order by j.id desc limit 1))
     from answer_draft d join person p on p.id = d.author_id left join person s on s.id = a.draft_author_id left join answer_draft e on e.id = d.edits_id
     left join formal_check c on c.draft_id = d.id where d.id = a.draft_id)`),
  visits: section<
    (Omit<VisitLine, 'at'> & { at: string })[] | null
  >(`(select jsonb_agg(jsonb_build_object('id', v.id, 'kind', v.kind, 'at', v.at, 'place', v.place, 'outside', v.outside, 'result', v.result,
       'people', array(select p.name from person p where p.id = any(v.people_ids) order by array_position(v.people_ids, p.id))) order by v.id)
     from visit v where v.appeal_id = a.id and v.cancelled_at is null)`),
  requests: section<
    RequestLine[] | null
  >(`(select jsonb_agg(jsonb_build_object('id', r.id, 'body', r.body, 'what', r.what, 'by', r.by_day, 'received', r.received_at is not null) order by r.id)
     from document_request r where r.appeal_id = a.id and r.cancelled_at is null)`),
  papers: section<
    PaperLine[] | null
  >(`(select jsonb_agg(jsonb_build_object('id', t.id, 'kind', t.paper, 'name', t.file_name) order by t.id)
     from attachment t where t.appeal_id = a.id and t.paper is not null)`),
  instructions: section<
    InstructionLine[] | null
  >(`(select jsonb_agg(jsonb_build_object('id', i.id, 'text', i.text, 'by', i.by_day, 'giver', p.name) order by i.by_day, i.id)
     from instruction i join person p on p.id = i.giver_id where i.appeal_id = a.id and ${OPEN_INSTRUCTION})`),
  deliveries: section<
    | (Omit<DeliveryLine, 'placedAt' | 'shipments'> & {
        placedAt: string | null;
        authorId: number | null;
        shipments: KeptShipment[] | null;
      })[]
    | null
  >(`(select jsonb_agg(jsonb_build_object('id', y.id, 'kind', y.kind, 'placedAt', y.placed_at, 'placedBy', p.name, 'authorId', ${AUTHOR},
       'withdrawn', y.withdrawn_at is not null, 'removes', (select x.kind from delivery x where x.id = y.removes_id), 'shipments', ${SHIPMENTS}) order by y.id)
     from delivery y left join person p on p.id = y.placed_by_id where y.appeal_id = a.id and (y.withdrawn_at is null or exists (select from shipment o where o.delivery_id = y.id and o.state in (${HAS_LEFT})))
       and (y.kind <> 'draft_entry' or y.draft_id = a.draft_id))`),
  remarks: section<
    { action: RemarkAction; by: ActedBy; at: string; why: ReexaminationReason | null; text: string }[] | null
  >(`(select jsonb_agg(jsonb_build_object('action', r.action, 'by', r.by, 'at', r.at, 'why', r.why, 'text', r.text) order by r.id) from (
       select distinct on (j.action = 'instruct') j.id, j.action, ${ACTED_BY} as by, j.at, j.details ->> 'reexaminationReason' as why,
         coalesce(j.told ->> 'reason', j.told ->> 'reexaminationText', j.told ->> 'instruction') as text
       from journal_entry j join person p on p.id = j.person_id left join person b on b.id = j.on_behalf_of_id
       where j.appeal_id = a.id
         and j.action in ('rejectAnswer', 'rejectRedirect', 'returnForReexamination', 'returnToCoordination', 'passToSubordinate', 'withdraw', 'instruct')
         and j.details ->> 'instructionId' is null
         and j.id >= coalesce((select max(k.id) from journal_entry k where k.appeal_id = a.id
           and k.action in ('assign', 'assignAsThere', 'passToSubordinate', 'redirect', 'submitAnswer')), 0)
       order by j.action = 'instruct', j.id desc) r where r.text is not null)`),
  sentBack: section<
    (Omit<SentBack, 'at'> & { at: string }) | null
  >(`(select jsonb_build_object('action', j.action, 'by', ${ACTED_BY}, 'at', j.at, 'why', j.details ->> 'reexaminationReason',
       'text', coalesce(j.told ->> 'reason', j.told ->> 'reexaminationText', ''), 'before', o.text, 'change', ${versionChange('o', 'n')})
     from journal_entry j join person p on p.id = j.person_id left join person b on b.id = j.on_behalf_of_id
       left join answer_draft n on n.id = a.draft_id
       left join lateral (select * from answer_draft v where v.appeal_id = a.id and v.written_at <= j.at order by v.id desc limit 1) o on true
     where j.appeal_id = a.id and j.action in ('rejectAnswer', 'rejectRedirect', 'returnForReexamination')
       and j.id > coalesce((select max(k.id) from journal_entry k where k.appeal_id = a.id and k.action = 'approveAnswer'), 0)
     order by j.id desc limit 1)`),
  organizationAnswer: section<{
    organization: string | null;
    text: string | null;
    at: string;
    on: PlainDate | null;
    toApplicant: boolean;
  } | null>(`(select jsonb_build_object('text', j.told ->> 'text', 'at', j.at, 'on', j.details ->> 'answeredOn',
       'toApplicant', j.action = 'organizationAnsweredApplicant', 'organization',
       (select o.name from journal_entry q join organization o on o.id = (q.details ->> 'organizationId')::int
        where q.appeal_id = a.id and q.action = 'passToSubordinate' and q.id < j.id order by q.id desc limit 1))
     from journal_entry j where j.appeal_id = a.id and j.action in ('organizationAnswered', 'organizationAnsweredApplicant')
       and not ${answerUndone('j')}
     order by j.id desc limit 1)`),
  /** The act that has finished it; `on`: the day that was named. */
  finishedBy: section<{
    action: string;
    at: string;
    on: PlainDate | null;
    closure: Closure | null;
    reason: string | null;
  } | null>(`(select jsonb_build_object('action', j.action, 'at', j.at, 'on', coalesce(j.details ->> 'doneOn', j.details ->> 'answeredOn'),
       'closure', j.details ->> 'closure', 'reason', j.told ->> 'reason')
     from journal_entry j where j.appeal_id = a.id and a.finished_at is not null and j.to_stage = a.stage and (j.from_stage <> j.to_stage or j.action = 'takeAnswerThere')
     order by j.id desc limit 1)`),
  comment: section<{
    text: string | null;
    at: string;
    by: ActedBy;
  } | null>(`(select jsonb_build_object('text', j.told ->> 'comment', 'at', j.at, 'by', ${ACTED_BY}) from journal_entry j join person p on p.id = j.person_id
     left join person b on b.id = j.on_behalf_of_id
     where j.appeal_id = a.id and j.action = 'comment' order by j.id desc limit 1)`),
  latest: section<{
    action: Action | Event;
    by: ActedBy | null;
    at: string;
    reason: string | null;
  } | null>(`(select jsonb_build_object('action', j.action, 'by', case when p.id is not null then ${ACTED_BY} end, 'at', j.at, 'reason',
       coalesce(j.told ->> 'reason', j.told ->> 'reexaminationText', j.told ->> 'instruction', j.told ->> 'text'))
     from journal_entry j left join person p on p.id = j.person_id left join person b on b.id = j.on_behalf_of_id
     where j.appeal_id = a.id and j.action not in ('showContacts', 'place', 'carry', 'receivePhotos', 'deleteOriginals', 'receiveMark', 'missTerm', 'tellOverdue', 'replan', 'gatherFolder', 'gatherApplicant', 'decideToForget', 'forgetContacts') order by j.id desc limit 1)`),
};
type Sections = typeof SECTIONS;

/** As the database has it. */
export type Details = RowOf<typeof OF_APPEAL> & {
  -readonly [Name in keyof Sections]: Sections[Name] extends Section<infer Row> ? Row : never;
};

/** One statement: a card is read in one round trip. */
export const readDetails = statement(
  'read-card-details',
  `select ${OF_APPEAL},
    ${Object.entries(SECTIONS)
      .map(([name, { sql }]) => `${sql} as "${name}"`)
      .join(',\n    ')}
   from appeal a where a.id = $1`,
);
