import type { OfficeCalendar } from '../calendar';
import { isOneOf } from '../lists';
import type { EngagementContent } from './content';
import type { EngagementResults } from './results';
import type { EngagementAction, EngagementKind, EngagementStage } from './vocabulary';

/** Where, which version, and at which stage since when. */
export interface Misplaced {
  readonly address: string;
  readonly number: number;
  readonly stage: EngagementStage;
  readonly stageAt: Date;
}

/** Everything that the table may look at. The use case loads it; nothing here does I/O. */
export interface EngagementFacts {
  readonly kind: EngagementKind;
  /** As it was kept: anything but «муниципальный» is refused. */
  readonly level: string;
  readonly stage: EngagementStage;
  /** Of the present version. */
  readonly content: EngagementContent;
  readonly number: number;
  /** What stands in ПОС: where, and which version; null: nothing. */
  readonly placed: { readonly address: string; readonly number: number } | null;
  /** What stood there until «Размещено по ошибке», the latest act, took it away; null: another act is the latest. */
  readonly misplaced: Misplaced | null;
  readonly agreeingId: number | null;
  readonly approvingId: number | null;
  /** Who has sent it for agreement; null: nobody. */
  readonly handedOverById: number | null;
  /** Where it stood before it was removed; null: it is not removed. */
  readonly stageBefore: EngagementStage | null;
  /** The office has these agreed and approved (a setting; §2 orders neither). */
  readonly isAgreed: boolean;
}

/** The supervisor for whom it waits; null: for nobody. */
export const waitsForId = ({ stage, agreeingId, approvingId }: EngagementFacts): number | null =>
  stage === 'agreement' ? agreeingId : stage === 'approval' ? approvingId : null;

/** Whether the supervisor whom this act names will approve, and not agree. */
export const namesApprover = (action: EngagementAction, { stage }: Pick<EngagementFacts, 'stage'>): boolean =>
  action === 'agreeContent' || stage === 'approval';

/** Whoever hands it over where four eyes are ordered, or has done so: they can't be the next to have it. Null: anybody may be. */
export const mayNotHaveId = (
  action: EngagementAction,
  { handedOverById }: Pick<EngagementFacts, 'handedOverById'>,
  actorId: number,
  fourEyes: EngagementMoment['fourEyes'],
): number | null => (fourEyes === 'warn' ? null : action === 'handOver' ? actorId : handedOverById);

export const TASKS_THERE = ['place', 'change', 'remove'] as const;
export type TaskThere = (typeof TASKS_THERE)[number];

/** Where a change is carried on; before that it is not agreed. */
export const STANDS_IN = ['placing', 'running', 'summing_up', 'finished'] as const;

/** What waits to be done in ПОС; null: nothing does. */
export function taskThere({
  stage,
  placed,
  number,
}: Pick<EngagementFacts, 'stage' | 'number'> & {
  readonly placed: { readonly number: number } | null;
}): TaskThere | null {
  if (stage === 'removed') return placed === null ? null : 'remove';
  if (placed === null) return stage === 'placing' ? 'place' : null;
  return placed.number < number && isOneOf(STANDS_IN, stage) ? 'change' : null;
}

/** Nothing of it lies ahead any more. */
export const hasEnded = ({ stage }: Pick<EngagementFacts, 'stage'>): boolean =>
  stage === 'finished' || stage === 'removed';

export interface EngagementMoment {
  readonly now: Date;
  readonly calendar: OfficeCalendar;
  readonly fourEyes: 'warn' | 'forbid';
}

/** What an act was told. */
export interface EngagementAnswers {
  readonly address?: string;
  readonly reason?: string;
  readonly summary?: string;
  /** The supervisor who agrees or approves next. */
  readonly personId?: number;
  /** How it ended, counted. */
  readonly results?: EngagementResults;
}
export type EngagementAsk = keyof EngagementAnswers;
