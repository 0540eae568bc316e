import type { Complaint } from '../../../src/usecases/forms/change';
import { button } from '../screen';
import type { Question, Asked } from './question';

export interface PlaceQuestion<State> {
  /** What is said to words. */
  readonly refused: (asked: Asked<State>) => Complaint;
}

/** A point on the map, sent from the phone; it may be left out. */
export function place<State>({ refused }: PlaceQuestion<State>): Question<State> {
  return {
    rows: ({ reading, move }) => [[button(reading.words.plain('form:button.skip'), move('done', 'skip'))]],
    pressed: ({ answers }, move, value) =>
      move === 'done' && value === 'skip'
        ? { answers: { ...answers, latitude: undefined, longitude: undefined }, view: {}, passes: true }
        : null,
    typed: refused,
    placed: ({ answers }, { latitude, longitude }) => ({
      answers: { ...answers, latitude, longitude },
      view: {},
      passes: true,
    }),
  };
}
