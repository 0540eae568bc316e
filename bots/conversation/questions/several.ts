import { button, inRows } from '../screen';
import { ticked } from '../screens/office/ticked';
import { answered, forward, wordsRefused, type Asked, type Question } from './question';

export interface Several<State, Value extends string> {
  /** Where the answer goes. */
  readonly key: string;
  readonly values: (asked: Asked<State>) => readonly { readonly value: Value; readonly caption: string }[];
  /** What is ticked before anything was pressed. */
  readonly first: (asked: Asked<State>) => readonly Value[];
  /** What is said where none is ticked. */
  readonly none: (asked: Asked<State>) => string;
}

/** Some of a few, all in sight: each press ticks or unticks one, «Готово» answers. */
export function several<State, Value extends string>(question: Several<State, Value>): Question<State> {
  const { key, values, first, none } = question;
  // Under another name than the answer: one with an answer counts as passed.
  const ticks = `${key}Ticked`;
  const tickedIn = (asked: Asked<State>): readonly Value[] => {
    const kept = asked.answers[ticks];
    const all = values(asked).map(({ value }) => value);
    return Array.isArray(kept) ? all.filter((value) => kept.includes(value)) : first(asked);
  };
  return {
    rows: (asked) => [
      ...inRows(
        values(asked).map(({ value, caption }) =>
          button(
            ticked(caption, tickedIn(asked).includes(value), asked.reading.words),
            // Its button says what it will be, so that a second tap changes nothing.
            asked.move('pick', `${tickedIn(asked).includes(value) ? '-' : '+'}${value}`),
          ),
        ),
        1,
      ),
      [button(forward(asked), asked.move('done'))],
    ],
    pressed(asked, move, value) {
      const now = tickedIn(asked);
      if (move === 'done') return now.length > 0 ? answered(asked, { [key]: now }) : { complaint: none(asked) };
      const pressed = values(asked).find((one) => one.value === value.slice(1))?.value;
      if (move !== 'pick' || pressed === undefined || !/^[+-]/.test(value)) return null;
      const others = now.filter((one) => one !== pressed);
      return { answers: { ...asked.answers, [ticks]: value.startsWith('+') ? [...others, pressed] : others } };
    },
    typed: wordsRefused,
  };
}
