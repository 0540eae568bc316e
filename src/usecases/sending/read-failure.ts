import { databaseOf, statement } from '../../database/database';
import { AWAITED_DELIVERIES, type ShipmentState, type Trouble } from '../../regulation/carriers';
import type { DeliveryKind, Stage } from '../../regulation/vocabulary';
import type { Desk } from '../ports';

/** A letter to an applicant that did not arrive, as far as anybody knows. */
export interface MailFailure {
  readonly deliveryId: number;
  readonly appealId: number;
  readonly number: string;
  readonly kind: DeliveryKind;
  readonly state: ShipmentState;
  readonly trouble: Trouble | null;
  readonly detail: string | null;
  /** The appeal waits for somebody's «Отправлено». */
  readonly waits: boolean;
  /** How the same delivery fares on its way to ПОС; null: coordinators place it there. */
  readonly gateway: ShipmentState | null;
}

const readFailure = statement(
  'mail-failure',
  `select y.id as "deliveryId", y.appeal_id as "appealId", a.number, y.kind, s.state, s.trouble, s.detail,
     y.placed_at is null and y.withdrawn_at is null and a.stage = $2 and y.kind = any($3::text[]) as waits,
     (select g.state from shipment g where g.delivery_id = y.id and g.carrier = 'gateway') as gateway
   from shipment s join delivery y on y.id = s.delivery_id join appeal a on a.id = y.appeal_id where s.id = $1`,
);

/** Null: there is no such letter. */
export async function readMailFailure(desk: Desk, shipmentId: number): Promise<MailFailure | null> {
  const [row] = await databaseOf(desk).query<MailFailure>(readFailure, [
    shipmentId,
    'delivery' satisfies Stage,
    AWAITED_DELIVERIES,
  ]);
  return row ?? null;
}
