import { databaseOf } from '../../../database/database';
import { hasRight } from '../../../regulation/rights';
import { noteChange } from '../../journal/journal';
import type { Official } from '../../people/officials';
import { lockPeople } from '../../people/people-store';
import type { Records } from '../../ports';
import { forgetSetting, hasSetting, keepSetting } from '../../settings';
import { areGuardsUp, momentOf, waitFor, type AccessDesk } from '../../access/access-changes';

/** Whether what lets people in and lets them approve needs more than one admin's word, once there is something to approve. */
export const isAccessGuarded = async (desk: Records): Promise<boolean> =>
  !(await hasSetting(databaseOf(desk), 'unguarded'));

/**
 * More care begins at once; less waits as what it lets through would.
 * @idempotent
 */
export async function guardAccess(
  desk: AccessDesk,
  actor: Official,
  guarded: boolean,
): Promise<'done' | 'waits' | 'notAdmin'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const { personId } = actor;
    if (!guarded && (await areGuardsUp(tx))) {
      await waitFor(tx, { matter: 'unguarded', personId: null, byId: personId, source: 'chat' }, momentOf(desk));
      return 'waits';
    }
    if ((await hasSetting(tx, 'unguarded')) !== guarded) return 'done';
    await (guarded ? forgetSetting(tx, 'unguarded') : keepSetting(tx, 'unguarded', { since: now }));
    const details = { accessGuarded: guarded };
    await noteChange(tx, now, { personId }, details);
    return 'done';
  });
}
