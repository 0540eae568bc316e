import { addWorkingTime, type OfficeCalendar } from './calendar';
import type { Actor } from './facts';
import { hasRight } from './rights';
import type { DeliveryKind } from './vocabulary';

/** A task for ПОС, as far as it matters who may take it. */
export interface TakeableTask {
  readonly kind: DeliveryKind;
  readonly executorId: number | null;
  /** Of a comment: who has written it. */
  readonly authorId: number | null;
}

/**
 * «Беру на себя»: a coordinator, any task; the executor, the entry of their own draft and their own comment. To take one blames nobody:
 * holder and facts stay the coordinators'.
 */
export function mayTake(
  actor: Pick<Actor, 'personId' | 'roles'>,
  { kind, executorId, authorId }: TakeableTask,
): boolean {
  if (hasRight(actor, 'place')) return true;
  if (!actor.roles.includes('executor')) return false;
  return (
    (kind === 'draft_entry' && actor.personId === executorId) || (kind === 'comment' && actor.personId === authorId)
  );
}

/** Whoever may take it has to see what is to be done; curators watch all of them. */
export const maySeeTask = (actor: Pick<Actor, 'personId' | 'roles'>, task: TakeableTask): boolean =>
  hasRight(actor, 'tasks') || mayTake(actor, task);

/** «Размещено», «Передано», «Снято»: a coordinator; for a comment also whoever has written it. */
export const mayPlace = (actor: Pick<Actor, 'personId' | 'roles'>, task: TakeableTask): boolean =>
  hasRight(actor, 'place') || (task.kind === 'comment' && mayTake(actor, task));

/** As whom somebody takes a task, gives it back or confirms it: whoever is both acts as a coordinator, who may take any. */
export const capacityOfTaker = (actor: Pick<Actor, 'roles'>): 'coordinator' | 'executor' =>
  hasRight(actor, 'place') ? 'coordinator' : 'executor';

const HOUR = 3_600_000;
const TAKEN_FOR_HOURS = 4;

/**
 * When a task that is taken now is everybody's again: after four working hours, or half of the stage's allowance, whichever is sooner.
 * @param allowance milliseconds of working time; null: the stage has none
 */
export function takenUntil(now: Date, allowance: number | null, calendar: OfficeCalendar): Date {
  return addWorkingTime(now, Math.min(TAKEN_FOR_HOURS * HOUR, (allowance ?? Infinity) / 2), calendar);
}
