import type { DeliveryKind, Participant } from './vocabulary';

/**
 * Who is told. `formerExecutor` had the appeal before this act, `replacement` takes the place of somebody unavailable,
 * `visitPeople` were invited by it.
 */
export type Audience = Participant | 'coordinator' | 'reportedTo' | 'formerExecutor' | 'replacement' | 'visitPeople';

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
  'visitPlanned',
  'meetingPlanned',
  'answerToAgree',
  'answerToApprove',
  'answerRejected',
  'passedOn',
  'reexamination',
  'resumed',
  'replaced',
  'draftAgreed',
  'draftEntered',
  'draftWithdrawn',
  'answerApproved',
  'redirectApproved',
  'sent',
  'termExtended',
  'withdrawnFromOrganization',
  'redirectWithdrawn',
] as const;
export type Notice = (typeof NOTICES)[number];

/** Effects are data: decide() lists them, the use case carries them out in its own transaction. */
export type Effect =
  | { readonly kind: 'appoint' | 'release'; readonly who: Participant }
  /** `move`: it is their turn now, so their phone rings; otherwise they are told without a sound. */
  | { readonly kind: 'notify'; readonly whom: Audience; readonly notice: Notice; readonly move: boolean }
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
        | 'markAcknowledged'
        | 'handToOrganization'
        | 'leaveOrganization'
        | 'recordOrganizationAnswer'
        | 'requestRedirect'
        | 'dropRedirect'
        | 'planVisit'
        | 'recordVisit'
        | 'requestDocuments'
        | 'receiveDocuments'
        | 'saveComment'
        | 'saveDraft'
        | 'saveEdit'
        | 'sign'
        | 'usePostponement'
        | 'endPostponement'
        | 'countReexamination'
        | 'beginNewTerm'
        | 'extendTerm'
        | 'markEntered'
        /** A new version stands: the task for the former one can't be confirmed. */
        | 'withdrawEntry'
        /** The answer or the interim one, whichever it is, waits to be sent. */
        | 'queueAnswer'
        /** What was queued for ПОС and is taken back can't be confirmed any more; what stands there already is taken out by a task. */
        | 'withdrawTasks'
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
        | 'judgeByDay';
    };

export type PlainEffect = Exclude<Effect['kind'], 'appoint' | 'release' | 'notify' | 'deliver'>;

export const appoint = (who: Participant): Effect => ({ kind: 'appoint', who });
export const release = (who: Participant): Effect => ({ kind: 'release', who });
export const ring = (whom: Audience, notice: Notice): Effect => ({ kind: 'notify', whom, notice, move: true });
export const tell = (whom: Audience, notice: Notice): Effect => ({ kind: 'notify', whom, notice, move: false });
export const deliver = (what: DeliveryKind): Effect => ({ kind: 'deliver', what });
export const effect = (kind: PlainEffect): Effect => ({ kind });

const OUTDATING: readonly Effect['kind'][] = [
  'appoint',
  'release',
  'restoreAssignment',
  'replaceParticipant',
  'saveEdit',
  'extendTerm',
];

/** People, draft or term change, so buttons drawn before are stale (domain.md, Concurrency). */
export const outdatesButtons = (effects: readonly Effect[]): boolean =>
  effects.some(({ kind }) => OUTDATING.includes(kind));
