import { databaseOf, isTakenMeanwhile, type Transaction } from '../../database/database';
import type { Ask } from '../../regulation/asks';
import { decide } from '../../regulation/decide';
import type { Actor } from '../../regulation/facts';
import type { Refusal } from '../../regulation/refusals';
import type { Action } from '../../regulation/vocabulary';
import { loadAppeal, type LoadedAppeal } from '../appeals/appeal-store';
import { changeFiles } from '../forms/attachments';
import type { Change, Complaint } from '../forms/change';
import { changedOtherwise, grown, isShownBy } from '../forms/copies';
import { changeForm, endOpenForm, lockForm } from '../forms/form-store';
import { openInPlace } from '../forms/kept';
import { placeAskedNoMore } from '../forms/place-asked';
import { circumstances, type Desk, type MessageRef } from '../ports';
import { compareAhead, type ComparedText } from '../submission/check-answer';
import { addOutsideOrganization } from './choices';
import { doneOf, firstTapOnCard, firstTapOnForm } from '../press/double-tap';
import { isActForm, onlyAnswer, passedOf, stepAt, stepIn, type ActForm, type FormStep } from './form-steps';
import { memberOfNumber } from '../repeats/joining';
import { templateFor } from '../submission/offered-templates';
import { perform, type PerformResult } from '../press/perform';

type Performed = Extract<PerformResult, { ok: true }>;

/** The appeal as it was found goes along, so that the answer's words and screen need not read it again. */
export type ActOutcome =
  | { readonly kind: 'performed'; readonly action: Action; readonly appealId: number; readonly result: Performed }
  /** The form waits at a step; `refusal` says why it did not go on, or `complaint` does, in words. */
  | {
      readonly kind: 'asking';
      readonly form: ActForm;
      readonly step: FormStep;
      readonly refusal: Refusal | null;
      readonly complaint: string | null;
    }
  | {
      readonly kind: 'refused';
      readonly action: Action;
      readonly appealId: number;
      readonly refusal: Refusal | 'gone';
      readonly appeal: LoadedAppeal | null;
    }
  /** The button belongs to an older view of the form, or the form is over. */
  | { readonly kind: 'old' };

export interface StartAct {
  readonly actor: Actor;
  readonly action: Action;
  readonly appealId: number;
  readonly seenVersion: number;
  /** In which the card is that was pressed; the form is asked in it. Null: it comes in a message of its own. */
  readonly message: MessageRef | null;
  /** How the first question of its form looks; absent: as always. */
  readonly view?: Readonly<Record<string, unknown>>;
}

/**
 * A press on a card: acts at once if the row asks nothing, else opens its form. The second tap of a double tap is told what the
 * first has done. @idempotent as `perform` is
 */
export const startAct = (desk: Desk, start: StartAct): Promise<ActOutcome> =>
  databaseOf(desk).transaction((tx) => startIn(tx, desk, start, {}));

/** The same in the caller's transaction. `brought`: answers that the form opens with. */
export async function startIn(
  tx: Transaction,
  desk: Desk,
  { actor, action, appealId, seenVersion, message, view }: StartAct,
  brought: Readonly<Record<string, unknown>>,
): Promise<ActOutcome> {
  const result = await perform(tx, desk, { kind: 'card', presser: actor, action, appealId, seenVersion });
  if (result.ok) return { kind: 'performed', action, appealId, result };
  const { refusal, appeal } = result;
  if (result.ask === null) {
    const done = appeal && (await firstTapOnCard(tx, actor, action, appeal, desk.clock.now()));
    if (done) return { kind: 'performed', action, appealId, result: done };
    return { kind: 'refused', action, appealId, refusal, appeal };
  }
  const { form } = await openInPlace(
    tx,
    {
      personId: actor.personId,
      subject: action,
      appealId,
      version: seenVersion,
      answers: { ...brought },
      messageRef: message,
    },
    desk.clock.now(),
    view,
  );
  if (!isActForm(form)) throw new Error(`Form ${form.id} lost its subject`);
  const step = await stepIn(tx, desk, actor, form, result.appeal);
  if (!step) throw new Error(`The table asks for ${result.ask} of ${action} and has no step for it`);
  return { kind: 'asking', refusal: null, complaint: null, ...(await answerByItself(tx, desk, actor, { form, step })) };
}

/** A press on a form that is over: the second tap on the button that has just acted is told what the first has done. */
export async function pressAgain(desk: Desk, actor: Actor, formId: number): Promise<ActOutcome> {
  const queries = databaseOf(desk);
  const entry = await firstTapOnForm(queries, actor, formId, desk.clock.now());
  const appeal = entry && (await loadAppeal(queries, entry.appealId, circumstances(desk), false));
  if (!appeal) return OLD;
  return { kind: 'performed', action: entry.action, appealId: entry.appealId, result: doneOf(entry, appeal) };
}

export interface AnswerAct {
  readonly actor: Actor;
  readonly formId: number;
  /**
   * Of the view on which the button was pressed, an older one included that shows the same question; null for a typed answer, which
   * has no view.
   */
  readonly revision: number | null;
  /** The sequence of the chat up to which its words are in the answers by this one. */
  readonly heard?: number;
  /** Null: what was pressed belongs to no such step. */
  readonly change: (form: ActForm, step: FormStep) => Change | Complaint | null;
}

/**
 * Takes one answer and goes on: to the next step, or, when nothing is left to ask, to the act itself, in one transaction.
 * @idempotent by the form's revision
 */
export async function answerAct(desk: Desk, answer: AnswerAct): Promise<ActOutcome> {
  try {
    return await answerOnce(desk, answer);
  } catch (error) {
    // A number that was free when it was looked up: now the table refuses it.
    if (isTakenMeanwhile(error)) return answerOnce(desk, answer);
    throw error;
  }
}

async function answerOnce(desk: Desk, { actor, formId, revision, heard, change }: AnswerAct): Promise<ActOutcome> {
  // Words never act: a press does.
  const compared = revision === null ? null : await compareAhead(databaseOf(desk), formId);
  return databaseOf(desk).transaction(async (tx) => {
    const form = await lockForm(tx, formId);
    if (!form || form.state !== 'open' || form.personId !== actor.personId || !isActForm(form)) return OLD;
    const now = desk.clock.now();
    if (form.expiresAt.getTime() <= now.getTime()) return OLD;
    const step = await stepAt(tx, desk, actor, form);
    // Words for a form with nothing left to ask have come too late, as those for an appeal that has gone on.
    if (!step || (step.ask === null && revision === null)) return outrun(tx, form, now);
    if (revision !== null && !isShownBy(form, step.ask ?? '', revision)) return OLD;

    const made = change(form, step);
    if (made === null) return oldButton(tx, desk, actor, form, step);
    if ('complaint' in made) {
      const { complaint, view } = made;
      const seen =
        view === undefined
          ? form
          : ((await changeForm(tx, form, { view: changedOtherwise(view), heard }, now)) as ActForm | null);
      return seen === null ? OLD : { kind: 'asking', form: seen, step, refusal: null, complaint };
    }
    const { passes = false, files } = made;
    const view = viewAfter(form, step, revision, made);
    const pass = passes ? step.ask : null;
    const named = await withOrganization(tx, made.answers ?? form.answers);
    const written = await withTemplate(tx, desk, form.appealId, named);
    const answers = await withNumber(tx, desk, form.appealId, written);
    if (typeof answers === 'string') return asking(form, step, answers);
    const passed = pass === null ? passedOf({ answers }) : [...new Set([...passedOf({ answers }), pass])];
    if (files) await changeFiles(tx, form.id, files, now);
    const changed = (await changeForm(
      tx,
      form,
      { answers: { ...answers, passed }, view, heard },
      now,
    )) as ActForm | null;
    if (!changed) return OLD;
    const next = await stepIn(tx, desk, actor, changed, step.loaded, files ? undefined : step);
    if (!next) return outrun(tx, changed, now);
    // Only the question that asked for it waits for a place.
    if (next.ask !== step.ask && form.placeAskedRef !== null) await placeAskedNoMore(tx, form.id, now);
    return pass === null
      ? asking(changed, next, null)
      : proceed(tx, desk, actor, { form: changed, step: next }, pass, compared);
  });
}

/** Words that were typed for a question let what is pressed on an older copy of it stand; any other change does not. */
function viewAfter(form: ActForm, { ask }: FormStep, revision: number | null, made: Change): ActForm['view'] {
  const { view = form.view, passes = false } = made;
  return ask === null || revision !== null || passes ? changedOtherwise(view) : grown(form, ask, view);
}

/** `newOrganization`: an outside organization that nobody has entered yet, by its name; it is entered, and its id is the answer. */
async function withOrganization(tx: Transaction, answers: NonNullable<Change['answers']>): Promise<typeof answers> {
  const { newOrganization, ...rest } = answers;
  return typeof newOrganization === 'string'
    ? { ...rest, organizationId: await addOutsideOrganization(tx, newOrganization) }
    : rest;
}

/** `templateId`: a template that was chosen; it is the answer's text as far as the appeal fills it in. One that is gone is none. */
async function withTemplate(
  tx: Transaction,
  desk: Desk,
  appealId: number,
  answers: NonNullable<Change['answers']>,
): Promise<typeof answers> {
  const { templateId, ...rest } = answers;
  if (typeof templateId !== 'number') return answers;
  const text = await templateFor(tx, appealId, templateId, circumstances(desk));
  return text === null ? rest : { ...rest, answerText: text };
}

/** `joinNumber`: the number of an appeal that is to be joined; its id is one of the answers, or the refusal says why it is not. */
async function withNumber(
  tx: Transaction,
  desk: Desk,
  appealId: number,
  answers: NonNullable<Change['answers']>,
): Promise<typeof answers | Refusal> {
  const { joinNumber, ...rest } = answers;
  if (typeof joinNumber !== 'string') return answers;
  const named = await memberOfNumber(tx, appealId, joinNumber, circumstances(desk));
  if (typeof named === 'string') return named;
  const before = Array.isArray(rest.joinIds) ? (rest.joinIds as readonly number[]) : [];
  return { ...rest, joinIds: before.includes(named) ? before : [...before, named] };
}

const OLD = { kind: 'old' } as const;
const asking = (form: ActForm, step: FormStep, refusal: Refusal | null): ActOutcome => ({
  kind: 'asking',
  form,
  step,
  refusal,
  complaint: null,
});

async function proceed(
  tx: Transaction,
  desk: Desk,
  actor: Actor,
  { form, step }: Standing,
  justAnswered: Ask,
  compared: ComparedText | null,
): Promise<ActOutcome> {
  // The answer just given did not hold: the step stays, and the reason is said.
  if (step.ask === justAnswered && step.refusal !== null) {
    const kept = await withoutPass(tx, form, justAnswered, desk.clock.now());
    return asking(kept, { ...step, passed: step.passed.filter((ask) => ask !== justAnswered) }, step.refusal);
  }
  if (step.ask !== null) {
    const settled = await answerByItself(tx, desk, actor, { form, step });
    return asking(settled.form, settled.step, null);
  }
  const { subject: action, appealId } = form;
  const result = await perform(tx, desk, {
    kind: 'form',
    presser: actor,
    action,
    appealId,
    seenVersion: form.version,
    formId: form.id,
    compared,
  });
  if (result.ok) return { kind: 'performed', action, appealId, result };
  if (result.ask !== null) {
    const kept = await withoutPass(tx, form, result.ask, desk.clock.now());
    const again = await stepIn(tx, desk, actor, kept, result.appeal);
    if (again) return asking(kept, again, result.refusal);
  }
  await endOpenForm(tx, actor.personId, 'cancelled', desk.clock.now());
  return { kind: 'refused', action, appealId, refusal: result.refusal, appeal: result.appeal };
}

interface Standing {
  readonly form: ActForm;
  readonly step: FormStep;
}

/**
 * A question with one possible answer answers itself, but for the last: a form acts by a press. «Назад» shows it with its one
 * answer.
 */
async function answerByItself(tx: Transaction, desk: Desk, actor: Actor, standing: Standing): Promise<Standing> {
  const { form, step } = standing;
  if (step.ask === null || step.last || passedOf(form).includes(step.ask)) return standing;
  const only = await onlyAnswer(tx, desk, actor, form, step);
  if (only === null) return standing;
  const answers = { ...form.answers, ...only, passed: [...passedOf(form), step.ask] };
  const next = await stepIn(tx, desk, actor, { ...form, answers }, step.loaded);
  if (!next || next.ask === null || next.ask === step.ask) return standing;
  const changed = (await changeForm(tx, form, { answers, view: {} }, desk.clock.now())) as ActForm | null;
  return changed ? answerByItself(tx, desk, actor, { form: changed, step: next }) : standing;
}

/** The appeal has gone on without the form: it ends, and the card says what has happened. */
async function outrun(tx: Transaction, form: ActForm, now: Date): Promise<ActOutcome> {
  await endOpenForm(tx, form.personId, 'cancelled', now);
  return { kind: 'refused', action: form.subject, appealId: form.appealId, refusal: 'stale', appeal: null };
}

/** The same for whoever found it out: something was sent to a form that stands no more. */
export const endOutrun = (desk: Desk, form: ActForm): Promise<ActOutcome> =>
  databaseOf(desk).transaction((tx) => outrun(tx, form, desk.clock.now()));

/** A button that no step knows, of a form of a former version too: where the act itself is refused by now, that is said. */
async function oldButton(
  tx: Transaction,
  desk: Desk,
  actor: Actor,
  { subject: action, appealId, version }: ActForm,
  { appeal, loaded }: FormStep,
): Promise<ActOutcome> {
  const press = { appeal, action, presser: actor, seenVersion: version, submission: null };
  const decision = decide({ ...press, circumstances: circumstances(desk) });
  if (decision.ok) return OLD;
  await endOpenForm(tx, actor.personId, 'cancelled', desk.clock.now());
  return { kind: 'refused', action, appealId, refusal: decision.refusal, appeal: loaded };
}

async function withoutPass(tx: Transaction, form: ActForm, ask: Ask, now: Date): Promise<ActForm> {
  const answers = { ...form.answers, passed: passedOf(form).filter((passed) => passed !== ask) };
  return ((await changeForm(tx, form, { answers }, now)) as ActForm | null) ?? form;
}

/** Takes the latest answer back, so that its step is shown again. */
export const stepBack = (form: ActForm): Change => ({
  answers: { ...form.answers, passed: passedOf(form).slice(0, -1) },
  view: {},
});
