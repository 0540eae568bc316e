import { databaseOf, statement, type Queries } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../journal/journal';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { IS_SHOWN } from '../reflections/is-shown';
import { keepSetting } from '../settings';

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
