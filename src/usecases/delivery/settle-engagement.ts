import { databaseOf, statement, type Transaction } from '../../database/database';
import { dayOf, type PlainDate } from '../../regulation/calendar';
import { AWAITED_DELIVERIES, type ShipmentState, type Trouble, isEnd, type Carrier } from '../../regulation/carriers';
import { isSafeAddress } from '../../regulation/engagement/decide';
import { taskThere, type TaskThere } from '../../regulation/engagement/facts';
import type { EngagementRefusal } from '../../regulation/engagement/guards';
import { ENGAGEMENT_LEVEL, numberOfEngagement, type EngagementAction } from '../../regulation/engagement/vocabulary';
import type { DeliveryKind, Stage, AnswerType, Kind, Progress } from '../../regulation/vocabulary';
import { askToPlace } from '../acts/ask-to-place';
import { letterName } from '../answers/letters';
import { carriedThere } from '../engagement/act-on-engagement';
import { loadEngagement, readVersion, type KeptEngagement, pictureName } from '../engagement/engagement-store';
import { isWanted, planCarrying } from '../engagement/engagements';
import { noteDeed } from '../engagement/returned-results';
import { tellOfficials, type ToldToOfficials } from '../engagement/told';
import { addEntry } from '../kit/journal';
import type { Carried, EngagementParcel, CarriedEnd, MailParcel, Parcel, ParcelFile } from '../kit/parcel';
import { type Desk, circumstances } from '../kit/ports';
import { keptLetterhead } from '../kit/settings';
import { followTasks } from '../terms/follow-terms';
import { FILES_OF_DELIVERY, SIGNED_LETTER } from './deliveries';
import { type ClaimedEngagement, keepMark, markOf, type Claimed, type ClaimedDelivery } from './mark';

/** A letter to an applicant that did not arrive, as far as anybody knows. */
export interface MailFailure {
  readonly deliveryId: number;
  readonly appealId: number;
  readonly number: string;
  readonly kind: DeliveryKind;
  readonly state: ShipmentState;
  readonly trouble: Trouble | null;
  readonly detail: string | null;
  /** The appeal waits for somebody's «Отправлено». */
  readonly waits: boolean;
  /** How the same delivery fares on its way to ПОС; null: coordinators place it there. */
  readonly gateway: ShipmentState | null;
}

const readFailure = statement(
  'mail-failure',
  `select y.id as "deliveryId", y.appeal_id as "appealId", a.number, y.kind, s.state, s.trouble, s.detail,
     y.placed_at is null and y.withdrawn_at is null and a.stage = $2 and y.kind = any($3::text[]) as waits,
     (select g.state from shipment g where g.delivery_id = y.id and g.carrier = 'gateway') as gateway
   from shipment s join delivery y on y.id = s.delivery_id join appeal a on a.id = y.appeal_id where s.id = $1`,
);

/** Null: there is no such letter. */
export async function readMailFailure(desk: Desk, shipmentId: number): Promise<MailFailure | null> {
  const [row] = await databaseOf(desk).query<MailFailure>(readFailure, [
    shipmentId,
    'delivery' satisfies Stage,
    AWAITED_DELIVERIES,
  ]);
  return row ?? null;
}

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

/** What was handed to it, or was being handed when the last process died, may be in ПОС or with the applicant all the same. */
const giveUpTasks = statement(
  'give-up-carrier',
  `update shipment s set state = ${GIVEN_UP}, trouble = 'off', settled_at = $2 from delivery y
   where s.carrier = $1 and s.state in ('waiting', 'sending', 'accepted') and y.id = s.delivery_id
   returning y.id, y.appeal_id as "appealId", y.kind, s.id as "shipmentId", s.state, s.reference,
     y.placed_at is null and y.withdrawn_at is null as "isOpen"`,
);
interface GivenUp {
  readonly id: number;
  readonly appealId: number;
  readonly kind: DeliveryKind;
  readonly shipmentId: number;
  readonly state: ShipmentState;
  readonly reference: string | null;
  /** Nobody has placed it or taken it back. */
  readonly isOpen: boolean;
}

/**
 * What waits for a carrier that the office has no more is carried by people. A process that alone sends begins with it.
 * @idempotent @returns how many became a task of people
 */
export async function handOver(desk: Desk, carrier: Carrier, isAtHand: boolean): Promise<number> {
  if (isAtHand) return 0;
  const around = circumstances(desk);
  return databaseOf(desk).transaction(async (tx) => {
    const left = await tx.query<GivenUp>(giveUpTasks, [carrier, around.now]);
    for (const { appealId, ...one } of left) {
      const { id: deliveryId, shipmentId, state, reference, kind: delivery } = one;
      if (!isEnd(state)) continue;
      const carried: CarriedEnd = { carrier, state, delivery, trouble: 'off', detail: null };
      const details = { deliveryId, shipmentId, reference, carried };
      await addEntry(tx, appealId, { at: around.now, action: 'carry', personId: null, capacity: 'clock', details });
    }
    const tasks = carrier === 'gateway' ? left.filter(({ isOpen }) => isOpen) : [];
    await askToPlace(
      tx,
      tasks.map(({ id, kind }) => ({ id, kind, carriers: [] })),
      around,
    );
    await followTasks(
      tx,
      tasks.map(({ appealId }) => appealId),
      around,
    );
    return tasks.length + (await giveUpEngagements(tx, desk, carrier));
  });
}

interface Row {
  kind: DeliveryKind;
  text: string;
  queuedAt: Date;
  number: string;
  epguNumber: string | null;
  appealKind: Kind;
  registeredAt: Date;
  answerType: AnswerType | null;
  postponedUntil: PlainDate | null;
  progress: Progress | null;
  organization: string | null;
  email: string | null;
  letter: { sha256: string; version: number } | null;
  files: { kind: 'photo' | 'document'; sha256: string; name: string | null; signs: boolean }[] | null;
}

/** Of an attachment `t`: a signature of the letter; those that are worked as one have the same bytes. SQL. */
const SIGNS = `exists (select from signature g join attachment o on o.id = g.attachment_id
  where o.form_id = t.form_id and o.sha256 = t.sha256)`;
const readContent = statement(
  'parcel-content',
  `select y.kind, y.text, y.queued_at as "queuedAt", a.number, a.epgu_number as "epguNumber", a.kind as "appealKind",
     a.registered_at as "registeredAt", d.type as "answerType", d.postponed_until as "postponedUntil", y.progress,
     case when y.kind in ('redirect_notice', 'organization') then (select o.name from organization o where o.id = a.organization_id) end as organization,
     (select n.email from applicant n where n.appeal_id = a.id) as email,
     (select jsonb_build_object('sha256', l.sha256, 'version', (select count(*) from answer_draft v join answer_draft o on o.appeal_id = v.appeal_id where o.id = l.draft_id and v.id <= o.id))
      from ${SIGNED_LETTER}) as letter,
     (select jsonb_agg(jsonb_build_object('kind', t.kind, 'sha256', t.sha256, 'name', t.file_name,
        'signs', ${SIGNS}) order by t.id)
      from attachment t where t.appeal_id = a.id and t.original_deleted_at is null and ((${FILES_OF_DELIVERY}) or (t.form_id = y.form_id and ${SIGNS}))) as files
   from delivery y join appeal a on a.id = y.appeal_id left join answer_draft d on d.id = y.draft_id where y.id = $1`,
);

/** Everything that goes with it, as it stands when it goes. */
async function read(
  desk: Desk,
  { deliveryId, key }: ClaimedDelivery,
): Promise<{ readonly parcel: Parcel; readonly email: string | null }> {
  const [row] = await databaseOf(desk).query<Row>(readContent, [deliveryId]);
  if (!row) throw new Error(`There is no delivery ${deliveryId}`);
  const { email, letter, files, registeredAt, ...content } = row;
  const registeredOn = dayOf(registeredAt, desk.office.calendar());
  return { email, parcel: { ...content, key, registeredOn, files: filesOf(row.number, letter, files ?? []) } };
}

/** By the names under which coordinators get them: the letter and its signature belong together. */
function filesOf(number: string, letter: Row['letter'], attached: NonNullable<Row['files']>): ParcelFile[] {
  const paper = letter && { role: 'letter' as const, name: letterName(number, letter.version), sha256: letter.sha256 };
  const others = attached.map(({ kind, sha256, name, signs }, index): ParcelFile => {
    if (signs && paper) return { role: 'signature', name: `${paper.name}.sig`, sha256 };
    return { role: kind, name: name ?? `${number}-${index + 1}${kind === 'photo' ? '.jpg' : ''}`, sha256 };
  });
  return [...(paper ? [paper] : []), ...others];
}

/** For ПОС. @throws Error when there is no such delivery */
export const readParcel = async (desk: Desk, claimed: Claimed): Promise<Parcel | EngagementParcel> =>
  claimed.deliveryId === null ? readEngagementParcel(desk, claimed) : (await read(desk, claimed)).parcel;

/**
 * For the applicant: the letter and its signature, or the notice alone. Photos stay in ПОС.
 * @returns null when the applicant has left no address
 * @throws Error when there is no such delivery
 */
export async function readMailParcel(desk: Desk, claimed: Claimed): Promise<MailParcel | null> {
  if (claimed.deliveryId === null) return null;
  const { parcel, email } = await read(desk, claimed);
  if (email === null || email === '') return null;
  const { nameRu, nameTt, contacts } = await keptLetterhead(databaseOf(desk));
  const files = parcel.files.filter(({ role }) => role === 'letter' || role === 'signature');
  return { ...parcel, files, address: email, office: { name: nameRu || nameTt, contacts } };
}
