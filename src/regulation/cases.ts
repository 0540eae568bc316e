import type { Submission } from './answers';
import type { AppealFacts } from './facts';

/**
 * Where one action leads to different stages, its rows differ by a case. Cases of one question exclude each other,
 * so a press is answered by exactly one row.
 */
export const QUESTIONS = {
  organization: ['organizationWithExecutors', 'organizationWithoutExecutors'],
  redirectBy: ['throughAgreement', 'straightToApproval'],
  redirectAskedAt: ['askedAtCoordination', 'askedInProgress'],
  answer: ['finalAnswer', 'interimAnswer'],
  undo: ['undoToCoordination', 'undoToAssigned', 'undoToInProgress'],
  executor: ['executorKnown', 'executorUnknown'],
} as const;
export type Question = keyof typeof QUESTIONS;
export type Case = (typeof QUESTIONS)[Question][number];

/** Cases that depend on a form's answers cannot be told before it is filled: null then, and any of them keeps the button. */
export function holds(it: Case, appeal: AppealFacts, submission: Submission | null): boolean | null {
  switch (it) {
    case 'organizationWithExecutors':
      return submission === null ? null : (submission.organization?.hasExecutors ?? false);
    case 'organizationWithoutExecutors':
      return submission === null ? null : !(submission.organization?.hasExecutors ?? false);
    case 'throughAgreement':
      return submission === null ? null : submission.answers.redirectBy !== 'approval';
    case 'straightToApproval':
      return submission === null ? null : submission.answers.redirectBy === 'approval';
    case 'askedAtCoordination':
      return appeal.redirectAskedAt === 'coordination';
    case 'askedInProgress':
      return appeal.redirectAskedAt === 'in_progress';
    case 'finalAnswer':
      return appeal.draft?.type !== 'postponed';
    case 'interimAnswer':
      return appeal.draft?.type === 'postponed';
    case 'undoToCoordination':
      return appeal.undo?.stage === 'coordination';
    case 'undoToAssigned':
      return appeal.undo?.stage === 'assigned';
    case 'undoToInProgress':
      return appeal.undo?.stage === 'in_progress';
    case 'executorKnown':
      return appeal.executorId !== null;
    case 'executorUnknown':
      return appeal.executorId === null;
  }
}
