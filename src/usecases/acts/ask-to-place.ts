import { statement, type Transaction } from '../../database/database';
import { addWorkingTime, dayOf, isWorkingTime } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import type { DeliveryKind } from '../../regulation/vocabulary';
import { say, NO_NEWS, type Message } from '../kit/messages';
import { holdersOfRole } from '../kit/officials';
import { commentsToPlace } from '../kit/redraw';
import { whomToRing } from '../people/on-duty';
import { required, type QueuedDelivery } from './deed';
import { askAuthors } from './instruction';

const HOUR = 3_600_000;
const noteRung = statement('note-task-rung', 'update delivery set rung_id = $2, rings_all_at = $3 where id = $1');

/**
 * Of those who have the task one is rung, and all of them after an hour of working time in which nobody has taken or confirmed it.
 * @param without has just given it back
 * @returns whose phone sounds; null: nobody can be reached
 */
export async function ringOne(
  tx: Transaction,
  { id, ...task }: { readonly id: number; readonly appealId: number; readonly kind: DeliveryKind },
  around: Circumstances,
  without: number | null = null,
): Promise<number | null> {
  const { now, calendar } = around;
  const { id: rungId, isOneOfSeveral } = await whomToRing(tx, task, around, without);
  await tx.query(noteRung, [id, rungId, isOneOfSeveral ? addWorkingTime(now, HOUR, calendar) : null]);
  return rungId;
}

/** Whoever is on duty answers for all that wait: tasks that come within so much working time of each other sound once with them. */
const RUNG_FOR_HOURS = 4;
const selectRung = statement(
  'duty-rung-lately',
  `select from delivery y join on_duty o on o.person_id = y.rung_id and o.day = $3
   where y.rung_id = $1 and y.queued_at > $2 and y.id <> $4 limit 1`,
);
async function isRungLately(
  tx: Transaction,
  rungId: number,
  taskId: number,
  { now, calendar }: Circumstances,
): Promise<boolean> {
  const since = addWorkingTime(now, -RUNG_FOR_HOURS * HOUR, calendar);
  return (await tx.query(selectRung, [rungId, since, dayOf(now, calendar), taskId])).length > 0;
}

const appealOf = statement(
  'appeal-of-delivery',
  'select id, appeal_id as "appealId", kind from delivery where id = $1',
);

/**
 * A task for ПОС is the coordinators' move: it comes to all and sounds on one phone, and not on that of whoever has caused it. What one act
 * has given for several appeals that are worked as one sounds once. A comment is asked of its author first; of the
 * coordinators it comes without a sound, in the one list of all comments that wait.
 * @param causedBy whose press has caused it; null: nobody's
 */
export async function askToPlace(
  tx: Transaction,
  deliveries: readonly QueuedDelivery[],
  around: Circumstances,
  causedBy: number | null = null,
): Promise<void> {
  const { now } = around;
  // What the gateway carries is nobody's task, unless it is refused there.
  const byHand = deliveries.filter(({ carriers }) => !carriers.includes('gateway'));
  const comments = byHand.filter(({ kind }) => kind === 'comment').map(({ id }) => id);
  const ofCoordinators = await askAuthors(tx, comments, around);
  const tasks = byHand.filter(({ id, kind }) => kind !== 'comment' || ofCoordinators.includes(id));
  if (tasks.length === 0) return;
  const people = await holdersOfRole(tx, 'coordinator');
  const first = tasks.find(({ kind }) => kind !== 'comment');
  const rungId = first === undefined ? null : await ringFirst(tx, first.id, around);
  const isHeard =
    isWorkingTime(now, around.calendar) &&
    !(first && rungId !== null && (await isRungLately(tx, rungId, first.id, around)));
  const messages = tasks.flatMap(({ id: deliveryId, kind }) =>
    people.map(({ id, ...to }): Message =>
      kind === 'comment'
        ? commentsToPlace(id, to)
        : {
            key: `delivery:${deliveryId}:person:${id}`,
            to,
            kind: 'card',
            params: { subject: 'delivery', id: deliveryId, personId: id, ...NO_NEWS },
            silent: !isHeard || deliveryId !== first?.id || id !== rungId || id === causedBy,
          },
    ),
  );
  await say(tx, messages, now);
}

async function ringFirst(tx: Transaction, deliveryId: number, around: Circumstances): Promise<number | null> {
  const [task] = await tx.query<Parameters<typeof ringOne>[1]>(appealOf, [deliveryId]);
  return ringOne(tx, required(task, 'delivery'), around);
}
