import type { DeliveryKind, Participant } from './vocabulary';

/**
 * Who is told. `formerExecutor` had the appeal before this act, `replacement` takes the place of `replaced`, who is unavailable,
 * `visitPeople` are invited to its visit or meeting, `giver` has given the instruction that it is about; `holder`: it is their turn by
 * this act, and was not before.
 */
export type Audience =
  | Participant
  | 'coordinator'
  | 'curator'
  | 'reportedTo'
  | 'giver'
  | 'holder'
  | 'formerExecutor'
  | 'replacement'
  | 'replaced'
  | 'visitPeople';

/** Why a message comes; each is a key under `notice` in locales. */
export const NOTICES = [
  'registered',
  'assigned',
  'assignmentTaken',
  'returned',
  'handedToOrganization',
  'organizationAnswered',
  'redirectToAgree',
  'redirectToApprove',
  'redirectRejected',
  'reported',
  'reportAcknowledged',
  'instruction',
  'instructionDone',
  'instructionWithdrawn',
  'visitPlanned',
  'visitDeclined',
  'meetingPlanned',
  'visitMoved',
  'meetingMoved',
  'visitCancelled',
  'meetingCancelled',
  'visitStands',
  'meetingStands',
  'answerToAgree',
  'answerToApprove',
  'answerRejected',
  'passedOn',
  'reexamination',
  'resumed',
  'replaced',
  'placeTaken',
  'formEnded',
  'draftAgreed',
  'draftEdited',
  'draftEntered',
  'draftWithdrawn',
  'answerApproved',
  'redirectApproved',
  'sent',
  'termExtended',
  'extensionWithdrawn',
  'withdrawnFromOrganization',
  'redirectWithdrawn',
  'detailsCorrected',
  'termCorrected',
  'answeredThere',
  'termAsThere',
  'redirectedThere',
  'closedThere',
  'restored',
  'joined',
  'disjoined',
  'closed',
  'reopened',
] as const;
export type Notice = (typeof NOTICES)[number];

/** Effects are data: decide() lists them, the use case carries them out in its own transaction. */
export type Effect =
  | { readonly kind: 'appoint' | 'release'; readonly who: Participant }
  /** `move`: it is their turn now, so the card comes and their phone rings. `loud`: a line, but one to be heard. */
  | {
      readonly kind: 'notify';
      readonly whom: Audience;
      readonly notice: Notice;
      readonly move: boolean;
      readonly loud: boolean;
    }
  | { readonly kind: 'deliver'; readonly what: DeliveryKind }
  | {
      readonly kind:
        | 'rememberAssignment'
        | 'restoreAssignment'
        | 'replaceParticipant'
        | 'beginDuty'
        | 'markReported'
        /** What is sent to a supervisor «доводит до сведения руководителя», so no report is owed any more. */
        | 'endDuty'
        /** Taken back in time it was no report, so one is owed again, by the first clock. */
        | 'resumeDuty'
        | 'markAcknowledged'
        /** One that has a day is nagged of; the other is a word. */
        | 'giveInstruction'
        | 'fulfilInstruction'
        | 'withdrawInstruction'
        | 'declineVisit'
        | 'addPapers'
        | 'removePaper'
        | 'handToOrganization'
        | 'leaveOrganization'
        | 'recordOrganizationAnswer'
        | 'requestRedirect'
        | 'dropRedirect'
        | 'planVisit'
        | 'moveVisit'
        | 'cancelVisit'
        | 'recordVisit'
        | 'requestDocuments'
        | 'receiveDocuments'
        | 'cancelRequest'
        | 'saveComment'
        | 'saveDraft'
        | 'saveEdit'
        | 'sign'
        | 'usePostponement'
        | 'endPostponement'
        | 'countReexamination'
        /** Body п. 3: a formal answer, or photos of another time or place, are for its author to explain. */
        | 'openViolation'
        | 'beginNewTerm'
        | 'extendTerm'
        /** As if it had not been extended: its notice is sent to nobody. */
        | 'withdrawExtension'
        | 'correctDetails'
        /** Kind or term became another by the corrected data: every term is counted anew, the present visit keeps its entry. */
        | 'recountTerms'
        /** The appeal was received in ПОС, so from when the one working day ran nobody knows here. */
        | 'leaveDuty'
        /** The applicant has ПОС' answer already. */
        | 'takeAnswerThere'
        /** What the appeal was until ПОС' word was taken over: it can be so again. */
        | 'rememberBefore'
        | 'restoreBefore'
        /** «Отложено», or an extension, of ПОС: its one time is used up. */
        | 'takePostponementThere'
        | 'takeExtensionThere'
        | 'markEntered'
        /** A new version stands: the task for the former one can't be confirmed. */
        | 'withdrawEntry'
        /** The answer or the interim one, whichever it is, waits to be sent. */
        | 'queueAnswer'
        /** What was queued for ПОС and is taken back can't be confirmed any more; what stands there already is taken out by a task. */
        | 'withdrawTasks'
        /** What the act that is undone has withdrawn waits again. */
        | 'reopenTasks'
        | 'removeDraft'
        | 'removePassing'
        | 'removeRedirect'
        /** ПОС has what waited to be sent. */
        | 'closeTasks'
        /** Nothing was sent, so «Отложено» is not used up. */
        | 'undoPostponement'
        /** What the same person takes back is no second visit: the stage goes on as if it had not been left. */
        | 'resumeVisit'
        /** The day of the deed judges the terms that ended between it and its entry. */
        | 'judgeByDay'
        /** That day was a mistake: facts which it has answered stand again. */
        | 'takeBackDayOfDeed'
        /** From now on one piece of work and one answer serve all of them, and no more. */
        | 'join'
        | 'disjoin'
        /** It goes without those that it is worked as one with; of a leading one the earliest that is left leads on. */
        | 'leaveGroup'
        /** Whatever waits for ПОС waits no more; what stands there stays. */
        | 'withdrawWaiting'
        /** The stage before goes on as if it had not been left. */
        | 'resumeClosed'
        /** Only what was empty is written. */
        | 'completeDetails';
    };

export type PlainEffect = Exclude<Effect['kind'], 'appoint' | 'release' | 'notify' | 'deliver'>;

export const appoint = (who: Participant): Effect => ({ kind: 'appoint', who });
export const release = (who: Participant): Effect => ({ kind: 'release', who });
export const ring = (whom: Audience, notice: Notice): Effect => ({
  kind: 'notify',
  whom,
  notice,
  move: true,
  loud: true,
});
/** It is theirs to answer, and can wait: a line of their next morning list. */
export const bring = (whom: Audience, notice: Notice): Effect => ({
  kind: 'notify',
  whom,
  notice,
  move: true,
  loud: false,
});
export const tell = (whom: Audience, notice: Notice): Effect => ({
  kind: 'notify',
  whom,
  notice,
  move: false,
  loud: false,
});
/** They have to be somewhere at an hour, though it is nobody's move. */
export const call = (whom: Audience, notice: Notice): Effect => ({
  kind: 'notify',
  whom,
  notice,
  move: false,
  loud: true,
});
export const deliver = (what: DeliveryKind): Effect => ({ kind: 'deliver', what });
export const effect = (kind: PlainEffect): Effect => ({ kind });

const OUTDATING: readonly Effect['kind'][] = [
  'appoint',
  'release',
  'restoreAssignment',
  'restoreBefore',
  'replaceParticipant',
  'saveEdit',
  'extendTerm',
  'withdrawExtension',
  'recountTerms',
  'join',
  'disjoin',
  'leaveGroup',
];

/** People, draft, kind or term change, so buttons drawn before are stale (domain.md, Concurrency). */
export const outdatesButtons = (effects: readonly Effect[]): boolean =>
  effects.some(({ kind }) => OUTDATING.includes(kind));
