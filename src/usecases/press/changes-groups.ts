import type { Action } from '../../regulation/vocabulary';

/** Acts that change which appeals are worked as one. */
export const CHANGES_GROUPS: readonly Action[] = [
  'join',
  'disjoin',
  'answeredThere',
  'redirectedThere',
  'closedThere',
  'close',
];
