import { isIncomplete } from './completing';
import { isCarried } from './carriers';
import { dueBeforeExtension, isOverdue, UNDO_MS } from './deadlines';
import {
  type Actor,
  type AppealFacts,
  type Circumstances,
  type Presser,
  type Standing,
  CLOCK,
  invitationsOf,
  isExecuted,
  removablePapers,
  standings,
} from './facts';
import { postponementOf, together } from './joining';
import { hasOpen } from './pending';
import type { Refusal } from './refusals';
import { DRAFT_STAGES, replaceable } from './rights';
import type { Action, Stage } from './vocabulary';

/** Looks at the appeal and the presser only, so it also decides whether a button is drawn. Null: no objection. */
export type Guard = (appeal: AppealFacts, presser: Presser, circumstances: Circumstances) => Refusal | null;

export const withinAMinute: Guard = ({ undo }, _presser, { now }) =>
  undo !== null && now.getTime() - undo.at.getTime() <= UNDO_MS ? null : 'undoTooLate';

/** Whoever assigns anew so soon after another may not have seen it yet: they hear it, and press again to replace. */
const UNSEEN_MS = 10_000;

/** Somebody else has just given the appeal to somebody. No guard: the button stays where it is. */
export const assignedUnseen = (
  action: Action,
  { undo }: Pick<AppealFacts, 'undo'>,
  presser: Actor,
  now: Date,
): boolean =>
  action === 'assign' &&
  undo !== null &&
  undo.byId !== presser.personId &&
  now.getTime() - undo.at.getTime() < UNSEEN_MS;

export const notYetReported: Guard = ({ report }) => (report === null ? null : 'alreadyReported');
export const notYetAcknowledged: Guard = ({ report }) => (report?.acknowledged ? 'alreadyAcknowledged' : null);

export const visitOpen: Guard = ({ pending }) => (hasOpen(pending, 'visit') ? null : 'noOpenVisit');
export const meetingOpen: Guard = ({ pending }) => (hasOpen(pending, 'meeting') ? null : 'noOpenMeeting');
export const requestOpen: Guard = ({ pending }) => (pending.requests.size > 0 ? null : 'noOpenRequest');
/** What the executor would end is the coordinators' where there is none, or they have left. */
export const nobodyExecutes: Guard = (appeal) => (isExecuted(appeal) ? 'notYours' : null);
export const invitedAhead: Guard = (appeal, presser, { now }) =>
  invitationsOf(appeal, presser, now).length > 0 ? null : 'notInvited';
export const paperToRemove: Guard = (appeal, presser) =>
  removablePapers(appeal, presser).length > 0 ? null : 'noPaper';
export const instructionOpen: Guard = ({ pending }) => (pending.instructions.size > 0 ? null : 'noOpenInstruction');

/** §2: approval belongs to supervisors «уполномоченным утверждать ответы». */
export const mayApprove: Guard = (_appeal, presser) =>
  presser !== CLOCK && presser.canApprove ? null : 'cannotApprove';

/** FOUR_EYES=forbid: whoever sent the draft may neither agree nor approve it. */
export const fourEyes: Guard = ({ draft }, presser, circumstances) =>
  circumstances.fourEyes === 'forbid' && presser !== CLOCK && draft?.authorId === presser.personId ? 'fourEyes' : null;

/** As somebody's deputy nobody judges what is their own: their report, or, where four eyes are wanted, their draft. */
export function asOwnDeputy(
  { capacity, onBehalfOfId }: Standing,
  appeal: AppealFacts,
  presser: Presser,
  circumstances: Circumstances,
): Refusal | null {
  if (onBehalfOfId === null) return null;
  if (capacity === 'reportedTo')
    return standings(presser, appeal).some((one) => one.capacity === 'executor') ? 'ownReport' : null;
  const ofDraft = DRAFT_STAGES.includes(appeal.stage) && (capacity === 'agreeing' || capacity === 'approving');
  return ofDraft ? fourEyes(appeal, presser, circumstances) : null;
}

/** Nothing may get stuck on a person who is away, switched off or has lost the right, and who still has to act. */
export const somebodyUnavailable: Guard = (appeal) => (replaceable(appeal).length > 0 ? null : 'nobodyToReplace');

/** §2: reported to somebody else, where there is such a supervisor. */
export const somebodyToReportTo: Guard = ({ othersSupervise }) => (othersSupervise ? null : 'nobodyToReportTo');

/** 59-ФЗ, article 12 part 2: once, only for an appeal under that law, and before the term is out. */
export const is59: Guard = ({ kind }) => (kind === 'appeal59' ? null : 'only59');
export const notExtended: Guard = ({ extended }) => (extended ? 'extendedAlready' : null);
export const beforeDue: Guard = ({ due }, _presser, { now }) => (isOverdue(due, now) ? 'afterDue' : null);

/** An extension is taken back by whoever made it, while the term before it runs and nobody outside the house has read of it. */
export const extendedHere: Guard = ({ extension }) => (extension === null ? 'notExtendedHere' : null);
export const byExtender: Guard = ({ extension }, presser) =>
  extension === null || extension.byIsAway || (presser !== CLOCK && extension.byId === presser.personId)
    ? null
    : 'extendedByAnother';
export const beforeFormerDue: Guard = ({ extension, due }, _presser, { now, calendar }) =>
  extension !== null && isOverdue(dueBeforeExtension(due, extension.days, calendar), now) ? 'afterFormerDue' : null;
export const noticeInTheHouse: Guard = ({ extension }) => (extension?.noticeHasLeft ? 'noticeHasLeft' : null);

/** A draft of an earlier version may hold dots in place of a number: «Изменить проект» or «Отклонить» first. */
export const noDots: Guard = ({ draft }) => (draft !== null && draft.text.includes('••') ? 'dotsInDraft' : null);

/** SIGNATURES=mark: what is signed in ПОС is the present version, so it must stand there first. */
export const entered: Guard = ({ awaitsEntry }, _presser, { signatures }) =>
  signatures === 'mark' && awaitsEntry ? 'notEnteredYet' : null;
export const notEntered: Guard = ({ awaitsEntry }, _presser, { signatures }) =>
  signatures === 'verify' ? 'notNow' : awaitsEntry ? null : 'enteredAlready';
/** A draft that stands in ПОС may be signed there at any moment: it is rejected, not withdrawn. */
export const nothingEntered: Guard = ({ stage, awaitsEntry }, _presser, { signatures }) =>
  signatures === 'mark' && stage === 'answer_approval' && !awaitsEntry ? 'enteredAlready' : null;

/** A text or a place that a registry file does not have. */
export const lacksSomething: Guard = ({ lacks }) => (isIncomplete(lacks) ? null : 'nothingLacks');

/** What goes along with another is joined to others by way of that one. */
export const standsForItself: Guard = ({ follows }) => (follows === null ? null : 'follows');
export const isJoined: Guard = ({ follows, followers }) =>
  follows === null && followers.length === 0 ? 'notJoined' : null;

/** Whoever asked for the redirect takes it back; an answer on its way is no redirect. */
const askedAt =
  (stage: Stage): Guard =>
  ({ redirectAskedAt }) =>
    redirectAskedAt === stage ? null : redirectAskedAt === null ? 'notNow' : 'notYours';
export const askedAtCoordination = askedAt('coordination');
export const askedInProgress = askedAt('in_progress');

/** Only answers are examined anew: a redirect that waits to be made is withdrawn. */
export const answerOnly: Guard = ({ redirectAskedAt }) => (redirectAskedAt === null ? null : 'notNow');

/** Approved at that moment, the date of «Отложено» would no longer hold; null: it would, or there is none. */
export function refusalOfDate(appeal: AppealFacts, approvedAt: Date, { calendar }: Circumstances): Refusal | null {
  const { draft } = appeal;
  if (draft?.type !== 'postponed' || draft.postponedUntil === null) return null;
  const outcome = postponementOf(appeal, draft.postponedUntil, approvedAt, calendar);
  return outcome.ok ? null : outcome.refusal;
}

/** The date of «Отложено» must still hold when it is approved; another one is «Изменить проект». */
export const dateStillHolds: Guard = (appeal, _presser, around) => refusalOfDate(appeal, around.now, around);

/** Signed in ПОС, it may have been approved as soon as it stood there: on which day, the form asks. */
export const dateHeldAtEntry: Guard = (appeal, _presser, around) =>
  refusalOfDate(appeal, appeal.stageEnteredAt, around);

/** Nobody's word but the carriers': the gateway has confirmed, and the e-mail where there is an address. */
export const carried: Guard = (appeal) =>
  together(appeal).every(({ carriage }) => isCarried(carriage)) ? null : 'notNow';

/** §3: «Отложено» at most once; used up by the approval. */
export const interimNotUsed: Guard = ({ draft, postponementUsed }) =>
  draft?.type === 'postponed' && postponementUsed ? 'postponedAlready' : null;

/** A difference is answered where ПОС' registry shows one, never by a button that somebody has made up. */
export const differs: Guard = ({ there }) => (there === null ? 'notNow' : null);
export const finishedThere: Guard = ({ there }) => (there?.outcome === 'answered' ? null : 'notNow');
export const redirectedInPos: Guard = ({ there }) => (there?.outcome === 'redirected' ? null : 'notNow');
export const closedInPos: Guard = ({ there }) => (there?.outcome === 'closed' ? null : 'notNow');
export const notPostponed: Guard = ({ postponementUsed }) => (postponementUsed ? 'postponedAlready' : null);
/** A question that was made an appeal by a slip of a thumb: it goes back while nobody has done anything with it, and nothing of it is late. */
export const untouched: Guard = ({ line }) => (line === 'untouched' ? null : line === 'touched' ? 'touched' : 'notNow');
export const beforeStageDue: Guard = ({ stageDue, due }, _presser, { now }) =>
  isOverdue(stageDue ?? due, now) ? 'stageOver' : null;
/** It is a question again: two would answer one person. */
export const notReturned: Guard = ({ line }) => (line === 'returned' ? 'returnedToLine' : null);
/** What was taken over is taken back while nothing else has happened to the appeal. */
export const takenOver: Guard = ({ before }) => (before === null ? 'notNow' : null);
export const plannedThere: Guard = ({ there }) => (there !== null && there.plannedDay !== null ? null : 'notNow');
export const fastTrackThere: Guard = ({ there, kind }) =>
  there?.fastTrack === true && kind === 'message' ? null : 'notNow';
