import type { Unreachable } from '../../../entities/account';
import { Appeal } from '../../../entities/appeal';
import type { Delivery } from '../../../entities/delivery';
import type { DocumentRequest } from '../../../entities/document-request';
import type { Event } from '../../../entities/journal-entry';
import type { Visit } from '../../../entities/visit';
import { columns, type RowOf } from '../../columns';
import { statement, databaseOf } from '../../database';
import { maskPersonalData } from '../../personal-data';
import { dayOf, type OfficeCalendar, type PlainDate } from '../../regulation/calendar';
import { isIncomplete } from '../../regulation/completing';
import { isOut, SHIPMENT_STATES } from '../../regulation/carriers';
import { shownDue } from '../../regulation/deadlines';
import type { HoldingRole } from '../../regulation/deputies';
import { approvedLate } from '../../regulation/asks';
import { dateHeldAtEntry, dateStillHolds } from '../../regulation/guards';
import { standings, type Actor, type AppealFacts, type Circumstances } from '../../regulation/facts';
import type { FormalSign } from '../../regulation/formal-signs';
import { stagesOf } from '../../regulation/decide';
import { contactsStanding, hasRight, maySee } from '../../regulation/rights';
import { kindAnswered } from '../../regulation/signatures';
import { actionsByImportance } from '../../regulation/importance';
import { heldDue } from '../../regulation/joining';
import { passingDue } from '../../regulation/nags';
import { MEANING, type StageMeaning, type TimedStage } from '../../regulation/stages';
import type {
  Action,
  AnswerType,
  Capacity,
  Kind,
  Lack,
  Progress,
  ReexaminationReason,
  Stage,
} from '../../regulation/vocabulary';
import { likelyRepeats, type LikelyRepeat } from '../acts/likely-repeats';
import { SHIPMENTS, shownShipments, type KeptShipment, type ShownShipment } from '../acts/shown-shipments';
import { factsOf, loadAppeal, termFactsOf, type LoadedAppeal, ROW_MARK } from '../appeals/appeal-store';
import { assumptionsOf, selectAssumptions, type AssumptionFacts, type Assumptions } from '../appeals/assumptions';
import { answerUndone } from '../journal/answer-undone';
import { whoseMayBe, type Offer } from '../offers/whose';
import { shortName } from '../people/names';
import { awayOn, standingIn } from '../people/standing-in';
import { circumstances, type Desk } from '../ports';
import { reportPhotos, selectReportPhotos, type PhotoRow, type ReportPhoto } from './read-photos';
import { shownSignature, type KeptSignature, type ShownSignature } from './shown-signature';

export interface PersonName {
  readonly id: number;
  /** Surname and initials. */
  readonly name: string;
  /** Why messages do not reach them; null when they do. */
  readonly unreachable: Unreachable | null;
  readonly absent: boolean;
  /** Who stands in here while they are away. */
  readonly deputy: { readonly name: string; readonly absent: boolean } | null;
}

/** What the applicant made of it, as ПОС' registry says. */
interface SaidOnCard {
  /** 1–5; null: none was given. */
  readonly mark: number | null;
  /** It was examined anew there. */
  readonly repeated: boolean;
}
/** Lines of a card; more of them are found by the form of «Объединить». */
const REPEATS = 4;

/** Everything that a card of an appeal may show to one person; in the applicant's words personal data is already masked. */
export interface AppealCard {
  readonly id: number;
  readonly number: string;
  readonly epguNumber: string | null;
  readonly kind: Kind;
  readonly fastTrackDays: number | null;
  readonly path: readonly string[];
  readonly text: string | null;
  readonly address: string | null;
  readonly settlement: string | null;
  readonly registeredAt: Date;
  /** Null: no registry file has named it. */
  readonly saidInPos: SaidOnCard | null;
  readonly stage: Stage;
  /** What the stage means to the screen. */
  readonly finished: boolean;
  readonly version: number;
  readonly due: Date;
  /** The last working day before a due that falls on a day off. */
  readonly shownDue: PlainDate | null;
  readonly assumptions: Assumptions;
  /** Null where the stage has no term of its own. */
  readonly stageDue: {
    readonly stage: TimedStage;
    readonly due: Date;
    /** It ends with the whole, which alone is late. */
    readonly cut: boolean;
  } | null;
  /** When the bot received it: what was over by then is nobody's. */
  readonly receivedAt: Date;
  /** Until when it may be passed on to another body; null: nothing limits that, or it is no question here. */
  readonly passing: Passing | null;
  readonly dutyDue: Date | null;
  readonly executor: PersonName | null;
  readonly agreeing: PersonName | null;
  readonly approving: PersonName | null;
  readonly report: { readonly to: PersonName | null; readonly at: Date; readonly acknowledged: boolean } | null;
  readonly organization: string | null;
  readonly redirectReason: string | null;
  /** What the applicant is told of the redirect: the supervisors decide on it, too. */
  readonly redirectNotice: string | null;
  readonly draft: Draft | null;
  readonly answerType: AnswerType | null;
  /** The date that the appeal waits for now. */
  readonly postponedUntil: PlainDate | null;
  readonly postponementUsed: boolean;
  readonly progress: Progress | null;
  readonly reexaminations: number;
  readonly extended: boolean;
  /** Of those who work on it. */
  readonly photos: number;
  /** Of these, by which the answer is judged now, with what is known of them. */
  readonly reportPhotos: readonly ReportPhoto[];
  readonly applicantPhotos: number;
  readonly files: number;
  /** Of these photos the original is deleted, its term being over. */
  readonly smallCopies: number;
  readonly visits: readonly VisitLine[];
  readonly requests: readonly RequestLine[];
  /** What was said to whoever holds the appeal now: it stays until they pass it on. */
  readonly remarks: readonly Remark[];
  readonly organizationAnswer: OrganizationAnswer | null;
  readonly comment: { readonly text: string; readonly at: Date; readonly by: string } | null;
  readonly deliveries: readonly DeliveryLine[];
  /** The latest act in the journal: what a stale button is answered with. */
  readonly latest: { readonly action: Action | Event; readonly by: string | null; readonly at: Date } | null;
  readonly reason: string | null;
  /** The date of «Отложено» in the draft holds no more, at least where it was not signed in ПОС before: another one is «Изменить проект». */
  readonly dateGone: 'gone' | 'unlessSigned' | null;
  readonly capacities: readonly Capacity[];
  /** The absent participants in whose place the viewer may act here. */
  readonly standsInFor: readonly string[];
  /** The most important first. */
  readonly actions: readonly Action[];
  readonly contacts: boolean;
  /** Whose it may be, for whoever may assign what nobody has; null: nothing is near enough, or it is not theirs to say. */
  readonly offer: Offer | null;
  /** What its registration lacks; none where a point alone does. */
  readonly lacks: readonly Lack[];
  /** What is done to one is done to the others, and one answer serves all. */
  readonly joined: Joined;
  /** Appeals that may be about the same matter; none for whoever does not distribute them, or where it is too late to join. */
  readonly repeats: readonly LikelyRepeat[];
}
/** What a card says of its appeal without looking at others. */
type CardAlone = Omit<AppealCard, 'offer' | 'repeats'>;
export interface Joined {
  /** It leads; null: this one leads, or stands for itself. */
  readonly follows: { readonly id: number; readonly number: string } | null;
  readonly followers: readonly Follower[];
  /** By which the one answer is signed. */
  readonly kind: Kind;
  /** The nearest due of those under 59-ФЗ, which «Отложено» leaves where it is; null: none is. */
  readonly heldDue: Date | null;
}
export type Follower = Readonly<Pick<Appeal, 'id' | 'number' | 'kind'>> & { readonly due: Date };
/** The seven days of an `appeal59`: of those that are worked as one, those that end first. */
export interface Passing {
  readonly due: Date;
  /** When the bot received it: days that were over by then are nobody's. */
  readonly receivedAt: Date;
  /** Of another one; null: its own. */
  readonly number: string | null;
}
export interface Draft {
  /** Of an earlier round, waiting for supervisors, or sent. */
  readonly state: NonNullable<StageMeaning['text']>;
  readonly type: AnswerType;
  readonly text: string;
  /** Who wrote this version, and who sent the draft that it comes from. */
  readonly author: string;
  readonly preparedBy: string;
  readonly postponedUntil: PlainDate | null;
  readonly withoutPhoto: string | null;
  /** Before a supervisor's edit; null when the latest version is the executor's own. */
  readonly textBeforeEdit: string | null;
  /** Signs of a formal answer; none for whoever is not shown them. */
  readonly advice: Advice | null;
  /** Null: it was not signed here. */
  readonly signature: ShownSignature | null;
}
/** Why a text looks like a formal answer; null in its place: it does not. */
export interface Advice {
  readonly signs: readonly FormalSign[];
  /** Of another appeal, whose answer has nearly the same text. */
  readonly repeated: { readonly appealId: number; readonly number: string } | null;
}
/** Planned, or with its result; who goes beside the executor, and which organizations. */
export interface VisitLine extends Readonly<Pick<Visit, 'id' | 'kind' | 'at' | 'place' | 'outside' | 'result'>> {
  readonly people: readonly string[];
}
export interface RequestLine extends Readonly<Pick<DocumentRequest, 'id' | 'body' | 'what'>> {
  readonly by: PlainDate;
  readonly received: boolean;
}
/** A task that was taken back is no line of the card, unless a carrier had it already. */
export interface DeliveryLine extends Readonly<Pick<Delivery, 'id' | 'kind' | 'placedAt'>> {
  /** Null beside `placedAt`: the gateway. */
  readonly placedBy: string | null;
  readonly withdrawn: boolean;
  readonly shipments: readonly ShownShipment[];
}

export interface Remark {
  readonly action: RemarkAction;
  readonly by: string;
  readonly at: Date;
  readonly why: ReexaminationReason | null;
  readonly text: string;
}
export interface OrganizationAnswer {
  readonly organization: string;
  readonly text: string | null;
  readonly at: Date;
  /** The day of it; null: an earlier version did not ask for it. */
  readonly on: PlainDate | null;
  /** Given to the applicant by the organization itself. */
  readonly toApplicant: boolean;
}

/** Acts whose words are meant for whoever holds the appeal after them. */
export type RemarkAction = Extract<
  Action,
  | 'rejectAnswer'
  | 'rejectRedirect'
  | 'returnForReexamination'
  | 'returnToCoordination'
  | 'passToSubordinate'
  | 'instruct'
>;

const OF_APPEAL = columns(
  Appeal,
  ['epguNumber', 'fastTrackDays', 'category', 'subcategory', 'fact', 'text', 'address', 'settlement'],
  'a',
);
interface Details extends RowOf<typeof OF_APPEAL> {
  mark: string;
  hasApplicant: boolean;
  organization: string | null;
  attached: Pick<AppealCard, 'photos' | 'applicantPhotos' | 'files' | 'smallCopies'>;
  reportPhotos: PhotoRow[] | null;
  people:
    | {
        id: number;
        name: string;
        unreachable: Unreachable | null;
        absent: boolean;
        deputies: Partial<Record<HoldingRole, NonNullable<PersonName['deputy']>>> | null;
      }[]
    | null;
  assumptions: AssumptionFacts;
  draft: {
    text: string;
    author: string;
    preparedBy: string | null;
    before: string | null;
    withoutPhoto: string | null;
    signs: FormalSign[] | null;
    repeated: Advice['repeated'];
    signature: KeptSignature | null;
  } | null;
  visits: (Omit<VisitLine, 'at'> & { at: string })[] | null;
  requests: RequestLine[] | null;
  deliveries:
    | (Omit<DeliveryLine, 'placedAt' | 'shipments'> & { placedAt: string | null; shipments: KeptShipment[] | null })[]
    | null;
  remarks: { action: RemarkAction; by: string; at: string; why: ReexaminationReason | null; text: string }[] | null;
  organizationAnswer: {
    organization: string | null;
    text: string | null;
    at: string;
    on: PlainDate | null;
    toApplicant: boolean;
  } | null;
  comment: { text: string | null; at: string; by: string } | null;
  saidInPos: SaidOnCard | null;
  latest: { action: Action | Event; by: string | null; at: string; reason: string | null } | null;
}

const HAS_LEFT = SHIPMENT_STATES.filter(isOut)
  .map((state) => `'${state}'`)
  .join(', ');

const away = (person: string) =>
  `exists (select from absence b where b.person_id = ${person}.id and ${awayOn('b', '$2')})`;

const readDetails = statement(
  'read-card-details',
  `select ${OF_APPEAL},
    exists (select from applicant n where n.appeal_id = a.id) as "hasApplicant",
    (select jsonb_build_object('mark', (r.said -> 'there' ->> 'mark')::int, 'repeated', coalesce((r.said -> 'there' ->> 'repeated')::boolean, false))
     from registry_record k join registry_row r on r.file_id = k.file_id and r.row = k.row where k.appeal_id = a.id) as "saidInPos",
    (select o.name from organization o where o.id = a.organization_id) as organization, ${ROW_MARK} as mark,
    ${selectReportPhotos('a.id')} as "reportPhotos",
    (select jsonb_build_object('photos', count(*) filter (where t.kind = 'photo' and t.origin = 'official'),
       'applicantPhotos', count(*) filter (where t.kind = 'photo' and t.origin = 'applicant'), 'files', count(*) filter (where t.kind = 'document'),
       'smallCopies', count(*) filter (where t.original_deleted_at is not null and t.thumbnail_sha256 is not null))
     from attachment t where t.appeal_id = a.id) as attached,
    (select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name,
       'unreachable', coalesce(account.unreachable, case when account.started_at is null then 'never_started' end),
       'absent', ${away('p')},
       'deputies', (select jsonb_object_agg(s.role, jsonb_build_object('name', d.name, 'absent', ${away('d')}))
         from ${standingIn('$2')} s join person d on d.id = s.deputy_id where s.absent_id = p.id)))
     from person p left join account on account.person_id = p.id where p.id in (a.executor_id, a.agreeing_id, a.approving_id, a.reported_to_id)) as people,
    ${selectAssumptions('a', '$3')} as assumptions,
    (select jsonb_build_object('text', d.text, 'author', p.name, 'preparedBy', s.name, 'before', e.text, 'withoutPhoto', d.without_photo,
       'signs', c.signs, 'repeated', (select jsonb_build_object('appealId', r.id, 'number', r.number)
         from answer_draft o join appeal r on r.id = o.appeal_id where o.id = c.repeats_id),
       'signature', (select jsonb_build_object('id', g.id, 'level', g.level, 'subject', g.subject, 'serial', g.serial, 'checkedAt', g.checked_at)
         from letter l join signature g on g.letter_id = l.id join attachment t on t.id = g.attachment_id
         where l.draft_id = d.id and t.appeal_id = a.id order by g.id desc limit 1))
     from answer_draft d join person p on p.id = d.author_id left join person s on s.id = a.draft_author_id left join answer_draft e on e.id = d.edits_id
     left join formal_check c on c.draft_id = d.id where d.id = a.draft_id) as draft,
    (select jsonb_agg(jsonb_build_object('id', v.id, 'kind', v.kind, 'at', v.at, 'place', v.place, 'outside', v.outside, 'result', v.result,
       'people', array(select p.name from person p where p.id = any(v.people_ids) order by array_position(v.people_ids, p.id))) order by v.id)
     from visit v where v.appeal_id = a.id and v.cancelled_at is null) as visits,
    (select jsonb_agg(jsonb_build_object('id', r.id, 'body', r.body, 'what', r.what, 'by', r.by_day, 'received', r.received_at is not null) order by r.id)
     from document_request r where r.appeal_id = a.id) as requests,
    (select jsonb_agg(jsonb_build_object('id', y.id, 'kind', y.kind, 'placedAt', y.placed_at, 'placedBy', p.name,
       'withdrawn', y.withdrawn_at is not null, 'shipments', ${SHIPMENTS}) order by y.id)
     from delivery y left join person p on p.id = y.placed_by_id where y.appeal_id = a.id and (y.withdrawn_at is null or exists (select from shipment o where o.delivery_id = y.id and o.state in (${HAS_LEFT})))
       and (y.kind <> 'draft_entry' or y.draft_id = a.draft_id)) as deliveries,
    (select jsonb_agg(jsonb_build_object('action', r.action, 'by', r.by, 'at', r.at, 'why', r.why, 'text', r.text) order by r.id) from (
       select distinct on (j.action = 'instruct') j.id, j.action, p.name as by, j.at, j.details ->> 'reexaminationReason' as why,
         coalesce(j.details ->> 'reason', j.details ->> 'reexaminationText', j.details ->> 'instruction') as text
       from journal_entry j join person p on p.id = j.person_id
       where j.appeal_id = a.id
         and j.action in ('rejectAnswer', 'rejectRedirect', 'returnForReexamination', 'returnToCoordination', 'passToSubordinate', 'instruct')
         and j.id >= coalesce((select max(k.id) from journal_entry k where k.appeal_id = a.id
           and k.action in ('assign', 'assignAsThere', 'passToSubordinate', 'redirect', 'submitAnswer')), 0)
       order by j.action = 'instruct', j.id desc) r where r.text is not null) as remarks,
    (select jsonb_build_object('text', j.details ->> 'text', 'at', j.at, 'on', j.details ->> 'answeredOn',
       'toApplicant', j.action = 'organizationAnsweredApplicant', 'organization',
       (select o.name from journal_entry q join organization o on o.id = (q.details ->> 'organizationId')::int
        where q.appeal_id = a.id and q.action = 'passToSubordinate' and q.id < j.id order by q.id desc limit 1))
     from journal_entry j where j.appeal_id = a.id and j.action in ('organizationAnswered', 'organizationAnsweredApplicant')
       and not ${answerUndone('j')}
     order by j.id desc limit 1) as "organizationAnswer",
    (select jsonb_build_object('text', j.details ->> 'comment', 'at', j.at, 'by', p.name) from journal_entry j join person p on p.id = j.person_id
     where j.appeal_id = a.id and j.action = 'comment' order by j.id desc limit 1) as comment,
    (select jsonb_build_object('action', j.action, 'by', p.name, 'at', j.at, 'reason',
       coalesce(j.details ->> 'reason', j.details ->> 'reexaminationText', j.details ->> 'instruction', j.details ->> 'text'))
     from journal_entry j left join person p on p.id = j.person_id
     where j.appeal_id = a.id and j.action not in ('showContacts', 'place', 'carry', 'receivePhotos', 'deleteOriginals', 'receiveMark', 'missTerm', 'tellOverdue', 'replan') order by j.id desc limit 1) as latest
   from appeal a where a.id = $1`,
);

/**
 * The card of an appeal as this person sees it, with the buttons that the table allows them; null when there is none, or
 * they take no part in the work.
 * @param seen the appeal as an act of this moment has found it, so that it is not loaded once more if it still stands so
 */
export async function readCard(
  desk: Desk,
  appealId: number,
  viewer: Actor,
  seen?: LoadedAppeal,
): Promise<{ readonly card: AppealCard; readonly appeal: LoadedAppeal } | null> {
  if (!maySee(viewer, 'card')) return null;
  const around = circumstances(desk);
  const [details] = await databaseOf(desk).query<Details>(readDetails, [
    appealId,
    dayOf(around.now, around.calendar),
    JSON.stringify(desk.office.shares),
  ]);
  if (!details) return null;
  const appeal = seen?.mark === details.mark ? seen : await loadAppeal(databaseOf(desk), appealId, around, false);
  if (!appeal) return null;
  const card = cardOf(desk, appeal, details, viewer, around);
  const repeats = await repeatsFor(desk, appeal, viewer);
  const actions = repeats.length > 0 ? joinFirst(card.actions) : card.actions;
  return { appeal, card: { ...card, repeats, actions, offer: await offerOn(desk, card, details, around) } };
}

async function offerOn(
  desk: Desk,
  { id, executor, actions }: CardAlone,
  details: Details,
  { now, calendar }: Circumstances,
): Promise<Offer | null> {
  if (executor !== null || !actions.includes('assign')) return null;
  return whoseMayBe(databaseOf(desk), { id, ...details }, dayOf(now, calendar));
}

/** For whoever may join them, while they may be joined: those that are worked as one with it already are no news. */
async function repeatsFor(desk: Desk, appeal: LoadedAppeal, viewer: Actor): Promise<readonly LikelyRepeat[]> {
  if (!stagesOf('join').includes(appeal.state.stage) || !hasRight(viewer, 'register')) return [];
  const { follows, followers } = appeal;
  if (follows !== null) return [];
  const known = followers.map(({ id }) => id);
  return (await likelyRepeats(databaseOf(desk), appeal.id)).filter(({ id }) => !known.includes(id)).slice(0, REPEATS);
}

/** What a coordinator is to look at before it is distributed is offered beside that. */
function joinFirst(actions: readonly Action[]): readonly Action[] {
  if (!actions.includes('join')) return actions;
  const [first, ...others] = actions.filter((action) => action !== 'join');
  return first === undefined ? actions : [first, 'join', ...others];
}

const joinedOf = ({ kind, state, follows, followers }: LoadedAppeal): Joined => ({
  follows,
  followers: followers.map(({ id, number, kind, state }) => ({ id, number, kind, due: state.dueAt })),
  kind: kindAnswered([kind, ...followers.map((one) => one.kind)]),
  heldDue: heldDue([{ kind, state }, ...followers].map((one) => ({ kind: one.kind, due: one.state.dueAt }))),
});

function cardOf(desk: Desk, appeal: LoadedAppeal, details: Details, viewer: Actor, around: Circumstances): CardAlone {
  const facts = factsOf(appeal);
  const person = peopleIn(details);
  return {
    ...registrationOf(appeal, details),
    ...stageOf(appeal, around),
    assumptions: assumptionsOf(appeal, details.assumptions, around.calendar),
    ...participantsOf(appeal, person),
    organization: masked(details.organization),
    redirectReason: appeal.state.redirectReason,
    redirectNotice: appeal.state.redirectNotice,
    ...answerOf(appeal, details, viewer),
    postponementUsed: facts.postponementUsed,
    ...gatheredOf(details),
    ...wordsOf(details),
    deliveries: (details.deliveries ?? []).map(deliveryLine),
    joined: joinedOf(appeal),
    lacks: isIncomplete(appeal.lacks) && !MEANING[facts.stage].finished ? appeal.lacks : [],
    dateGone: MEANING[facts.stage].signs ? dateGone(facts, viewer, around) : null,
    ...standingOf(desk, facts, { viewer, around, person, hasApplicant: details.hasApplicant }),
  };
}

function dateGone(facts: AppealFacts, viewer: Actor, around: Circumstances): AppealCard['dateGone'] {
  if (dateStillHolds(facts, viewer, around) === null) return null;
  const signedThere = around.signatures === 'mark' && approvedLate(facts, around) !== null && !facts.awaitsEntry;
  return signedThere && dateHeldAtEntry(facts, viewer, around) === null ? 'unlessSigned' : 'gone';
}

const masked = (text: string | null): string | null => (text === null ? null : maskPersonalData(text));

/** `role`: in which they are met here, and so who stands in. */
type FindPerson = (id: number | null, role: HoldingRole) => PersonName | null;

function peopleIn({ people }: Details): FindPerson {
  const known = new Map((people ?? []).map((person) => [person.id, person]));
  return (id, role) => {
    const person = id === null ? undefined : known.get(id);
    if (!person) return null;
    const { name, unreachable, absent, deputies } = person;
    const deputy = deputies?.[role];
    return {
      id: person.id,
      name: shortName(name),
      unreachable,
      absent,
      deputy: deputy ? { ...deputy, name: shortName(deputy.name) } : null,
    };
  };
}

/** What was registered, and never changes. */
function registrationOf({ id, number, kind, registeredAt }: LoadedAppeal, details: Details) {
  const { epguNumber, fastTrackDays, category, subcategory, fact, text, address, settlement } = details;
  return {
    id,
    number,
    epguNumber,
    kind,
    fastTrackDays,
    path: [category, subcategory, fact].filter((part) => part !== null).map(maskPersonalData),
    text: masked(text),
    address: masked(address),
    settlement: masked(settlement),
    registeredAt,
    saidInPos: details.saidInPos,
  } satisfies Partial<AppealCard>;
}

/** Where it is, and until when. */
function stageOf(appeal: LoadedAppeal, { calendar }: Circumstances) {
  const { state, registeredAt, receivedAt } = appeal;
  const { finished, timed, duty, passing } = MEANING[state.stage];
  return {
    stage: state.stage,
    finished,
    version: state.version,
    due: state.dueAt,
    shownDue: shownDue(state.dueAt, registeredAt, calendar),
    stageDue: timed && state.stageDueAt && { stage: timed, due: state.stageDueAt, cut: state.visits?.cut ?? false },
    receivedAt,
    passing: passing ? passingOf(appeal, calendar) : null,
    dutyDue: duty && state.reportedAt === null ? state.dutyDueAt : null,
    progress: state.progress,
    reexaminations: state.reexaminations,
    extended: state.extended,
  } satisfies Partial<AppealCard>;
}

/** Passing it on passes on all that go with it: the first of their days is the one to keep. */
function passingOf(appeal: LoadedAppeal, calendar: OfficeCalendar): Passing | null {
  const all = [appeal, ...appeal.followers].flatMap((one): Passing[] => {
    const term = passingDue(termFactsOf(one), calendar);
    return term ? [{ due: term.due, receivedAt: one.receivedAt, number: one === appeal ? null : one.number }] : [];
  });
  return all.reduce<Passing | null>((first, one) => (first === null || one.due < first.due ? one : first), null);
}

function participantsOf({ state }: LoadedAppeal, person: FindPerson) {
  return {
    executor: person(state.executorId, 'executor'),
    agreeing: person(state.agreeingId, 'supervisor'),
    approving: person(state.approvingId, 'supervisor'),
    report: state.reportedAt && {
      to: person(state.reportedToId, 'supervisor'),
      at: state.reportedAt,
      acknowledged: state.reportAcknowledgedAt !== null,
    },
  } satisfies Partial<AppealCard>;
}

function answerOf({ state, draft }: LoadedAppeal, details: Details, viewer: Actor) {
  const { text, waitsForDate } = MEANING[state.stage];
  const { signs = null, repeated = null } = details.draft ?? {};
  const isShown = text !== 'earlier' && maySee(viewer, 'formalSigns');
  return {
    draft: details.draft &&
      draft &&
      text && {
        state: text,
        type: draft.type,
        text: details.draft.text,
        author: shortName(details.draft.author),
        preparedBy: shortName(details.draft.preparedBy ?? details.draft.author),
        postponedUntil: draft.postponedUntil,
        withoutPhoto: details.draft.withoutPhoto,
        textBeforeEdit: details.draft.before,
        signature: details.draft.signature && shownSignature(details.draft.signature),
        advice: isShown && signs && signs.length > 0 ? { signs, repeated } : null,
      },
    answerType: state.answerType,
    postponedUntil: waitsForDate ? state.postponedUntil : null,
  } satisfies Partial<AppealCard>;
}

/** What whoever works on it has brought together. */
function gatheredOf({ attached, reportPhotos: report, visits, requests }: Details) {
  return {
    ...attached,
    reportPhotos: reportPhotos(report),
    visits: (visits ?? []).map((visit) => ({
      ...visit,
      at: new Date(visit.at),
      people: visit.people.map(shortName),
    })),
    requests: requests ?? [],
  } satisfies Partial<AppealCard>;
}

/** What was said of it, as the journal has it. */
function wordsOf({ remarks, organizationAnswer, comment, latest }: Details) {
  return {
    remarks: (remarks ?? []).map((remark) => ({
      ...remark,
      by: shortName(remark.by),
      at: new Date(remark.at),
    })),
    organizationAnswer: organizationAnswer && {
      ...organizationAnswer,
      organization: organizationAnswer.organization ?? '',
      at: new Date(organizationAnswer.at),
    },
    comment: comment && {
      text: comment.text ?? '',
      at: new Date(comment.at),
      by: shortName(comment.by),
    },
    latest: latest && {
      action: latest.action,
      by: latest.by === null ? null : shortName(latest.by),
      at: new Date(latest.at),
    },
    reason: latest?.reason ?? null,
  } satisfies Partial<AppealCard>;
}

const deliveryLine = (delivery: NonNullable<Details['deliveries']>[number]): DeliveryLine => ({
  ...delivery,
  placedAt: delivery.placedAt === null ? null : new Date(delivery.placedAt),
  placedBy: delivery.placedBy === null ? null : shortName(delivery.placedBy),
  shipments: shownShipments(delivery.shipments),
});

interface Looking {
  readonly viewer: Actor;
  readonly around: Circumstances;
  readonly person: FindPerson;
  readonly hasApplicant: boolean;
}

/** What the viewer is to it, and may do. */
function standingOf({ office }: Desk, facts: AppealFacts, { viewer, around, person, hasApplicant }: Looking) {
  const mine = standings(viewer, facts);
  const absent = mine
    .map(({ onBehalfOfId }) => person(onBehalfOfId, 'executor')?.name)
    .filter((name) => name !== undefined);
  return {
    capacities: mine.map(({ capacity }) => capacity),
    standsInFor: [...new Set(absent)],
    actions: actionsByImportance(facts, viewer, around),
    contacts: office.personalDataInChat === 'on_request' && hasApplicant && contactsStanding(viewer, facts) !== null,
  } satisfies Partial<AppealCard>;
}
