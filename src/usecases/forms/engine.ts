import type { Change } from './change';
import { changedOtherwise, grown } from './copies';
import type { FormRow } from './form-store';

// The one engine of forms, pure: what an answer leaves of a form, and where the form stands then. Whoever keeps forms reads what the
// steps depend on in between; whoever shows them knows how each step is asked.

/** A step of a form as it stands with what was gathered by now; the steps of a form stand in the order in which they are asked. */
export interface Step<Name extends string = string, Objection = string> {
  readonly name: Name;
  /** Why what was gathered is no answer to it; null: nothing is held against it. */
  readonly objection: Objection | null;
  /** Left out while nothing is held against it although nothing was said. */
  readonly silent?: boolean;
}

/** What is known of a form apart from its row. */
type Said = Pick<FormRow, 'answers' | 'view' | 'revision'>;
type Answers = FormRow['answers'];

/** Where a form stands. */
export interface Standing<Of extends Step<string, unknown>> {
  /** What is asked now; null: everything is answered. */
  readonly step: Of | null;
  /** What was passed by now, as it is asked: there is something to go back to. */
  readonly passed: readonly Of['name'][];
  /** Nothing is asked after it. */
  readonly last: boolean;
}

/** What comes of an answer. */
export type Advance<Of extends Step<string, unknown>> =
  | { readonly kind: 'next'; readonly standing: Standing<Of> }
  /** What was just answered does not hold, and is asked again. */
  | { readonly kind: 'complaint'; readonly standing: Standing<Of> }
  | { readonly kind: 'finish'; readonly standing: Standing<Of> };

/** Names of steps that were passed, the latest last. A form that has kept none has passed those that have an answer. */
export function passedIn(answers: Answers, names: readonly string[]): readonly string[] {
  const { passed } = answers;
  return Array.isArray(passed)
    ? passed.filter((name): name is string => typeof name === 'string')
    : names.filter((name) => answers[name] != null);
}

const namesOf = (steps: readonly Pick<Step, 'name'>[]): readonly string[] => steps.map(({ name }) => name);

/** The first step that is neither passed nor left out is asked. */
export function standing<Of extends Step<string, unknown>>(steps: readonly Of[], answers: Answers): Standing<Of> {
  const passed = passedIn(answers, namesOf(steps));
  const isLeftOut = ({ name, objection, silent }: Of) =>
    objection === null && silent === true && answers[name] === undefined;
  const isDone = (step: Of) => isLeftOut(step) || (step.objection === null && passed.includes(step.name));
  const at = steps.findIndex((step) => !isDone(step));
  return {
    step: steps[at] ?? null,
    passed: namesOf(steps).filter((name) => passed.includes(name)),
    last: at < 0 || steps.slice(at + 1).every(isLeftOut),
  };
}

/** Where the form stands after an answer. @param answered the step that it passes; null: it passes none */
export function advance<Of extends Step<string, unknown>>(
  steps: readonly Of[],
  answers: Answers,
  answered: string | null,
): Advance<Of> {
  const at = standing(steps, answers);
  if (at.step === null) return { kind: 'finish', standing: at };
  const isWrong = at.step.name === answered && at.step.objection !== null;
  return { kind: isWrong ? 'complaint' : 'next', standing: at };
}

/**
 * What a change leaves of a form.
 * @param step the question that it answers; null: none is asked any more
 * @param by words let what is pressed on an older copy of their question stand; a press does not
 */
export function changed(
  form: Said,
  steps: readonly Pick<Step, 'name'>[],
  step: string | null,
  change: Change,
  by: 'press' | 'words',
): Pick<FormRow, 'answers' | 'view'> {
  const { passes = false, passesAlso = [], reopens, view = form.view } = change;
  const answers = change.answers ?? form.answers;
  const before = passedIn({ passed: form.answers.passed, ...answers }, namesOf(steps));
  if (reopens) {
    // An applicant's contacts are in one place of a form, and are not copied.
    const { applicant: _, reopened: _names, asItWas: _former, ...asItWas } = form.answers;
    const reopened = { ...form.answers, reopened: reopens, asItWas, passed: without(before, reopens) };
    return { answers: reopened, view: changedOtherwise(view) };
  }
  const answered = passes && step !== null ? [step, ...passesAlso] : passesAlso;
  const passed = [...without(before, answered), ...answered];
  const goesOn = by === 'press' || step === null || passed.includes(step);
  return { answers: { ...answers, passed }, view: goesOn ? changedOtherwise(view) : grown(form, step, view) };
}

/** The same without this answer: its question is asked again. */
export const notPassed = (answers: Answers, name: string | undefined): Answers => ({
  ...answers,
  passed: without(passedIn(answers, []), name === undefined ? [] : [name]),
});

/**
 * To the question before; from one that was asked again, to where that was wanted, and its answer stays.
 * @param steps all that the form may ask, whether they are asked now or not
 */
export function back(form: Said, steps: readonly Pick<Step, 'name'>[], step: string | null): Change {
  const names = namesOf(steps);
  const passed = passedIn(form.answers, names).filter((name) => names.includes(name));
  const { reopened: kept, asItWas, ...answers } = form.answers;
  const reopened = Array.isArray(kept) ? kept.filter((name): name is string => typeof name === 'string') : [];
  const last = passed.at(-1);
  const isOfIts = step !== null && reopened.includes(step);
  if (isOfIts && (last === undefined || !reopened.includes(last))) {
    const inOrder = names.filter((name) => passed.includes(name) || reopened.includes(name));
    return { answers: { ...former(asItWas, answers), passed: inOrder }, view: {} };
  }
  return { answers: { ...(isOfIts ? form.answers : answers), passed: passed.slice(0, -1) }, view: {} };
}

/** What was said before it was asked again. */
const former = (asItWas: unknown, answers: Answers): Answers =>
  typeof asItWas === 'object' && asItWas !== null ? { ...asItWas, applicant: answers.applicant } : answers;

const without = (names: readonly string[], others: readonly string[]): string[] =>
  names.filter((name) => !others.includes(name));
