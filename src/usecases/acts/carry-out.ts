import type { Transaction } from '../../database/database';
import { isOverdue } from '../../regulation/deadlines';
import type { Audience, Notice, PlainEffect } from '../../regulation/effects';
import { pendingOf, type Pending } from '../../regulation/pending';
import { awaitsEntry, holderAt } from '../../regulation/rights';
import { MEANING } from '../../regulation/stages';
import { keepsSevenDays } from '../../regulation/terms';
import { clock, leave, NO_VISITS } from '../../regulation/visits';
import { isFinal, type Action, type Participant } from '../../regulation/vocabulary';
import { openTasksOf, termFactsOf, type AppealState, type LoadedAppeal } from '../appeals/appeal-store';
import { stageRules } from '../kit/settings';
import { unloadedYearUsed } from '../terms/calendar';
import type { DayOfDeed } from '../terms/missed-terms';
import { answerDeeds } from './answer';
import { assignmentDeeds } from './assignment';
import { correctionDeeds } from './correction';
import {
  momentOfDeed,
  PLACE,
  required,
  type Changed,
  type Deeds,
  type Doing,
  type QueuedDelivery,
  type Recounted,
  type Registered,
  type Work,
  organizationDeeds,
  paperDeeds,
  violationDeeds,
} from './deed';
import { deliveryDeeds, dropNeedlessNotice, queueDelivery, restoreNotice } from './delivery';
import { endVisits, examinationDeeds } from './examination';
import { endInstructions, instructionDeeds } from './instruction';
import { joiningDeeds, termDeeds } from './joining';
import { thereDeeds } from './there';

export interface Announcement {
  readonly whom: Audience;
  /** In which place they hear of it, and so their deputies; `any`: whatever their role, null: nobody stands in for them. */
  readonly place: Participant | 'any' | null;
  readonly personIds: readonly number[];
  readonly notice: Notice;
  readonly move: boolean;
  readonly loud: boolean;
  /** Of a visit that the act has turned beside everything else: whoever would go there hears of it, whatever else they hear. */
  readonly visitId?: number;
}

/** What an act has done, for the journal and for the phones. */
export interface Outcome {
  readonly state: AppealState;
  readonly registration: Registered;
  readonly pending: Pending;
  readonly tasks: LoadedAppeal['tasks'];
  readonly details: Record<string, unknown>;
  readonly announcements: readonly Announcement[];
  /** On which day it was done, where that judges the terms. */
  readonly judgedBy: DayOfDeed | null;
  readonly deliveries: readonly QueuedDelivery[];
  /** Null: its terms follow from what they followed from. */
  readonly recounted: Recounted | null;
  /** What only the act puts into the past is nobody's. */
  readonly putsBack: boolean;
}
/** What was done to one of the appeals that an act is about. */
export interface CarriedOut {
  readonly action: Action;
  readonly appeal: LoadedAppeal;
  readonly outcome: Outcome;
}

/** How each effect of the table is done; an effect without a deed does not compile. */
const DEEDS: Deeds<PlainEffect> = {
  ...assignmentDeeds,
  ...organizationDeeds,
  ...examinationDeeds,
  ...instructionDeeds,
  ...paperDeeds,
  ...answerDeeds,
  ...termDeeds,
  ...deliveryDeeds,
  ...correctionDeeds,
  ...joiningDeeds,
  ...thereDeeds,
  ...violationDeeds,
};

/** What the table ordered: upon the appeal on which it was pressed, first, and upon each that is worked as one with it. */
export async function carryOut(tx: Transaction, pressed: Work): Promise<readonly [CarriedOut, ...CarriedOut[]]> {
  const { outcome, changed } = await carryOutOn(tx, pressed);
  const carriedOut: [CarriedOut, ...CarriedOut[]] = [{ action: pressed.action, appeal: pressed.appeal, outcome }];
  for (const one of changed) carriedOut.push(await changedBeside(tx, pressed, one));
  for (const work of followersOf(pressed))
    carriedOut.push({ action: work.action, appeal: work.appeal, outcome: (await carryOutOn(tx, work)).outcome });
  return carriedOut;
}

/** People hear of it once, by the leading one; what it only plans or asks for is in the followers' journals. */
function followersOf(pressed: Work): Work[] {
  const { appeal: leading, permission } = pressed;
  if (permission.joined === 'alone') return [];
  const effects = permission.joined === 'leading' ? [] : permission.effects.filter(({ kind }) => kind !== 'notify');
  return leading.followers.map((appeal) => ({ ...pressed, appeal, leading, permission: { ...permission, effects } }));
}

interface Done {
  readonly outcome: Outcome;
  /** What its deeds have made of other appeals. */
  readonly changed: readonly Changed[];
}

/**
 * Carries out the effects of the row, in its order, upon a copy of the state and the tables beside it.
 * Which effects there are is the table's business; here is only what every act has in common.
 */
async function carryOutOn(tx: Transaction, work: Work): Promise<Done> {
  const { appeal, permission, submission, circumstances } = work;
  const { effects } = permission;
  const before = appeal.state;
  const doing = begin(tx, work, { ...before, undo: null, stage: permission.to });
  const { state, pending } = doing;
  const announcements: Announcement[] = [];

  const orders = (kind: PlainEffect) => effects.some((effect) => effect.kind === kind);
  if (permission.to !== before.stage || orders('beginDuty') || orders('leaveDuty')) enter(doing);
  for (const effect of effects) {
    switch (effect.kind) {
      case 'notify':
        announcements.push({
          ...effect,
          place: placeOf(effect.whom, doing),
          personIds: audience(effect.whom, doing),
        });
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
  if (isFinal(state.stage) !== isFinal(before.stage)) await turnEnd(doing);
  if (doing.visitsTurned.length > 0) doing.details.visitIds = doing.visitsTurned.map(({ visitId }) => visitId);
  for (const turned of doing.visitsTurned)
    announcements.push({ ...turned, whom: 'visitPeople', place: 'any', move: false, loud: true });
  leavePastDuty(before, state, circumstances.now);
  // A stage's clock is not an effect: no row of the table can forget it.
  if (awaits(before, work) !== awaits(state, work) && state.stage === before.stage) enter(doing);
  if (!orders('restoreAssignment') && !orders('restoreBefore')) await setClock(doing);
  await unloadedYearUsed(tx, circumstances.calendar, newTerms(before, state), circumstances.now);
  const judgedBy = orders('judgeByDay') ? dayOfDeed(doing) : null;
  const { details, registration, recounted, deliveries } = doing;
  const putsBack = recounted !== null || orders('withdrawExtension');
  const tasks = doing.touchesTasks ? await openTasksOf(tx, appeal.id) : appeal.tasks;
  const outcome = {
    state,
    registration,
    pending,
    tasks,
    details,
    announcements,
    deliveries,
    judgedBy,
    recounted,
    putsBack,
  };
  return { outcome, changed: doing.beside };
}

/** It ends by this act, or is open again. */
async function turnEnd(doing: Doing): Promise<void> {
  const { state } = doing;
  const isOver = isFinal(state.stage);
  await (isOver ? dropNeedlessNotice(doing) : restoreNotice(doing));
  state.finishedAt = isOver ? doing.circumstances.now : null;
  if (!isOver) return;
  await endInstructions(doing);
  await endVisits(doing);
}

const begin = (tx: Transaction, work: Work, state: AppealState): Doing => ({
  ...work,
  tx,
  state,
  registration: registeredOf(work.appeal),
  recounted: null,
  pending: pendingOf(work.appeal.pending),
  guests: [],
  visitsTurned: [],
  details: noteworthy(work),
  deliveries: [],
  touchesTasks: false,
  beside: [],
});

async function changedBeside(tx: Transaction, work: Work, one: Changed): Promise<CarriedOut> {
  if (one.state.stage !== one.appeal.state.stage) {
    const doing = begin(tx, { ...work, appeal: one.appeal }, one.state);
    enter(doing);
    await setClock(doing);
  }
  return asCarriedOut(one);
}

/** An appeal that was joined or set free: only whoever has lost it hears of it. */
function asCarriedOut({ action, appeal, state, pending, details }: Changed): CarriedOut {
  const former = appeal.state.executorId === state.executorId ? null : appeal.state.executorId;
  const lost: Announcement = {
    whom: 'formerExecutor',
    place: 'executor',
    personIds: former === null ? [] : [former],
    notice: 'assignmentTaken',
    move: false,
    loud: false,
  };
  const outcome = {
    state,
    registration: registeredOf(appeal),
    pending,
    tasks: appeal.tasks,
    details: former === null ? details : { ...details, formerExecutorId: former },
    announcements: former === null ? [] : [lost],
    deliveries: [],
    judgedBy: null,
    recounted: null,
    putsBack: false,
  };
  return { action, appeal, outcome };
}

const newTerms = (before: AppealState, after: AppealState): (Date | null)[] =>
  (['dueAt', 'stageDueAt', 'dutyDueAt'] as const)
    .filter((term) => before[term]?.getTime() !== after[term]?.getTime())
    .map((term) => after[term]);

/** What the person says of it; null: it was done as it is entered. */
function dayOfDeed({ submission: { answers } }: Doing): DayOfDeed | null {
  if (answers.answeredOn !== undefined) return { reason: 'organization', day: answers.answeredOn };
  return answers.doneOn === undefined ? null : { reason: 'done', day: answers.doneOn };
}

const awaits = (state: AppealState, { circumstances }: Work): boolean => awaitsEntry(state, circumstances.signatures);

/** A visit to a stage begins, and the one before it ends. */
function enter(doing: Doing): void {
  const {
    appeal: { state: before },
    state,
    circumstances: { now, calendar },
  } = doing;
  const visits = before.visits ?? NO_VISITS;
  // What waited to be entered into ПОС was nobody's to approve: nothing of the stage is used up.
  const counts = !isFinal(before.stage) && !awaits(before, doing);
  state.visits = !counts ? visits : leave(visits, before.stage, before.stageEnteredAt, now, calendar);
  state.stageEnteredAt = now;
}

/** What has run out while nobody could report is neither kept nor missed: no fact of a duty arises backwards. */
function leavePastDuty(before: AppealState, state: AppealState, now: Date): void {
  const { dutyDueAt } = state;
  const comesBack = MEANING[state.stage].duty && !MEANING[before.stage].duty;
  if (comesBack && dutyDueAt !== null && isOverdue(dutyDueAt, now)) state.dutyDueAt = null;
}

/** Of a visit that goes on only another due or corrected data move the end. */
async function setClock(doing: Doing): Promise<void> {
  const { tx, appeal, state, registration, recounted, office } = doing;
  const { calendar } = doing.circumstances;
  const { registeredAt, firstDueAt, termDays } = registration;
  const before = appeal.state;
  const goesOn =
    recounted === null &&
    state.stage === before.stage &&
    state.stageEnteredAt.getTime() === before.stageEnteredAt.getTime() &&
    awaits(state, doing) === awaits(before, doing) &&
    state.dueAt.getTime() === before.dueAt.getTime();
  if (!goesOn) {
    const clocked = { ...state, registeredAt, firstDueAt, termDays, awaitsEntry: awaits(state, doing) };
    const rules = await stageRules(tx, office);
    // Confirming the shares counts for visits that are entered after it.
    const isEntered = state.stageEnteredAt === doing.circumstances.now;
    const visits = { ...(state.visits ?? NO_VISITS), ...(isEntered && { assumed: !rules.confirmed }) };
    Object.assign(state, clock(clocked, visits, rules, calendar));
  }
  if (state.visits && keepsSevenDays(termFactsOf({ ...appeal, ...registration, state }), momentOfDeed(doing), calendar))
    state.visits = { ...state.visits, passedOn: true };
}

function registeredOf(appeal: LoadedAppeal): Registered {
  const { number, kind, registeredAt, firstDueAt, termDays, settlement, address } = appeal;
  return { number, kind, registeredAt, firstDueAt, termDays, settlement, address };
}

/** What the journal keeps of the answers: everything but drafts' texts, which have a table of their own, and corrected data, whose deed tells of it. */
function noteworthy({ submission, appeal, leading, permission }: Work): Record<string, unknown> {
  const {
    answerText: _answerText,
    versionFiles: _versionFiles,
    editedText: _editedText,
    textInPos: _textInPos,
    otherDate: _otherDate,
    corrected: _corrected,
    joinIds: _joinIds,
    lackingText: _lackingText,
    lackingPlace: _lackingPlace,
    lackingPoint: _lackingPoint,
    ...rest
  } = submission.answers;
  const kept: Record<string, unknown> = { ...rest };
  if (submission.organization) kept.organizationId = submission.organization.id;
  if (submission.photos > 0) kept.photos = submission.photos;
  if (submission.files > 0) kept.files = submission.files;
  if (appeal.state.executorId !== null) kept.formerExecutorId = appeal.state.executorId;
  const numbers = leading === null ? appeal.followers.map(({ number }) => number) : [leading.number];
  if (numbers.length > 0 && permission.joined !== 'alone') kept.together = numbers;
  return kept;
}

/** Whose turn it has become; null: nobody's in particular, or it was theirs before. What waits to be entered into ПОС is the coordinators'. */
function newHolder(doing: Doing): number | null {
  const { appeal, state } = doing;
  const place = holderAt(state.stage);
  if (place === null || awaits(state, doing)) return null;
  const holderId = state[PLACE[place]];
  return state.stage === appeal.state.stage && holderId === appeal.state[PLACE[place]] ? null : holderId;
}

function placeOf(whom: Audience, { state, submission: { answers } }: Doing): Announcement['place'] {
  switch (whom) {
    case 'executor':
    case 'agreeing':
    case 'approving':
      return whom;
    case 'formerExecutor':
      return 'executor';
    case 'holder':
      return holderAt(state.stage);
    case 'reportedTo':
    case 'giver':
      return 'agreeing';
    case 'replacement':
    case 'replaced':
      return required(answers.participant, 'participant');
    case 'visitPeople':
      return 'any';
    case 'coordinator':
    case 'curator':
      return null;
  }
}

function audience(whom: Audience, doing: Doing): number[] {
  const { appeal, submission, state, guests } = doing;
  const one = (id: number | null | undefined) => (id === null || id === undefined ? [] : [id]);
  switch (whom) {
    case 'executor':
    case 'agreeing':
    case 'approving':
      return one(state[PLACE[whom]]);
    case 'coordinator':
    case 'curator':
      // All of them: the announcer asks the database who holds the role.
      return [];
    case 'holder':
      return one(newHolder(doing));
    case 'reportedTo':
      return one(state.reportedToId);
    case 'giver':
      return one(appeal.pending.instructions.get(submission.answers.instructionId ?? 0)?.giverId);
    case 'formerExecutor':
      return appeal.state.executorId === state.executorId ? [] : one(appeal.state.executorId);
    case 'replacement':
      return one(submission.answers.replacementId);
    case 'replaced':
      return one(submission.answers.participant && appeal.state[PLACE[submission.answers.participant]]);
    case 'visitPeople':
      return [...guests];
  }
}
