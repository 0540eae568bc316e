import { decide } from './decide';
import type { AppealFacts, Circumstances, Presser } from './facts';
import { holderAt } from './rights';
import { EVERY_ACTION, type Action, type Capacity } from './vocabulary';
import { keysOf } from './lists';

/**
 * Which act is the natural next one for whoever is this to an appeal: a screen has room for the first few. Capacities in the
 * order in which their acts come, where nobody of them has the appeal now; an act that nobody has placed yet comes last in its
 * capacity, not never.
 */
const IMPORTANCE: Readonly<Record<Capacity, readonly Action[]>> = {
  // its minute passes
  assigner: ['undoAssignment', 'undoPassing', 'undoOrganizationAnswer'],
  executor: [
    'takeIntoWork',
    'resume',
    'markEntered',
    'comment',
    'submitAnswer',
    'report',
    'recordVisit',
    'recordMeeting',
    'fulfilInstruction',
    'receiveDocuments',
    'planVisit',
    'requestDocuments',
    'planMeeting',
    'moveVisit',
    'moveMeeting',
    'cancelVisit',
    'cancelMeeting',
    'cancelRequest',
    'passToSubordinate',
    'redirect',
    'returnToCoordination',
    'withdrawDraft',
    'withdraw',
    'addPaper',
    'removePaper',
  ],
  agreeing: [
    'agreeAnswer',
    'agreeRedirect',
    'rejectAnswer',
    'rejectRedirect',
    'editDraft',
    'passAgreement',
    'addPaper',
  ],
  approving: [
    'approveAnswer',
    'approveRedirect',
    'rejectAnswer',
    'rejectRedirect',
    'editDraft',
    'passApproval',
    'addPaper',
  ],
  reportedTo: ['acknowledgeReport', 'instruct'],
  giver: ['withdrawInstruction'],
  paperAuthor: ['removePaper'],
  coordinator: [
    'reopen',
    'confirmSent',
    'complete',
    'markEntered',
    'assign',
    'organizationAnswered',
    'organizationAnsweredApplicant',
    'passToSubordinate',
    'redirect',
    'replaceParticipant',
    'recordVisit',
    'recordMeeting',
    'receiveDocuments',
    'cancelRequest',
    'withdraw',
    'returnForReexamination',
    'correctDetails',
    'addApplicantPhotos',
    'addPaper',
    'removePaper',
    'answeredThere',
    'assignAsThere',
    'takeTermThere',
    'takeFastTrack',
    'redirectedThere',
    'closedThere',
    'takePostponementThere',
    'takeExtensionThere',
    'takeDetailsThere',
    'takeAnswerThere',
    'keepDifference',
    'restoreBefore',
    'close',
    'disjoin',
    'join',
  ],
  curator: ['returnForReexamination'],
  engagement: ['returnToLine'],
  authorised: ['extendTerm', 'withdrawExtension'],
  invited: ['declineVisit'],
  clock: [],
};
const CAPACITIES_IN_ORDER = keysOf(IMPORTANCE);

/** What the table allows this person, the most important first: what is theirs as the holder before all but an undo. */
export function actionsByImportance(appeal: AppealFacts, presser: Presser, circumstances: Circumstances): Action[] {
  const holder = holderAt(appeal.stage);
  const groupOf = (capacity: Capacity): number =>
    capacity === holder ? CAPACITIES_IN_ORDER.indexOf('assigner') + 0.5 : CAPACITIES_IN_ORDER.indexOf(capacity);
  const placeOf = (action: Action, capacity: Capacity): number => {
    const place = IMPORTANCE[capacity].indexOf(action);
    return place < 0 ? IMPORTANCE[capacity].length : place;
  };
  return EVERY_ACTION.flatMap((action) => {
    const decision = decide({
      appeal,
      action,
      presser,
      seenVersion: appeal.version,
      submission: null,
      circumstances,
    });
    if (!decision.ok) return [];
    const { capacity } = decision.standing;
    return [{ action, group: groupOf(capacity), place: placeOf(action, capacity) }];
  })
    .sort((one, other) => one.group - other.group || one.place - other.place)
    .map(({ action }) => action);
}
