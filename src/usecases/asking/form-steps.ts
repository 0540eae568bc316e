import { databaseOf, type Queries } from '../../database/database';
import { ASKS, type Ask } from '../../regulation/asks';
import { asksOf, isStale } from '../../regulation/decide';
import type { Actor, AppealFacts } from '../../regulation/facts';
import type { Refusal } from '../../regulation/refusals';
import { replaceable } from '../../regulation/rights';
import { EVERY_ACTION, visitKindOf, type Action } from '../../regulation/vocabulary';
import { factsOf, loadAppeal, type LoadedAppeal } from '../appeals/appeal-store';
import type { FormRow } from '../forms/form-store';
import { circumstances, today, type Desk } from '../ports';
import {
  colleagues,
  isPersonAsk,
  organizationChoices,
  PERSON_ASKS,
  personChoices,
  requestChoices,
  visitChoices,
  type OpenItem,
  type OrganizationChoice,
  type PersonChoice,
} from './choices';
import { joinableAppeals, type JoinableAppeal } from '../repeats/joining';
import { offeredTemplates, type OfferedTemplate } from '../submission/offered-templates';
import { readSubmission, type NamedSubmission } from '../submission/submission';
import { isOneOf } from '../../regulation/lists';

/** A form of an act of the regulation. */
export interface ActForm extends FormRow {
  readonly subject: Action;
  readonly appealId: number;
  readonly version: number;
}

export function isActForm(form: FormRow): form is ActForm {
  return form.appealId !== null && form.version !== null && isOneOf(EVERY_ACTION, form.subject);
}

export const passedOf = (form: Pick<FormRow, 'answers'>): Ask[] => (form.answers.passed as Ask[] | undefined) ?? [];

export interface FormStep {
  /** Null: everything is answered. */
  readonly ask: Ask | null;
  readonly refusal: Refusal | null;
  /** The steps that were passed, to offer «Назад». */
  readonly passed: readonly Ask[];
  /** Nothing is asked after it: its button sends. */
  readonly last: boolean;
  readonly appeal: AppealFacts;
  /** The same with what surrounds it, so that nobody reads it again for the screen. */
  readonly loaded: LoadedAppeal;
  readonly submission: NamedSubmission;
  readonly draftText: string | null;
}

/**
 * Where the form stands, in an appeal that was just loaded.
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
  const passed = passedOf(form);
  const common = { appeal, loaded, submission, draftText: loaded.draft?.text ?? null };
  const refusals = asks.map((ask) => ASKS[ask].holds(submission, appeal, actor, around));
  const leftOut = (ask: Ask, refusal: Refusal | null) =>
    refusal === null && ASKS[ask].silent === true && form.answers[ask] === undefined;
  for (const [index, ask] of asks.entries()) {
    const refusal = refusals[index] ?? null;
    const done = (refusal === null && passed.includes(ask)) || leftOut(ask, refusal);
    if (!done)
      return {
        ...common,
        ask,
        refusal,
        passed: asks.filter((one) => passed.includes(one)),
        last: asks.slice(index + 1).every((later, next) => leftOut(later, refusals[index + 1 + next] ?? null)),
      };
  }
  return { ...common, ask: null, refusal: null, passed, last: true };
}

/** The same of an appeal that is still to be loaded. */
export async function stepAt(queries: Queries, desk: Desk, actor: Actor, form: ActForm): Promise<FormStep | null> {
  const appeal = await loadAppeal(queries, form.appealId, circumstances(desk), false);
  return appeal && stepIn(queries, desk, actor, form, appeal);
}

/** Where the form stands now. */
export const currentStep = (desk: Desk, actor: Actor, form: ActForm): Promise<FormStep | null> =>
  stepAt(databaseOf(desk), desk, actor, form);

export type Choices =
  | { readonly kind: 'people'; readonly people: readonly PersonChoice[] }
  | { readonly kind: 'organizations'; readonly organizations: readonly OrganizationChoice[] }
  | { readonly kind: 'items'; readonly items: readonly OpenItem[] }
  | { readonly kind: 'templates'; readonly templates: readonly OfferedTemplate[] }
  | { readonly kind: 'joinable'; readonly appeals: readonly JoinableAppeal[] }
  | { readonly kind: 'none' };

/** What the step offers to choose from. */
export const readChoices = (desk: Desk, actor: Actor, form: ActForm, step: FormStep): Promise<Choices> =>
  choicesOf(databaseOf(desk), desk, actor, form, step);

async function choicesOf(queries: Queries, desk: Desk, actor: Actor, form: ActForm, step: FormStep): Promise<Choices> {
  const around = circumstances(desk);
  const { ask, appeal, submission } = step;
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
      people: await colleagues(queries, form.appealId, actor.personId, around.now, today(desk)),
    };
  if (ask === 'subordinate' || ask === 'outside')
    return {
      kind: 'organizations',
      organizations: await organizationChoices(queries, ask, submission, appeal, actor, around),
    };
  if (ask === 'visit')
    return {
      kind: 'items',
      items: await visitChoices(queries, form.appealId, visitKindOf(form.subject)),
    };
  if (ask === 'answerText') return { kind: 'templates', templates: await offeredTemplates(queries, form.appealId) };
  if (ask === 'joinWith')
    return {
      kind: 'joinable',
      appeals: submission.joining === null ? [] : await joinableAppeals(queries, submission.joining, around),
    };
  if (ask === 'request') return { kind: 'items', items: await requestChoices(queries, form.appealId) };
  return { kind: 'none' };
}

/** The answer of a step at which nothing else can be chosen; null: there is a choice, or nothing to choose. */
export async function onlyAnswer(
  queries: Queries,
  desk: Desk,
  actor: Actor,
  form: ActForm,
  step: FormStep,
): Promise<Record<string, unknown> | null> {
  const { ask, appeal } = step;
  if (ask === null || ASKS[ask].openEnded) return null;
  if (ask === 'participant') {
    const [only, ...others] = replaceable(appeal);
    return only && others.length === 0 ? { participant: only } : null;
  }
  const choices = await choicesOf(queries, desk, actor, form, step);
  switch (choices.kind) {
    case 'people': {
      const [only, ...others] = choices.people;
      // somebody absent is chosen by whoever knows of it
      return only && others.length === 0 && only.absentUntil === null && isPersonAsk(ask)
        ? { [PERSON_ASKS[ask]]: only.id }
        : null;
    }
    case 'organizations':
      return choices.organizations.length === 1 ? { organizationId: choices.organizations[0]?.id } : null;
    case 'items':
      return choices.items.length === 1
        ? { [ask === 'request' ? 'requestId' : 'visitId']: choices.items[0]?.id }
        : null;
    case 'templates':
    case 'joinable':
    case 'none':
      return null;
  }
}
