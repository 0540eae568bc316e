import { statement, type Transaction } from '../../database/database';
import { failpoint } from '../../process/failpoint';
import type { Answers, Submission } from '../../regulation/answers';
import type { Ask } from '../../regulation/asks';
import { dayOf } from '../../regulation/calendar';
import { decide } from '../../regulation/decide';
import {
  CLOCK,
  type Actor,
  type AppealFacts,
  type Before,
  type Circumstances,
  type SaidInPos,
} from '../../regulation/facts';
import type { Refusal } from '../../regulation/refusals';
import { awaitsEntry } from '../../regulation/rights';
import { termsOf } from '../../regulation/terms';
import { NO_VISITS } from '../../regulation/visits';
import { PARTICIPANTS, type Action } from '../../regulation/vocabulary';
import type { ComparedText } from '../answers/check-answer';
import { readSubmission, submissionBy } from '../answers/submission';
import {
  factsOf,
  holdGroups,
  loadAppeal,
  placesOf,
  termFactsOf,
  type AppealState,
  type LoadedAppeal,
} from '../appeals/appeal-store';
import { type Holders, saveAppeal } from '../appeals/holders';
import { learnLater } from '../appeals/whose';
import { giveFiles } from '../kit/attachments';
import { closeForm, endFormsOn, expireFormsOn, lockForm } from '../kit/form-store';
import type { Entry } from '../kit/journal';
import { say } from '../kit/messages';
import { circumstances, type Desk } from '../kit/ports';
import { redrawCards } from '../kit/redraw';
import { shownContacts, settleReminders, workOff, type DueReminder, type OnReminderFailure } from '../kit/reminders';
import { stageRules } from '../kit/settings';
import { judgeAnew } from '../photos/judge';
import { followTerms } from '../terms/follow-terms';
import { answerCorrected } from '../terms/lapses';
import { holdStill } from '../terms/load-terms';
import { judgeByDay } from '../terms/missed-terms';
import { replanGroups } from '../terms/replan';
import { announce } from './announce';
import { askToPlace } from './ask-to-place';
import { carryOut, type CarriedOut, type Outcome } from './carry-out';
import { PLACE } from './deed';
import {
  CHANGES_GROUPS,
  noteReflections,
  mayHaveGoneToLeft,
  tellWhereNobodyTakes,
  planUndoOver,
  takeUndoAway,
} from './participant-left';

interface Wish {
  readonly action: Action;
  readonly appealId: number;
  /** Version of the card that was pressed. */
  readonly seenVersion: number;
}
interface OfMany {
  readonly answers: Answers;
  /** One of many that are pressed for at once: nobody hears of it alone, whoever presses tells of all in one message. */
  readonly isOneOfMany: boolean;
}

/** A press by what it brings along. */
export type PerformRequest = Wish &
  (
    | { readonly kind: 'clock' }
    /** A button of a card: an act that asks nothing, or is refused with the first question of its form. */
    | { readonly kind: 'card'; readonly presser: Actor }
    /** `compared`: what a text of the form was compared with before the transaction began. */
    | {
        readonly kind: 'form';
        readonly presser: Actor;
        readonly formId: number;
        readonly compared: ComparedText | null;
      }
    /** An answer to a difference: what ПОС' registry says tells the act what a form would. */
    | ({ readonly kind: 'difference'; readonly presser: Actor; readonly said: SaidInPos } & OfMany)
    /** What the latest act took over from ПОС is taken back, and the appeal is where it was before. */
    | ({ readonly kind: 'restoring'; readonly presser: Actor; readonly before: Before } & OfMany)
    /** A question that was made an appeal goes back to its direct line; whether somebody has done anything with it is read under its lock. */
    | { readonly kind: 'returning'; readonly presser: Actor; readonly line: 'touched' | 'untouched' }
    /** Somebody has decided about many appeals at once, on no card of theirs. */
    | ({ readonly kind: 'decision'; readonly presser: Actor } & OfMany)
  );

/** What an act has done: enough for a toast that names it, so that nothing is read before the finger is answered. */
export interface Done {
  readonly ok: true;
  readonly state: AppealState;
  /** The nearest of all to which it was done. */
  readonly dueAt: Date;
  readonly holders: Holders;
  readonly answers: Answers;
  readonly entryId: number;
  /** As the journal keeps them. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Its agreed draft waits to be entered into ПОС. */
  readonly awaitsEntry: boolean;
}

export type PerformResult =
  | Done
  | { readonly ok: false; readonly refusal: Refusal; readonly ask: Ask | null; readonly appeal: LoadedAppeal }
  /** There is no such appeal, or its form has already acted or ended. */
  | { readonly ok: false; readonly refusal: 'gone'; readonly ask: null; readonly appeal: null };

/**
 * One press: lock and load the facts, ask the regulation, carry out its effects, queue what others must hear; in the caller's
 * transaction, so that a form is opened, or a reminder marked done, together with it.
 * @idempotent by the appeal's version (acts that change stage or people), by the form (one form, one act), by the act's own
 *   fact («уже доложено»)
 */
export async function perform(tx: Transaction, desk: Desk, request: PerformRequest): Promise<PerformResult> {
  const { action, appealId, seenVersion } = request;
  const presser = request.kind === 'clock' ? CLOCK : request.presser;
  const formId = request.kind === 'form' ? request.formId : null;
  const around = circumstances(desk);
  if (CHANGES_GROUPS.includes(action)) await holdGroups(tx, [appealId, ...(await namedToJoin(tx, formId))]);
  const appeal = await loadAppeal(tx, appealId, around, true);
  if (!appeal) return GONE;
  const submission = await submissionOf(tx, request, around);
  if (!submission) return GONE;

  const facts = factsFor(request, factsOf(appeal));
  const decision = decide({ appeal: facts, action, presser, seenVersion, submission, circumstances: around });
  if (!decision.ok) return { ok: false, refusal: decision.refusal, ask: decision.ask, appeal };

  const personId = presser === CLOCK ? null : presser.personId;
  const carriedOut = await carryOut(tx, {
    action,
    appeal,
    permission: decision,
    submission,
    personId,
    formId,
    compared: request.kind === 'form' ? request.compared : null,
    circumstances: around,
    office: desk.office,
    leading: null,
  });
  // Before forms about it end that its people can't go on with.
  if (formId !== null) await closeForm(tx, formId, appealId, around.now);
  const act: Act = { at: around.now, personId, ...decision.standing, clause: decision.clause, formId };
  const written: [Written, ...Written[]] = [await write(tx, desk, act, carriedOut[0], around)];
  for (const one of carriedOut.slice(1)) written.push(await write(tx, desk, act, one, around));
  const [pressed, ...beside] = written;
  if (CHANGES_GROUPS.includes(action) && beside.length > 0)
    await expireFormsOn(
      tx,
      written.map((one) => one.appeal.id),
      around.now,
    );
  await replanBeside(tx, desk, [...written.map((one) => one.appeal.id), ...shownOn(appeal)], around);
  if (isNewsBeside(pressed)) await redrawCards(tx, shownOn(appeal), around.now);
  if (formId !== null && decision.joined === 'each')
    await giveFiles(
      tx,
      formId,
      appeal.followers.map(({ id }) => id),
    );
  if (pressed.outcome.state.undo !== null) await planUndoOver(tx, appealId, pressed.entryId, personId, around.now);
  const isOneOfMany = 'isOneOfMany' in request && request.isOneOfMany;
  await announceAll(tx, written, personId, isOneOfMany, around);
  if (!isOneOfMany && mayHaveGoneToLeft(appeal, pressed.outcome.state, submission))
    await tellWhereNobodyTakes(tx, [appealId], { key: `${appealId}:${pressed.entryId}`, presserId: personId }, around);
  await askToPlace(tx, pressed.outcome.deliveries, around, personId);
  failpoint('press-written');
  return doneOf(written, submission, around);
}

/** What only a press of this kind brings along: no card offers what follows from it. */
function factsFor(request: PerformRequest, own: AppealFacts): AppealFacts {
  const there = request.kind === 'difference' ? request.said : null;
  const before = request.kind === 'restoring' ? request.before : null;
  const line = request.kind === 'returning' ? request.line : own.line;
  return { ...own, there, before, line, followers: own.followers.map((one) => ({ ...one, there, before })) };
}

/** Of one that goes with others, or has gone with them, the stages of all end by the nearest due. */
async function replanBeside(tx: Transaction, desk: Desk, appealIds: number[], around: Circumstances): Promise<void> {
  if (appealIds.length > 1) await replanGroups(tx, desk, [...new Set(appealIds)], around);
}

/** Of those beside the one that was pressed the presser's own cards are drawn anew too. */
async function announceAll(
  tx: Transaction,
  written: readonly [Written, ...Written[]],
  personId: number | null,
  isOneOfMany: boolean,
  around: Circumstances,
): Promise<void> {
  for (const [index, { appeal, entryId, formsEnded, outcome }] of written.entries()) {
    const presserId = index === 0 ? personId : null;
    const told = { appealId: appeal.id, entryId, presserId, isOneOfMany, formsEnded };
    await announce(tx, told, outcome.announcements, around);
  }
}

function doneOf(
  [{ holders, entryId, outcome }, ...beside]: [Written, ...Written[]],
  { answers }: Submission,
  { signatures }: Circumstances,
): Done {
  const { state, details } = outcome;
  const dueAt = nearestOf([state.dueAt, ...beside.map((one) => one.outcome.state.dueAt)]);
  return { ok: true, state, dueAt, holders, answers, entryId, details, awaitsEntry: awaitsEntry(state, signatures) };
}

/** The one that ends first. */
const nearestOf = (dues: readonly [Date, ...Date[]]): Date => dues.reduce((first, due) => (due < first ? due : first));

const selectNamed = statement('named-to-join', `select answers -> 'joinIds' as ids from form where id = $1`);

/** Which appeals a form would join: they are locked before it is. */
async function namedToJoin(tx: Transaction, formId: number | null): Promise<readonly number[]> {
  if (formId === null) return [];
  const [form] = await tx.query<{ ids: number[] | null }>(selectNamed, [formId]);
  return form?.ids ?? [];
}

type Act = Pick<Entry, 'at' | 'personId' | 'capacity' | 'onBehalfOfId' | 'clause' | 'formId'>;
interface Written extends CarriedOut {
  readonly entryId: number;
  readonly holders: Holders;
  /** Whose forms about the appeal have ended by it. */
  readonly formsEnded: readonly number[];
}

/** The appeal as the act leaves it, the journal's entry, and what follows for its terms, its photos and forms about it. */
async function write(
  tx: Transaction,
  desk: Desk,
  act: Act,
  carriedOut: CarriedOut,
  around: Circumstances,
): Promise<Written> {
  const { action, appeal, outcome } = carriedOut;
  const { state, details } = outcome;
  const { entryId, holders } = await saveAppeal(tx, appeal.id, state, {
    ...act,
    action,
    fromStage: appeal.state.stage,
    details,
  });
  await noteReflections(tx, desk, { ...act, action }, appeal.id, appeal.state, state);
  await follow(tx, desk, appeal, outcome, around);
  if (state.executorId !== appeal.state.executorId) {
    await judgeAnew(tx, appeal.id);
    if (state.executorId !== null) await learnLater(tx, appeal.id);
  }
  const taken = takenFrom(appeal.state, state);
  const formsEnded = await endFormsOn(tx, appeal.id, taken, dayOf(around.now, around.calendar), around.now);
  return { ...carriedOut, entryId, holders, formsEnded };
}

/** Cards of those that are worked as one with it say its number, its term, and what its kind means for the signature. */
const isNewsBeside = ({
  appeal: { number, kind, state },
  outcome: { registration, state: after },
}: CarriedOut): boolean =>
  registration.number !== number || registration.kind !== kind || after.dueAt.getTime() !== state.dueAt.getTime();
const shownOn = ({ follows, followers }: LoadedAppeal): number[] => [
  ...(follows ? [follows.id] : []),
  ...followers.map(({ id }) => id),
];

/** What the act means for the terms. */
async function follow(
  tx: Transaction,
  desk: Desk,
  appeal: LoadedAppeal,
  { state, registration, pending, tasks, judgedBy, recounted, putsBack }: Outcome,
  around: Circumstances,
): Promise<void> {
  const [before, after] = [termFactsOf(appeal), termFactsOf({ ...appeal, ...registration, state, pending, tasks })];
  await followTerms(
    tx,
    appeal.id,
    { facts: before, places: placesOf(appeal.state, around.signatures) },
    { facts: after, places: placesOf(state, around.signatures) },
    around,
    putsBack,
  );
  const terms = { before: termsOf(before, around.calendar), after: termsOf(after, around.calendar) };
  if (judgedBy) await judgeByDay(tx, appeal.id, judgedBy, terms.before, around);
  if (recounted) {
    const { stageEnteredAt, visits } = state;
    const counted = { ...recounted, stageEnteredAt, visits: visits ?? NO_VISITS };
    await answerCorrected(tx, appeal.id, counted, terms, await stageRules(tx, desk.office), around);
  }
}

/** Who has had a place in the appeal and has it no more. */
const takenFrom = (before: AppealState, after: AppealState): number[] =>
  PARTICIPANTS.flatMap((place) => {
    const id = before[PLACE[place]];
    return id === null || id === after[PLACE[place]] ? [] : [id];
  });

const GONE = { ok: false, refusal: 'gone', ask: null, appeal: null } as const;
const NOTHING: Submission = {
  answers: {},
  photos: 0,
  files: 0,
  takenFiles: [],
  changesFiles: false,
  people: new Map(),
  organization: null,
  itemIsOpen: false,
  correction: null,
  joining: null,
};

/** The form's answers with what the database knows of those they name; null when the form is over or somebody else's. */
async function submissionOf(
  tx: Transaction,
  request: PerformRequest,
  around: Circumstances,
): Promise<Submission | null> {
  const { action, appealId, seenVersion } = request;
  switch (request.kind) {
    case 'clock':
    case 'card':
    case 'returning':
      return NOTHING;
    case 'difference':
    case 'restoring':
    case 'decision':
      return submissionBy(tx, action, appealId, request.answers);
    case 'form': {
      const form = await lockForm(tx, request.formId);
      if (!form || form.state !== 'open' || form.personId !== request.presser.personId) return null;
      if (form.subject !== action || form.appealId !== appealId || form.version !== seenVersion) return null;
      return readSubmission(tx, { ...form, appealId }, around);
    }
  }
}

/** What time does by itself beside nagging: resumes what was postponed, takes shown contacts and spent buttons away. @returns how much was done */
export const doDueActs = (desk: Desk, onFailure: OnReminderFailure): Promise<number> =>
  workOff(desk, ['resume', 'undo_over', 'delete_contacts'], (tx, batch) => act(tx, desk, batch), onFailure);

async function act(tx: Transaction, desk: Desk, batch: readonly DueReminder[]): Promise<number> {
  // Somebody acts on the others right now, and may want the very reminder that is claimed here: to wait would be a deadlock.
  const appeals = await holdStill(
    tx,
    batch.flatMap(({ appealId }) => appealId ?? []),
    desk.office.signatures,
  );
  const held = batch.filter(({ appealId }) => appealId === null || appeals.has(appealId));
  for (const due of held) await actOne(tx, desk, due);
  await settleReminders(
    tx,
    held.map(({ id }) => ({ id, state: 'done' })),
  );
  return held.length;
}

/** They have been in the chat for their five minutes. */
async function removeContacts(tx: Transaction, key: string, params: DueReminder['params'], now: Date): Promise<void> {
  const { message, ...to } = shownContacts.parse(params);
  await say(tx, [{ key, to, kind: 'remove', params: { message }, silent: true }], now);
}

async function actOne(tx: Transaction, desk: Desk, due: DueReminder): Promise<void> {
  const { key, reason, appealId, params } = due;
  if (reason === 'delete_contacts') return removeContacts(tx, key, params, desk.clock.now());
  if (reason === 'undo_over') return takeUndoAway(tx, due, desk.clock.now());
  if (appealId === null) return;
  const appeal = await loadAppeal(tx, appealId, circumstances(desk), true);
  // Resumed by hand meanwhile, or gone on: the table refuses, and there is nothing to do.
  if (appeal) await perform(tx, desk, { kind: 'clock', action: 'resume', appealId, seenVersion: appeal.state.version });
}
