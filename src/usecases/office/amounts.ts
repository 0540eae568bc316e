import { databaseOf, statement, type Queries } from '../../database/database';
import { keysOf } from '../../regulation/lists';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../kit/journal';
import type { Official } from '../kit/officials';
import type { Desk, Records } from '../kit/ports';
import { amountOf, AMOUNTS, keepSetting, type Amount } from '../kit/settings';
import { IS_SHOWN } from '../lists/reflections';

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

const selectReflecting = statement('is-reflecting', `select ${IS_SHOWN('$1')} as shown`);
const isReflecting = async (queries: Queries, { office }: Desk): Promise<boolean> =>
  (await queries.query<{ shown: boolean }>(selectReflecting, [office.carriers.includes('gateway')]))[0]?.shown === true;

/** Whether the office keeps «Отразить в ПОС»: as an admin has chosen, else where no gateway tells ПОС. */
export const readReflecting = (desk: Desk): Promise<boolean> => isReflecting(databaseOf(desk), desk);

/** What is decided while it is off is in no list afterwards. @idempotent: the same again changes and journals nothing */
export async function chooseReflecting(desk: Desk, actor: Official, shown: boolean): Promise<void> {
  if (!hasRight(actor, 'administer')) return;
  await databaseOf(desk).transaction(async (tx) => {
    const before = await isReflecting(tx, desk);
    if (!(await keepSetting(tx, 'reflect_in_pos', { shown })) || before === shown) return;
    await noteChange(tx, desk.clock.now(), actor, { reflecting: shown, before });
  });
}
