import { databaseOf, statement, type Transaction } from '../../database/database';
import { isWorkingTime } from '../../regulation/calendar';
import { isEnd, type Carrier, type Trouble } from '../../regulation/carriers';
import { isSafeAddress } from '../../regulation/engagement/decide';
import { ENGAGEMENT_LEVEL, numberOfEngagement, type EngagementAction } from '../../regulation/engagement/vocabulary';
import { taskThere, type TaskThere } from '../../regulation/engagement/facts';
import { OFFICIAL } from '../../regulation/engagement/transitions';
import { carriedThere } from '../engagement/act-on-engagement';
import { isWanted, planCarrying } from '../engagement/carry-engagement';
import { officialsThere } from '../engagement/duty-hearers';
import { loadEngagement, readVersion, type KeptEngagement } from '../engagement/engagement-store';
import { pictureName } from '../engagement/pictures';
import { addEngagementEntry } from '../journal/engagement-journal';
import { say, type Message, type Params } from '../messages';
import type { Carried, EngagementParcel } from '../parcel';
import { circumstances, type Desk } from '../ports';
import type { ClaimedEngagement } from './claim';
import { keepMark, markOf } from './mark';

/** For ПОС, as it was written when this was to be done. @throws Error when there is none such: this program wrote its number */
export async function readEngagementParcel(
  desk: Desk,
  { engagementId, engagementTask, engagementNumber, key, queuedAt }: ClaimedEngagement,
): Promise<EngagementParcel> {
  const database = databaseOf(desk);
  const kept = await loadEngagement(database, engagementId);
  if (!kept) throw new Error(`There is no engagement ${engagementId}`);
  const { pictures, ...content } = await readVersion(database, engagementId, engagementNumber);
  // What is taken down needs none of them.
  const shown = engagementTask === 'remove' ? [] : pictures;
  return {
    ...content,
    ...{ key, queuedAt, kind: 'engagement', task: engagementTask, level: ENGAGEMENT_LEVEL },
    ...{ engagementKind: kept.row.kind, number: numberOfEngagement(engagementId), version: engagementNumber },
    address: kept.row.address,
    files: shown.map((picture, place) => ({ role: 'photo', name: pictureName(picture, place), ...picture })),
  };
}

const ACT_OF: Readonly<Record<TaskThere, EngagementAction>> = {
  place: 'placeThere',
  change: 'placeChange',
  remove: 'takenDownThere',
};

/**
 * What became of a try: it is so here, too, and ОГ hear of it silently; or they have the task, in words of what was refused.
 * @idempotent by the number of the try
 */
export async function settleEngagement(desk: Desk, claimed: ClaimedEngagement, carried: Carried): Promise<void> {
  const { engagementId: id, engagementTask: task, engagementNumber: number } = claimed;
  await databaseOf(desk).transaction(async (tx) => {
    // First what it is of, as every act does.
    const kept = await loadEngagement(tx, id, 'wait');
    if (!kept) throw new Error(`Shipment ${claimed.id} is of nothing`);
    const { now } = circumstances(desk);
    const wanted = isWanted(kept.facts, { task, number });
    const to = markOf(claimed, carried, !wanted, now);
    if (!(await keepMark(tx, claimed, to))) return;
    if (carried.outcome === 'delivered') {
      const address = carried.address ?? '';
      // Without the address nobody finds it: whoever looks there says where it is.
      if (task === 'place' && !isSafeAddress(address)) return tellAll(tx, desk, kept, claimed, { what: 'noAddress' });
      const answers = task === 'place' ? { address } : {};
      if (await carriedThere(tx, desk, kept, ACT_OF[task], answers, number))
        await tellAll(tx, desk, kept, claimed, { what: 'carried' });
      return;
    }
    if (!isEnd(to.state) && to.state !== 'withdrawn') return;
    if (wanted && to.state !== 'withdrawn') await notCarried(tx, desk, kept, claimed, to.trouble, to.detail);
    // What it has become meanwhile has waited for this one; what may stand there already goes by people.
    else if (!(await planCarrying(tx, desk, id, kept.facts, 'change')) && taskThere(kept.facts) === 'place')
      await notCarried(tx, desk, kept, claimed, to.trouble, to.detail);
  });
}

async function notCarried(
  tx: Transaction,
  desk: Desk,
  kept: KeptEngagement,
  claimed: Pick<ClaimedEngagement, 'id' | 'engagementTask'>,
  trouble: Trouble | null,
  detail: string | null,
): Promise<void> {
  const { id, stage, version } = kept.row;
  await addEngagementEntry(tx, {
    ...{ at: desk.clock.now(), engagementId: id, action: 'notCarried', personId: null, capacity: 'clock' },
    ...{ onBehalfOfId: null, clause: OFFICIAL, fromStage: stage, toStage: stage, version, formId: null },
    details: {
      shipmentId: claimed.id,
      task: claimed.engagementTask,
      trouble,
      ...(detail !== null && { reason: detail }),
    },
  });
  await tellAll(tx, desk, kept, claimed, { what: 'notCarried', reason: detail, trouble });
}

type Told = Pick<Params<'engagementNews'>, 'what'> & Partial<Pick<Params<'engagementNews'>, 'reason' | 'trouble'>>;

/** What is done sounds for nobody; what they have to do now does, in working time. */
async function tellAll(
  tx: Transaction,
  desk: Desk,
  { row: { id }, content: { title } }: KeptEngagement,
  { id: shipmentId }: Pick<ClaimedEngagement, 'id'>,
  { what, reason = null, trouble = null }: Told,
): Promise<void> {
  const { now, calendar } = circumstances(desk);
  const hearers = await officialsThere(tx, desk);
  const messages = hearers.map(({ id: personId, ...to }): Message => ({
    key: `engagement:${id}:shipment:${shipmentId}:${what}:person:${personId}`,
    to,
    kind: 'engagementNews',
    params: { personId, id, title, what, by: null, reason, trouble },
    silent: what === 'carried' || !isWorkingTime(now, calendar),
  }));
  await say(tx, messages, now);
}

type Left = Pick<ClaimedEngagement, 'id' | 'engagementId' | 'engagementTask' | 'engagementNumber'>;
const giveUp = statement(
  'give-up-engagements',
  `update shipment set state = 'withdrawn', trouble = 'off', settled_at = $2
   where carrier = $1 and state in ('waiting', 'sending') and engagement_id is not null
   returning id, engagement_id as "engagementId", engagement_task as "engagementTask", engagement_number as "engagementNumber"`,
);

/** What waits for a gateway that the office has no more is done by people. @returns how many hear of it */
export async function giveUpEngagements(tx: Transaction, desk: Desk, carrier: Carrier): Promise<number> {
  let told = 0;
  for (const left of await tx.query<Left>(giveUp, [carrier, desk.clock.now()])) {
    const kept = await loadEngagement(tx, left.engagementId);
    if (!kept || !isWanted(kept.facts, { task: left.engagementTask, number: left.engagementNumber })) continue;
    await notCarried(tx, desk, kept, left, 'off', null);
    told += 1;
  }
  return told;
}
