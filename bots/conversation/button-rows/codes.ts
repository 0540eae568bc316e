import type { AppealList } from '../../../src/regulation/rights';

/** Lists of appeals; links have the codes too. */
export const LISTS = {
  mine: 'm',
  coordination: 'c',
  agreement: 'g',
  approval: 'a',
  overdue: 'o',
  soon: 's',
  organizations: 'w',
  placing: 'p',
  found: 'f',
  unreported: 'r',
  work: 'k',
  postponed: 't',
  returned: 'e',
  selfApproved: 'b',
  formal: 'u',
  photoWarnings: 'i',
  incomplete: 'j',
  closed: 'l',
  lowMarks: 'v',
} as const satisfies Record<AppealList, string>;

/** What a button of a dialog does; the revision makes a second tap harmless. */
export const MOVES = { pick: 'p', done: 'd', cancel: 'c', back: 'b', page: 'g', month: 'm', other: 'o' } as const;
export type Move = keyof typeof MOVES;
