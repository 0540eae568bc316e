import { EXECUTOR_ELSE_COORDINATOR, transitionsOf, type Acts } from './acts';
import { appoint, bring, call, deliver, effect, release, ring, tell, type Notice } from './effects';
// The sentences of the table; a line each would push the table out of sight.
// prettier-ignore
import {
  answerOnly, askedAtCoordination, askedInProgress, beforeDue, beforeFormerDue, beforeStageDue, byExtender, carried, closedInPos,
  dateHeldAtEntry, dateStillHolds, differs, entered, extendedHere, fastTrackThere, finishedThere, fourEyes,
  instructionOpen, interimNotUsed, invitedAhead, is59, isJoined, lacksSomething, mayApprove, meetingOpen, noDots,
  notEntered, notExtended, notPostponed, notReturned, notYetAcknowledged, notYetReported, nothingEntered, noticeInTheHouse,
  paperToRemove, plannedThere, redirectedInPos, requestOpen, somebodyToReportTo, somebodyUnavailable, standsForItself,
  takenOver, untouched, visitOpen, withinAMinute,
} from './guards';
import { JOINABLE } from './joining';
import { NOT_FINAL, STAGES } from './vocabulary';

/** An organization's answer and what waits to be sent have rows of their own. */
const NEITHER_SENT_NOR_OUT = NOT_FINAL.filter((stage) => stage !== 'with_organization' && stage !== 'delivery');
/** Every stage; a question that is back in its direct line is as if it had never come. */
const UNLESS_RETURNED = [
  { from: STAGES.filter((stage) => stage !== 'closed') },
  { from: ['closed'], guards: [notReturned] },
] as const;

const releaseSupervisors = [release('agreeing'), release('approving')];
const tellSupervisors = (notice: Notice) => [tell('agreeing', notice), tell('approving', notice)];
const tellParticipants = (notice: Notice) => [tell('executor', notice), ...tellSupervisors(notice)];
const toExecutor = [appoint('executor'), ...releaseSupervisors, effect('beginDuty')];

/** THE table: every act, and beside it the sentences of the decree that allow it. */
// prettier-ignore
export const ACTS: Acts = {
  // §2, Координатор: «распределяет обращения по ответственным исполнителям»
  assign: { clause: 'П1/2 Координатор', from: ['coordination', 'assigned', 'in_progress'], by: ['coordinator'], to: 'assigned',
    asks: ['executor'], effects: [effect('rememberAssignment'), ...toExecutor, ring('executor', 'assigned'), tell('formerExecutor', 'assignmentTaken')] },
  undoAssignment: { clause: 'П1/2 Координатор', from: ['assigned'], by: ['assigner'],
    guards: [withinAMinute], effects: [effect('restoreAssignment'), tell('formerExecutor', 'assignmentTaken')], rows: [
    { to: 'coordination', when: 'undoToCoordination' },
    { to: 'assigned', when: 'undoToAssigned', effects: [ring('executor', 'assigned')] },
    { to: 'in_progress', when: 'undoToInProgress', effects: [ring('executor', 'assigned')] },
  ]},

  // «передать обращение в подведомственную … организацию»; Исполнитель: «при необходимости перенаправляет обращения в подведомственную организацию»
  passToSubordinate: { asks: ['subordinate'], rows: [
    { clause: 'П1/2 Координатор', from: ['coordination'], by: ['coordinator'], to: 'assigned', when: 'organizationWithExecutors',
      asks: ['organizationExecutor'], effects: [effect('rememberAssignment'), ...toExecutor, ring('executor', 'assigned')] },
    { clause: 'П1/2 Координатор', from: ['coordination'], by: ['coordinator'], to: 'with_organization', when: 'organizationWithoutExecutors',
      effects: [effect('rememberAssignment'), effect('handToOrganization'), release('executor'), deliver('organization')] },
    { clause: 'П1/2 Исполнитель', from: ['in_progress'], by: ['executor'], to: 'assigned', when: 'organizationWithExecutors',
      asks: ['organizationExecutor', 'reason'], effects: [...toExecutor, ring('executor', 'assigned')] },
    { clause: 'П1/2 Исполнитель', from: ['in_progress'], by: ['executor'], to: 'with_organization', when: 'organizationWithoutExecutors',
      asks: ['reason'], effects: [effect('rememberAssignment'), effect('handToOrganization'), release('executor'), deliver('organization'), tell('coordinator', 'handedToOrganization')] },
  ]},
  undoPassing: { from: ['with_organization'], by: ['assigner'], guards: [withinAMinute],
    effects: [effect('removePassing'), effect('withdrawTasks'), effect('leaveOrganization'), effect('restoreAssignment')], rows: [
    { clause: 'П1/2 Координатор', to: 'coordination', when: 'passedFromCoordination' }, { clause: 'П1/2 Исполнитель', to: 'in_progress', when: 'passedFromWork', effects: [tell('coordinator', 'withdrawnFromOrganization')] } ]},
  organizationAnswered: { clause: 'П1/2 Координатор', from: ['with_organization'], by: ['coordinator'], to: 'coordination',
    asks: ['organizationAnswer', 'answeredOn'],
    effects: [effect('recordOrganizationAnswer'), effect('judgeByDay'), effect('leaveOrganization'), effect('withdrawTasks'), ring('coordinator', 'organizationAnswered')] },
  organizationAnsweredApplicant: { clause: 'П1/2 Координатор', from: ['with_organization'], by: ['coordinator'], to: 'answered',
    asks: ['answeredOn', 'file'], effects: [effect('rememberAssignment'), effect('recordOrganizationAnswer'), effect('judgeByDay'), effect('withdrawTasks')] },
  undoOrganizationAnswer: { clause: 'П1/2 Координатор', from: ['answered'], by: ['assigner'], to: 'with_organization',
    guards: [withinAMinute], effects: [effect('takeBackDayOfDeed'), effect('reopenTasks'), effect('restoreAssignment')] },

  // The wrong organization, or it sent the appeal back: the terms run on as they were.
  withdraw: { rows: [
    { clause: 'П1/2 Координатор', from: ['with_organization'], by: ['coordinator'], to: 'coordination',
      asks: ['reason'], effects: [effect('leaveOrganization'), effect('removePassing'), effect('withdrawTasks'), tell('coordinator', 'withdrawnFromOrganization')] },
    // A mistake is taken back by whoever asked, as long as ПОС does not know of it.
    { clause: 'П1/2 Координатор', from: ['redirect_agreement', 'redirect_approval', 'delivery'], by: ['coordinator'], to: 'coordination',
      guards: [askedAtCoordination], asks: ['confirmation'],
      effects: [effect('withdrawTasks'), effect('dropRedirect'), ...tellSupervisors('redirectWithdrawn'), ...releaseSupervisors, effect('resumeVisit'), tell('coordinator', 'redirectWithdrawn')] },
    { clause: 'П1/2 Исполнитель', from: ['redirect_agreement', 'redirect_approval', 'delivery'], by: ['executor'], to: 'in_progress',
      guards: [askedInProgress], asks: ['confirmation'],
      effects: [effect('withdrawTasks'), effect('dropRedirect'), ...tellSupervisors('redirectWithdrawn'), ...releaseSupervisors, effect('resumeVisit'), effect('resumeDuty')] },
    { clause: 'П1/2 Координатор', from: ['redirected'], by: ['coordinator'], to: 'coordination',
      asks: ['reason'],
      effects: [effect('removeRedirect'), effect('withdrawTasks'), effect('dropRedirect'), tell('executor', 'redirectWithdrawn'), release('executor'), ...releaseSupervisors, tell('coordinator', 'redirectWithdrawn')] },
  ]},

  // «отправить на согласование/утверждение решение о перенаправлении»; the executor's right is read from «возвращается Исполнителю для доработки»
  redirect: { asks: ['outside', 'reason', 'notice'], rows: [
    { clause: 'П1/2 Координатор', from: ['coordination'], by: ['coordinator'], to: 'redirect_agreement', when: 'throughAgreement',
      asks: ['redirectAgreeing'], effects: [effect('requestRedirect'), appoint('agreeing'), ring('agreeing', 'redirectToAgree')] },
    { clause: 'П1/2 Координатор', from: ['coordination'], by: ['coordinator'], to: 'redirect_approval', when: 'straightToApproval',
      asks: ['redirectApproving'], effects: [effect('requestRedirect'), appoint('approving'), ring('approving', 'redirectToApprove')] },
    { clause: 'П1/2 Исполнитель', from: ['in_progress'], by: ['executor'], to: 'redirect_agreement', when: 'throughAgreement',
      asks: ['redirectAgreeing'], effects: [effect('endDuty'), effect('requestRedirect'), appoint('agreeing'), ring('agreeing', 'redirectToAgree')] },
    { clause: 'П1/2 Исполнитель', from: ['in_progress'], by: ['executor'], to: 'redirect_approval', when: 'straightToApproval',
      asks: ['redirectApproving'], effects: [effect('endDuty'), effect('requestRedirect'), appoint('approving'), ring('approving', 'redirectToApprove')] },
  ]},
  agreeRedirect: { clause: 'П1/2 Согласующее лицо', from: ['redirect_agreement'], by: ['agreeing'], to: 'redirect_approval',
    asks: ['redirectApproving'], effects: [appoint('approving'), ring('approving', 'redirectToApprove')] },
  approveRedirect: { clause: 'П1/2 Утверждающее лицо', from: ['redirect_approval'], by: ['approving'], to: 'delivery',
    guards: [mayApprove], asks: ['confirmation'], effects: [deliver('redirect_notice'), tell('executor', 'redirectApproved')] },
  rejectRedirect: { asks: ['reason'], effects: [effect('dropRedirect'), ...releaseSupervisors], rows: [
    { clause: 'П1/2 Согласующее лицо', from: ['redirect_agreement'], by: ['agreeing'], to: 'coordination', when: 'askedAtCoordination',
      effects: [ring('coordinator', 'redirectRejected')] },
    { clause: 'П1/2 Согласующее лицо', from: ['redirect_agreement'], by: ['agreeing'], to: 'in_progress', when: 'askedInProgress',
      effects: [ring('executor', 'redirectRejected')] },
    { clause: 'П1/2 Утверждающее лицо', from: ['redirect_approval'], by: ['approving'], to: 'coordination', when: 'askedAtCoordination',
      effects: [ring('coordinator', 'redirectRejected')] },
    { clause: 'П1/2 Утверждающее лицо', from: ['redirect_approval'], by: ['approving'], to: 'in_progress', when: 'askedInProgress',
      effects: [ring('executor', 'redirectRejected')] },
  ]},

  // Исполнитель: «взять в работу» или «вернуть на координацию»
  takeIntoWork: { clause: 'П1/2 Исполнитель', from: ['assigned'], by: ['executor'], to: 'in_progress' },
  returnToCoordination: { clause: 'П1/2 Исполнитель', from: ['assigned', 'in_progress'], by: ['executor'], to: 'coordination',
    asks: ['reason'], effects: [release('executor'), ring('coordinator', 'returned')] },

  // «доводит информацию до сведения руководителя в течение одного рабочего дня»
  report: { clause: 'П1/2 Исполнитель', from: ['assigned', 'in_progress'], by: ['executor'], to: 'same',
    guards: [notYetReported, somebodyToReportTo], asks: ['supervisor'], effects: [effect('markReported'), bring('reportedTo', 'reported')] },
  acknowledgeReport: { clause: 'П1/2 Исполнитель', from: ['assigned', 'in_progress'], by: ['reportedTo'], to: 'same',
    guards: [notYetAcknowledged], effects: [effect('markAcknowledged')] },
  instruct: { clause: 'П1/2 Исполнитель', from: ['assigned', 'in_progress'], by: ['reportedTo'], to: 'same',
    asks: ['instruction', 'instructionDay'], effects: [effect('markAcknowledged'), effect('giveInstruction'), ring('executor', 'instruction')] },
  // It goes along to whoever executes the appeal then, and sleeps while nobody does.
  fulfilInstruction: { clause: 'П1/2 Исполнитель', from: NOT_FINAL, by: ['executor'], to: 'same', joined: 'leading',
    guards: [instructionOpen], asks: ['instructionDone'], effects: [effect('fulfilInstruction'), tell('giver', 'instructionDone')] },
  withdrawInstruction: { clause: 'П1/2 Исполнитель', from: NOT_FINAL, by: ['giver'], to: 'same', joined: 'leading',
    guards: [instructionOpen], asks: ['instructionWithdrawn'], effects: [effect('withdrawInstruction'), tell('executor', 'instructionWithdrawn')] },

  // «организует совещание для изучения проблемы с выездом на место с привлечением специализированных организаций»
  planVisit: { clause: 'П1/2 Исполнитель', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    asks: ['visitAt', 'visitPlace', 'visitPeople'], effects: [effect('planVisit'), call('visitPeople', 'visitPlanned')] },
  planMeeting: { clause: 'П1/2 Исполнитель', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    asks: ['visitAt', 'visitPlace', 'visitPeople'], effects: [effect('planVisit'), call('visitPeople', 'meetingPlanned')] },
  // What came of it, and that papers have come, may be known only after the draft was sent or the executor has given the appeal back.
  recordVisit: { clause: 'П1/2 Исполнитель', from: NOT_FINAL, to: 'same', joined: 'leading',
    guards: [visitOpen], asks: ['visit', 'result'], effects: [effect('recordVisit')], rows: EXECUTOR_ELSE_COORDINATOR },
  recordMeeting: { clause: 'П1/2 Исполнитель', from: NOT_FINAL, to: 'same', joined: 'leading',
    guards: [meetingOpen], asks: ['visit', 'result'], effects: [effect('recordVisit')], rows: EXECUTOR_ELSE_COORDINATOR },
  moveVisit: { clause: 'П1/2 Исполнитель', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    guards: [visitOpen], asks: ['visit', 'visitAt'], effects: [effect('moveVisit'), call('visitPeople', 'visitMoved')] },
  moveMeeting: { clause: 'П1/2 Исполнитель', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    guards: [meetingOpen], asks: ['visit', 'visitAt'], effects: [effect('moveVisit'), call('visitPeople', 'meetingMoved')] },
  cancelVisit: { clause: 'П1/2 Исполнитель', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    guards: [visitOpen], asks: ['visit', 'reason'], effects: [effect('cancelVisit'), call('visitPeople', 'visitCancelled')] },
  cancelMeeting: { clause: 'П1/2 Исполнитель', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    guards: [meetingOpen], asks: ['visit', 'reason'], effects: [effect('cancelVisit'), call('visitPeople', 'meetingCancelled')] },
  declineVisit: { clause: 'П1/2 Исполнитель', from: ['in_progress'], by: ['invited'], to: 'same', joined: 'leading', atAnyVersion: true,
    guards: [invitedAhead], asks: ['invitation', 'reason'], effects: [effect('declineVisit'), call('executor', 'visitDeclined')] },

  // «запросить документы и материалы … в других органах и организациях, за исключением» судов, органов дознания и предварительного следствия
  requestDocuments: { clause: 'П1/2 Исполнитель', from: ['in_progress'], by: ['executor'], to: 'same', joined: 'leading',
    asks: ['requestBody', 'requestWhat', 'requestBy'], effects: [effect('requestDocuments')] },
  receiveDocuments: { clause: 'П1/2 Исполнитель', from: NOT_FINAL, to: 'same', joined: 'leading',
    guards: [requestOpen], asks: ['request'], effects: [effect('receiveDocuments')], rows: EXECUTOR_ELSE_COORDINATOR },
  // What is asked for no more, or was asked of the wrong body, waits for nobody.
  cancelRequest: { clause: 'П1/2 Исполнитель', from: NOT_FINAL, to: 'same', joined: 'leading',
    guards: [requestOpen], asks: ['request', 'reason'], effects: [effect('cancelRequest')], rows: EXECUTOR_ELSE_COORDINATOR },

  // «размещает в системе комментарий об исполнении с приложением фотоотчета, меняет статус уведомления»
  comment: { clause: 'П1/2 Исполнитель', from: ['in_progress'], by: ['executor'], to: 'same',
    asks: ['comment', 'progress'], effects: [effect('saveComment'), deliver('comment')] },

  // «готовит проект ответа и представляет на согласование руководителю»
  submitAnswer: { clause: 'П1/2 Исполнитель', from: ['in_progress'], by: ['executor'], to: 'answer_agreement',
    asks: ['answerType', 'postponedUntil', 'answerText', 'photos', 'agreeing'],
    effects: [effect('endDuty'), effect('saveDraft'), appoint('agreeing'), ring('agreeing', 'answerToAgree')] },
  withdrawDraft: { clause: 'П1/2 Исполнитель', from: ['answer_agreement', 'answer_approval'], by: ['executor'], to: 'in_progress',
    guards: [nothingEntered], asks: ['confirmation'],
    effects: [effect('removeDraft'), effect('withdrawTasks'), ...tellSupervisors('draftWithdrawn'), tell('executor', 'draftWithdrawn'), ...releaseSupervisors, effect('resumeVisit'), effect('resumeDuty')] },

  // A supervisor's edit is a new version, and its executor, who knows the facts, hears of it; what was entered into ПОС before it is not the present one any more.
  editDraft: { to: 'same', asks: ['editedText', 'anotherDate'], effects: [effect('saveEdit')], rows: [
    { clause: 'П1/2 Согласующее лицо', from: ['answer_agreement'], by: ['agreeing'], guards: [fourEyes], effects: [tell('executor', 'draftEdited')] },
    { clause: 'П1/2 Утверждающее лицо', from: ['answer_approval'], by: ['approving'], when: 'entersIntoPos',
      guards: [mayApprove, fourEyes], effects: [effect('withdrawEntry'), deliver('draft_entry'), tell('executor', 'draftEdited')] },
    { clause: 'П1/2 Утверждающее лицо', from: ['answer_approval'], by: ['approving'], when: 'goesToSign',
      guards: [mayApprove, fourEyes], effects: [tell('executor', 'draftEdited')] },
  ]},
  agreeAnswer: { clause: 'П1/2 Согласующее лицо', from: ['answer_agreement'], by: ['agreeing'], to: 'answer_approval',
    guards: [fourEyes, noDots], asks: ['approving'], effects: [appoint('approving')], rows: [
    { when: 'entersIntoPos', effects: [deliver('draft_entry'), tell('approving', 'draftAgreed'), tell('executor', 'draftAgreed')] },
    { when: 'goesToSign', effects: [ring('approving', 'answerToApprove')] },
  ]},

  // With SIGNATURES=mark the approver signs in ПОС, so the agreed draft must stand there first.
  markEntered: { clause: 'П1/2 Утверждающее лицо', from: ['answer_approval'], by: ['executor', 'coordinator'], to: 'same',
    guards: [notEntered], effects: [effect('markEntered'), ring('approving', 'draftEntered')] },
  rejectAnswer: { to: 'in_progress', asks: ['reason'], rows: [
    { clause: 'П1/2 Согласующее лицо', from: ['answer_agreement'], by: ['agreeing'],
      effects: [effect('withdrawTasks'), ...releaseSupervisors, ring('executor', 'answerRejected')] },
    { clause: 'П1/2 Утверждающее лицо', from: ['answer_approval'], by: ['approving'],
      effects: [effect('removeDraft'), effect('withdrawTasks'), ...releaseSupervisors, ring('executor', 'answerRejected')] },
  ]},
  passAgreement: { clause: 'П1/2 Согласующее лицо', from: ['answer_agreement', 'redirect_agreement'], by: ['agreeing'], to: 'same',
    asks: ['anotherAgreeing'], effects: [appoint('agreeing'), ring('agreeing', 'passedOn')] },
  passApproval: { clause: 'П1/2 Утверждающее лицо', by: ['approving'], to: 'same',
    asks: ['anotherApproving'], effects: [appoint('approving')], rows: [
    { from: ['redirect_approval'], effects: [ring('approving', 'passedOn')] },
    { from: ['answer_approval'], when: 'standsInPos', effects: [ring('approving', 'passedOn')] },
    // Nothing to sign yet: the phone is silent until the draft stands in ПОС.
    { from: ['answer_approval'], when: 'awaitsEntry', effects: [tell('approving', 'draftAgreed')] },
  ]},

  // «утвердить подготовленный ответ»; §3: «Подготовка ответа с … «Отложено» возможна не более 1 раза. Обязательность подписания»
  approveAnswer: { from: ['answer_approval'], by: ['approving'], guards: [mayApprove, fourEyes, noDots], rows: [
    { clause: 'П1/2 Утверждающее лицо', to: 'answered', when: 'finalInPos',
      guards: [entered], asks: ['signature', 'textInPos', 'doneOn'],
      effects: [effect('saveEdit'), effect('sign'), effect('judgeByDay'), tell('executor', 'answerApproved')] },
    { clause: 'П1/3 Отложено', to: 'postponed', when: 'interimInPos',
      guards: [interimNotUsed, entered, dateHeldAtEntry], asks: ['signature', 'textInPos', 'doneOn'],
      effects: [effect('saveEdit'), effect('sign'), effect('judgeByDay'), effect('usePostponement'), tell('executor', 'answerApproved'), ...releaseSupervisors] },
    // Signed in time and entered here on its date or later: there is nothing to wait for any more.
    { clause: 'П1/3 Отложено', to: 'in_progress', when: 'interimInPosLate',
      guards: [interimNotUsed, entered, dateHeldAtEntry], asks: ['signature', 'textInPos', 'doneOn'],
      effects: [effect('saveEdit'), effect('sign'), effect('judgeByDay'), effect('usePostponement'), ...releaseSupervisors, ring('executor', 'resumed')] },
    { clause: 'П1/2 Утверждающее лицо', to: 'delivery', when: 'signedHere',
      guards: [interimNotUsed, dateStillHolds], asks: ['signatureFile'],
      effects: [effect('sign'), effect('usePostponement'), effect('queueAnswer'), tell('executor', 'answerApproved')] },
  ]},

  // «автоматически направляется заявителю»: approved, and then known to be in ПОС
  confirmSent: { from: ['delivery'], effects: [effect('closeTasks')], rows: [
    { clause: 'П1/2 Координатор', by: ['coordinator'], to: 'redirected', when: 'redirectSent',
      asks: ['doneOn'], effects: [effect('judgeByDay'), tell('executor', 'sent')] },
    { clause: 'П1/2 Координатор', by: ['coordinator'], to: 'answered', when: 'answerSent', asks: ['doneOn'], effects: [effect('judgeByDay'), tell('executor', 'sent')] },
    { clause: 'П1/3 Отложено', by: ['coordinator'], to: 'postponed', when: 'interimSent',
      asks: ['doneOn'], effects: [effect('judgeByDay'), ...releaseSupervisors, tell('executor', 'sent')] },
    { clause: 'П1/3 Отложено', by: ['coordinator'], to: 'in_progress', when: 'interimSentLate',
      asks: ['doneOn'], effects: [effect('judgeByDay'), ...releaseSupervisors, ring('executor', 'resumed')] },
    // «автоматически»: nobody presses where the gateway of ПОС has confirmed, and the e-mail where there is an address.
    { clause: 'П1/2 Координатор', by: ['clock'], to: 'redirected', when: 'redirectSent', guards: [carried], effects: [tell('executor', 'sent')] },
    { clause: 'П1/2 Координатор', by: ['clock'], to: 'answered', when: 'answerSent', guards: [carried], effects: [tell('executor', 'sent')] },
    { clause: 'П1/3 Отложено', by: ['clock'], to: 'postponed', when: 'interimSent', guards: [carried], effects: [...releaseSupervisors, tell('executor', 'sent')] },
    { clause: 'П1/3 Отложено', by: ['clock'], to: 'in_progress', when: 'interimSentLate',
      guards: [carried], effects: [...releaseSupervisors, ring('executor', 'resumed')] },
  ]},
  resume: { clause: 'П1/3 Отложено', from: ['postponed'], rows: [
    { by: ['executor'], to: 'in_progress', effects: [effect('endPostponement')] },
    { by: ['clock'], to: 'in_progress', when: 'executorKnown', effects: [ring('executor', 'resumed')] },
    // Nothing may get stuck on a person who left: it is distributed anew.
    { by: ['clock'], to: 'coordination', when: 'executorUnknown', effects: [release('executor'), ring('coordinator', 'resumed')] },
  ]},

  // Координатор, Куратор: «возвращает на повторное рассмотрение»
  returnForReexamination: { clause: 'П1/2 Координатор, Куратор', by: ['coordinator', 'curator'],
    asks: ['reexaminationReason', 'reexaminationText'], effects: [effect('countReexamination'), effect('openViolation')], rows: [
    { from: ['answer_agreement', 'answer_approval'], to: 'assigned',
      effects: [effect('removeDraft'), effect('withdrawTasks'), ...releaseSupervisors, effect('beginDuty'), ring('executor', 'reexamination')] },
    // Nothing has reached the applicant, so «Отложено» is not used up.
    { from: ['delivery'], to: 'assigned', when: 'returnedUnsent',
      guards: [answerOnly],
      effects: [effect('withdrawTasks'), effect('undoPostponement'), ...releaseSupervisors, effect('beginDuty'), ring('executor', 'reexamination')] },
    // What the gateway or the applicant's e-mail has already is returned as if it had been sent: «Отложено» stays used, an answer has been one.
    { from: ['delivery'], to: 'assigned', when: 'returnedInterim',
      guards: [answerOnly],
      effects: [effect('withdrawTasks'), effect('endPostponement'), ...releaseSupervisors, effect('beginDuty'), ring('executor', 'reexamination')] },
    { from: ['delivery'], to: 'assigned', when: 'returnedAnswer',
      guards: [answerOnly],
      effects: [effect('withdrawTasks'), effect('beginNewTerm'), ...releaseSupervisors, effect('beginDuty'), ring('executor', 'reexamination')] },
    // The due is as if the appeal were resumed today.
    { from: ['postponed'], to: 'assigned',
      effects: [effect('withdrawTasks'), effect('endPostponement'), ...releaseSupervisors, effect('beginDuty'), ring('executor', 'reexamination')] },
    { from: ['answered'], to: 'assigned', when: 'executorKnown',
      effects: [effect('withdrawTasks'), effect('beginNewTerm'), ...releaseSupervisors, effect('beginDuty'), ring('executor', 'reexamination')] },
    // An organization answered, the appeal came finished, or its executor has left: there is nobody to return it to, so it is distributed anew.
    { from: ['answered'], to: 'coordination', when: 'executorUnknown',
      effects: [effect('withdrawTasks'), effect('beginNewTerm'), effect('leaveOrganization'), release('executor'), ...releaseSupervisors, ring('coordinator', 'reexamination')] },
  ]},

  // «организация процесса обработки»: in ПОС it is no more, or others have it; this one alone, so those that it is worked as one with go on.
  close: { clause: 'П1/2 Координатор', from: NOT_FINAL, by: ['coordinator'], to: 'closed', joined: 'alone',
    asks: ['closure', 'reason', 'confirmation'], effects: [effect('leaveGroup'), effect('withdrawWaiting'), ...tellParticipants('closed')] },
  reopen: { clause: 'П1/2 Координатор', from: ['closed'], by: ['coordinator'], to: 'before', joined: 'alone',
    guards: [notReturned], asks: ['confirmation'], effects: [effect('reopenTasks'), effect('resumeClosed'), ...tellParticipants('reopened')] },

  // ОГ: «создание и изменение … прямых линий»: a question that was made an appeal by a slip of a thumb is one again, and the appeal as if it had not come.
  returnToLine: { clause: 'П1/2 ОГ', from: ['coordination'], by: ['engagement'], to: 'closed', joined: 'alone', guards: [untouched, beforeStageDue] },

  // Контроль за сроками: nothing may get stuck on a person who left
  replaceParticipant: { clause: 'П1/2 Координатор', from: NOT_FINAL, by: ['coordinator'], to: 'same',
    guards: [somebodyUnavailable], asks: ['participant', 'replacement', 'reason'], effects: [effect('replaceParticipant')], rows: [
    { when: 'turnOfReplacement', effects: [ring('replacement', 'replaced'), tell('replaced', 'placeTaken')] },
    { when: 'replacedBeforeEntry', effects: [tell('replacement', 'draftAgreed'), tell('replaced', 'placeTaken')] },
  ]},

  // «организация процесса обработки»: what stands in ПОС is the truth, and a term that it moves is everybody's to know
  correctDetails: { clause: 'П1/2 Координатор', by: ['coordinator'], to: 'same', joined: 'alone',
    asks: ['correction', 'reason', 'confirmation'], effects: [effect('correctDetails')], rows: UNLESS_RETURNED.flatMap((stages) => [
    { ...stages, when: 'termsChange',
      effects: [effect('recountTerms'), ...tellParticipants('termCorrected'), tell('coordinator', 'termCorrected'), tell('curator', 'termCorrected')] },
    { ...stages, when: 'termsStay', effects: [tell('executor', 'detailsCorrected')] },
  ])},

  // «фото не соответствуют реальному времени или месту, изложенному в обращении»: the applicant's own show what was asked for
  addApplicantPhotos: { clause: 'П1/2 Координатор', by: ['coordinator'], to: 'same', joined: 'alone', atAnyVersion: true, asks: ['applicantPhotos'], rows: UNLESS_RETURNED },

  // «организация процесса обработки»: acts, protocols, answers of other bodies; they go to nobody unless an answer takes them along.
  addPaper: { clause: 'П1/2 Исполнитель', by: ['executor', 'agreeing', 'approving', 'coordinator'], to: 'same', joined: 'alone', atAnyVersion: true,
    asks: ['file', 'paperKind', 'paperName'], effects: [effect('addPapers')], rows: UNLESS_RETURNED },
  removePaper: { clause: 'П1/2 Исполнитель', from: STAGES, by: ['paperAuthor', 'coordinator'], to: 'same', joined: 'alone', atAnyVersion: true,
    guards: [paperToRemove], asks: ['paper', 'confirmation'], effects: [effect('removePaper')] },

  // «организация процесса обработки»: what ПОС' registry says and the bot does not, taken over by whoever is answerable for both.
  // The executor has it there already: nobody knows from when the one working day ran, and one message tells of all that are taken over.
  assignAsThere: { clause: 'П1/2 Координатор', from: ['coordination', 'assigned', 'in_progress'], by: ['coordinator'],
    guards: [differs], asks: ['executor'],
    effects: [effect('rememberBefore'), appoint('executor'), ...releaseSupervisors, effect('leaveDuty'), tell('formerExecutor', 'assignmentTaken')], rows: [
    { to: 'assigned', when: 'distributedThere' },
    { to: 'in_progress', when: 'atWorkThere' },
  ]},

  // It alone: those that it is worked as one with go on without it.
  answeredThere: { clause: 'П1/2 Координатор', from: NEITHER_SENT_NOR_OUT, by: ['coordinator'], to: 'answered', joined: 'alone',
    guards: [finishedThere],
    effects: [effect('rememberBefore'), effect('leaveGroup'), effect('takeAnswerThere'), effect('dropRedirect'), effect('withdrawTasks'), effect('judgeByDay'), ...tellParticipants('answeredThere'), ...releaseSupervisors] },

  // Where it was redirected to stays known, if the bot knew of it.
  redirectedThere: { clause: 'П1/2 Координатор', from: NOT_FINAL.filter((stage) => stage !== 'delivery'), by: ['coordinator'], to: 'redirected', joined: 'alone',
    guards: [redirectedInPos],
    effects: [effect('rememberBefore'), effect('leaveGroup'), effect('leaveDuty'), effect('withdrawTasks'), effect('judgeByDay'), ...tellParticipants('redirectedThere'), ...releaseSupervisors] },
  closedThere: { clause: 'П1/2 Координатор', from: NOT_FINAL.filter((stage) => stage !== 'delivery'), by: ['coordinator'], to: 'closed', joined: 'alone',
    guards: [closedInPos],
    effects: [effect('rememberBefore'), effect('leaveGroup'), effect('leaveDuty'), effect('withdrawTasks'), effect('withdrawWaiting'), ...tellParticipants('closedThere'), ...releaseSupervisors] },
  takeAnswerThere: { clause: 'П1/2 Координатор', from: ['answered'], by: ['coordinator'], to: 'same', joined: 'alone',
    guards: [finishedThere], effects: [effect('rememberBefore'), effect('takeAnswerThere'), effect('judgeByDay')] },

  // §3 «срок»: the applicant was told ПОС' date.
  takeTermThere: { clause: 'П1/2 Координатор', from: NOT_FINAL, by: ['coordinator'], to: 'same', joined: 'alone',
    guards: [plannedThere],
    effects: [effect('rememberBefore'), effect('recountTerms'), ...tellParticipants('termAsThere'), tell('curator', 'termAsThere')] },
  // §3: «Отложено» «возможна не более 1 раза»; it was used in ПОС, and the stage here is another matter.
  takePostponementThere: { clause: 'П1/3 Отложено', from: NOT_FINAL, by: ['coordinator'], to: 'same', joined: 'alone',
    guards: [plannedThere, notPostponed],
    effects: [effect('rememberBefore'), effect('recountTerms'), effect('takePostponementThere'), ...tellParticipants('termAsThere'), tell('curator', 'termAsThere')] },
  takeExtensionThere: { clause: '59-ФЗ ст. 12 ч. 2', from: NOT_FINAL, by: ['coordinator'], to: 'same', joined: 'alone',
    guards: [plannedThere, is59, notExtended],
    effects: [effect('rememberBefore'), effect('recountTerms'), effect('takeExtensionThere'), ...tellParticipants('termAsThere'), tell('curator', 'termAsThere')] },
  // What stands in ПОС is the truth. What is approved was signed by the rules of its kind.
  takeDetailsThere: { clause: 'П1/2 Координатор', from: NEITHER_SENT_NOR_OUT, by: ['coordinator'], to: 'same', joined: 'alone',
    guards: [differs], asks: ['correction'],
    effects: [effect('rememberBefore'), effect('correctDetails'), effect('recountTerms'), ...tellParticipants('termCorrected'), tell('curator', 'termCorrected')] },
  takeFastTrack: { clause: 'П1/3 Фаст-трек', from: NOT_FINAL, by: ['coordinator'], to: 'same', joined: 'alone',
    guards: [fastTrackThere],
    effects: [effect('rememberBefore'), effect('correctDetails'), effect('recountTerms'), ...tellParticipants('termCorrected'), tell('curator', 'termCorrected')] },
  keepDifference: { clause: 'П1/2 Координатор', from: STAGES, by: ['coordinator'], to: 'same', joined: 'alone',
    guards: [differs], effects: [effect('rememberBefore')] },
  // «организация процесса обработки»: a press for all of a kind may be a mistake of one finger
  restoreBefore: { clause: 'П1/2 Координатор', from: STAGES, by: ['coordinator'], to: 'remembered', joined: 'remembered',
    guards: [takenOver], effects: [effect('takeBackDayOfDeed'), effect('reopenTasks'), effect('restoreBefore'), ring('holder', 'restored'), tell('formerExecutor', 'assignmentTaken'), ...tellParticipants('restored')] },

  // «организация процесса обработки»: ПОС' registry file has no texts and places, and nobody can examine what they cannot read.
  // It fills what is empty and writes nothing over, so it needs no reason and no button is stale by it.
  complete: { clause: 'П1/2 Координатор', from: NOT_FINAL, by: ['coordinator'], to: 'same', joined: 'alone', atAnyVersion: true,
    guards: [lacksSomething], asks: ['lackingText', 'lackingPlace', 'lackingPoint', 'completion'], effects: [effect('completeDetails')] },

  // «организация процесса обработки»: several appeals about one matter get one piece of work and one answer, see joining.ts
  // What lags behind comes to where the work is: its executor has taken that matter, and does nothing a second time.
  join: { clause: 'П1/2 Координатор', by: ['coordinator'], joined: 'alone',
    guards: [standsForItself], asks: ['joinWith', 'confirmation'], effects: [effect('join'), tell('executor', 'joined')], rows: [
    { from: ['coordination'], to: 'same', when: 'joinsNobodyAhead' },
    { from: ['coordination'], to: 'assigned', when: 'joinsAssigned' },
    { from: ['coordination'], to: 'in_progress', when: 'joinsAtWork' },
    { from: ['assigned'], to: 'same', when: 'joinsNobodyAtWork' },
    { from: ['assigned'], to: 'in_progress', when: 'joinsOneAtWork' },
    { from: ['in_progress'], to: 'same' },
  ]},
  disjoin: { clause: 'П1/2 Координатор', by: ['coordinator'], to: 'same', joined: 'alone',
    guards: [isJoined], asks: ['confirmation'], effects: [effect('disjoin')], rows: [
    { from: JOINABLE, effects: [tell('executor', 'disjoined')] },
    // Each applicant had an answer: whoever is not content with it is answered anew without those who are.
    { from: ['answered'] },
  ]},

  // 59-ФЗ, статья 12, часть 2
  extendTerm: { clause: '59-ФЗ ст. 12 ч. 2', from: NOT_FINAL, by: ['authorised'], to: 'same', joined: 'alone',
    guards: [is59, notExtended, beforeDue], asks: ['extensionDays', 'reason', 'notice', 'confirmation'],
    effects: [effect('extendTerm'), deliver('extension_notice'), tell('executor', 'termExtended')] },
  withdrawExtension: { clause: '59-ФЗ ст. 12 ч. 2', from: NOT_FINAL, by: ['authorised'], to: 'same', joined: 'alone',
    guards: [is59, extendedHere, byExtender, beforeFormerDue, noticeInTheHouse], asks: ['reason'],
    effects: [effect('withdrawExtension'), tell('executor', 'extensionWithdrawn')] },
};

export const TRANSITIONS = transitionsOf(ACTS);
