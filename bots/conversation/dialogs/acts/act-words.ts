import { answerAct, type ActOutcome } from '../../../../src/usecases/acts/act-forms';
import type { ActForm } from '../../../../src/usecases/acts/form-steps';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import { QUESTIONS } from './act-questions';
import { askedOf, isAsking } from './act-state';

/** Words for an open form. @idempotent by the sequence of the chat: see `heard` of the form */
export const typeIntoForm = (talk: Talk, turn: Turn, form: ActForm, text: string): Promise<ActOutcome> =>
  answerAct(talk.desk, {
    actor: turn.official,
    formId: form.id,
    revision: null,
    heard: turn.sequence,
    change: (current, step) =>
      isAsking(step) ? QUESTIONS[step.ask].typed(askedOf(current, step, turn.reading), text) : null,
  });
