import { Shipment } from '../../../entities/shipment';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import { LONGEST_ASKED_MS, type Carrier } from '../../regulation/carriers';
import type { Records } from '../ports';

const CLAIMED = columns(Shipment, [
  'id',
  'deliveryId',
  'engagementId',
  'engagementTask',
  'engagementNumber',
  'carrier',
  'key',
  'tries',
  'unknownSends',
  'acceptedAt',
  'queuedAt',
]);
type Row = Readonly<RowOf<typeof CLAIMED>>;
type Named<Row, Names extends keyof Row> = Row & { readonly [Name in Names]: NonNullable<Row[Name]> };
/** A delivery that this process sends now, or asks about. */
export type ClaimedDelivery = Named<Row, 'deliveryId'>;
/** The same of what the ОГ role makes. */
export type ClaimedEngagement = Named<Row, 'engagementId' | 'engagementTask' | 'engagementNumber'> & {
  readonly deliveryId: null;
};
export type Claimed = ClaimedDelivery | ClaimedEngagement;

// Nothing is put off for longer than $3: what waits until then was written by a clock that has been set back since.
const claim = statement(
  'claim-shipment',
  `update shipment set state = 'sending', tries = tries + 1 where id = (
     select id from shipment where carrier = $1 and state in ('waiting', 'accepted') and (due_at <= $2 or due_at > $3)
     order by due_at, id limit 1 for update skip locked)
   returning ${CLAIMED}`,
);
const recover = statement(
  'recover-shipments',
  `update shipment set due_at = $2, state = case when accepted_at is null then 'waiting' else 'accepted' end,
     unknown_sends = unknown_sends + case when accepted_at is null and carrier = 'mail' then 1 else 0 end
   where carrier = $1 and state = 'sending' returning id`,
);
const nextDue = statement(
  'next-shipment',
  `select min(due_at) as at from shipment where carrier = $1 and state in ('waiting', 'accepted')`,
);

/** The next that is due, as being sent; committed before anybody is called. Null: there is none. */
export async function claimShipment(records: Records, carrier: Carrier): Promise<Claimed | null> {
  const now = records.clock.now();
  const latest = new Date(now.getTime() + LONGEST_ASKED_MS);
  const [row] = await databaseOf(records).query<Claimed>(claim, [carrier, now, latest]);
  return row ?? null;
}

/**
 * What a process before this one was sending when it died goes again, by the same key. For whoever alone sends now.
 * @idempotent @returns how many
 */
export async function recoverShipments(records: Records, carrier: Carrier): Promise<number> {
  return (await databaseOf(records).query(recover, [carrier, records.clock.now()])).length;
}

/** When there is next something to send; null: nothing waits. */
export async function nextShipmentAt(records: Records, carrier: Carrier): Promise<Date | null> {
  const [row] = await databaseOf(records).query<{ at: Date | null }>(nextDue, [carrier]);
  return row?.at ?? null;
}
