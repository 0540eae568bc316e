import type { Audience } from './effects';
import { isOneOf } from './lists';
import { TRANSITIONS } from './transitions';
import { PARTICIPANTS, type Action, type Participant } from './vocabulary';

/** Acts by which an appeal comes to somebody though its stage goes on, and to whom: a stage that is entered says so by itself. */
export const BROUGHT: ReadonlyMap<Action, Audience> = new Map(
  TRANSITIONS.filter(({ to }) => to === 'same').flatMap(({ action, effects }) =>
    effects.flatMap((effect) => (effect.kind === 'notify' && effect.move ? [[action, effect.whom] as const] : [])),
  ),
);

/** Of those, what makes no sound when it comes, and none in a list: it waits for the next one. */
export const BROUGHT_SILENTLY: readonly Action[] = [...BROUGHT.keys()].filter((action) =>
  TRANSITIONS.some(
    (row) =>
      row.action === action && row.effects.some((effect) => effect.kind === 'notify' && effect.move && !effect.loud),
  ),
);

export type BroughtTo = Participant | 'reportedTo';

/** @param replaced whose place was taken over, where that is what was done. Null: to nobody in particular. */
export function broughtTo(action: Action, replaced: Participant | null): BroughtTo | null {
  const whom = BROUGHT.get(action);
  if (whom === 'replacement') return replaced;
  return whom === 'reportedTo' || isOneOf(PARTICIPANTS, whom) ? whom : null;
}
