import { statement, type Queries } from '../../database/database';
import { CARRIERS, type Carrier } from '../../regulation/carriers';
import { taskThere, type TaskThere } from '../../regulation/engagement/facts';
import type { EngagementStage } from '../../regulation/engagement/vocabulary';

/** How deliveries fare by one carrier. */
export interface CarrierStatus {
  readonly carrier: Carrier;
  readonly delivered: number;
  /** To be sent, being sent, or accepted and not confirmed. */
  readonly waiting: number;
  /** Refused for good, or of an unknown end, and people have not done it yet. */
  readonly failed: number;
  /** How long the one that waits longest does. */
  readonly oldestSeconds: number;
}

type Row = Omit<CarrierStatus, 'oldestSeconds'> & { readonly oldest: Date | null };
const selectStatus = statement(
  'shipments-status',
  `select carrier, (count(*) filter (where state = 'delivered'))::int as delivered,
     (count(*) filter (where state in ('waiting', 'sending', 'accepted')))::int as waiting,
     (count(*) filter (where state in ('refused', 'unknown') and delivery_id in (
       select id from delivery where placed_at is null and withdrawn_at is null)))::int as failed,
     min(queued_at) filter (where state in ('waiting', 'sending', 'accepted')) as oldest
   from shipment group by carrier`,
);
const selectFailedThere = statement(
  'shipments-of-engagements-failed',
  `select s.carrier, s.engagement_task as task, e.stage, e.number, e.placed_number as "placedNumber"
   from shipment s join engagement e on e.id = s.engagement_id
   where s.state in ('refused', 'unknown') and not exists (
     select from shipment later where later.engagement_id = s.engagement_id and later.id > s.id)`,
);
interface FailedThere {
  readonly carrier: Carrier;
  readonly task: TaskThere;
  readonly stage: EngagementStage;
  readonly number: number;
  readonly placedNumber: number | null;
}
const isOpen = ({ task, stage, number, placedNumber }: FailedThere): boolean =>
  taskThere({ stage, number, placed: placedNumber === null ? null : { number: placedNumber } }) === task;

/** For /metrics; every carrier, so that an alert finds its figure from the first day. */
export async function shipmentsStatus(queries: Queries, now: Date): Promise<readonly CarrierStatus[]> {
  const rows = await queries.query<Row>(selectStatus);
  const there = (await queries.query<FailedThere>(selectFailedThere)).filter(isOpen);
  return CARRIERS.map((carrier) => {
    const { oldest = null, ...counts } = rows.find((row) => row.carrier === carrier) ?? {
      delivered: 0,
      waiting: 0,
      failed: 0,
    };
    const oldestSeconds = oldest === null ? 0 : Math.max(0, (now.getTime() - oldest.getTime()) / 1_000);
    const failed = counts.failed + there.filter((one) => one.carrier === carrier).length;
    return { ...counts, failed, carrier, oldestSeconds };
  });
}
