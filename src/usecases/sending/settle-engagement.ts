import { databaseOf, statement, type Transaction } from '../../database/database';
import { isEnd, type Carrier, type Trouble } from '../../regulation/carriers';
import { isSafeAddress } from '../../regulation/engagement/decide';
import type { EngagementRefusal } from '../../regulation/engagement/guards';
import { ENGAGEMENT_LEVEL, numberOfEngagement, type EngagementAction } from '../../regulation/engagement/vocabulary';
import { taskThere, type TaskThere } from '../../regulation/engagement/facts';
import { carriedThere } from '../engagement/act-on-engagement';
import { isWanted, planCarrying } from '../engagement/carry-engagement';
import { loadEngagement, readVersion, type KeptEngagement } from '../engagement/engagement-store';
import { noteDeed } from '../engagement/note-deed';
import { pictureName } from '../engagement/pictures';
import { tellOfficials, type ToldToOfficials } from '../engagement/tell-officials';
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
      const answers = task === 'place' ? { address: carried.address ?? '' } : {};
      const refusal = await carriedThere(tx, desk, kept, ACT_OF[task], answers, number);
      if (refusal === null) await tellAll(tx, desk, kept, claimed, { what: 'carried' });
      // Without the address nobody finds it: whoever looks there says where it is.
      else if (refusal === 'address') await tellAll(tx, desk, kept, claimed, { what: 'noAddress' });
      else await carriedAgainst(tx, desk, kept, claimed, refusal, carried.address ?? '');
      return;
    }
    if (!isEnd(to.state) && to.state !== 'withdrawn') return;
    if (wanted && to.state !== 'withdrawn') await notCarried(tx, desk, kept, claimed, to.trouble, to.detail);
    // What it has become meanwhile has waited for this one; what may stand there already goes by people.
    else if (!(await planCarrying(tx, desk, id, kept.facts, 'change')) && taskThere(kept.facts) === 'place')
      await notCarried(tx, desk, kept, claimed, to.trouble, to.detail);
  });
}

/** Done in ПОС, while here it became what does not go with that: nothing here changes, and whoever is to look there hears of it. */
async function carriedAgainst(
  tx: Transaction,
  desk: Desk,
  kept: KeptEngagement,
  claimed: ClaimedEngagement,
  refusal: EngagementRefusal,
  said: string,
): Promise<void> {
  const { engagementTask: task } = claimed;
  const address = task === 'place' && isSafeAddress(said) ? said : null;
  const here = kept.facts.placed?.address ?? null;
  // Both say the same: it stands nowhere, or where somebody has found it before the gateway said so.
  if (task === 'remove' ? here === null : address !== null && address === here) return;
  await noteDeed(tx, desk, kept, null, 'carriedAgainst', {
    ...{ shipmentId: claimed.id, task, refusal },
    ...(address !== null && { address }),
  });
  await tellAll(tx, desk, kept, claimed, { what: task === 'place' ? 'placedAgainst' : 'changedAgainst', address });
}

async function notCarried(
  tx: Transaction,
  desk: Desk,
  kept: KeptEngagement,
  claimed: Pick<ClaimedEngagement, 'id' | 'engagementTask'>,
  trouble: Trouble | null,
  detail: string | null,
): Promise<void> {
  await noteDeed(tx, desk, kept, null, 'notCarried', {
    ...{ shipmentId: claimed.id, task: claimed.engagementTask, trouble },
    ...(detail !== null && { reason: detail }),
  });
  await tellAll(tx, desk, kept, claimed, { what: 'notCarried', reason: detail, trouble });
}

const tellAll = (
  tx: Transaction,
  desk: Desk,
  kept: KeptEngagement,
  { id }: Pick<ClaimedEngagement, 'id'>,
  told: ToldToOfficials,
): Promise<void> => tellOfficials(tx, desk, kept, `shipment:${id}`, told);

type Left = Pick<ClaimedEngagement, 'id' | 'engagementId' | 'engagementTask' | 'engagementNumber'>;
/** Where a carrier is taken away: what has left may have arrived, and nobody will hear of it. */
export const GIVEN_UP = `case when state = 'waiting' then 'withdrawn' else 'unknown' end`;
const giveUp = statement(
  'give-up-engagements',
  `update shipment set state = ${GIVEN_UP}, trouble = 'off', settled_at = $2
   where carrier = $1 and state in ('waiting', 'sending', 'accepted') and engagement_id is not null
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
