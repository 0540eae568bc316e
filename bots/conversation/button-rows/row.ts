import type { Right } from '../../../src/regulation/rights';
import type { Fields, Row } from './buttons';
import { cut, day, number, oneOf, unit, upTo, word } from './fields';

// A row of the table of buttons, and what rows of several subjects name.

export const row = <Of extends Fields>(code: string, right: Right | null, fields: Of): Row<Of> => ({
  code,
  right,
  fields,
});

/** A page that no list reaches: where one begins is counted from it, and a list says itself where it ends. */
const LARGEST_PAGE = 99_999;
export const LONGEST_TERM_DAYS = 366;
export const MINUTES_OF_DAY = 24 * 60;

export const ofAppeal = { appealId: number };
export const page = upTo(LARGEST_PAGE);
/** What it does has been looked at. */
export const sure = oneOf(['yes']).optional();
export const period = { unit, from: day, to: day };
/** A row of a slice, by a code of its own: a name is longer than a button. */
export const part = { by: cut.optional(), code: word.optional() };
