import { databaseOf, statement } from '../../database/database';
import { isEnd, type Carrier, type ShipmentState } from '../../regulation/carriers';
import type { DeliveryKind } from '../../regulation/vocabulary';
import { askToPlace } from '../deeds/ask-to-place';
import { addEntry } from '../journal/journal';
import { followTasks } from '../nags/follow-tasks';
import type { CarriedEnd } from '../parcel';
import { giveUpEngagements, GIVEN_UP } from './settle-engagement';
import { circumstances, type Desk } from '../ports';

/** What was handed to it, or was being handed when the last process died, may be in ПОС or with the applicant all the same. */
const giveUp = statement(
  'give-up-carrier',
  `update shipment s set state = ${GIVEN_UP}, trouble = 'off', settled_at = $2 from delivery y
   where s.carrier = $1 and s.state in ('waiting', 'sending', 'accepted') and y.id = s.delivery_id
   returning y.id, y.appeal_id as "appealId", y.kind, s.id as "shipmentId", s.state, s.reference,
     y.placed_at is null and y.withdrawn_at is null as "isOpen"`,
);
interface GivenUp {
  readonly id: number;
  readonly appealId: number;
  readonly kind: DeliveryKind;
  readonly shipmentId: number;
  readonly state: ShipmentState;
  readonly reference: string | null;
  /** Nobody has placed it or taken it back. */
  readonly isOpen: boolean;
}

/**
 * What waits for a carrier that the office has no more is carried by people. A process that alone sends begins with it.
 * @idempotent @returns how many became a task of people
 */
export async function handOver(desk: Desk, carrier: Carrier, isAtHand: boolean): Promise<number> {
  if (isAtHand) return 0;
  const around = circumstances(desk);
  return databaseOf(desk).transaction(async (tx) => {
    const left = await tx.query<GivenUp>(giveUp, [carrier, around.now]);
    for (const { appealId, ...one } of left) {
      const { id: deliveryId, shipmentId, state, reference, kind: delivery } = one;
      if (!isEnd(state)) continue;
      const carried: CarriedEnd = { carrier, state, delivery, trouble: 'off', detail: null };
      const details = { deliveryId, shipmentId, reference, carried };
      await addEntry(tx, appealId, { at: around.now, action: 'carry', personId: null, capacity: 'clock', details });
    }
    const tasks = carrier === 'gateway' ? left.filter(({ isOpen }) => isOpen) : [];
    await askToPlace(
      tx,
      tasks.map(({ id, kind }) => ({ id, kind, carriers: [] })),
      around,
    );
    await followTasks(
      tx,
      tasks.map(({ appealId }) => appealId),
      around,
    );
    return tasks.length + (await giveUpEngagements(tx, desk, carrier));
  });
}
