import { statement, databaseOf } from '../../database';
import { hasRight } from '../../regulation/rights';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { addPeopleEntry } from '../journal/journal';

const readConfirmed = statement(
  'stage-shares-confirmed',
  `select exists (select from setting where key = 'stage_shares' and value = $1::jsonb) as confirmed`,
);
const writeConfirmed = statement(
  'confirm-stage-shares',
  `insert into setting (key, value) values ('stage_shares', $1::jsonb)
   on conflict (key) do update set value = excluded.value where setting.value is distinct from excluded.value returning key`,
);

/**
 * No published source gives the shares, so they are an assumption until an admin has confirmed exactly these; other shares
 * in the environment void the confirmation by themselves.
 */
export async function stageSharesConfirmed(desk: Desk): Promise<boolean> {
  const [row] = await databaseOf(desk).query<{ confirmed: boolean }>(readConfirmed, [
    JSON.stringify(desk.office.shares),
  ]);
  return row?.confirmed ?? false;
}

/** @idempotent: the second confirmation of the same shares changes and journals nothing */
export async function confirmStageShares(desk: Desk, actor: Official): Promise<'confirmed' | 'notAdmin'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  await databaseOf(desk).transaction(async (tx) => {
    const changed = await tx.query(writeConfirmed, [JSON.stringify(desk.office.shares)]);
    if (changed.length === 0) return;
    await addPeopleEntry(tx, {
      at: desk.clock.now(),
      action: 'changeOffice',
      personId: actor.personId,
      capacity: 'admin',
      details: { confirmed: 'STAGE_SHARES', shares: desk.office.shares },
    });
  });
  return 'confirmed';
}
