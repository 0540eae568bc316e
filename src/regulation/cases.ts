import type { Submission } from './answers';
import { dayOf } from './calendar';
import { hasLeft } from './carriers';
import { countsAnew } from './corrections';
import { isExecuted, type AppealFacts, type Circumstances } from './facts';
import { stageTogether, together, type Joining } from './joining';
import { isOneOf } from './lists';
import type { Stage } from './vocabulary';

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
  returned: ['returnedUnsent', 'returnedInterim', 'returnedAnswer'],
  undo: ['undoToCoordination', 'undoToAssigned', 'undoToInProgress'],
  passing: ['passedFromCoordination', 'passedFromWork'],
  executor: ['executorKnown', 'executorUnknown'],
  correction: ['termsChange', 'termsStay'],
  replacement: ['turnOfReplacement', 'replacedBeforeEntry'],
  stageInPos: ['distributedThere', 'atWorkThere'],
  joinedFromCoordination: ['joinsNobodyAhead', 'joinsAssigned', 'joinsAtWork'],
  joinedFromAssigned: ['joinsNobodyAtWork', 'joinsOneAtWork'],
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
  if (isOfJoining(it)) return joinsAt(it, submission?.joining ?? null);
  if (isOfUndo(it)) return isOneOf<Stage>(UNDONE_TO[it], appeal.undo?.stage);
  switch (it) {
    case 'organizationWithExecutors':
    case 'organizationWithoutExecutors':
      return submission && (submission.organization?.hasExecutors ?? false) === (it === 'organizationWithExecutors');
    case 'throughAgreement':
    case 'straightToApproval':
      return submission && (submission.answers.redirectBy === 'approval') === (it === 'straightToApproval');
    case 'askedAtCoordination':
    case 'askedInProgress':
      return appeal.redirectAskedAt === (it === 'askedInProgress' ? 'in_progress' : 'coordination');
    case 'finalInPos':
      return signatures === 'mark' && !interim;
    case 'interimInPos':
    case 'interimInPosLate':
      return signatures === 'mark' && interim && dateHasCome(appeal, circumstances) === (it === 'interimInPosLate');
    case 'signedHere':
    case 'goesToSign':
    case 'entersIntoPos':
      return (signatures === 'mark') === (it === 'entersIntoPos');
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
    case 'returnedUnsent':
    case 'returnedInterim':
    case 'returnedAnswer':
      return it === returnedAs(appeal);
    case 'termsChange':
    case 'termsStay':
      return submission === null ? null : termsChange(submission) === (it === 'termsChange');
    case 'turnOfReplacement':
    case 'replacedBeforeEntry':
      return submission && replacedBeforeEntry(appeal, submission, circumstances) === (it === 'replacedBeforeEntry');
    case 'executorKnown':
    case 'executorUnknown':
      return isExecuted(appeal) === (it === 'executorKnown');
    case 'distributedThere':
    case 'atWorkThere':
      return (appeal.there?.atWork === true) === (it === 'atWorkThere');
  }
}

/** Where it was before the act that is undone; what was passed on by whoever works on it goes back to work. */
const UNDONE_TO = {
  undoToCoordination: ['coordination'],
  undoToAssigned: ['assigned'],
  undoToInProgress: ['in_progress'],
  passedFromCoordination: ['coordination', 'assigned'],
  passedFromWork: ['in_progress'],
} as const satisfies Partial<Record<Case, readonly Stage[]>>;

const isOfUndo = (it: Case): it is keyof typeof UNDONE_TO => it in UNDONE_TO;

const JOINED_AT = {
  joinsNobodyAhead: ['coordination'],
  joinsAssigned: ['assigned'],
  joinsAtWork: ['in_progress'],
  joinsNobodyAtWork: ['coordination', 'assigned'],
  joinsOneAtWork: ['in_progress'],
} as const satisfies Partial<Record<Case, readonly Stage[]>>;

const isOfJoining = (it: Case): it is keyof typeof JOINED_AT => it in JOINED_AT;

/** Null: nobody is named yet. */
function joinsAt(it: keyof typeof JOINED_AT, joining: Joining | null): boolean | null {
  const stages: readonly Stage[] = JOINED_AT[it];
  const stage = stageTogether(joining);
  return stage && stages.includes(stage);
}

/** What a carrier has taken already is returned as one that was sent. */
function returnedAs(appeal: AppealFacts): Case {
  if (!together(appeal).some(({ carriage }) => hasLeft(carriage))) return 'returnedUnsent';
  return appeal.draft?.type === 'postponed' ? 'returnedInterim' : 'returnedAnswer';
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
