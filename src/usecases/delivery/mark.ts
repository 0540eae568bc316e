import { Appeal } from '../../../entities/appeal';
import { Delivery, Shipment } from '../../../entities/delivery';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Transaction, type Queries } from '../../database/database';
import {
  LONGEST_ASKED_MS,
  type Carrier,
  PUT_OFF_AT_MOST_MS,
  UNKNOWN_AT_MOST,
  waitAfter,
  waitAfterUnknown,
  type ShipmentState,
  type Trouble,
  CARRIERS,
} from '../../regulation/carriers';
import { taskThere, type TaskThere } from '../../regulation/engagement/facts';
import type { EngagementStage } from '../../regulation/engagement/vocabulary';
import type { Actor } from '../../regulation/facts';
import { mayTake } from '../../regulation/tasks';
import { maskPersonalData } from '../../text/personal-data';
import { foreignLine } from '../../text/plain-text';
import type { Carried } from '../kit/parcel';
import type { Desk, Records } from '../kit/ports';
import { queuedTogether, redrawDeliveries } from './deliveries';

const OF_DELIVERY = columns(Delivery, ['kind', 'placedAt', 'withdrawnAt'], 'y');
const OF_APPEAL = columns(Appeal, ['executorId'], 'a');
interface Task extends RowOf<typeof OF_DELIVERY>, RowOf<typeof OF_APPEAL> {
  readonly authorId: number | null;
}
const holdTask = statement(
  'hold-task-to-tick',
  `select ${OF_DELIVERY}, ${OF_APPEAL}, (select f.person_id from form f where f.id = y.form_id) as "authorId"
   from delivery y join appeal a on a.id = y.appeal_id where y.id = $1 for no key update of y`,
);
const tick = statement('tick-number', 'update delivery set ticked_at = $2 where id = $1');
const selectTogether = statement(
  'tasks-together',
  `select q.id, q.appeal_id as "appealId", q.kind, q.ticked_at is not null as ticked
   from delivery y join delivery q on ${queuedTogether('y')} where y.id = $1 order by q.id`,
);
type Part = Readonly<Pick<Delivery, 'id' | 'appealId' | 'kind'>> & { readonly ticked: boolean };

/** `all`: it was the last number, so the whole task is done. */
export type TickResult = 'all' | 'changed' | 'notYours' | 'notOpen' | 'gone';

/**
 * Of a task for appeals that are worked as one: this number stands in ПОС, or does not after all. The task itself is confirmed with the
 * last of them, by the same press.
 * @param ticked what it is to be, so that a second tap changes nothing
 */
export async function tickNumber(desk: Desk, actor: Actor, deliveryId: number, ticked: boolean): Promise<TickResult> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const [task] = await tx.query<Task>(holdTask, [deliveryId]);
    if (!task) return 'gone';
    if (!mayTake(actor, task)) return 'notYours';
    if (task.placedAt !== null || task.withdrawnAt !== null) return 'notOpen';
    await tx.query(tick, [deliveryId, ticked ? now : null]);
    const parts = await tx.query<Part>(selectTogether, [deliveryId]);
    await redrawDeliveries(tx, parts, now, actor.personId);
    return parts.every((part) => part.ticked) ? 'all' : 'changed';
  });
}

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

/** Of the words of a carrier: enough to know what is wrong. */
const LONGEST_DETAIL = 300;

/** How a shipment stands after a try. */
export interface Mark {
  readonly state: ShipmentState;
  readonly dueAt: Date;
  readonly acceptedAt: Date | null;
  readonly settledAt: Date | null;
  readonly trouble: Trouble | null;
  readonly detail: string | null;
  readonly reference: string | null;
  readonly unknownSends: number;
}

const mark = statement(
  'settle-shipment',
  `update shipment set state = $3, due_at = $4, accepted_at = coalesce(accepted_at, $5), settled_at = $6, trouble = $7, detail = $8,
     reference = coalesce($9, reference), unknown_sends = $10
   where id = $1 and tries = $2 and state = 'sending' returning id`,
);

/** False: another process has taken the shipment since. @idempotent by the number of the try */
export const keepMark = async (tx: Transaction, { id, tries }: Claimed, to: Mark): Promise<boolean> =>
  (await tx.query(mark, [id, tries, ...valuesOf(to)])).length > 0;

const valuesOf = ({ state, dueAt, acceptedAt, settledAt, trouble, detail, reference, unknownSends }: Mark) => [
  state,
  dueAt,
  acceptedAt,
  settledAt,
  trouble,
  detail,
  reference,
  unknownSends,
];

/**
 * How it stands after a try.
 * @param isOver nobody wants it there any more: the last try was the last
 */
export function markOf(claimed: Claimed, carried: Carried, isOver: boolean, now: Date): Mark {
  const { tries, unknownSends, queuedAt, carrier } = claimed;
  const base = {
    dueAt: now,
    acceptedAt: null,
    settledAt: now,
    trouble: null,
    detail: null,
    reference: null,
    unknownSends,
  };
  const later = (asked: number | null) => new Date(now.getTime() + waitAfter(tries, asked));
  const inWords = (detail: string | null) =>
    detail === null ? null : foreignLine(maskPersonalData(detail), LONGEST_DETAIL);
  switch (carried.outcome) {
    case 'delivered':
      return { ...base, state: 'delivered', reference: carried.reference };
    case 'accepted':
      return {
        ...base,
        state: 'accepted',
        acceptedAt: now,
        settledAt: null,
        dueAt: later(carried.afterMs),
        reference: carried.reference,
      };
    case 'refused':
      return { ...base, state: 'refused', trouble: carried.trouble, detail: inWords(carried.detail) };
    case 'waits': {
      const { trouble, ofCarrier, afterMs } = carried;
      const detail = inWords(carried.detail);
      if (isOver && claimed.acceptedAt === null) return { ...base, state: 'withdrawn', trouble, detail };
      // A connection that breaks amid each try of one letter may be the answer to that letter.
      const mayBeOfThis = !ofCarrier || trouble === 'broken';
      if (mayBeOfThis && carrier === 'mail' && now.getTime() - queuedAt.getTime() > PUT_OFF_AT_MOST_MS)
        return { ...base, state: 'refused', trouble, detail };
      const state = claimed.acceptedAt === null ? 'waiting' : 'accepted';
      return { ...base, state, settledAt: null, dueAt: later(afterMs), trouble, detail };
    }
    case 'unwritten':
      return { ...base, state: 'unknown', trouble: 'fault' };
    case 'unknown': {
      const sends = unknownSends + 1;
      const said = { trouble: carried.trouble, detail: inWords(carried.detail), unknownSends: sends };
      if (isOver || sends >= UNKNOWN_AT_MOST) return { ...base, ...said, state: 'unknown' };
      return {
        ...base,
        ...said,
        state: 'waiting',
        settledAt: null,
        dueAt: new Date(now.getTime() + waitAfterUnknown(sends)),
      };
    }
  }
}

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

type CarrierRow = Omit<CarrierStatus, 'oldestSeconds'> & { readonly oldest: Date | null };
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
  const rows = await queries.query<CarrierRow>(selectStatus);
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
