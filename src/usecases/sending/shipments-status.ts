import { statement, type Queries } from '../../database/database';
import { CARRIERS, type Carrier } from '../../regulation/carriers';

/** How deliveries fare by one carrier. */
export interface CarrierStatus {
  readonly carrier: Carrier;
  readonly delivered: number;
  /** To be sent, being sent, or accepted and not confirmed. */
  readonly waiting: number;
  /** Refused for good, or of an unknown end. */
  readonly failed: number;
  /** How long the one that waits longest does. */
  readonly oldestSeconds: number;
}

type Row = Omit<CarrierStatus, 'oldestSeconds'> & { readonly oldest: Date | null };
const selectStatus = statement(
  'shipments-status',
  `select carrier, (count(*) filter (where state = 'delivered'))::int as delivered,
     (count(*) filter (where state in ('waiting', 'sending', 'accepted')))::int as waiting,
     (count(*) filter (where state in ('refused', 'unknown')))::int as failed,
     min(queued_at) filter (where state in ('waiting', 'sending', 'accepted')) as oldest
   from shipment group by carrier`,
);

/** For /metrics; every carrier, so that an alert finds its figure from the first day. */
export async function shipmentsStatus(queries: Queries, now: Date): Promise<readonly CarrierStatus[]> {
  const rows = await queries.query<Row>(selectStatus);
  return CARRIERS.map((carrier) => {
    const { oldest = null, ...counts } = rows.find((row) => row.carrier === carrier) ?? {
      delivered: 0,
      waiting: 0,
      failed: 0,
    };
    const oldestSeconds = oldest === null ? 0 : Math.max(0, (now.getTime() - oldest.getTime()) / 1_000);
    return { ...counts, carrier, oldestSeconds };
  });
}
