import { holds } from './cases';
import { isOverdue, roundAfterReturn, type Round } from './deadlines';
import type { AppealFacts, Circumstances } from './facts';
import { TRANSITIONS } from './transitions';

/** What a return would begin, and whether the term can be extended then. */
export interface Foreseen extends Round {
  readonly extendable: boolean;
}

/** What an answer that is returned now begins; null: nothing has reached the applicant, so its term stays what it is. */
export function roundForeseen(appeal: AppealFacts, around: Circumstances): Foreseen | null {
  const row = TRANSITIONS.find(
    ({ action, from, when }) =>
      action === 'returnForReexamination' &&
      from.includes(appeal.stage) &&
      (when === undefined || holds(when, appeal, null, around) !== false),
  );
  if (!row?.effects.some(({ kind }) => kind === 'beginNewTerm')) return null;
  const round = roundAfterReturn(appeal, around.now, around.calendar);
  return { ...round, extendable: appeal.kind === 'appeal59' && !appeal.extended && !isOverdue(round.due, around.now) };
}
