import type { Submission } from './answers';
import { dayOf } from './calendar';
import { countsAnew } from './corrections';
import type { AppealFacts, Circumstances } from './facts';

/**
 * Where one action leads to different stages, its rows differ by a case. Cases of one question exclude each other,
 * so a press is answered by exactly one row.
 */
export const QUESTIONS = {
  organization: ['organizationWithExecutors', 'organizationWithoutExecutors'],
  redirectBy: ['throughAgreement', 'straightToApproval'],
  redirectAskedAt: ['askedAtCoordination', 'askedInProgress'],
  approval: ['finalInPos', 'interimInPos', 'interimInPosLate', 'signedHere'],
  entry: ['entersIntoPos', 'goesToSign'],
  standing: ['standsInPos', 'awaitsEntry'],
  sending: ['answerSent', 'interimSent', 'interimSentLate', 'redirectSent'],
  undo: ['undoToCoordination', 'undoToAssigned', 'undoToInProgress'],
  executor: ['executorKnown', 'executorUnknown'],
  correction: ['termsChange', 'termsStay'],
  replacement: ['turnOfReplacement', 'replacedBeforeEntry'],
  stageInPos: ['distributedThere', 'atWorkThere'],
} as const;
export type Question = keyof typeof QUESTIONS;
export type Case = (typeof QUESTIONS)[Question][number];

/** Cases that depend on a form's answers cannot be told before it is filled: null then, and any of them keeps the button. */
export function holds(
  it: Case,
  appeal: AppealFacts,
  submission: Submission | null,
  circumstances: Circumstances,
): boolean | null {
  const { signatures } = circumstances;
  const interim = appeal.draft?.type === 'postponed';
  switch (it) {
    case 'organizationWithExecutors':
      return submission === null ? null : (submission.organization?.hasExecutors ?? false);
    case 'organizationWithoutExecutors':
      return submission === null ? null : !(submission.organization?.hasExecutors ?? false);
    case 'throughAgreement':
    case 'straightToApproval':
      return submission && (submission.answers.redirectBy === 'approval') === (it === 'straightToApproval');
    case 'askedAtCoordination':
      return appeal.redirectAskedAt === 'coordination';
    case 'askedInProgress':
      return appeal.redirectAskedAt === 'in_progress';
    case 'finalInPos':
      return signatures === 'mark' && !interim;
    case 'interimInPos':
    case 'interimInPosLate':
      return signatures === 'mark' && interim && dateHasCome(appeal, circumstances) === (it === 'interimInPosLate');
    case 'signedHere':
    case 'goesToSign':
      return signatures === 'verify';
    case 'entersIntoPos':
      return signatures === 'mark';
    case 'standsInPos':
    case 'awaitsEntry':
      return (signatures === 'mark' && appeal.awaitsEntry) === (it === 'awaitsEntry');
    case 'redirectSent':
      return appeal.redirectAskedAt !== null;
    case 'answerSent':
      return appeal.redirectAskedAt === null && !interim;
    case 'interimSent':
    case 'interimSentLate':
      return interimOnItsWay(appeal) && dateHasCome(appeal, circumstances) === (it === 'interimSentLate');
    case 'undoToCoordination':
      return appeal.undo?.stage === 'coordination';
    case 'undoToAssigned':
      return appeal.undo?.stage === 'assigned';
    case 'undoToInProgress':
      return appeal.undo?.stage === 'in_progress';
    case 'termsChange':
    case 'termsStay':
      return submission === null ? null : termsChange(submission) === (it === 'termsChange');
    case 'turnOfReplacement':
    case 'replacedBeforeEntry':
      return submission && replacedBeforeEntry(appeal, submission, circumstances) === (it === 'replacedBeforeEntry');
    case 'executorKnown':
    case 'executorUnknown':
      return (appeal.executorId === null) === (it === 'executorUnknown');
    case 'distributedThere':
    case 'atWorkThere':
      return (appeal.there?.atWork === true) === (it === 'atWorkThere');
  }
}

const interimOnItsWay = ({ redirectAskedAt, draft }: AppealFacts): boolean =>
  redirectAskedAt === null && draft?.type === 'postponed';

/** There is nothing to sign yet for whoever comes in the approver's place. */
const replacedBeforeEntry = (
  { awaitsEntry }: AppealFacts,
  { answers }: Submission,
  { signatures }: Circumstances,
): boolean => signatures === 'mark' && awaitsEntry && answers.participant === 'approving';

const termsChange = ({ correction, answers }: Submission): boolean =>
  correction !== null && answers.corrected !== undefined && countsAnew(correction, answers.corrected);

/** The day to which the answer postpones has come before the answer was sent, or approved. */
export function dateHasCome(
  { draft }: AppealFacts,
  { now, calendar }: Pick<Circumstances, 'now' | 'calendar'>,
): boolean {
  return (
    draft?.postponedUntil !== undefined && draft.postponedUntil !== null && draft.postponedUntil <= dayOf(now, calendar)
  );
}
