import type { Queries, Transaction } from '../../database';
import type { Submission } from '../../regulation/answers';
import { ASKS, type Ask } from '../../regulation/asks';
import { asksOf } from '../../regulation/decide';
import type { Actor, AppealFacts } from '../../regulation/facts';
import type { Refusal } from '../../regulation/refusals';
import { EVERY_ACTION, type Action } from '../../regulation/vocabulary';
import { factsOf, loadAppeal } from '../appeals/appeal-store';
import {
  colleagues,
  isPersonAsk,
  organizationChoices,
  personChoices,
  requestChoices,
  visitChoices,
  type OpenItem,
  type OrganizationChoice,
  type PersonChoice,
} from './choices';
import { changeForm, endOpenForm, lockForm, openForm, type FormRow } from '../forms/form-store';
import { performIn, readSubmission, type PerformResult } from './perform';
import { circumstances, type Desk } from '../ports';
import { dayOf } from '../../regulation/calendar';

export type Performed = Extract<PerformResult, { ok: true }>;

export type ActOutcome =
  | { readonly kind: 'performed'; readonly action: Action; readonly appealId: number; readonly result: Performed }
  /** The form waits at a step; `refusal` says why it did not go on. */
  | { readonly kind: 'asking'; readonly form: ActForm; readonly refusal: Refusal | null }
  | { readonly kind: 'refused'; readonly action: Action; readonly appealId: number; readonly refusal: Refusal | 'gone' }
  /** The button belongs to an older view of the form, or the form is over. */
  | { readonly kind: 'old' };

/** A form of an act of the regulation. */
export interface ActForm extends FormRow {
  readonly subject: Action;
  readonly appealId: number;
  readonly version: number;
}

export function isActForm(form: FormRow): form is ActForm {
  return form.appealId !== null && form.version !== null && (EVERY_ACTION as readonly string[]).includes(form.subject);
}

export interface StartAct {
  readonly actor: Actor;
  readonly action: Action;
  readonly appealId: number;
  readonly seenVersion: number;
  readonly chatId: number;
  readonly messageId: number;
}

/** A press on a card: acts at once if the row asks nothing, else opens its form. @idempotent as `perform` is */
export async function startAct(
  desk: Desk,
  { actor, action, appealId, seenVersion, chatId, messageId }: StartAct,
): Promise<ActOutcome> {
  return desk.database.transaction(async (tx) => {
    const result = await performIn(tx, desk, { presser: actor, action, appealId, seenVersion, formId: null });
    if (result.ok) return { kind: 'performed', action, appealId, result };
    if (result.ask === null) return { kind: 'refused', action, appealId, refusal: result.refusal };
    const form = await openForm(
      tx,
      { personId: actor.personId, subject: action, appealId, version: seenVersion, answers: {}, chatId, messageId },
      desk.clock.now(),
    );
    if (!isActForm(form)) throw new Error(`Form ${form.id} lost its subject`);
    return { kind: 'asking', form, refusal: null };
  });
}

export interface AnswerAct {
  readonly actor: Actor;
  readonly formId: number;
  /** Of the view on which the button was pressed; null for a typed answer, which has no view. */
  readonly revision: number | null;
  /** The message whose words these are. */
  readonly heard?: number;
  readonly change: (form: ActForm) => {
    readonly answers?: Record<string, unknown>;
    readonly view?: Record<string, unknown>;
    readonly pass?: Ask | null;
  };
}

/**
 * Takes one answer and goes on: to the next step, or, when nothing is left to ask, to the act itself, in one transaction.
 * @idempotent by the form's revision
 */
export async function answerAct(
  desk: Desk,
  { actor, formId, revision, heard, change }: AnswerAct,
): Promise<ActOutcome> {
  return desk.database.transaction(async (tx) => {
    const form = await lockForm(tx, formId);
    if (!form || form.state !== 'open' || form.personId !== actor.personId || !isActForm(form)) return OLD;
    if (revision !== null && form.revision !== revision) return OLD;
    if (form.expiresAt.getTime() <= desk.clock.now().getTime()) return OLD;

    const { answers = form.answers, view = form.view, pass = null } = change(form);
    const passed = pass === null ? passedOf({ answers }) : [...new Set([...passedOf({ answers }), pass])];
    const changed = (await changeForm(
      tx,
      form,
      { answers: { ...answers, passed }, view, heard },
      desk.clock.now(),
    )) as ActForm | null;
    if (!changed) return OLD;
    if (pass === null) return { kind: 'asking', form: changed, refusal: null };
    return proceed(tx, desk, actor, changed, pass);
  });
}

const OLD = { kind: 'old' } as const;
const passedOf = (form: Pick<FormRow, 'answers'>): Ask[] => (form.answers.passed as Ask[] | undefined) ?? [];

async function proceed(
  tx: Transaction,
  desk: Desk,
  actor: Actor,
  form: ActForm,
  justAnswered: Ask,
): Promise<ActOutcome> {
  const step = await currentStep(tx, desk, actor, form);
  if (step === null) return outrun(tx, form);
  if (step.ask !== null) {
    // The answer just given did not hold: the step stays, and the reason is said.
    const refusal = step.ask === justAnswered ? step.refusal : null;
    const kept = refusal === null ? form : await withoutPass(tx, form, justAnswered, desk.clock.now());
    return { kind: 'asking', form: kept, refusal };
  }
  const result = await performIn(tx, desk, {
    presser: actor,
    action: form.subject,
    appealId: form.appealId,
    seenVersion: form.version,
    formId: form.id,
  });
  if (result.ok) return { kind: 'performed', action: form.subject, appealId: form.appealId, result };
  if (result.ask !== null)
    return { kind: 'asking', form: await withoutPass(tx, form, result.ask, desk.clock.now()), refusal: result.refusal };
  await endOpenForm(tx, actor.personId, 'cancelled');
  return { kind: 'refused', action: form.subject, appealId: form.appealId, refusal: result.refusal };
}

/** The appeal has gone on without the form: it ends, and the card says what has happened. */
export async function outrun(queries: Queries, form: ActForm): Promise<ActOutcome> {
  await endOpenForm(queries, form.personId, 'cancelled');
  return { kind: 'refused', action: form.subject, appealId: form.appealId, refusal: 'stale' };
}

async function withoutPass(tx: Transaction, form: ActForm, ask: Ask, now: Date): Promise<ActForm> {
  const answers = { ...form.answers, passed: passedOf(form).filter((passed) => passed !== ask) };
  return ((await changeForm(tx, form, { answers }, now)) as ActForm | null) ?? form;
}

/** Steps that are left out when there is nothing to ask: the date of «Отложено» for other types of answer, or when the draft's still holds. */
const SILENT: readonly Ask[] = ['postponedUntil'];

export interface FormStep {
  /** Null: everything is answered. */
  readonly ask: Ask | null;
  readonly refusal: Refusal | null;
  /** How many steps were passed, to offer «Назад». */
  readonly passed: readonly Ask[];
  /** Nothing is asked after it: its button sends. */
  readonly last: boolean;
  readonly appeal: AppealFacts;
  readonly submission: Submission;
  readonly draftText: string | null;
}

/** Where the form stands; null when its appeal has gone on without it. */
export async function currentStep(
  tx: Pick<Transaction, 'query'>,
  desk: Desk,
  actor: Actor,
  form: ActForm,
): Promise<FormStep | null> {
  const around = circumstances(desk);
  const appeal = await loadAppeal(tx, form.appealId, around, false);
  if (!appeal || appeal.state.version !== form.version) return null;
  const facts = factsOf(appeal);
  const submission = await readSubmission(tx, form);
  const asks = asksOf({
    appeal: facts,
    action: form.subject,
    presser: actor,
    seenVersion: form.version,
    submission,
    circumstances: around,
  });
  if (asks === null) return null;
  const passed = passedOf(form);
  for (const ask of asks) {
    const refusal = ASKS[ask](submission, facts, actor, around);
    const done =
      refusal === null && (passed.includes(ask) || (SILENT.includes(ask) && form.answers[ask] === undefined));
    if (!done)
      return {
        ask,
        refusal,
        passed: asks.filter((one) => passed.includes(one)),
        last: ask === asks.at(-1),
        appeal: facts,
        submission,
        draftText: appeal.draft?.text ?? null,
      };
  }
  return {
    ask: null,
    refusal: null,
    passed,
    last: true,
    appeal: facts,
    submission,
    draftText: appeal.draft?.text ?? null,
  };
}

export type Choices =
  | { readonly kind: 'people'; readonly people: readonly PersonChoice[] }
  | { readonly kind: 'organizations'; readonly organizations: readonly OrganizationChoice[] }
  | { readonly kind: 'items'; readonly items: readonly OpenItem[] }
  | { readonly kind: 'none' };

/** What the step offers to choose from. */
export async function readChoices(desk: Desk, actor: Actor, form: ActForm, step: FormStep): Promise<Choices> {
  const around = circumstances(desk);
  const { ask, appeal, submission } = step;
  const queries = desk.database;
  if (ask === null) return { kind: 'none' };
  if (isPersonAsk(ask)) {
    return {
      kind: 'people',
      people: await personChoices(queries, ask, {
        appealId: form.appealId,
        appeal,
        presser: actor,
        submission,
        circumstances: around,
      }),
    };
  }
  if (ask === 'visitPeople')
    return {
      kind: 'people',
      people: await colleagues(queries, form.appealId, actor.personId, around.now, dayOf(around.now, around.calendar)),
    };
  if (ask === 'subordinate' || ask === 'outside')
    return {
      kind: 'organizations',
      organizations: await organizationChoices(queries, ask, submission, appeal, actor, around),
    };
  if (ask === 'visit')
    return {
      kind: 'items',
      items: await visitChoices(queries, form.appealId, form.subject === 'recordMeeting' ? 'meeting' : 'visit'),
    };
  if (ask === 'request') return { kind: 'items', items: await requestChoices(queries, form.appealId) };
  return { kind: 'none' };
}

/** Takes the latest answer back, so that its step is shown again. */
export async function stepBack(desk: Desk, actor: Actor, formId: number, revision: number): Promise<ActOutcome> {
  return answerAct(desk, {
    actor,
    formId,
    revision,
    change: (form) => {
      const passed = passedOf(form);
      return { answers: { ...form.answers, passed: passed.slice(0, -1) }, view: {}, pass: null };
    },
  });
}
