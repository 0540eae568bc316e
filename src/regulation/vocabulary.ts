import { isOneOf, keysOf } from './lists';
/**
 * The words of decree № 334 as code. Every other file speaks in these.
 *
 * обращение, сообщение   Appeal, kind 'appeal59' (the sign «59-ФЗ») or 'message'
 * заявитель              applicant
 * фаст-трек              fast track
 * этап                   stage
 * срок, просрочка        term, due, overdue
 * Координатор            coordinator
 * Исполнитель            executor
 * Руководитель           supervisor; to one appeal: agreeing (согласующий) or approving (утверждающий)
 * Куратор                curator
 * Администратор ЛКО      admin
 * ОГ                     engagement
 * повторное рассмотрение re-examination
 */

/** Stages of an appeal, in the order in which an appeal meets them. */
export const STAGES = [
  'coordination',
  'assigned',
  'in_progress',
  'with_organization',
  'redirect_agreement',
  'redirect_approval',
  'answer_agreement',
  'answer_approval',
  'delivery',
  'postponed',
  'answered',
  'redirected',
  'closed',
] as const;
export type Stage = (typeof STAGES)[number];

export const INITIAL_STAGE: Stage = 'coordination';
export const FINAL_STAGES = ['answered', 'redirected', 'closed'] as const satisfies readonly Stage[];
export type FinalStage = (typeof FINAL_STAGES)[number];
export const isFinal = (stage: Stage): boolean => isOneOf(FINAL_STAGES, stage);
export const NOT_FINAL: readonly Stage[] = STAGES.filter((stage) => !isFinal(stage));

/** `appeal59` carries the sign «59-ФЗ» (§3); only a `message` can be fast-track (§1). */
export const KINDS = ['message', 'appeal59'] as const;
export type Kind = (typeof KINDS)[number];

/** What an account holds (§2). One person may hold several. */
export const ROLES = ['coordinator', 'executor', 'supervisor', 'curator', 'admin', 'engagement'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What a person is to ONE appeal; the table speaks of these, so another executor is refused by construction.
 * The order is the journal's: it takes the first that allows the press.
 *
 * giver       the supervisor whose instruction has a day and is still open
 * paperAuthor who has added an internal paper that may still be removed
 * authorised  a supervisor with the right to approve, whoever's appeal it is (only «Продлить срок»)
 * reportedTo  the supervisor to whom the executor has reported (§2, one working day)
 * assigner    the coordinator who made the assignment, or whoever passed the appeal to an organization, and may still undo it
 * engagement  whoever has the ОГ role, to an appeal that was a question of a direct line and is taken back to it
 * invited     to a visit or a meeting that is still to be, whatever their role
 * clock       nobody: time passed
 */
export const CAPACITIES = [
  'executor',
  'agreeing',
  'approving',
  'reportedTo',
  'giver',
  'paperAuthor',
  'authorised',
  'assigner',
  'coordinator',
  'curator',
  'engagement',
  'invited',
  'clock',
] as const;
export type Capacity = (typeof CAPACITIES)[number];

/** People who hold a place in an appeal and can be replaced there. */
export const PARTICIPANTS = ['executor', 'agreeing', 'approving'] as const satisfies readonly Capacity[];
export type Participant = (typeof PARTICIPANTS)[number];

/** Wire codes stay in the buttons of messages already sent: append only, never reuse. */
export const ACTIONS = {
  assign: 'as',
  undoAssignment: 'ua',
  passToSubordinate: 'ps',
  organizationAnswered: 'oa',
  organizationAnsweredApplicant: 'op',
  redirect: 'rd',
  agreeRedirect: 'ar',
  approveRedirect: 'pr',
  rejectRedirect: 'rr',
  takeIntoWork: 'tk',
  returnToCoordination: 'rc',
  report: 'rp',
  acknowledgeReport: 'ak',
  instruct: 'in',
  planVisit: 'vi',
  planMeeting: 'me',
  recordVisit: 'vr',
  recordMeeting: 'mr',
  requestDocuments: 'dq',
  receiveDocuments: 'dr',
  comment: 'co',
  submitAnswer: 'sa',
  agreeAnswer: 'ag',
  approveAnswer: 'ap',
  rejectAnswer: 'rj',
  passAgreement: 'pg',
  passApproval: 'pp',
  returnForReexamination: 're',
  resume: 'rs',
  replaceParticipant: 'rm',
  extendTerm: 'et',
  editDraft: 'ed',
  markEntered: 'en',
  confirmSent: 'st',
  withdraw: 'wd',
  withdrawDraft: 'wp',
  moveVisit: 'vm',
  cancelVisit: 'vc',
  moveMeeting: 'mm',
  cancelMeeting: 'mc',
  correctDetails: 'cd',
  undoPassing: 'up',
  undoOrganizationAnswer: 'uo',
  addApplicantPhotos: 'fa',
  assignAsThere: 'za',
  answeredThere: 'zw',
  takeTermThere: 'zt',
  takeFastTrack: 'zf',
  keepDifference: 'zk',
  redirectedThere: 'zr',
  closedThere: 'zc',
  takePostponementThere: 'zp',
  takeExtensionThere: 'ze',
  takeDetailsThere: 'zd',
  takeAnswerThere: 'zn',
  restoreBefore: 'zu',
  join: 'jo',
  disjoin: 'dj',
  complete: 'cl',
  close: 'cw',
  reopen: 'ro',
  cancelRequest: 'dc',
  fulfilInstruction: 'id',
  withdrawInstruction: 'iw',
  declineVisit: 'vn',
  withdrawExtension: 'ew',
  addPaper: 'dp',
  removePaper: 'dx',
  returnToLine: 'rl',
} as const;
export type Action = keyof typeof ACTIONS;

/** By which somebody's work comes back to them, each with a reason: what whoever asks «почему так долго» looks for first. */
export const GIVING_BACK = [
  'returnToCoordination',
  'rejectRedirect',
  'rejectAnswer',
  'returnForReexamination',
] as const satisfies readonly Action[];
export const EVERY_ACTION = keysOf(ACTIONS);

/** A meeting is planned, moved, cancelled and recorded as a visit is, and kept beside it. */
const OF_MEETING: readonly Action[] = ['planMeeting', 'recordMeeting', 'moveMeeting', 'cancelMeeting'];
export const visitKindOf = (action: string): 'visit' | 'meeting' => (isOneOf(OF_MEETING, action) ? 'meeting' : 'visit');
/** «Не смогу» is said of either. */
export const visitKindsOf = (action: string): readonly ('visit' | 'meeting')[] =>
  action === ('declineVisit' satisfies Action) ? ['visit', 'meeting'] : [visitKindOf(action)];

/** §2: «При подготовке ответа … Исполнитель должен выбрать один из типов ответа». */
export const ANSWER_TYPES = ['resolved', 'not_resolved', 'postponed', 'declined'] as const;
export type AnswerType = (typeof ANSWER_TYPES)[number];

/** §2 «меняет статус уведомления»: shown by every card. */
export const PROGRESS = ['inspected', 'works_assigned', 'works_under_way', 'works_completed'] as const;
export type Progress = (typeof PROGRESS)[number];

/** §2: why a coordinator or a curator returns an answer. */
export const REEXAMINATION_REASONS = [
  'formal_answer',
  'photo_other_time',
  'photo_other_place',
  'photo_used_before',
  'other',
] as const;
export type ReexaminationReason = (typeof REEXAMINATION_REASONS)[number];

/** What an internal paper of an appeal is. */
export const PAPERS = ['act', 'protocol', 'bodys_answer', 'other'] as const;
export type PaperKind = (typeof PAPERS)[number];

/** Why an appeal is closed without an answer: in ПОС it is no more, or others have it. */
export const CLOSURES = ['withdrawn', 'deleted', 'passed', 'other'] as const;
export type Closure = (typeof CLOSURES)[number];

/**
 * What is carried to the applicant and into ПОС, or taken out of it.
 *
 * draft_entry       the agreed draft, which the approver signs in ПОС (SIGNATURES=mark)
 * organization      «Передать в ПОС»: an organization without executors in the bot gets the appeal there
 * removal           «Снять в ПОС»: what was taken back here stands there already
 */
export const DELIVERIES = [
  'answer',
  'interim_answer',
  'redirect_notice',
  'extension_notice',
  'comment',
  'draft_entry',
  'organization',
  'removal',
] as const;
export type DeliveryKind = (typeof DELIVERIES)[number];

/**
 * How ПОС and the bot differ, by kind.
 *
 * finished      the applicant has an answer in ПОС, here it is open
 * redirected    ПОС has redirected it, here it is open
 * closed        ПОС has closed it without an answer, here it is open
 * unfinished    here it is answered or redirected, in ПОС it is open
 * assigned      it has an executor there, and here nobody has distributed it
 * executor      it is in another executor's hands
 * stage         it stands at another stage
 * body          another body has it there
 * postponement  ПОС has postponed it, here it never was
 * extension     of a 59-ФЗ ПОС plans a day that an extension would give: whether it was extended, people know
 * term          ПОС plans another day
 * fastTrack     ПОС calls it a fast track and does not say of how many days
 * law59         only one of both has the sign «59-ФЗ»
 * category      it is about something else there
 * registered    it came on another day
 * answer        both have ended it: otherwise, on another day or by another type of answer
 * repeat        ПОС calls it re-examined, here it never was
 * missing       it is open here, and a whole file of its days does not name it
 */
export const DIFFERENCES = [
  'finished',
  'redirected',
  'closed',
  'unfinished',
  'assigned',
  'executor',
  'stage',
  'body',
  'postponement',
  'extension',
  'term',
  'fastTrack',
  'law59',
  'category',
  'registered',
  'answer',
  'repeat',
  'missing',
] as const;
export type Difference = (typeof DIFFERENCES)[number];

/** How an approver's text in ПОС differs from what was entered (SIGNATURES=mark). */
export const SIGNED_TEXTS = ['as_entered', 'edited_in_pos'] as const;
export type SignedText = (typeof SIGNED_TEXTS)[number];

/** «ЭП»: who answers for it is the approver; `mark` means that it is put in ПОС, `verify` that it is checked here. */
export type SignatureMode = 'mark' | 'verify';

/** What an appeal of a registry file lacks, and cannot be worked on without: what was written, and where it is. */
export const LACKS = ['text', 'place', 'point'] as const;
export type Lack = (typeof LACKS)[number];

/** Of an applicant's mark: an answer that gets less is looked at by the curators. */
export const LOWEST_GOOD_MARK = 3;
