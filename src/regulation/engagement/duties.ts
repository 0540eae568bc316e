import { HOLDING_ROLES, standsInFor, standsInForAny } from '../deputies';
import type { Actor } from '../facts';
import type { Colleague } from '../recipients';
import { hasRight } from '../rights';
import type { EngagementStage } from './vocabulary';

// Questions, tasks and papers are given to a person by name, and to no role: who acts for them, who hears, and when nobody has them.

/** What was given to a person by name. */
export const DUTIES = ['questions', 'tasks', 'papers'] as const;
export type DutyKind = (typeof DUTIES)[number];

export interface DutyActor {
  readonly personId: number;
  /** They have the ОГ role. */
  readonly isOfficial: boolean;
  /** Those who are away, and in whose place they stand. */
  readonly standsInFor: readonly number[];
}

type Acting = Pick<Actor, 'personId' | 'roles' | 'canApprove' | 'deputyFor'>;

/** Of questions and tasks: whoever stands in for somebody in any of their roles does so in what was given to them by name. */
export const dutyActorOf = (actor: Acting): DutyActor => ({
  personId: actor.personId,
  isOfficial: hasRight(actor, 'engage'),
  standsInFor: standsInForAny(actor),
});
/** Of papers, which only supervisors sign. */
export const paperDeputyOf = (actor: Acting): readonly number[] => standsInFor(actor, 'supervisor');

/** Whether it is theirs: given to them, or to somebody in whose place they stand. */
export const isHeldBy = (
  holderId: number | null,
  { personId, standsInFor: places }: Pick<DutyActor, 'personId' | 'standsInFor'>,
): boolean => holderId !== null && (holderId === personId || places.includes(holderId));

/** The absent person in whose place somebody acts who holds it; null: nobody's. */
export const inPlaceOf = (holderId: number | null, { personId }: Pick<DutyActor, 'personId'>): number | null =>
  holderId === personId ? null : holderId;

export interface DutyHearer {
  readonly personId: number;
  /** As whose deputy; null: for themselves. */
  readonly absentId: number | null;
}

/**
 * Who hears of what was given to this person: themselves; while they are away, whoever stands in and is reached. Where nobody does, they
 * themselves hear.
 * @param colleagues all who work here
 * @param approves only who may approve can do it
 */
export function hearersOfDuty(
  holderId: number,
  kind: DutyKind,
  colleagues: readonly Colleague[],
  approves = false,
): readonly DutyHearer[] {
  const holder = colleagues.find(({ personId }) => personId === holderId);
  if (holder === undefined) return [];
  const deputies = holder.absent
    ? deputiesOf(holder, kind, colleagues).filter((one) => one.unreached !== true && (!approves || one.canApprove))
    : [];
  return deputies.length === 0
    ? [{ personId: holderId, absentId: null }]
    : deputies.map(({ personId }) => ({ personId, absentId: holderId }));
}

/**
 * Why what was given to somebody stands with nobody.
 *
 * disabled    they were switched off
 * roleless    they have lost every role
 * absent      they are away, and nobody stands in
 * mayNotSign  of papers: they have lost the right to sign, and only they could
 * ownWork     of papers: they have sent it themselves, and four eyes were ordered since
 */
export const UNHELD = ['disabled', 'roleless', 'absent', 'mayNotSign', 'ownWork'] as const;
export type Unheld = (typeof UNHELD)[number];

/** Why it stands with nobody; null: it stands with somebody. */
export function whyUnheld(holderId: number, kind: DutyKind, colleagues: readonly Colleague[]): Unheld | null {
  const holder = colleagues.find(({ personId }) => personId === holderId);
  if (holder === undefined) return 'disabled';
  if (holder.roles.length === 0) return 'roleless';
  if (holder.absent && deputiesOf(holder, kind, colleagues).length === 0) return 'absent';
  return kind === 'papers' && !maySign(holder) ? 'mayNotSign' : null;
}

/** Whether anybody else may sign what this person can't, so that it needs only be sent to them. */
export const maySomebodyElseSign = (holderId: number, colleagues: readonly Colleague[]): boolean =>
  colleagues.some((one) => one.personId !== holderId && maySign(one));

/** Papers are signed by supervisors who may approve. */
export const maySign = ({ roles, canApprove }: Pick<Actor, 'roles' | 'canApprove'>): boolean =>
  canApprove && roles.includes('supervisor');

/** Whether somebody for whom what ОГ make waits can still decide, or whoever stands in while they are away. */
export function canDecide(holderId: number, stage: EngagementStage, colleagues: readonly Colleague[]): boolean {
  const holder = colleagues.find(({ personId }) => personId === holderId);
  return holder !== undefined && (stage === 'approval' ? maySign(holder) : holder.roles.includes('supervisor'));
}

/** Those who are there themselves: a deputy's deputy stands in for nobody. */
function deputiesOf({ deputies }: Colleague, kind: DutyKind, colleagues: readonly Colleague[]): readonly Colleague[] {
  const roles = kind === 'papers' ? (['supervisor'] as const) : HOLDING_ROLES;
  return colleagues.filter(
    (one) => !one.absent && roles.some((role) => deputies[role] === one.personId && one.roles.includes(role)),
  );
}

/** ОГ who are there; all of them where nobody is. */
export function officialsAmong(colleagues: readonly Colleague[]): readonly number[] {
  const officials = colleagues.filter((one) => hasRight(one, 'engage'));
  const present = officials.filter(({ absent }) => !absent);
  return (present.length > 0 ? present : officials).map(({ personId }) => personId);
}
