import { z } from 'zod';
import { databaseOf, type Database, type Rows } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { instant } from '../instant';
import { noteChange } from '../journal/journal';
import { say } from '../messages';
import { adminsWithChat, type Official } from '../people/officials';
import type { Desk } from '../ports';
import { holdSetting, keepSetting, settingOf } from '../settings';

/** Nobody's term is missed by less, and a machine that is set right after its start moves by less. */
export const STEP_MS = 5 * 60_000;

const kept = z.object({ at: instant });

/** The newest moment at which the clock was trusted; null: the program has never run. */
export async function trustedMoment(rows: Rows): Promise<Date | null> {
  const value = await settingOf(rows, 'clock_trusted');
  return value === undefined ? null : kept.parse(value).at;
}

/** @idempotent */
export const keepTrusted = (database: Database, at: Date): Promise<void> =>
  database.transaction(async (tx) => void (await keepSetting(tx, 'clock_trusted', { at: at.toISOString() })));

/**
 * The clock has stepped away from a moment, and nobody has said that it is right.
 * @idempotent by the moment, however often the program starts meanwhile
 * @returns how many were told
 */
export async function tellOfStep(desk: Desk, before: Date): Promise<number> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const admins = await adminsWithChat(tx);
    await say(
      tx,
      admins.map(({ id, ...to }) => ({
        key: `clockStepped:${before.toISOString()}:person:${id}`,
        to,
        kind: 'clockStepped',
        params: { personId: id, before, after: now },
        silent: false,
      })),
      now,
    );
    return admins.length;
  });
}

/**
 * What waits is done at the next tick.
 * @returns `before`: nothing was held
 */
export async function confirmClock(desk: Desk, actor: Official): Promise<'confirmed' | 'before' | 'notAdmin'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await holdSetting(tx, 'clock_trusted');
    const before = await trustedMoment(tx);
    if (before === null || Math.abs(now.getTime() - before.getTime()) <= STEP_MS) return 'before';
    await keepSetting(tx, 'clock_trusted', { at: now.toISOString() });
    await noteChange(tx, now, actor, { clockConfirmed: true, before: before.toISOString() });
    return 'confirmed';
  });
}
