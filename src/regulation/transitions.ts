import type { Ask } from './asks';
import type { Case } from './cases';
import { appoint, call, deliver, effect, release, ring, tell, type Effect } from './effects';
import {
  answerOnly,
  askedAtCoordination,
  askedInProgress,
  beforeDue,
  carried,
  dateHeldAtEntry,
  dateStillHolds,
  differs,
  entered,
  fastTrackThere,
  finishedThere,
  fourEyes,
  interimNotUsed,
  is59,
  isJoined,
  lacksSomething,
  mayApprove,
  noDots,
  meetingOpen,
  notEntered,
  notExtended,
  notYetAcknowledged,
  notYetReported,
  nothingEntered,
  plannedThere,
  requestOpen,
  somebodyToReportTo,
  somebodyUnavailable,
  standsForItself,
  visitOpen,
  withinAMinute,
  type Guard,
} from './guards';
import { JOINABLE } from './joining';
import { STAGES, type Action, type Capacity, type Stage } from './vocabulary';

/** A row is a sentence of the decree: who may do what, where, and what follows. */
export interface Transition {
  /** Clause of the decree on which the row stands; the journal repeats it. П1/2 is Приложение № 1, пункт 2. */
  readonly clause: string;
  readonly action: Action;
  readonly from: readonly Stage[];
  readonly by: readonly Capacity[];
  readonly to: Stage | 'same';
  /** It hangs on nothing that other acts change: a button or a form from before them is not stale. The same in all rows of an action. */
  readonly atAnyVersion?: true;
  /**
   * Where appeals are worked as one, an act of the leading one is done to each, and to a follower by no other way. Not so these;
   * the same in all rows of an action.
   *
   * alone    it is of this appeal and of no other, whether it leads or follows
   * leading  what it plans or asks for hangs on the leading one; the followers' journals tell of it
   */
  readonly joined?: 'alone' | 'leading';
  /** Tells apart the rows of one action that lead to different stages. */
  readonly when?: Case;
  readonly guards?: readonly Guard[];
  /** What the act must be told, in the order in which a form asks. */
  readonly asks?: readonly Ask[];
  readonly effects: readonly Effect[];
}

const NOT_FINAL: readonly Stage[] = [
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
];

/** An organization's answer and what waits to be sent have rows of their own. */
const NEITHER_SENT_NOR_OUT: readonly Stage[] = NOT_FINAL.filter(
  (stage) => stage !== 'with_organization' && stage !== 'delivery',
);

const releaseSupervisors = [release('agreeing'), release('approving')];
const tellSupervisors = [tell('agreeing', 'redirectWithdrawn'), tell('approving', 'redirectWithdrawn')];
const joinedHands = [effect('join'), tell('executor', 'joined')];
const toExecutor = [appoint('executor'), ...releaseSupervisors, effect('beginDuty')];

// prettier-ignore
export const TRANSITIONS: readonly Transition[] = [
  // §2, Координатор: «распределяет обращения по ответственным исполнителям»
  { clause: 'П1/2 Координатор', action: 'assign', from: ['coordination', 'assigned', 'in_progress'], by: ['coordinator'], to: 'assigned',
    asks: ['executor'], effects: [effect('rememberAssignment'), ...toExecutor, ring('executor', 'assigned'), tell('formerExecutor', 'assignmentTaken')] },
  { clause: 'П1/2 Координатор', action: 'undoAssignment', from: ['assigned'], by: ['assigner'], to: 'coordination', when: 'undoToCoordination',
    guards: [withinAMinute], effects: [effect('restoreAssignment'), tell('formerExecutor', 'assignmentTaken')] },
  { clause: 'П1/2 Координатор', action: 'undoAssignment', from: ['assigned'], by: ['assigner'], to: 'assigned', when: 'undoToAssigned',
    guards: [withinAMinute], effects: [effect('restoreAssignment'), tell('formerExecutor', 'assignmentTaken'), ring('executor', 'assigned')] },
  { clause: 'П1/2 Координатор', action: 'undoAssignment', from: ['assigned'], by: ['assigner'], to: 'in_progress', when: 'undoToInProgress',
    guards: [withinAMinute], effects: [effect('restoreAssignment'), tell('formerExecutor', 'assignmentTaken'), ring('executor', 'assigned')] },

  // «передать обращение в подведомственную … организацию»; Исполнитель: «при необходимости перенаправляет обращения в подведомственную организацию»
  { clause: 'П1/2 Координатор', action: 'passToSubordinate', from: ['coordination'], by: ['coordinator'], to: 'assigned', when: 'organizationWithExecutors',
    asks: ['subordinate', 'organizationExecutor'], effects: [effect('rememberAssignment'), ...toExecutor, ring('executor', 'assigned')] },
  { clause: 'П1/2 Координатор', action: 'passToSubordinate', from: ['coordination'], by: ['coordinator'], to: 'with_organization', when: 'organizationWithoutExecutors',
    asks: ['subordinate'], effects: [effect('rememberAssignment'), effect('handToOrganization'), release('executor'), deliver('organization')] },
  { clause: 'П1/2 Координатор', action: 'undoPassing', from: ['with_organization'], by: ['assigner'], to: 'coordination',
    guards: [withinAMinute], effects: [effect('removePassing'), effect('withdrawTasks'), effect('leaveOrganization'), effect('restoreAssignment')] },
  { clause: 'П1/2 Исполнитель', action: 'passToSubordinate', from: ['in_progress'], by: ['executor'], to: 'assigned', when: 'organizationWithExecutors',
    asks: ['subordinate', 'organizationExecutor', 'reason'], effects: [...toExecutor, ring('executor', 'assigned')] },
  { clause: 'П1/2 Исполнитель', action: 'passToSubordinate', from: ['in_progress'], by: ['executor'], to: 'with_organization', when: 'organizationWithoutExecutors',
    asks: ['subordinate', 'reason'], effects: [effect('handToOrganization'), release('executor'), deliver('organization'), ring('coordinator', 'handedToOrganization')] },
  { clause: 'П1/2 Координатор', action: 'organizationAnswered', from: ['with_organization'], by: ['coordinator'], to: 'coordination',
    asks: ['organizationAnswer', 'answeredOn'], effects: [effect('recordOrganizationAnswer'), effect('judgeByDay'), effect('leaveOrganization'), effect('withdrawTasks'), ring('coordinator', 'organizationAnswered')] },
  { clause: 'П1/2 Координатор', action: 'organizationAnsweredApplicant', from: ['with_organization'], by: ['coordinator'], to: 'answered',
    asks: ['answeredOn', 'file'], effects: [effect('rememberAssignment'), effect('recordOrganizationAnswer'), effect('judgeByDay'), effect('withdrawTasks')] },
  { clause: 'П1/2 Координатор', action: 'undoOrganizationAnswer', from: ['answered'], by: ['assigner'], to: 'with_organization',
    guards: [withinAMinute], effects: [effect('takeBackDayOfDeed'), effect('reopenTasks'), effect('restoreAssignment')] },
  // The wrong organization, or it sent the appeal back: the terms run on as they were.
  { clause: 'П1/2 Координатор', action: 'withdraw', from: ['with_organization'], by: ['coordinator'], to: 'coordination',
    asks: ['reason'], effects: [effect('leaveOrganization'), effect('removePassing'), effect('withdrawTasks'), tell('coordinator', 'withdrawnFromOrganization')] },

  // «отправить на согласование/утверждение решение о перенаправлении»; the executor's right is read from «возвращается Исполнителю для доработки»
  { clause: 'П1/2 Координатор', action: 'redirect', from: ['coordination'], by: ['coordinator'], to: 'redirect_agreement', when: 'throughAgreement',
    asks: ['outside', 'reason', 'notice', 'redirectAgreeing'], effects: [effect('requestRedirect'), appoint('agreeing'), ring('agreeing', 'redirectToAgree')] },
  { clause: 'П1/2 Координатор', action: 'redirect', from: ['coordination'], by: ['coordinator'], to: 'redirect_approval', when: 'straightToApproval',
    asks: ['outside', 'reason', 'notice', 'redirectApproving'], effects: [effect('requestRedirect'), appoint('approving'), ring('approving', 'redirectToApprove')] },
  { clause: 'П1/2 Исполнитель', action: 'redirect', from: ['in_progress'], by: ['executor'], to: 'redirect_agreement', when: 'throughAgreement',
    asks: ['outside', 'reason', 'notice', 'redirectAgreeing'], effects: [effect('endDuty'), effect('requestRedirect'), appoint('agreeing'), ring('agreeing', 'redirectToAgree')] },
  { clause: 'П1/2 Исполнитель', action: 'redirect', from: ['in_progress'], by: ['executor'], to: 'redirect_approval', when: 'straightToApproval',
    asks: ['outside', 'reason', 'notice', 'redirectApproving'], effects: [effect('endDuty'), effect('requestRedirect'), appoint('approving'), ring('approving', 'redirectToApprove')] },
  { clause: 'П1/2 Согласующее лицо', action: 'agreeRedirect', from: ['redirect_agreement'], by: ['agreeing'], to: 'redirect_approval',
    asks: ['redirectApproving'], effects: [appoint('approving'), ring('approving', 'redirectToApprove')] },
  { clause: 'П1/2 Утверждающее лицо', action: 'approveRedirect', from: ['redirect_approval'], by: ['approving'], to: 'delivery',
    guards: [mayApprove], asks: ['confirmation'], effects: [deliver('redirect_notice'), tell('executor', 'redirectApproved')] },
  { clause: 'П1/2 Согласующее лицо', action: 'rejectRedirect', from: ['redirect_agreement'], by: ['agreeing'], to: 'coordination', when: 'askedAtCoordination',
    asks: ['reason'], effects: [effect('dropRedirect'), ...releaseSupervisors, ring('coordinator', 'redirectRejected')] },
  { clause: 'П1/2 Согласующее лицо', action: 'rejectRedirect', from: ['redirect_agreement'], by: ['agreeing'], to: 'in_progress', when: 'askedInProgress',
    asks: ['reason'], effects: [effect('dropRedirect'), ...releaseSupervisors, ring('executor', 'redirectRejected')] },
  { clause: 'П1/2 Утверждающее лицо', action: 'rejectRedirect', from: ['redirect_approval'], by: ['approving'], to: 'coordination', when: 'askedAtCoordination',
    asks: ['reason'], effects: [effect('dropRedirect'), ...releaseSupervisors, ring('coordinator', 'redirectRejected')] },
  { clause: 'П1/2 Утверждающее лицо', action: 'rejectRedirect', from: ['redirect_approval'], by: ['approving'], to: 'in_progress', when: 'askedInProgress',
    asks: ['reason'], effects: [effect('dropRedirect'), ...releaseSupervisors, ring('executor', 'redirectRejected')] },
  // A mistake is taken back by whoever asked, as long as ПОС does not know of it.
  { clause: 'П1/2 Координатор', action: 'withdraw', from: ['redirect_agreement', 'redirect_approval', 'delivery'], by: ['coordinator'], to: 'coordination',
    guards: [askedAtCoordination], asks: ['confirmation'],
    effects: [effect('withdrawTasks'), effect('dropRedirect'), ...tellSupervisors, ...releaseSupervisors, effect('resumeVisit'), tell('coordinator', 'redirectWithdrawn')] },
  { clause: 'П1/2 Исполнитель', action: 'withdraw', from: ['redirect_agreement', 'redirect_approval', 'delivery'], by: ['executor'], to: 'in_progress',
    guards: [askedInProgress], asks: ['confirmation'],
    effects: [effect('withdrawTasks'), effect('dropRedirect'), ...tellSupervisors, ...releaseSupervisors, effect('resumeVisit'), effect('resumeDuty')] },
  { clause: 'П1/2 Координатор', action: 'withdraw', from: ['redirected'], by: ['coordinator'], to: 'coordination',
    asks: ['reason'],
    effects: [effect('removeRedirect'), effect('withdrawTasks'), effect('dropRedirect'), tell('executor', 'redirectWithdrawn'), release('executor'), ...releaseSupervisors, tell('coordinator', 'redirectWithdrawn')] },

  // Исполнитель: «взять в работу» или «вернуть на координацию»
  { clause: 'П1/2 Исполнитель', action: 'takeIntoWork', from: ['assigned'], by: ['executor'], to: 'in_progress', effects: [] },
  { clause: 'П1/2 Исполнитель', action: 'returnToCoordination', from: ['assigned', 'in_progress'], by: ['executor'], to: 'coordination',
    asks: ['reason'], effects: [release('executor'), ring('coordinator', 'returned')] },

  // «доводит информацию до сведения руководителя в течение одного рабочего дня»
  { clause: 'П1/2 Исполнитель', action: 'report', from: ['assigned', 'in_progress'], by: ['executor'], to: 'same',
    guards: [notYetReported, somebodyToReportTo], asks: ['supervisor'], effects: [effect('markReported'), ring('reportedTo', 'reported')] },
  { clause: 'П1/2 Исполнитель', action: 'acknowledgeReport', from: ['assigned', 'in_progress'], by: ['reportedTo'], to: 'same',
    guards: [notYetAcknowledged], effects: [effect('markAcknowledged')] },
  { clause: 'П1/2 Исполнитель', action: 'instruct', from: ['assigned', 'in_progress'], by: ['reportedTo'], to: 'same',
    asks: ['instruction'], effects: [effect('markAcknowledged'), ring('executor', 'instruction')] },

  // «организует совещание для изучения проблемы с выездом на место с привлечением специализированных организаций»
  { clause: 'П1/2 Исполнитель', action: 'planVisit', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    asks: ['visitAt', 'visitPlace', 'visitPeople'], effects: [effect('planVisit'), call('visitPeople', 'visitPlanned')] },
  { clause: 'П1/2 Исполнитель', action: 'planMeeting', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    asks: ['visitAt', 'visitPlace', 'visitPeople'], effects: [effect('planVisit'), call('visitPeople', 'meetingPlanned')] },
  { clause: 'П1/2 Исполнитель', action: 'recordVisit', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    guards: [visitOpen], asks: ['visit', 'result'], effects: [effect('recordVisit')] },
  { clause: 'П1/2 Исполнитель', action: 'recordMeeting', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    guards: [meetingOpen], asks: ['visit', 'result'], effects: [effect('recordVisit')] },
  { clause: 'П1/2 Исполнитель', action: 'moveVisit', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    guards: [visitOpen], asks: ['visit', 'visitAt'], effects: [effect('moveVisit'), call('visitPeople', 'visitMoved')] },
  { clause: 'П1/2 Исполнитель', action: 'moveMeeting', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    guards: [meetingOpen], asks: ['visit', 'visitAt'], effects: [effect('moveVisit'), call('visitPeople', 'meetingMoved')] },
  { clause: 'П1/2 Исполнитель', action: 'cancelVisit', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    guards: [visitOpen], asks: ['visit', 'reason'], effects: [effect('cancelVisit'), call('visitPeople', 'visitCancelled')] },
  { clause: 'П1/2 Исполнитель', action: 'cancelMeeting', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    guards: [meetingOpen], asks: ['visit', 'reason'], effects: [effect('cancelVisit'), call('visitPeople', 'meetingCancelled')] },

  // «запросить документы и материалы … в других органах и организациях, за исключением» судов, органов дознания и предварительного следствия
  { clause: 'П1/2 Исполнитель', action: 'requestDocuments', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    asks: ['requestBody', 'requestWhat', 'requestBy'], effects: [effect('requestDocuments')] },
  { clause: 'П1/2 Исполнитель', action: 'receiveDocuments', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    guards: [requestOpen], asks: ['request'], effects: [effect('receiveDocuments')] },

  // «размещает в системе комментарий об исполнении с приложением фотоотчета, меняет статус уведомления»
  { clause: 'П1/2 Исполнитель', action: 'comment', from: ['in_progress'], by: ['executor'], to: 'same',
    asks: ['comment', 'progress'], effects: [effect('saveComment'), deliver('comment')] },

  // «готовит проект ответа и представляет на согласование руководителю»
  { clause: 'П1/2 Исполнитель', action: 'submitAnswer', from: ['in_progress'], by: ['executor'], to: 'answer_agreement',
    asks: ['answerType', 'postponedUntil', 'answerText', 'photos', 'agreeing'], effects: [effect('endDuty'), effect('saveDraft'), appoint('agreeing'), ring('agreeing', 'answerToAgree')] },
  { clause: 'П1/2 Исполнитель', action: 'withdrawDraft', from: ['answer_agreement', 'answer_approval'], by: ['executor'], to: 'in_progress',
    guards: [nothingEntered], asks: ['confirmation'],
    effects: [effect('removeDraft'), effect('withdrawTasks'), tell('agreeing', 'draftWithdrawn'), tell('approving', 'draftWithdrawn'), tell('executor', 'draftWithdrawn'), ...releaseSupervisors, effect('resumeVisit'), effect('resumeDuty')] },
  // A supervisor's edit is a new version, and its executor, who knows the facts, hears of it; what was entered into ПОС before it is not the present one any more.
  { clause: 'П1/2 Согласующее лицо', action: 'editDraft', from: ['answer_agreement'], by: ['agreeing'], to: 'same',
    guards: [fourEyes], asks: ['editedText', 'anotherDate'], effects: [effect('saveEdit'), tell('executor', 'draftEdited')] },
  { clause: 'П1/2 Утверждающее лицо', action: 'editDraft', from: ['answer_approval'], by: ['approving'], to: 'same', when: 'entersIntoPos',
    guards: [mayApprove, fourEyes], asks: ['editedText', 'anotherDate'], effects: [effect('saveEdit'), effect('withdrawEntry'), deliver('draft_entry'), tell('executor', 'draftEdited')] },
  { clause: 'П1/2 Утверждающее лицо', action: 'editDraft', from: ['answer_approval'], by: ['approving'], to: 'same', when: 'goesToSign',
    guards: [mayApprove, fourEyes], asks: ['editedText', 'anotherDate'], effects: [effect('saveEdit'), tell('executor', 'draftEdited')] },
  { clause: 'П1/2 Согласующее лицо', action: 'agreeAnswer', from: ['answer_agreement'], by: ['agreeing'], to: 'answer_approval', when: 'entersIntoPos',
    guards: [fourEyes, noDots], asks: ['approving'], effects: [appoint('approving'), deliver('draft_entry'), tell('approving', 'draftAgreed'), tell('executor', 'draftAgreed')] },
  { clause: 'П1/2 Согласующее лицо', action: 'agreeAnswer', from: ['answer_agreement'], by: ['agreeing'], to: 'answer_approval', when: 'goesToSign',
    guards: [fourEyes, noDots], asks: ['approving'], effects: [appoint('approving'), ring('approving', 'answerToApprove')] },
  // With SIGNATURES=mark the approver signs in ПОС, so the agreed draft must stand there first.
  { clause: 'П1/2 Утверждающее лицо', action: 'markEntered', from: ['answer_approval'], by: ['executor', 'coordinator'], to: 'same',
    guards: [notEntered], effects: [effect('markEntered'), ring('approving', 'draftEntered')] },
  { clause: 'П1/2 Согласующее лицо', action: 'rejectAnswer', from: ['answer_agreement'], by: ['agreeing'], to: 'in_progress',
    asks: ['reason'], effects: [effect('withdrawTasks'), ...releaseSupervisors, ring('executor', 'answerRejected')] },
  { clause: 'П1/2 Утверждающее лицо', action: 'rejectAnswer', from: ['answer_approval'], by: ['approving'], to: 'in_progress',
    asks: ['reason'], effects: [effect('removeDraft'), effect('withdrawTasks'), ...releaseSupervisors, ring('executor', 'answerRejected')] },
  { clause: 'П1/2 Согласующее лицо', action: 'passAgreement', from: ['answer_agreement', 'redirect_agreement'], by: ['agreeing'], to: 'same',
    asks: ['anotherAgreeing'], effects: [appoint('agreeing'), ring('agreeing', 'passedOn')] },
  { clause: 'П1/2 Утверждающее лицо', action: 'passApproval', from: ['redirect_approval'], by: ['approving'], to: 'same',
    asks: ['anotherApproving'], effects: [appoint('approving'), ring('approving', 'passedOn')] },
  { clause: 'П1/2 Утверждающее лицо', action: 'passApproval', from: ['answer_approval'], by: ['approving'], to: 'same', when: 'standsInPos',
    asks: ['anotherApproving'], effects: [appoint('approving'), ring('approving', 'passedOn')] },
  // Nothing to sign yet: the phone is silent until the draft stands in ПОС.
  { clause: 'П1/2 Утверждающее лицо', action: 'passApproval', from: ['answer_approval'], by: ['approving'], to: 'same', when: 'awaitsEntry',
    asks: ['anotherApproving'], effects: [appoint('approving'), tell('approving', 'draftAgreed')] },

  // «утвердить подготовленный ответ»; §3: «Подготовка ответа с … «Отложено» возможна не более 1 раза. Обязательность подписания»
  { clause: 'П1/2 Утверждающее лицо', action: 'approveAnswer', from: ['answer_approval'], by: ['approving'], to: 'answered', when: 'finalInPos',
    guards: [mayApprove, fourEyes, noDots, entered], asks: ['signature', 'textInPos', 'doneOn'],
    effects: [effect('saveEdit'), effect('sign'), effect('judgeByDay'), tell('executor', 'answerApproved')] },
  { clause: 'П1/3 Отложено', action: 'approveAnswer', from: ['answer_approval'], by: ['approving'], to: 'postponed', when: 'interimInPos',
    guards: [mayApprove, fourEyes, noDots, interimNotUsed, entered, dateHeldAtEntry], asks: ['signature', 'textInPos', 'doneOn'],
    effects: [effect('saveEdit'), effect('sign'), effect('judgeByDay'), effect('usePostponement'), tell('executor', 'answerApproved'), ...releaseSupervisors] },
  // Signed in time and entered here on its date or later: there is nothing to wait for any more.
  { clause: 'П1/3 Отложено', action: 'approveAnswer', from: ['answer_approval'], by: ['approving'], to: 'in_progress', when: 'interimInPosLate',
    guards: [mayApprove, fourEyes, noDots, interimNotUsed, entered, dateHeldAtEntry], asks: ['signature', 'textInPos', 'doneOn'],
    effects: [effect('saveEdit'), effect('sign'), effect('judgeByDay'), effect('usePostponement'), ...releaseSupervisors, ring('executor', 'resumed')] },
  { clause: 'П1/2 Утверждающее лицо', action: 'approveAnswer', from: ['answer_approval'], by: ['approving'], to: 'delivery', when: 'signedHere',
    guards: [mayApprove, fourEyes, noDots, interimNotUsed, dateStillHolds], asks: ['signatureFile'],
    effects: [effect('sign'), effect('usePostponement'), effect('queueAnswer'), tell('executor', 'answerApproved')] },

  // «автоматически направляется заявителю»: approved, and then known to be in ПОС
  { clause: 'П1/2 Координатор', action: 'confirmSent', from: ['delivery'], by: ['coordinator'], to: 'redirected', when: 'redirectSent',
    asks: ['doneOn'], effects: [effect('closeTasks'), effect('judgeByDay'), tell('executor', 'sent')] },
  { clause: 'П1/2 Координатор', action: 'confirmSent', from: ['delivery'], by: ['coordinator'], to: 'answered', when: 'answerSent',
    asks: ['doneOn'], effects: [effect('closeTasks'), effect('judgeByDay'), tell('executor', 'sent')] },
  { clause: 'П1/3 Отложено', action: 'confirmSent', from: ['delivery'], by: ['coordinator'], to: 'postponed', when: 'interimSent',
    asks: ['doneOn'], effects: [effect('closeTasks'), effect('judgeByDay'), ...releaseSupervisors, tell('executor', 'sent')] },
  { clause: 'П1/3 Отложено', action: 'confirmSent', from: ['delivery'], by: ['coordinator'], to: 'in_progress', when: 'interimSentLate',
    asks: ['doneOn'], effects: [effect('closeTasks'), effect('judgeByDay'), ...releaseSupervisors, ring('executor', 'resumed')] },
  // «автоматически»: nobody presses where the gateway of ПОС has confirmed, and the e-mail where there is an address.
  { clause: 'П1/2 Координатор', action: 'confirmSent', from: ['delivery'], by: ['clock'], to: 'redirected', when: 'redirectSent',
    guards: [carried], effects: [effect('closeTasks'), tell('executor', 'sent')] },
  { clause: 'П1/2 Координатор', action: 'confirmSent', from: ['delivery'], by: ['clock'], to: 'answered', when: 'answerSent',
    guards: [carried], effects: [effect('closeTasks'), tell('executor', 'sent')] },
  { clause: 'П1/3 Отложено', action: 'confirmSent', from: ['delivery'], by: ['clock'], to: 'postponed', when: 'interimSent',
    guards: [carried], effects: [effect('closeTasks'), ...releaseSupervisors, tell('executor', 'sent')] },
  { clause: 'П1/3 Отложено', action: 'confirmSent', from: ['delivery'], by: ['clock'], to: 'in_progress', when: 'interimSentLate',
    guards: [carried], effects: [effect('closeTasks'), ...releaseSupervisors, ring('executor', 'resumed')] },
  { clause: 'П1/3 Отложено', action: 'resume', from: ['postponed'], by: ['executor'], to: 'in_progress', effects: [effect('endPostponement')] },
  { clause: 'П1/3 Отложено', action: 'resume', from: ['postponed'], by: ['clock'], to: 'in_progress', effects: [ring('executor', 'resumed')] },

  // Координатор, Куратор: «возвращает на повторное рассмотрение»
  { clause: 'П1/2 Координатор, Куратор', action: 'returnForReexamination', from: ['answer_agreement', 'answer_approval'], by: ['coordinator', 'curator'], to: 'assigned',
    asks: ['reexaminationReason', 'reexaminationText'], effects: [effect('countReexamination'), effect('removeDraft'), effect('withdrawTasks'), ...releaseSupervisors, effect('beginDuty'), ring('executor', 'reexamination')] },
  // Nothing has reached the applicant, so «Отложено» is not used up.
  { clause: 'П1/2 Координатор, Куратор', action: 'returnForReexamination', from: ['delivery'], by: ['coordinator', 'curator'], to: 'assigned', when: 'returnedUnsent',
    guards: [answerOnly], asks: ['reexaminationReason', 'reexaminationText'],
    effects: [effect('countReexamination'), effect('withdrawTasks'), effect('undoPostponement'), ...releaseSupervisors, effect('beginDuty'), ring('executor', 'reexamination')] },
  // What the gateway or the applicant's e-mail has already is returned as if it had been sent: «Отложено» stays used, an answer has been one.
  { clause: 'П1/2 Координатор, Куратор', action: 'returnForReexamination', from: ['delivery'], by: ['coordinator', 'curator'], to: 'assigned', when: 'returnedInterim',
    guards: [answerOnly], asks: ['reexaminationReason', 'reexaminationText'],
    effects: [effect('countReexamination'), effect('withdrawTasks'), effect('endPostponement'), ...releaseSupervisors, effect('beginDuty'), ring('executor', 'reexamination')] },
  { clause: 'П1/2 Координатор, Куратор', action: 'returnForReexamination', from: ['delivery'], by: ['coordinator', 'curator'], to: 'assigned', when: 'returnedAnswer',
    guards: [answerOnly], asks: ['reexaminationReason', 'reexaminationText'],
    effects: [effect('countReexamination'), effect('withdrawTasks'), effect('beginNewTerm'), ...releaseSupervisors, effect('beginDuty'), ring('executor', 'reexamination')] },
  // The due is as if the appeal were resumed today.
  { clause: 'П1/2 Координатор, Куратор', action: 'returnForReexamination', from: ['postponed'], by: ['coordinator', 'curator'], to: 'assigned',
    asks: ['reexaminationReason', 'reexaminationText'], effects: [effect('countReexamination'), effect('withdrawTasks'), effect('endPostponement'), ...releaseSupervisors, effect('beginDuty'), ring('executor', 'reexamination')] },
  { clause: 'П1/2 Координатор, Куратор', action: 'returnForReexamination', from: ['answered'], by: ['coordinator', 'curator'], to: 'assigned', when: 'executorKnown',
    asks: ['reexaminationReason', 'reexaminationText'], effects: [effect('countReexamination'), effect('withdrawTasks'), effect('beginNewTerm'), ...releaseSupervisors, effect('beginDuty'), ring('executor', 'reexamination')] },
  // An organization answered, or the appeal came finished: there is nobody to return it to, so it is distributed anew.
  { clause: 'П1/2 Координатор, Куратор', action: 'returnForReexamination', from: ['answered'], by: ['coordinator', 'curator'], to: 'coordination', when: 'executorUnknown',
    asks: ['reexaminationReason', 'reexaminationText'], effects: [effect('countReexamination'), effect('withdrawTasks'), effect('beginNewTerm'), effect('leaveOrganization'), ring('coordinator', 'reexamination')] },

  // Контроль за сроками: nothing may get stuck on a person who left
  { clause: 'П1/2 Координатор', action: 'replaceParticipant', from: NOT_FINAL, by: ['coordinator'], to: 'same', when: 'turnOfReplacement',
    guards: [somebodyUnavailable], asks: ['participant', 'replacement', 'reason'], effects: [effect('replaceParticipant'), ring('replacement', 'replaced'), tell('replaced', 'placeTaken')] },
  { clause: 'П1/2 Координатор', action: 'replaceParticipant', from: NOT_FINAL, by: ['coordinator'], to: 'same', when: 'replacedBeforeEntry',
    guards: [somebodyUnavailable], asks: ['participant', 'replacement', 'reason'], effects: [effect('replaceParticipant'), tell('replacement', 'draftAgreed'), tell('replaced', 'placeTaken')] },
  // «организация процесса обработки»: what stands in ПОС is the truth, and a term that it moves is everybody's to know
  { clause: 'П1/2 Координатор', action: 'correctDetails', from: STAGES, by: ['coordinator'], to: 'same', joined: 'alone', when: 'termsChange',
    asks: ['correction', 'reason', 'confirmation'],
    effects: [effect('correctDetails'), effect('recountTerms'), tell('executor', 'termCorrected'), tell('agreeing', 'termCorrected'), tell('approving', 'termCorrected'), tell('coordinator', 'termCorrected'), tell('curator', 'termCorrected')] },
  { clause: 'П1/2 Координатор', action: 'correctDetails', from: STAGES, by: ['coordinator'], to: 'same', joined: 'alone', when: 'termsStay',
    asks: ['correction', 'reason', 'confirmation'], effects: [effect('correctDetails'), tell('executor', 'detailsCorrected')] },
  // «фото не соответствуют реальному времени или месту, изложенному в обращении»: the applicant's own show what was asked for
  { clause: 'П1/2 Координатор', action: 'addApplicantPhotos', from: STAGES, by: ['coordinator'], to: 'same', joined: 'alone', atAnyVersion: true,
    asks: ['applicantPhotos'], effects: [] },
  // «организация процесса обработки»: what ПОС' registry says and the bot does not, taken over by whoever is answerable for both.
  // The executor has it there already: nobody knows from when the one working day ran, and one message tells of all that are taken over.
  { clause: 'П1/2 Координатор', action: 'assignAsThere', from: ['coordination', 'assigned', 'in_progress'], by: ['coordinator'], to: 'assigned', when: 'distributedThere',
    guards: [differs], asks: ['executor'], effects: [appoint('executor'), ...releaseSupervisors, effect('leaveDuty'), tell('formerExecutor', 'assignmentTaken')] },
  { clause: 'П1/2 Координатор', action: 'assignAsThere', from: ['coordination', 'assigned', 'in_progress'], by: ['coordinator'], to: 'in_progress', when: 'atWorkThere',
    guards: [differs], asks: ['executor'], effects: [appoint('executor'), ...releaseSupervisors, effect('leaveDuty'), tell('formerExecutor', 'assignmentTaken')] },
  // It alone: those that it is worked as one with go on without it.
  { clause: 'П1/2 Координатор', action: 'answeredThere', from: NEITHER_SENT_NOR_OUT, by: ['coordinator'], to: 'answered', joined: 'alone',
    guards: [finishedThere],
    effects: [effect('disjoin'), effect('takeAnswerThere'), effect('dropRedirect'), effect('withdrawTasks'), effect('judgeByDay'), tell('executor', 'answeredThere'), tell('agreeing', 'answeredThere'), tell('approving', 'answeredThere'), ...releaseSupervisors] },
  // §3 «срок»: the applicant was told ПОС' date.
  { clause: 'П1/2 Координатор', action: 'takeTermThere', from: NOT_FINAL, by: ['coordinator'], to: 'same', joined: 'alone',
    guards: [plannedThere], effects: [effect('recountTerms'), tell('executor', 'termAsThere'), tell('agreeing', 'termAsThere'), tell('approving', 'termAsThere'), tell('curator', 'termAsThere')] },
  { clause: 'П1/3 Фаст-трек', action: 'takeFastTrack', from: NOT_FINAL, by: ['coordinator'], to: 'same', joined: 'alone',
    guards: [fastTrackThere], effects: [effect('correctDetails'), effect('recountTerms'), tell('executor', 'termCorrected'), tell('agreeing', 'termCorrected'), tell('approving', 'termCorrected'), tell('curator', 'termCorrected')] },
  { clause: 'П1/2 Координатор', action: 'keepDifference', from: STAGES, by: ['coordinator'], to: 'same', joined: 'alone',
    guards: [differs], effects: [] },
  // «организация процесса обработки»: ПОС' registry file has no texts and places, and nobody can examine what they cannot read.
  // It fills what is empty and writes nothing over, so it needs no reason and no button is stale by it.
  { clause: 'П1/2 Координатор', action: 'complete', from: NOT_FINAL, by: ['coordinator'], to: 'same', joined: 'alone', atAnyVersion: true,
    guards: [lacksSomething], asks: ['lackingText', 'lackingPlace', 'lackingPoint', 'completion'], effects: [effect('completeDetails')] },
  // «организация процесса обработки»: several appeals about one matter get one piece of work and one answer, see joining.ts
  // What lags behind comes to where the work is: its executor has taken that matter, and does nothing a second time.
  { clause: 'П1/2 Координатор', action: 'join', from: ['coordination'], by: ['coordinator'], to: 'same', joined: 'alone', when: 'joinsNobodyAhead',
    guards: [standsForItself], asks: ['joinWith', 'confirmation'], effects: joinedHands },
  { clause: 'П1/2 Координатор', action: 'join', from: ['coordination'], by: ['coordinator'], to: 'assigned', joined: 'alone', when: 'joinsAssigned',
    guards: [standsForItself], asks: ['joinWith', 'confirmation'], effects: joinedHands },
  { clause: 'П1/2 Координатор', action: 'join', from: ['coordination'], by: ['coordinator'], to: 'in_progress', joined: 'alone', when: 'joinsAtWork',
    guards: [standsForItself], asks: ['joinWith', 'confirmation'], effects: joinedHands },
  { clause: 'П1/2 Координатор', action: 'join', from: ['assigned'], by: ['coordinator'], to: 'same', joined: 'alone', when: 'joinsNobodyAtWork',
    guards: [standsForItself], asks: ['joinWith', 'confirmation'], effects: joinedHands },
  { clause: 'П1/2 Координатор', action: 'join', from: ['assigned'], by: ['coordinator'], to: 'in_progress', joined: 'alone', when: 'joinsOneAtWork',
    guards: [standsForItself], asks: ['joinWith', 'confirmation'], effects: joinedHands },
  { clause: 'П1/2 Координатор', action: 'join', from: ['in_progress'], by: ['coordinator'], to: 'same', joined: 'alone',
    guards: [standsForItself], asks: ['joinWith', 'confirmation'], effects: joinedHands },
  { clause: 'П1/2 Координатор', action: 'disjoin', from: JOINABLE, by: ['coordinator'], to: 'same', joined: 'alone',
    guards: [isJoined], asks: ['confirmation'], effects: [effect('disjoin'), tell('executor', 'disjoined')] },
  // Each applicant had an answer: whoever is not content with it is answered anew without those who are.
  { clause: 'П1/2 Координатор', action: 'disjoin', from: ['answered'], by: ['coordinator'], to: 'same', joined: 'alone',
    guards: [isJoined], asks: ['confirmation'], effects: [effect('disjoin')] },
  // 59-ФЗ, статья 12, часть 2
  { clause: '59-ФЗ ст. 12 ч. 2', action: 'extendTerm', from: NOT_FINAL, by: ['authorised'], to: 'same', joined: 'alone',
    guards: [is59, notExtended, beforeDue], asks: ['extensionDays', 'reason', 'notice'], effects: [effect('extendTerm'), deliver('extension_notice'), tell('executor', 'termExtended')] },
];
