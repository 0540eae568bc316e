import { Appeal } from '../../../entities/appeal';
import { Delivery } from '../../../entities/delivery';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { mayTake } from '../../regulation/tasks';
import type { Desk } from '../ports';
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
