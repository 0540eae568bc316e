import { databaseOf, statement } from '../../database/database';
import type { Carrier } from '../../regulation/carriers';
import type { DeliveryKind } from '../../regulation/vocabulary';
import { askToPlace } from '../deeds/delivery';
import { giveUpEngagements } from './settle-engagement';
import { circumstances, type Desk } from '../ports';

const giveUp = statement(
  'give-up-carrier',
  `update shipment s set state = 'withdrawn', trouble = 'off', settled_at = $2 from delivery y
   where s.carrier = $1 and s.state in ('waiting', 'sending') and y.id = s.delivery_id
   returning y.id, y.kind, y.placed_at is null and y.withdrawn_at is null as "isOpen"`,
);

/**
 * What waits for a carrier that the office has no more is carried by people. A process that alone sends begins with it.
 * @idempotent @returns how many became a task of people
 */
export async function handOver(desk: Desk, carrier: Carrier, isAtHand: boolean): Promise<number> {
  if (isAtHand) return 0;
  const around = circumstances(desk);
  return databaseOf(desk).transaction(async (tx) => {
    const left = await tx.query<{ id: number; kind: DeliveryKind; isOpen: boolean }>(giveUp, [carrier, around.now]);
    const tasks = carrier === 'gateway' ? left.filter(({ isOpen }) => isOpen) : [];
    await askToPlace(
      tx,
      tasks.map(({ id, kind }) => ({ id, kind, carriers: [] })),
      around,
    );
    return tasks.length + (await giveUpEngagements(tx, desk, carrier));
  });
}
