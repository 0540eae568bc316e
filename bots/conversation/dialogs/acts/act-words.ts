import { holdsMask } from '../../../../src/text/personal-data';
import { answerAct } from '../../../../src/usecases/asking/answer-act';
import type { ActOutcome } from '../../../../src/usecases/asking/act-outcome';
import type { ActForm } from '../../../../src/usecases/asking/form-steps';
import { textFinder } from '../../../../src/usecases/submission/text-finder';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import { askedOf, isAsking } from './act-state';
import { heldBack, questionNow } from './held-text';

/**
 * Words for an open form, or those under a photo. Those with dots in place of a number were copied from somewhere and never become an answer; of
 * those with somebody's data in them whoever wrote them is asked first.
 * @idempotent by the sequence of the chat: see `heard` of the form
 */
export async function typeIntoForm(
  talk: Talk,
  turn: Turn,
  form: ActForm,
  text: string,
  as: 'words' | 'caption' = 'words',
): Promise<ActOutcome> {
  const find = await textFinder(talk.desk, form.appealId);
  return answerAct(talk.desk, {
    actor: turn.official,
    formId: form.id,
    revision: null,
    heard: turn.sequence,
    change(current, step) {
      if (!isAsking(step)) return null;
      const asked = askedOf(current, step, turn.reading);
      const question = questionNow(asked);
      const said = () => (as === 'caption' && question.captioned?.(asked, text)) || question.typed(asked, text);
      const typed = holdsMask(text) ? { complaint: turn.words.plain('form:dotsInText') } : said();
      if ('complaint' in typed) return question.leavesOut ? { ...typed, view: question.leavesOut(asked, text) } : typed;
      return question.isCopied ? typed : heldBack(asked, typed, find(text));
    },
  });
}
