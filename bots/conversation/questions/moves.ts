import type { Change, Complaint } from '../../../src/usecases/kit/form-engine';
import type { FormRow } from '../../../src/usecases/kit/form-store';
import { knownDay } from '../button-rows/fields';
import type { Move } from '../button-rows/codes';
import { button, type ScreenButton } from '../screen';
import type { Asked, Question } from './question';

/** The buttons of a dialog; its revision makes a second tap harmless. */
export const movesOf =
  ({ id: formId, revision }: Pick<FormRow, 'id' | 'revision'>): Asked<unknown>['move'] =>
  (move, value = '') => ({ kind: 'form', formId, revision, move, value });

/** «Другое» with this value makes what was typed to search a part of the answer. */
export const SAYS_WHAT_WAS_TYPED = 'outside';

/** What a press means: something for the dialog as a whole, or a change of this question. */
export type Moved = 'cancel' | 'stepBack' | Change | Complaint | null;

/** Null: the press belongs to no such question. */
export function moved<State>(question: Question<State>, asked: Asked<State>, move: Move, value: string): Moved {
  switch (move) {
    case 'cancel':
      return 'cancel';
    case 'back':
      return question.isInside?.(asked) ? { view: question.outside?.(asked) ?? {} } : 'stepBack';
    case 'page':
      return /^\d{1,4}$/.test(value) ? { view: { ...asked.view, page: Number(value) } } : null;
    case 'month': {
      const month = knownDay(value);
      return month === null ? null : { view: { ...asked.view, month } };
    }
    case 'pick':
    case 'done':
    case 'other':
      return question.pressed(asked, move, value);
  }
}

/**
 * Whether it means in a copy of before what it means now: what it names it names, whatever has come since. «Написать заново» or a template
 * would take away what has.
 */
export const isMeantInCopy = (move: Move): boolean => move !== 'other';

/** «Назад» while there is a way back, «Отмена» always. */
export function bottomRow<State>(question: Question<State>, asked: Asked<State>, hasPassed: boolean): ScreenButton[] {
  const { plain } = asked.reading.words;
  const cancel = button(plain('form:button.cancel'), asked.move('cancel'));
  return hasPassed || question.isInside?.(asked)
    ? [button(plain('form:button.back'), asked.move('back')), cancel]
    : [cancel];
}
