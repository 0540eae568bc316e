import type { Delivery } from '../../../entities/delivery';
import { databaseOf, statement, type Transaction } from '../../database/database';
import { AWAITED_DELIVERIES, isEnd } from '../../regulation/carriers';
import type { Circumstances } from '../../regulation/facts';
import { askToPlace } from '../acts/ask-to-place';
import { perform } from '../acts/perform';
import { loadAppeal } from '../appeals/appeal-store';
import { leadingOf } from '../appeals/pending';
import { addEntry } from '../kit/journal';
import { say, type Message } from '../kit/messages';
import { adminsWithChat, holdersOfRole } from '../kit/officials';
import type { Carried, CarriedEnd } from '../kit/parcel';
import { circumstances, type Desk } from '../kit/ports';
import { soundsForAll } from '../people/on-duty';
import { followTasks } from '../terms/follow-terms';
import { redrawDeliveries } from './deliveries';
import { type Claimed, type ClaimedDelivery, keepMark, markOf, type Mark } from './mark';
import { settleEngagement } from './settle-engagement';

type Whose = Readonly<Pick<Delivery, 'id' | 'appealId' | 'kind' | 'progress' | 'placedAt' | 'withdrawnAt'>> & {
  /** On which acts are done: it leads those that are worked as one with it. */
  readonly leadingId: number;
};
const readWhose = statement(
  'delivery-of-shipment',
  `select y.id, y.appeal_id as "appealId", y.kind, y.progress, y.placed_at as "placedAt", y.withdrawn_at as "withdrawnAt",
     ${leadingOf('y.appeal_id')} as "leadingId" from delivery y where y.id = $1`,
);
/**
 * What became of a try, and what follows from it: the appeal goes on once everything has arrived, coordinators hear of what never
 * will, and cards say how it stands.
 * @idempotent by the number of the try: an answer that comes after another process has taken the shipment changes nothing
 */
export const settleShipment = (desk: Desk, claimed: Claimed, carried: Carried): Promise<void> =>
  claimed.deliveryId === null ? settleEngagement(desk, claimed, carried) : settleDelivery(desk, claimed, carried);

async function settleDelivery(desk: Desk, claimed: ClaimedDelivery, carried: Carried): Promise<void> {
  await databaseOf(desk).transaction(async (tx) => {
    const [whose] = await tx.query<Whose>(readWhose, [claimed.deliveryId]);
    if (!whose) throw new Error(`Shipment ${claimed.id} is of no delivery`);
    const around = circumstances(desk);
    // The appeal first, as every act does: two that wait for each other's rows would wait for ever.
    const appeal = await loadAppeal(tx, whose.leadingId, around, true);
    const [delivery] = await tx.query<Whose>(readWhose, [claimed.deliveryId]);
    if (!appeal || !delivery) return;
    if (delivery.leadingId !== appeal.id)
      throw new Error(`Appeal ${appeal.id} was joined to another meanwhile; another try finds it`);
    // Nobody wants it there any more: the last try was the last.
    const isOver = delivery.withdrawnAt !== null || (delivery.placedAt !== null && claimed.carrier === 'gateway');
    const to = markOf(claimed, carried, isOver, around.now);
    if (!(await keepMark(tx, claimed, to))) return;
    await journalEnd(tx, claimed, delivery, to, around.now);
    if (to.state === 'delivered') await delivered(tx, desk, claimed, delivery, appeal.state.version, around);
    if (to.state === 'refused' || to.state === 'unknown') await failed(tx, claimed, delivery, around);
    if (isEnd(to.state) && to.trouble === 'fault') await tellAdmins(tx, claimed, around);
    if (
      (to.state === 'delivered' || to.state === 'accepted') &&
      claimed.carrier === 'gateway' &&
      delivery.withdrawnAt !== null
    )
      await takenBack(tx, delivery, around);
    await followTasks(tx, [delivery.appealId], around);
    await redrawDeliveries(tx, [delivery], around.now);
  });
}

/** What history shows of it: only an end is one, and «Размещено» by the gateway says the same of what no stage waits for. */
async function journalEnd(
  tx: Transaction,
  { id: shipmentId, carrier }: Claimed,
  { id: deliveryId, appealId, kind }: Whose,
  { state, trouble, detail, reference }: Mark,
  now: Date,
): Promise<void> {
  if (!isEnd(state)) return;
  if (carrier === 'gateway' && state === 'delivered' && !AWAITED_DELIVERIES.includes(kind)) return;
  const carried: CarriedEnd = { carrier, state, delivery: kind, trouble, detail };
  await addEntry(tx, appealId, {
    at: now,
    action: 'carry',
    personId: null,
    capacity: 'clock',
    details: { deliveryId, shipmentId, reference, carried },
  });
}

const placeBySystem = statement(
  'place-by-gateway',
  `update delivery set placed_at = $2 where id = $1 and placed_at is null and withdrawn_at is null returning id`,
);

/** «Отправлено» by nobody's press, where the table allows it; what no stage waits for is in ПОС, and that is all. */
async function delivered(
  tx: Transaction,
  desk: Desk,
  { carrier, id: shipmentId }: Claimed,
  { id: deliveryId, appealId, leadingId, kind, progress }: Whose,
  seenVersion: number,
  { now }: Circumstances,
): Promise<void> {
  if (AWAITED_DELIVERIES.includes(kind)) {
    await perform(tx, desk, { kind: 'clock', action: 'confirmSent', appealId: leadingId, seenVersion });
    return;
  }
  if (carrier !== 'gateway' || (await tx.query(placeBySystem, [deliveryId, now])).length === 0) return;
  await addEntry(tx, appealId, {
    at: now,
    action: 'place',
    personId: null,
    capacity: 'clock',
    details: { deliveryId, delivery: kind, ...(progress && { progress }), shipmentId },
  });
}

/** What the gateway never takes is the coordinators' task, as if there were none; of a letter that never arrives they hear. */
async function failed(
  tx: Transaction,
  { id: shipmentId, carrier }: Claimed,
  { id, kind, placedAt, withdrawnAt }: Whose,
  around: Circumstances,
): Promise<void> {
  if (carrier === 'gateway') {
    if (placedAt === null && withdrawnAt === null) await askToPlace(tx, [{ id, kind, carriers: [] }], around);
    return;
  }
  const people = await holdersOfRole(tx, 'coordinator');
  const sounds = await soundsForAll(tx, around);
  const messages = people.map(({ id: personId, ...to }): Message => ({
    key: `mailFailed:${shipmentId}:person:${personId}`,
    to,
    kind: 'mailFailed',
    params: { personId, shipmentId },
    silent: !sounds(personId),
  }));
  await say(tx, messages, around.now);
}

/** A fault of ours has ended a delivery: the journal of the server says which. */
async function tellAdmins(tx: Transaction, { id: shipmentId }: Claimed, { now }: Circumstances): Promise<void> {
  const admins = await adminsWithChat(tx);
  const messages = admins.map(({ id: personId, ...to }): Message => ({
    key: `shipmentFailed:${shipmentId}:person:${personId}`,
    to,
    kind: 'shipmentFailed',
    params: { personId, shipmentId },
    silent: false,
  }));
  await say(tx, messages, now);
}

const insertRemoval = statement(
  'insert-removal',
  `insert into delivery (appeal_id, kind, text, queued_at, removes_id) values ($1, 'removal', '', $2, $3) returning id`,
);

/** It was under way when it was taken back, and has arrived all the same. */
async function takenBack(tx: Transaction, { id, appealId }: Whose, around: Circumstances): Promise<void> {
  const [row] = await tx.query<{ id: number }>(insertRemoval, [appealId, around.now, id]);
  if (row) await askToPlace(tx, [{ id: row.id, kind: 'removal', carriers: [] }], around);
}
