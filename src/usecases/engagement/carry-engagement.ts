import { statement, type Queries, type Transaction } from '../../database/database';
import type { ShipmentState, Trouble } from '../../regulation/carriers';
import { taskThere, type EngagementFacts, type TaskThere } from '../../regulation/engagement/facts';
import type { EngagementAction } from '../../regulation/engagement/vocabulary';
import type { Desk } from '../ports';

/** What makes something to be done in ПОС. After the others it is there already, or somebody does it by hand. */
const CARRIED_AFTER: readonly EngagementAction[] = [
  'handOver',
  'approveContent',
  'change',
  'takeDown',
  'bringBack',
  'placeThere',
  'placeChange',
  'stillPlaced',
];

const withdraw = statement(
  'withdraw-engagement-shipments',
  `update shipment set state = 'withdrawn', settled_at = $4 where engagement_id = $1 and state = 'waiting'
   and (engagement_task is distinct from $2 or engagement_number <> $3)`,
);
// What was placed without saying where, or perhaps was, since no answer came: another try would publish it twice. Whoever takes it down there ends that.
const mayStand = `s.engagement_task = 'place' and (s.state in ('delivered', 'unknown')
    or s.state = 'withdrawn' and s.trouble in ('silent', 'broken'))
  and not exists (select from journal_entry j
    where j.engagement_id = s.engagement_id and j.action = 'takenDownThere' and j.at >= s.settled_at)`;
// One after another: what it becomes while the gateway has it follows when it has answered.
const queue = statement(
  'queue-engagement-shipment',
  `insert into shipment (engagement_id, engagement_task, engagement_number, carrier, state, key, queued_at, due_at)
   select $1, $2, $3, 'gateway', 'waiting', gen_random_uuid(), $4, $4
   where not exists (select from shipment where engagement_id = $1 and state in ('waiting', 'sending', 'accepted'))
   and ($2 <> 'place' or not exists (select from shipment s where s.engagement_id = $1 and ${mayStand}))
   returning id`,
);

/**
 * What waits to be done in ПОС goes by the gateway where there is one, in the transaction of the act; what is wanted no more never goes.
 * @returns whether something new goes
 * @idempotent
 */
export async function planCarrying(
  tx: Transaction,
  desk: Desk,
  id: number,
  facts: EngagementFacts,
  after: EngagementAction,
): Promise<boolean> {
  const [task, now] = [taskThere(facts), desk.clock.now()];
  await tx.query(withdraw, [id, task, facts.number, now]);
  if (task === null || !desk.office.carriers.includes('gateway') || !CARRIED_AFTER.includes(after)) return false;
  return (await tx.query(queue, [id, task, facts.number, now])).length > 0;
}

/** Whether what a shipment carries is still what waits to be done there. */
export const isWanted = (
  facts: EngagementFacts,
  { task, number }: { readonly task: TaskThere; readonly number: number },
): boolean => taskThere(facts) === task && (task === 'remove' || facts.number === number);

/** How the present task fares by the gateway. */
export interface EngagementCarriage {
  readonly state: ShipmentState;
  readonly trouble: Trouble | null;
  /** In the gateway's own words. */
  readonly detail: string | null;
}

const selectLatest = statement(
  'latest-engagement-shipment',
  `select state, trouble, detail from shipment s where engagement_id = $1 and engagement_task = $2
   and (engagement_task = 'remove' or engagement_number = $3 or ${mayStand}) order by id desc limit 1`,
);

/** Null: nothing waits to be done, or people do it. */
export async function carriageOf(
  queries: Queries,
  id: number,
  facts: EngagementFacts,
): Promise<EngagementCarriage | null> {
  const task = taskThere(facts);
  if (task === null) return null;
  return (await queries.query<EngagementCarriage>(selectLatest, [id, task, facts.number]))[0] ?? null;
}
