import { button, inRows } from '../screen';
import { answered, idIn, type Asked, type Question } from './question';

export interface Amount<State> {
  readonly key: string;
  readonly offered: readonly number[];
  readonly least: number;
  readonly most: number;
  /** What a button says of what so many days come to; by default their number. */
  readonly caption?: (count: number, asked: Asked<State>) => string;
}

/** So many days. Whether so many will do is for the regulation to say. */
export function daysCount<State>({ key, offered, least, most, caption }: Amount<State>): Question<State> {
  return {
    rows(asked) {
      const { reading, move } = asked;
      const said = (count: number) => caption?.(count, asked) ?? reading.words.plain('form:button.days', { count });
      return inRows(
        offered.map((count) => button(said(count), move('pick', String(count)))),
        caption ? 2 : 5,
      );
    },
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
