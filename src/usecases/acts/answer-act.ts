import { databaseOf, statement, isTakenMeanwhile, type Transaction } from '../../database/database';
import { decide } from '../../regulation/decide';
import type { Actor } from '../../regulation/facts';
import type { Refusal } from '../../regulation/refusals';
import { hasRight } from '../../regulation/rights';
import type { Action } from '../../regulation/vocabulary';
import { compareAhead, type ComparedText, templateFor } from '../answers/check-answer';
import { type ActForm, type FormStep, isActForm, stepAt, stepIn } from '../answers/submission';
import type { LoadedAppeal } from '../appeals/appeal-store';
import { memberOfNumber } from '../appeals/likely-repeats';
import { changeFiles } from '../kit/attachments';
import {
  type Change,
  type Complaint,
  changedOtherwise,
  isShownBy,
  advance,
  changed,
  notPassed,
  passedIn,
} from '../kit/form-engine';
import { changeForm, endOpenForm, lockForm } from '../kit/form-store';
import { placeAskedNoMore } from '../kit/places';
import { type Desk, circumstances, type MessageRef } from '../kit/ports';
import { nearest } from '../lists/selections';
import { addOutsideOrganization } from './choices';
import { onlyAnswer } from './offers';
import { type PerformResult, perform } from './perform';

const selectNext = statement(
  'next-incomplete',
  `select a.id as "appealId", a.number, a.version, count(*) over ()::int as count from open_work w join appeal a on a.id = w.appeal_id
   where a.id <> $1 and (a.text is null or (a.address is null and a.settlement is null)) order by ${nearest('w')}, a.id limit 1`,
);
export interface NextIncomplete {
  readonly appealId: number;
  readonly number: string;
  readonly version: number;
  /** How many there are, this one among them. */
  readonly count: number;
}

/** Which appeal lacks its text or place, but for this one: in the order of their list. Null: none, or it is not theirs to fill in. */
export async function nextIncomplete(desk: Desk, actor: Actor, appealId: number): Promise<NextIncomplete | null> {
  if (!hasRight(actor, 'register')) return null;
  return (await databaseOf(desk).query<NextIncomplete>(selectNext, [appealId]))[0] ?? null;
}

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

/** A form with where it stands. */
export interface Standing {
  readonly form: ActForm;
  readonly step: FormStep;
}

export const OLD = { kind: 'old' } as const satisfies ActOutcome;
export const asking = (
  { form, step }: Standing,
  refusal: Refusal | null,
  complaint: string | null = null,
): ActOutcome => ({ kind: 'asking', form, step, refusal, complaint });

export interface AnswerAct {
  readonly actor: Actor;
  readonly formId: number;
  /**
   * Of the view on which the button was pressed, an older one included that shows the same question; null for a typed answer, which
   * has no view.
   */
  readonly revision: number | null;
  /** The message whose words are in the answers by this one. */
  readonly heard?: MessageRef;
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
    if ('complaint' in made) return complain(tx, { form, step }, made, heard, now);
    const said = await looked(tx, desk, form.appealId, made);
    if (typeof said === 'string') return asking({ form, step }, said);
    if (said.files) await changeFiles(tx, form.id, said.files, now);

    const by = revision === null ? 'words' : 'press';
    const next: ActForm = { ...form, ...changed(form, step.steps, step.ask, said, by) };
    const at = await stepIn(tx, desk, actor, next, step.loaded, said.files ? undefined : step);
    if (!at) return outrun(tx, form, now);
    const answered = said.passes ? step.ask : null;
    const advanced = advance(at.steps, next.answers, answered);
    const settled =
      advanced.kind === 'next' && answered !== null
        ? await answerByItself(tx, desk, actor, { form: next, step: at })
        : null;
    const stands =
      advanced.kind === 'complaint' ? again({ form: next, step: at }) : (settled ?? { form: next, step: at });
    const kept = await keep(tx, form, stands, now, heard);
    // Only the question that asked for it waits for a place.
    if (kept.step.ask !== step.ask && form.placeAskedRef !== null) await placeAskedNoMore(tx, form.id, now);
    return advanced.kind === 'finish' && answered !== null
      ? act(tx, desk, actor, kept.form, compared)
      : asking(kept, advanced.kind === 'complaint' ? kept.step.refusal : null);
  });
}

/** Writes the form as it stands now; its revision is another then. */
export async function keep(
  tx: Transaction,
  form: ActForm,
  { form: { answers, view }, step }: Standing,
  now: Date,
  heard?: MessageRef,
): Promise<Standing> {
  const kept = await changeForm(tx, form, { answers, view, heard }, now);
  // Its row is locked by this transaction, or was inserted by it.
  if (!kept || !isActForm(kept))
    throw new Error(`The form ${form.id} was changed beside the transaction that holds it`);
  return { form: kept, step };
}

/** The same question once more: its answer does not hold. */
function again({ form, step }: Standing): Standing {
  const { ask } = step;
  const answers = notPassed(form.answers, ask ?? undefined);
  return { form: { ...form, answers }, step: { ...step, passed: step.passed.filter((passed) => passed !== ask) } };
}

/** A complaint leaves the form as it is, but for how its question looks. */
async function complain(
  tx: Transaction,
  standing: Standing,
  { complaint, view }: Complaint,
  heard: MessageRef | undefined,
  now: Date,
): Promise<ActOutcome> {
  if (view === undefined) return asking(standing, null, complaint);
  const { form, step } = standing;
  const seen = { form: { ...form, view: changedOtherwise(view) }, step };
  return asking(await keep(tx, form, seen, now, heard), null, complaint);
}

// ── What an answer names, as the office knows it ────────────────────────────

/** A change whose answers name things by their ids; or why one of them can't be named. */
async function looked(tx: Transaction, desk: Desk, appealId: number, change: Change): Promise<Change | Refusal> {
  if (!change.answers) return change;
  const written = await withTemplate(tx, desk, appealId, await withOrganization(tx, change.answers));
  const answers = await withNumber(tx, desk, appealId, written);
  return typeof answers === 'string' ? answers : { ...change, answers };
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
  const before = Array.isArray(rest.joinIds) ? rest.joinIds.filter((id) => typeof id === 'number') : [];
  return { ...rest, joinIds: before.includes(named) ? before : [...before, named] };
}

// ── When nothing is left to ask ─────────────────────────────────────────────

async function act(
  tx: Transaction,
  desk: Desk,
  actor: Actor,
  form: ActForm,
  compared: ComparedText | null,
): Promise<ActOutcome> {
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
    const unanswered = { ...form, answers: notPassed(form.answers, result.ask) };
    const at = await stepIn(tx, desk, actor, unanswered, result.appeal);
    if (at) return asking(await keep(tx, form, { form: unanswered, step: at }, desk.clock.now()), result.refusal);
  }
  await endOpenForm(tx, actor.personId, 'cancelled', desk.clock.now());
  return { kind: 'refused', action, appealId, refusal: result.refusal, appeal: result.appeal };
}

/**
 * A question with one possible answer answers itself, but for the last: a form acts by a press. «Назад» shows it with its one
 * answer. Null: none does; nothing is written.
 */
export async function answerByItself(
  tx: Transaction,
  desk: Desk,
  actor: Actor,
  { form, step }: Standing,
): Promise<Standing | null> {
  if (step.ask === null || step.last || passedIn(form.answers, []).includes(step.ask)) return null;
  const only = await onlyAnswer(tx, desk, actor, form, step);
  if (only === null) return null;
  const said: Change = { answers: { ...form.answers, ...only }, view: {}, passes: true };
  const next: ActForm = { ...form, ...changed(form, step.steps, step.ask, said, 'press') };
  const at = await stepIn(tx, desk, actor, next, step.loaded);
  if (!at || at.ask === null || at.ask === step.ask) return null;
  const settled = { form: next, step: at };
  return (await answerByItself(tx, desk, actor, settled)) ?? settled;
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
