import { databaseOf } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../journal/journal';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { isSetting, keepSetting } from '../settings';
import { stampOf } from '../shown-stamp';

/**
 * No published source gives the shares, so they are an assumption until an admin has confirmed exactly these; other shares
 * in the environment void the confirmation by themselves.
 */
export async function stageSharesConfirmed(desk: Desk): Promise<boolean> {
  return isSetting(databaseOf(desk), 'stage_shares', desk.office.shares);
}

/**
 * Confirms just the shares that a screen has shown.
 * @param seen their stamp
 * @idempotent: the second confirmation of the same shares changes and journals nothing
 */
export async function confirmStageShares(
  desk: Desk,
  actor: Official,
  seen: string,
): Promise<'confirmed' | 'notAdmin' | 'changedMeanwhile'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  if (stampOf(desk.office.shares) !== seen) return 'changedMeanwhile';
  await databaseOf(desk).transaction(async (tx) => {
    if (!(await keepSetting(tx, 'stage_shares', desk.office.shares))) return;
    await noteChange(tx, desk.clock.now(), actor, { confirmed: 'STAGE_SHARES', shares: desk.office.shares });
  });
  return 'confirmed';
}
