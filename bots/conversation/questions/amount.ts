import { button, inRows } from '../screen';
import { answered, idIn, type Question } from './question';

export interface Amount {
  readonly key: string;
  readonly offered: readonly number[];
  readonly least: number;
  readonly most: number;
}

/** So many days. Whether so many will do is for the regulation to say. */
export function daysCount<State>({ key, offered, least, most }: Amount): Question<State> {
  return {
    rows: ({ reading, move }) =>
      inRows(
        offered.map((count) => button(reading.words.plain('form:button.days', { count }), move('pick', String(count)))),
        5,
      ),
    pressed(asked, move, value) {
      const count = move === 'pick' ? idIn(value) : null;
      return count === null ? null : answered(asked, { [key]: count });
    },
    typed: (asked, text) =>
      /^\d{1,3}$/.test(text.trim())
        ? answered(asked, { [key]: Number(text.trim()) })
        : { complaint: asked.reading.words.plain('form:badNumber', { least, most }) },
  };
}
