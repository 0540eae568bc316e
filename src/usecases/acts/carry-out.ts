import type { Transaction } from '../../database';
import type { PlainDate } from '../../regulation/calendar';
import { stageDue } from '../../regulation/deadlines';
import type { Audience, Notice, PlainEffect } from '../../regulation/effects';
import { isFinal } from '../../regulation/vocabulary';
import type { AppealState } from '../appeals/appeal-store';
import { unloadedYearUsed } from '../calendar/unloaded-years';
import { answerDeeds } from './deeds/answer';
import { assignmentDeeds } from './deeds/assignment';
import { PLACE, required, type Deeds, type Doing, type Work } from './deeds/deed';
import { deliveryDeeds, queueDelivery } from './deeds/delivery';
import { examinationDeeds } from './deeds/examination';
import { organizationDeeds } from './deeds/organization';
import { termDeeds } from './deeds/term';

export interface Announcement {
  readonly whom: Audience;
  readonly personIds: readonly number[];
  readonly notice: Notice;
  readonly move: boolean;
}

/** What an act has done, for the journal and for the phones. */
export interface Outcome {
  readonly state: AppealState;
  readonly requests: ReadonlyMap<number, PlainDate>;
  readonly details: Record<string, unknown>;
  readonly announcements: readonly Announcement[];
  readonly deliveryIds: readonly number[];
}

/** How each effect of the table is done; an effect without a deed does not compile. */
const DEEDS: Deeds<PlainEffect> = {
  ...assignmentDeeds,
  ...organizationDeeds,
  ...examinationDeeds,
  ...answerDeeds,
  ...termDeeds,
  ...deliveryDeeds,
};

/**
 * Carries out what the table ordered: the effects of the row, in its order, upon a copy of the state and the tables beside it.
 * Which effects there are is the table's business; here is only what every act has in common.
 */
export async function carryOut(tx: Transaction, work: Work): Promise<Outcome> {
  const { appeal, permission, submission, circumstances } = work;
  const { effects } = permission;
  const before = appeal.state;
  const state: AppealState = { ...before, undo: null, stage: permission.to };
  const requests = new Map(appeal.openRequests);
  const deliveryIds: number[] = [];
  const doing: Doing = { ...work, tx, state, requests, details: noteworthy(work), deliveryIds };
  const announcements: Announcement[] = [];

  const orders = (kind: PlainEffect) => effects.some((effect) => effect.kind === kind);
  if (permission.to !== before.stage || orders('beginDuty')) state.stageEnteredAt = circumstances.now;
  for (const effect of effects) {
    switch (effect.kind) {
      case 'notify':
        announcements.push({ ...effect, personIds: audience(effect.whom, doing) });
        break;
      case 'deliver':
        await queueDelivery(doing, effect.what);
        break;
      case 'appoint':
        state[PLACE[effect.who]] = required(submission.answers[PLACE[effect.who]], effect.who);
        break;
      case 'release':
        state[PLACE[effect.who]] = null;
        break;
      default:
        await DEEDS[effect.kind](doing);
    }
  }
  if (permission.raisesVersion) state.version = before.version + 1;
  if (isFinal(state.stage)) state.finishedAt = circumstances.now;
  else if (isFinal(before.stage)) state.finishedAt = null;
  // A stage's clock is not an effect: no row of the table can forget it.
  if (!orders('restoreAssignment')) state.stageDueAt = stageEnd(doing);
  await unloadedYearUsed(tx, circumstances.calendar, newTerms(before, state), circumstances.now);
  return { state, requests, details: doing.details, announcements, deliveryIds };
}

const newTerms = (before: AppealState, after: AppealState): (Date | null)[] =>
  (['dueAt', 'stageDueAt', 'dutyDueAt'] as const)
    .filter((term) => before[term]?.getTime() !== after[term]?.getTime())
    .map((term) => after[term]);

function stageEnd({ appeal, state, office, circumstances }: Doing): Date | null {
  return stageDue(
    {
      stage: state.stage,
      enteredAt: state.stageEnteredAt,
      registeredAt: appeal.registeredAt,
      firstDue: appeal.firstDueAt,
      currentDue: state.dueAt,
      shares: office.shares,
      postponedUntil: state.postponedUntil,
    },
    circumstances.calendar,
  );
}

/** What the journal keeps of the answers: everything but drafts' texts, which have a table of their own. */
function noteworthy({ submission, appeal }: Work): Record<string, unknown> {
  const { answerText: _answerText, editedText: _editedText, textInPos: _textInPos, ...rest } = submission.answers;
  const kept: Record<string, unknown> = { ...rest };
  if (submission.organization) kept.organizationId = submission.organization.id;
  if (submission.photos > 0) kept.photos = submission.photos;
  if (submission.files > 0) kept.files = submission.files;
  if (appeal.state.executorId !== null) kept.formerExecutorId = appeal.state.executorId;
  return kept;
}

function audience(whom: Audience, { appeal, submission, state }: Doing): number[] {
  const one = (id: number | null | undefined) => (id === null || id === undefined ? [] : [id]);
  switch (whom) {
    case 'executor':
    case 'agreeing':
    case 'approving':
      return one(state[PLACE[whom]]);
    case 'coordinator':
      // All of them: the announcer asks the database who holds the role.
      return [];
    case 'reportedTo':
      return one(state.reportedToId);
    case 'formerExecutor':
      return appeal.state.executorId === state.executorId ? [] : one(appeal.state.executorId);
    case 'replacement':
      return one(submission.answers.replacementId);
    case 'visitPeople':
      return [...(submission.answers.visitPeople ?? [])];
  }
}
