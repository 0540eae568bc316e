import type { Asked, Question } from '../../questions/question';
import { QUESTIONS } from './act-questions';
import type { ActState } from './asked/act-state';
import { filesPressed } from './answer/form-files';
import { heldQuestion } from './answer/held-text';
import { isListOpen, listOfFiles } from './answer/version-list';

/** The question as it is asked now: whether a text may stay, or which files go along, may be asked in its place. */
export function questionNow(asked: Asked<ActState>): Question<ActState> {
  const own = QUESTIONS[asked.state.step.ask];
  const question = heldQuestion(asked, own) ?? (own.takes && isListOpen(asked) ? listOfFiles(own) : own);
  if (!question.takes) return question;
  return {
    ...question,
    pressed: (of, move, value) =>
      (move === 'other' ? filesPressed(of, value) : null) ?? question.pressed(of, move, value),
  };
}
