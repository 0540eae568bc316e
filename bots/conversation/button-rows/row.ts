import type { Right } from '../../../src/regulation/rights';
import type { Unit } from '../../../src/usecases/kit/account-params';
import type { Fields, Row } from './buttons';
import { coded, day, number, oneOf, upTo } from './fields';

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
/** Of what a period is one. */
export const unit = coded({
  day: 'd',
  week: 'w',
  month: 'm',
  quarter: 'q',
  year: 'y',
  own: 'o',
} as const satisfies Record<Unit, string>);
export const period = { unit, from: day, to: day };
