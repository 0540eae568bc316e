import { ACT_OF } from './differences';
import type { Actor } from './facts';
import { isOneOf } from './lists';
import { hasRight, heldBy } from './rights';
import { isFinal, STAGES, type Action, type Role, type Stage } from './vocabulary';

// «Отразить в ПОС»: what is decided here and ПОС does not hear of by a task, so that somebody repeats it there.

/**
 * assignment     it has another executor, who may be of a subordinate organization with people in the bot
 * reexamination  an answer that ПОС has was returned
 * taking         its executor has taken it into work
 * return         its executor has returned it to the coordinators
 */
export const REFLECTIONS = ['assignment', 'reexamination', 'taking', 'return'] as const;
export type Reflection = (typeof REFLECTIONS)[number];

/** Whose list has it: all coordinators have one, an executor has what they did themselves. */
export const REFLECTED_BY = {
  assignment: 'coordinator',
  reexamination: 'coordinator',
  taking: 'executor',
  return: 'executor',
} as const satisfies Record<Reflection, Role>;
/** Which kinds a person repeats in ПОС, and of which executors: a deputy sees what the absent one has done. */
export const reflectsFor = (actor: Actor) => ({
  forAll: hasRight(actor, 'place') ? kindsOf('coordinator') : [],
  ofExecutor: kindsOf('executor'),
  executorIds: heldBy(actor, 'executor'),
});
const kindsOf = (role: Role): readonly Reflection[] => REFLECTIONS.filter((kind) => REFLECTED_BY[kind] === role);

export function mayReflect(actor: Actor, kind: Reflection, executorId: number | null): boolean {
  const { forAll, ofExecutor, executorIds } = reflectsFor(actor);
  return (
    forAll.includes(kind) || (ofExecutor.includes(kind) && executorId !== null && executorIds.includes(executorId))
  );
}

/** Somebody has it, and no task has carried it into ПОС yet. */
const IN_HANDS = STAGES.filter((stage) =>
  isOneOf<Stage>(['assigned', 'in_progress', 'redirect_agreement', 'redirect_approval', 'answer_agreement'], stage),
);
/** Elsewhere it is overtaken: a task tells ПОС more, or it was decided otherwise. */
export const REFLECTED_AT: Readonly<Record<Reflection, readonly Stage[]>> = {
  assignment: IN_HANDS,
  reexamination: ['coordination', ...IN_HANDS],
  taking: IN_HANDS.filter((stage) => stage !== 'assigned'),
  return: ['coordination'],
};

/** What ПОС had decided before the bot. */
const FOLLOWS_POS: readonly Action[] = [...Object.values(ACT_OF), 'restoreBefore'];
/** What takes back an assignment takes back its line too. */
export const TAKES_BACK: readonly Action[] = ['undoAssignment'];
const ENTERED_THERE: readonly Action[] = ['markEntered', 'approveAnswer', 'confirmSent'];
/** Whoever has entered a later step there has entered those before it. */
export const isThereBy = (action: Action, to: Stage): boolean => isFinal(to) || ENTERED_THERE.includes(action);

interface Before {
  readonly stage: Stage;
  readonly executorId: number | null;
}

/** What an act leaves to be repeated in ПОС, by what it has changed. */
export function reflectionsOf(action: Action, before: Before, after: Before): readonly Reflection[] {
  if (FOLLOWS_POS.includes(action) || TAKES_BACK.includes(action)) return [];
  const isAnother = after.executorId !== null && after.executorId !== before.executorId;
  const changes: Readonly<Record<Reflection, boolean>> = {
    assignment: isAnother && IN_HANDS.includes(after.stage),
    // An answer that was not approved yet ПОС does not have, or a task takes it out.
    reexamination: action === 'returnForReexamination' && isOneOf<Stage>(['answered', 'postponed'], before.stage),
    taking: after.stage === 'in_progress' && isOneOf<Stage>(['coordination', 'assigned'], before.stage),
    return: after.stage === 'coordination' && isOneOf<Stage>(['assigned', 'in_progress'], before.stage),
  };
  return REFLECTIONS.filter((kind) => changes[kind]);
}
