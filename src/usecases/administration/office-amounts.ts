import { databaseOf } from '../../database/database';
import { keysOf } from '../../regulation/lists';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../journal/journal';
import type { Official } from '../people/officials';
import type { Desk, Records } from '../ports';
import { amountOf, AMOUNTS, keepSetting, type Amount } from '../settings';

// The numbers that an admin chooses: a row each of AMOUNTS.

export const readAmount = (records: Records, amount: Amount): Promise<number> => amountOf(databaseOf(records), amount);

/** What holds now of each. */
export async function readAmounts(records: Records): Promise<Readonly<Record<Amount, number>>> {
  const read = keysOf(AMOUNTS).map(async (amount) => [amount, await readAmount(records, amount)] as const);
  return Object.fromEntries(await Promise.all(read)) as Record<Amount, number>;
}

export const isOffered = (amount: Amount, count: number): boolean =>
  AMOUNTS[amount].offered.some((one) => one === count);

/** @idempotent: the same again changes and journals nothing */
export async function chooseAmount(
  desk: Desk,
  actor: Official,
  amount: Amount,
  count: number,
): Promise<'chosen' | 'notAdmin' | 'notOffered'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  if (!isOffered(amount, count)) return 'notOffered';
  const { key, unit } = AMOUNTS[amount];
  await databaseOf(desk).transaction(async (tx) => {
    const before = await amountOf(tx, amount);
    if (!(await keepSetting(tx, key, { [unit]: count })) || before === count) return;
    await noteChange(tx, desk.clock.now(), actor, { [amount]: count, before });
  });
  return 'chosen';
}
