import type { Shipment } from '../../../entities/shipment';

/** How a delivery fares by one carrier, as it is shown: never to which address. */
export type ShownShipment = Readonly<
  Pick<Shipment, 'carrier' | 'state' | 'queuedAt' | 'settledAt' | 'trouble' | 'detail'>
> & {
  /** Nobody knows of some sends whether they arrived, so it may have come more than once. */
  readonly twice: boolean;
};
/** As JSON has it. */
export type KeptShipment = Omit<ShownShipment, 'queuedAt' | 'settledAt'> & {
  readonly queuedAt: string;
  readonly settledAt: string | null;
};

/** Of a row `y` of `delivery`, the carriers in one order; what nobody sent is none. SQL. */
export const SHIPMENTS = `(select jsonb_agg(jsonb_build_object('carrier', s.carrier, 'state', s.state, 'queuedAt', s.queued_at,
    'settledAt', s.settled_at, 'trouble', s.trouble, 'detail', s.detail, 'twice', s.unknown_sends > 0) order by s.carrier)
  from shipment s where s.delivery_id = y.id and s.state <> 'withdrawn')`;

export const shownShipments = (kept: readonly KeptShipment[] | null): readonly ShownShipment[] =>
  (kept ?? []).map((one) => ({
    ...one,
    queuedAt: new Date(one.queuedAt),
    settledAt: one.settledAt === null ? null : new Date(one.settledAt),
  }));

/** Of a delivery `y`: who has written what is to be placed. SQL. */
export const AUTHOR = '(select f.person_id from form f where f.id = y.form_id)';
