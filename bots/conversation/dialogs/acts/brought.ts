import type { Ask } from '../../../../src/regulation/asks';
import { answerAct, type ActOutcome } from '../../../../src/usecases/acts/answer-act';
import { textOf } from '../../questions/question';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import { askedOf, BROUGHT, isAsking } from './asked/act-state';
import { listenerOf } from './listening';
import { questionNow } from './question-now';

/** Steps that take words which were there before their form. */
const TAKES: readonly Ask[] = ['comment', 'answerText'];

/**
 * Words that the form was opened with, or that came before their question, answer the question that asks for them, as if they were typed
 * now: with the same looks at what they hold. @idempotent: they are poured in once
 */
export async function pourBrought(talk: Talk, turn: Turn, outcome: ActOutcome): Promise<ActOutcome> {
  if (outcome.kind !== 'asking' || outcome.complaint !== null || outcome.refusal !== null) return outcome;
  const { form, step } = outcome;
  const { ask } = step;
  const text = textOf(form.answers, BROUGHT);
  if (text === '' || ask === null || !TAKES.includes(ask) || textOf(form.answers, ask) !== '') return outcome;
  const listener = await listenerOf(talk, form);
  return answerAct(talk.desk, {
    actor: turn.official,
    formId: form.id,
    revision: form.revision,
    change(current, at) {
      if (!isAsking(at)) return null;
      const { [BROUGHT]: _, ...answers } = current.answers;
      const asked = askedOf({ ...current, answers }, at, turn.reading);
      return listener(asked, text, () => questionNow(asked).typed(asked, text));
    },
  });
}
