import type { Role } from './vocabulary';

export interface Duties {
  readonly personId: number;
  readonly roles: readonly Role[];
  readonly canApprove: boolean;
  readonly disabled: boolean;
}

/** Roles of which an appeal can wait for one person, so that somebody must stand in. */
const HOLDING: readonly Role[] = ['executor', 'supervisor'];

/**
 * A deputy acts with rights of their own (facts.ts), so they need whatever the absent person's appeals may need: the roles in which
 * an appeal waits for one person, and the right to approve.
 */
export function canStandInFor(deputy: Duties, absent: Duties): boolean {
  if (deputy.personId === absent.personId || deputy.disabled) return false;
  if (absent.canApprove && !deputy.canApprove) return false;
  return absent.roles.every((role) => !HOLDING.includes(role) || deputy.roles.includes(role));
}

/** Nothing waits for this person alone: no deputy is needed. */
export const needsDeputy = ({ roles }: Pick<Duties, 'roles'>): boolean => roles.some((role) => HOLDING.includes(role));
