import { addWorkingTime, type OfficeCalendar } from './calendar';
import type { Actor } from './facts';
import { hasRight, heldBy } from './rights';
import type { DeliveryKind } from './vocabulary';

/** A task for ПОС, as far as it matters who may take it. */
export interface TakeableTask {
  readonly kind: DeliveryKind;
  readonly executorId: number | null;
  /** Of a comment: who has written it. */
  readonly authorId: number | null;
}

/**
 * «Беру на себя»: a coordinator, any task; the executor, the entry of their own draft and their own comment, or that of whoever they stand
 * in for. To take one blames nobody: holder and facts stay the coordinators'.
 */
export function mayTake(actor: Actor, { kind, executorId, authorId }: TakeableTask): boolean {
  if (hasRight(actor, 'place')) return true;
  if (!actor.roles.includes('executor')) return false;
  if (kind === 'comment') return authorId !== null && heldBy(actor, 'executor').includes(authorId);
  return kind === 'draft_entry' && actor.personId === executorId;
}

/** Whoever may take it has to see what is to be done; curators watch all of them. */
export const maySeeTask = (actor: Actor, task: TakeableTask): boolean =>
  hasRight(actor, 'tasks') || mayTake(actor, task);

/** «Размещено», «Передано», «Снято»: a coordinator; for a comment also whoever has written it, or stands in for them. */
export const mayPlace = (actor: Actor, task: TakeableTask): boolean =>
  hasRight(actor, 'place') || (task.kind === 'comment' && mayTake(actor, task));

/** Whoever has written a comment is asked to place it before the coordinators are, unless they are one of them or an executor no more. */
export const isAskedFirst = (author: Pick<Actor, 'roles'>): boolean =>
  author.roles.includes('executor') && !hasRight(author, 'place');

/** As whom somebody takes a task, gives it back or confirms it: whoever is both acts as a coordinator, who may take any. */
export const capacityOfTaker = (actor: Pick<Actor, 'roles'>): 'coordinator' | 'executor' =>
  hasRight(actor, 'place') ? 'coordinator' : 'executor';

/** Tasks for ПОС that no stage waits for: whoever passed, extended or took back has done their part, and nothing else asks for these. */
export const UNAWAITED_TASKS = [
  'organization',
  'removal',
  'extension_notice',
] as const satisfies readonly DeliveryKind[];

/** One of them that waits for somebody's hands. */
export interface OpenTask {
  readonly kind: (typeof UNAWAITED_TASKS)[number];
  /** When it became theirs: given, or refused by the gateway. */
  readonly since: Date;
  /** Of an extension's notice: the former due. */
  readonly lateAt: Date | null;
  /** Who has taken it on themselves; null: it is all coordinators'. */
  readonly takenById: number | null;
}

const HOUR = 3_600_000;
const TAKEN_FOR_HOURS = 4;

/**
 * When a task that is taken now is everybody's again: after four working hours, or half of the stage's allowance, whichever is sooner.
 * @param allowance milliseconds of working time; null: the stage has none
 */
export function takenUntil(now: Date, allowance: number | null, calendar: OfficeCalendar): Date {
  return addWorkingTime(now, Math.min(TAKEN_FOR_HOURS * HOUR, (allowance ?? Infinity) / 2), calendar);
}
