import type { Role } from './vocabulary';

/** Roles in which an appeal can wait for one person, so that somebody must stand in. */
export const HOLDING_ROLES = ['executor', 'supervisor'] as const satisfies readonly Role[];
export type HoldingRole = (typeof HOLDING_ROLES)[number];

/** Who stands in for an absent person, role by role; one person may be there for several. */
export type Deputies = Readonly<Partial<Record<HoldingRole, number>>>;

/** Somebody who is away now and whose deputy in this role a person is. */
export interface Stead {
  readonly absentId: number;
  readonly role: HoldingRole;
}

export interface Duties {
  readonly personId: number;
  readonly roles: readonly Role[];
  readonly canApprove: boolean;
  readonly disabled: boolean;
}

/** Roles of this person that need a deputy; none: nothing waits for this person alone. */
export const rolesToCover = ({ roles }: Pick<Duties, 'roles'>): readonly HoldingRole[] =>
  HOLDING_ROLES.filter((role) => roles.includes(role));

/** A deputy acts with rights of their own, so they must hold the role themselves. */
export const canStandInFor = (deputy: Duties, absent: Pick<Duties, 'personId' | 'roles'>, role: HoldingRole): boolean =>
  deputy.personId !== absent.personId && !deputy.disabled && absent.roles.includes(role) && deputy.roles.includes(role);

/**
 * In whose places of this role a person stands.
 * @param approves the place is that of whoever approves
 */
export function standsInFor(
  { roles, canApprove, deputyFor }: Pick<Duties, 'roles' | 'canApprove'> & { readonly deputyFor: readonly Stead[] },
  role: HoldingRole,
  approves = false,
): readonly number[] {
  if (!roles.includes(role) || (approves && !canApprove)) return [];
  return deputyFor.filter((stead) => stead.role === role).map(({ absentId }) => absentId);
}

/** In whose places a person stands, in any role: of what was given to somebody by name. */
export const standsInForAny = (
  actor: Pick<Duties, 'roles' | 'canApprove'> & { readonly deputyFor: readonly Stead[] },
): readonly number[] => [...new Set(HOLDING_ROLES.flatMap((role) => standsInFor(actor, role)))];
