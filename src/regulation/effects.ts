import type { DeliveryKind, Participant } from './vocabulary';

/**
 * Who is told. `formerExecutor` had the appeal before this act, `replacement` takes the place of `replaced`, who is unavailable,
 * `visitPeople` were invited by it.
 */
export type Audience =
  Participant | 'coordinator' | 'reportedTo' | 'formerExecutor' | 'replacement' | 'replaced' | 'visitPeople';

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
  'placeTaken',
  'formEnded',
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
        | 'extendTerm';
    };

export type PlainEffect = Exclude<Effect['kind'], 'appoint' | 'release' | 'notify' | 'deliver'>;

export const appoint = (who: Participant): Effect => ({ kind: 'appoint', who });
export const release = (who: Participant): Effect => ({ kind: 'release', who });
export const ring = (whom: Audience, notice: Notice): Effect => ({ kind: 'notify', whom, notice, move: true });
export const tell = (whom: Audience, notice: Notice): Effect => ({ kind: 'notify', whom, notice, move: false });
export const deliver = (what: DeliveryKind): Effect => ({ kind: 'deliver', what });
export const effect = (kind: PlainEffect): Effect => ({ kind });

/** Stage or people change, so buttons drawn before are stale (domain.md, Concurrency). */
export function changesPeople(effects: readonly Effect[]): boolean {
  return effects.some(
    ({ kind }) =>
      kind === 'appoint' || kind === 'release' || kind === 'restoreAssignment' || kind === 'replaceParticipant',
  );
}
