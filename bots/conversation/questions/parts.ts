import { type Change, type Complaint, advance, changed, standing } from '../../../src/usecases/kit/form-engine';
import type { Asked, Question } from './question';

/** A step within a step: asked as those of a form are, by the same engine, until the whole of it is said. */
export interface Part<State, Name extends string = string> {
  readonly name: Name;
  readonly question: Question<State>;
  /** Absent: always. */
  readonly when?: (said: Asked<State>['answers']) => boolean;
}

/** What was said of a part so far; kept in the view of the step, beside which part it is. */
type Said = Asked<unknown>['answers'];

export interface Parts<State, PartState, What extends string, Name extends string> {
  readonly parts: Readonly<Record<What, readonly Part<PartState, Name>[]>>;
  readonly isPart: (name: unknown) => name is What;
  readonly stateOf: (asked: Asked<State>) => PartState;
  /** What the whole of a part does to the form. */
  readonly taken: (asked: Asked<State>, what: What, said: Said) => Change | Complaint;
}

/** A part as it is asked now; null: none is. */
export interface PartNow<PartState, Name extends string> {
  readonly name: Name;
  readonly question: Question<PartState>;
  readonly asked: Asked<PartState>;
  readonly take: (change: Change | Complaint | null) => Change | Complaint | null;
}

/** Which part is asked now. */
export function partNow<State, PartState, What extends string, Name extends string>(
  { parts, isPart, stateOf, taken }: Parts<State, PartState, What, Name>,
  asked: Asked<State>,
): PartNow<PartState, Name> | null {
  const { what } = asked.view;
  if (!isPart(what)) return null;
  const said: Said = { passed: [], ...(typeof asked.view.said === 'object' ? asked.view.said : {}) };
  const stepsOf = (answers: Said) =>
    parts[what].filter(({ when }) => when === undefined || when(answers)).map((part) => ({ ...part, objection: null }));
  const { step } = standing(stepsOf(said), said);
  if (step === null) return null;
  const inner = { answers: said, view: asked.view, revision: 0 };
  return {
    name: step.name,
    question: step.question,
    asked: { ...asked, last: false, answers: said, state: stateOf(asked) },
    take(change) {
      if (change === null || 'complaint' in change) return change;
      const next = changed(inner, parts[what], step.name, change, 'press');
      if (!change.passes) return { view: { ...next.view, what, said: next.answers } };
      const { kind } = advance(stepsOf(next.answers), next.answers, step.name);
      return kind === 'finish' ? taken(asked, what, next.answers) : { view: { what, said: next.answers } };
    },
  };
}
