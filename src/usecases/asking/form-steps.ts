import { databaseOf, type Queries } from '../../database/database';
import { ASKS, type Ask } from '../../regulation/asks';
import { asksOf, isStale } from '../../regulation/decide';
import type { Actor, AppealFacts } from '../../regulation/facts';
import { isOneOf } from '../../regulation/lists';
import type { Refusal } from '../../regulation/refusals';
import { EVERY_ACTION, type Action } from '../../regulation/vocabulary';
import { factsOf, loadAppeal, type LoadedAppeal } from '../appeals/appeal-store';
import type { Change } from '../forms/change';
import { back, standing, type Step } from '../forms/engine';
import type { FormRow } from '../forms/form-store';
import { circumstances, type Desk } from '../ports';
import { readSubmission, type NamedSubmission } from '../submission/submission';

/** A form of an act of the regulation. */
export interface ActForm extends FormRow {
  readonly subject: Action;
  readonly appealId: number;
  readonly version: number;
}

export function isActForm(form: FormRow): form is ActForm {
  return form.appealId !== null && form.version !== null && isOneOf(EVERY_ACTION, form.subject);
}

/** A question of the table as a step of the form. */
export type AskStep = Step<Ask, Refusal>;

export interface FormStep {
  /** Null: everything is answered. */
  readonly ask: Ask | null;
  readonly refusal: Refusal | null;
  /** The steps that were passed, to offer «Назад». */
  readonly passed: readonly Ask[];
  /** Nothing is asked after it: its button sends. */
  readonly last: boolean;
  /** All that the row of the table asks now. */
  readonly steps: readonly AskStep[];
  readonly appeal: AppealFacts;
  /** The same with what surrounds it, so that nobody reads it again for the screen. */
  readonly loaded: LoadedAppeal;
  readonly submission: NamedSubmission;
  readonly draftText: string | null;
}

/**
 * Where the form stands, in an appeal that was just loaded. What is asked is the table's to say, and whether it holds the regulation's.
 * @param before the same form before its last answer, in this transaction
 * @returns null when its appeal has gone on without it
 */
export async function stepIn(
  queries: Queries,
  desk: Desk,
  actor: Actor,
  form: ActForm,
  loaded: LoadedAppeal,
  before?: FormStep,
): Promise<FormStep | null> {
  if (isStale(form.subject, form.version, loaded.state)) return null;
  const around = circumstances(desk);
  const appeal = factsOf(loaded);
  const submission = await readSubmission(queries, form, around, before?.submission);
  const asks = asksOf({
    appeal,
    action: form.subject,
    presser: actor,
    seenVersion: form.version,
    submission,
    circumstances: around,
  });
  if (asks === null) return null;
  const steps = asks.map((name): AskStep => {
    const { holds, silent = false } = ASKS[name];
    return { name, objection: holds(submission, appeal, actor, around), silent };
  });
  const { step, passed, last } = standing(steps, form.answers);
  return {
    ask: step?.name ?? null,
    refusal: step?.objection ?? null,
    passed,
    last,
    steps,
    appeal,
    loaded,
    submission,
    draftText: loaded.draft?.text ?? null,
  };
}

/** The same of an appeal that is still to be loaded. */
export async function stepAt(queries: Queries, desk: Desk, actor: Actor, form: ActForm): Promise<FormStep | null> {
  const appeal = await loadAppeal(queries, form.appealId, circumstances(desk), false);
  return appeal && stepIn(queries, desk, actor, form, appeal);
}

/** Where the form stands now. */
export const currentStep = (desk: Desk, actor: Actor, form: ActForm): Promise<FormStep | null> =>
  stepAt(databaseOf(desk), desk, actor, form);

/** Takes the latest answer back, so that its step is shown again. */
export const stepBack = (form: ActForm, { steps, ask }: FormStep): Change => back(form, steps, ask);
