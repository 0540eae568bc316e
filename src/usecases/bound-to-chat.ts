import type { MessageKind } from './messages';

/** What changes messages of one chat, and says nothing to anybody who is met elsewhere by now. */
export const BOUND_TO_CHAT: readonly MessageKind[] = [
  ...(['redraw', 'redrawNags', 'redrawParked', 'redrawSaid', 'remove'] as const),
  ...(['commands', 'keptQuestion', 'cardLeft', 'homeMoved', 'accountAdded', 'accessTold'] as const),
];
