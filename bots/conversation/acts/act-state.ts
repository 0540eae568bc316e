import type { Ask } from '../../../src/regulation/asks';
import type { ActForm, FormStep } from '../../../src/usecases/answers/submission';
import type { Choices } from '../../../src/usecases/acts/offers';
import type { AppealCard } from '../../../src/usecases/card/card';
import { movesOf, type Asked } from '../kit/question';
import type { Reading } from '../kit/turn';

/** What the questions of an act are asked with: which step, on which appeal, as the regulation sees it. */
export interface ActState {
  readonly form: ActForm;
  readonly step: FormStep & { readonly ask: Ask };
  /** Read for drawing, and for a press that answers what was asked about one of them. */
  readonly choices: Choices;
  /** Read for drawing, and for a press that sends what the card's photos say. */
  readonly card: AppealCard | null;
}

/** The answer under which words wait for the question that asks for them. */
export const BROUGHT = 'brought';

export const NOT_READ = { choices: { kind: 'none' }, card: null } as const;

/** A step of an act's form as a question before its person. */
export function askedOf(
  form: ActForm,
  step: ActState['step'],
  reading: Reading,
  read: Pick<ActState, 'choices' | 'card'> = NOT_READ,
): Asked<ActState> {
  const { answers, view } = form;
  return {
    answers,
    view,
    state: { form, step, ...read },
    reading,
    last: step.last,
    move: movesOf(form),
  };
}

export const isAsking = (step: FormStep): step is ActState['step'] => step.ask !== null;
