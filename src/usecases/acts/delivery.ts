import { Account } from '../../../entities/person';
import { columns } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { AWAITED_DELIVERIES, carriersOf, type Carrier, type ShipmentState } from '../../regulation/carriers';
import type { DeliveryKind } from '../../regulation/vocabulary';
import { HAS_GONE, IS_OPEN_TASK } from '../appeals/pending';
import { say } from '../kit/messages';
import type { Listener } from '../kit/officials';
import { redraw, redrawOfComments } from '../kit/redraw';
import { momentOfDeed, required, type Deeds, type Doing } from './deed';
import { restoreEndedVisits } from './examination';
import { reopenInstructions } from './instruction';

const insertDelivery = statement(
  'insert-delivery',
  `insert into delivery (appeal_id, kind, text, draft_id, form_id, queued_at, progress, removes_id, late_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
);

/**
 * The text to place is fixed now: what the supervisor saw is what the applicant gets.
 * @param removesId of a removal: what is to be taken out of ПОС
 */
export async function queueDelivery(doing: Doing, kind: DeliveryKind, removesId: number | null = null): Promise<void> {
  const { tx, appeal, state, formId, circumstances, deliveries, submission } = doing;
  const isAnswer = kind === 'answer' || kind === 'interim_answer' || kind === 'draft_entry';
  const [row] = await tx.query<{ id: number }>(insertDelivery, [
    appeal.id,
    kind,
    textToPlace(doing, kind) ?? '',
    isAnswer ? state.draftId : null,
    formId,
    circumstances.now,
    kind === 'comment' ? (submission.answers.progress ?? null) : null,
    removesId,
    kind === 'extension_notice' ? appeal.state.dueAt : null,
  ]);
  doing.touchesTasks = true;
  const { id } = required(row, 'delivery');
  deliveries.push({ id, kind, carriers: await queueShipments(doing, id, kind) });
}

/** Whose address is not known gets no e-mail: the answer is in ПОС. */
const insertShipments = statement(
  'insert-shipments',
  `insert into shipment (delivery_id, carrier, state, key, queued_at, due_at)
   select $1, carrier, 'waiting', gen_random_uuid(), $3, $3 from unnest($2::text[]) carrier
   where carrier <> 'mail' or exists (select from applicant n where n.appeal_id = $4 and n.email <> '') returning carrier`,
);

/** In the transaction of the act: it is sent if and only if the act stands. */
async function queueShipments(
  { tx, appeal, office, circumstances: { now, signatures } }: Doing,
  deliveryId: number,
  kind: DeliveryKind,
): Promise<readonly Carrier[]> {
  const carriers = carriersOf(kind, signatures, office.carriers);
  if (carriers.length === 0) return carriers;
  const queued = await tx.query<{ carrier: Carrier }>(insertShipments, [deliveryId, carriers, now, appeal.id]);
  return queued.map(({ carrier }) => carrier);
}

function textToPlace({ appeal, submission: { answers } }: Doing, kind: DeliveryKind): string | null | undefined {
  switch (kind) {
    case 'answer':
    case 'interim_answer':
    case 'draft_entry':
      return answers.editedText ?? appeal.draft?.text;
    case 'comment':
      return answers.comment;
    case 'redirect_notice':
      return appeal.state.redirectNotice;
    case 'extension_notice':
      return answers.notice;
    case 'organization':
      return answers.reason;
    case 'removal':
      return null;
  }
}

/** Tasks that belong to an answer, a redirect or a passing: with it they are taken back. */
const BOUND = `('answer', 'interim_answer', 'draft_entry', 'redirect_notice', 'organization')`;
const withdrawOpen = statement(
  'withdraw-deliveries',
  `update delivery set withdrawn_at = $2 where appeal_id = $1 and placed_at is null and withdrawn_at is null and kind in ${BOUND} returning id`,
);
const withdrawAll = statement(
  'withdraw-all-deliveries',
  `update delivery set withdrawn_at = $2 where appeal_id = $1 and placed_at is null and withdrawn_at is null returning id, kind`,
);
const withdrawEntries = statement(
  'withdraw-entries',
  `update delivery set withdrawn_at = $2 where appeal_id = $1 and placed_at is null and withdrawn_at is null and kind = 'draft_entry' returning id`,
);
const withdrawNotices = statement(
  'withdraw-extension-notices',
  `update delivery set withdrawn_at = $2 where appeal_id = $1 and placed_at is null and withdrawn_at is null and kind = 'extension_notice' returning id`,
);
const withdrawOwnWaiting = statement(
  'withdraw-shipments-of',
  `update shipment set state = 'withdrawn', settled_at = $2 where delivery_id = any($1::int[]) and state = 'waiting'`,
);
const selectGone = statement(
  'shipments-gone',
  `select from shipment s where s.delivery_id = any($1::int[]) and ${HAS_GONE} limit 1`,
);
const reopen = statement(
  'reopen-deliveries',
  `update delivery set withdrawn_at = null where appeal_id = $1 and placed_at is null and withdrawn_at = $2 returning id, kind`,
);
const placeOpen = statement(
  'place-deliveries',
  `update delivery set placed_at = $2, placed_by_id = $3
   where appeal_id = $1 and placed_at is null and withdrawn_at is null and kind = any($4::text[]) returning id`,
);
const withdrawPlaced = statement(
  'withdraw-placed',
  `update delivery set withdrawn_at = $2
   where appeal_id = $1 and placed_at is not null and withdrawn_at is null and kind = $3 and queued_at >= $4 returning id`,
);
const withdrawEntered = statement(
  'withdraw-entered-draft',
  `update delivery set withdrawn_at = $2
   where appeal_id = $1 and placed_at is not null and withdrawn_at is null and kind = 'draft_entry' and draft_id = $3 returning id`,
);
const taskCards = statement(
  'cards-of-deliveries',
  `select c.subject_id as "deliveryId", c.person_id as id, ${columns(Account, ['messenger', 'chatId'], 'account')}
   from card c join person p on p.id = c.person_id join account on account.person_id = p.id and account.messenger = c.messenger
   where p.disabled_at is null and c.subject = 'delivery' and c.subject_id = any($1::int[])`,
);

/** What stands in ПОС and what waits for it, when an act changes that. */
export const deliveryDeeds: Deeds<
  | 'markEntered'
  | 'withdrawEntry'
  | 'withdrawTasks'
  | 'withdrawWaiting'
  | 'reopenTasks'
  | 'removeDraft'
  | 'removePassing'
  | 'removeRedirect'
  | 'closeTasks'
  | 'queueAnswer'
> = {
  markEntered: async (doing) => {
    const { state, details } = doing;
    state.enteredDraftId = required(state.draftId, 'draft');
    details.draftId = state.draftId;
    await redrawTasks(doing, await place(doing, ['draft_entry']));
  },
  withdrawEntry: async (doing) => redrawTasks(doing, await withdraw(doing, withdrawEntries)),
  withdrawTasks: async (doing) => {
    doing.state.enteredDraftId = null;
    const tasks = await withdraw(doing, withdrawOpen);
    await withdrawShipments(doing, tasks);
    await redrawTasks(doing, tasks);
  },
  withdrawWaiting: async (doing) => {
    const { tx, appeal, circumstances } = doing;
    const tasks = await tx.query<Withdrawn>(withdrawAll, [appeal.id, circumstances.now]);
    withoutTasks(doing, tasks);
    await tx.query(withdrawAllWaiting, [appeal.id, circumstances.now]);
    await redrawTasks(doing, tasks);
    await redrawComments(doing, tasks);
  },
  // What is undone and what is opened again had finished the appeal; what ПОС says and is taken back may have left it open.
  reopenTasks: async (doing) => {
    const { tx, appeal } = doing;
    const withdrawnAt = doing.submission.answers.restores?.at ?? required(appeal.state.finishedAt, 'finishedAt');
    const tasks = await tx.query<Withdrawn>(reopen, [appeal.id, withdrawnAt]);
    await tx.query(dropLetters, [idsOf(tasks), withdrawnAt]);
    await tx.query(reopenShipments, [idsOf(tasks), doing.circumstances.now, withdrawnAt]);
    await redrawTasks(doing, tasks);
    await redrawComments(doing, tasks);
    await reopenInstructions(doing, withdrawnAt);
    await restoreEndedVisits(doing, withdrawnAt);
  },
  removeDraft: async (doing) => {
    const { tx, appeal, circumstances } = doing;
    const { enteredDraftId } = appeal.state;
    if (enteredDraftId === null) return;
    const entries = await tx.query<{ id: number }>(withdrawEntered, [appeal.id, circumstances.now, enteredDraftId]);
    await redrawTasks(doing, entries);
    if (entries.length === 0) await queueDelivery(doing, 'removal');
    for (const { id } of entries) await queueDelivery(doing, 'removal', id);
  },
  // An organization that had the appeal before, and answered, keeps its task as it is.
  removePassing: (doing) => removePlaced(doing, 'organization', doing.appeal.state.stageEnteredAt),
  removeRedirect: (doing) => removePlaced(doing, 'redirect_notice', doing.appeal.registeredAt),
  closeTasks: async (doing) => {
    const tasks = await place(doing, AWAITED_DELIVERIES);
    await placedByHand(doing.tx, idsOf(tasks), doing.circumstances.now);
    await redrawTasks(doing, tasks);
  },
  queueAnswer: (doing) => queueDelivery(doing, doing.appeal.draft?.type === 'postponed' ? 'interim_answer' : 'answer'),
};

/** The notice of an extension is sent to nobody. @throws Error when it has left since the act was allowed: then nothing is taken back */
export async function withdrawNotice(doing: Doing): Promise<void> {
  const tasks = await withdraw(doing, withdrawNotices);
  const ids = idsOf(tasks);
  await doing.tx.query(withdrawOwnWaiting, [ids, doing.circumstances.now]);
  if ((await doing.tx.query(selectGone, [ids])).length > 0)
    throw new Error(`The notice of the extension of appeal ${doing.appeal.id} has left meanwhile`);
  await redrawTasks(doing, tasks);
}

const withdrawNeedless = statement(
  'withdraw-needless-notices',
  `update delivery y set withdrawn_at = $2 where y.appeal_id = $1 and y.kind = 'extension_notice' and y.late_at >= $3 and ${IS_OPEN_TASK} returning y.id`,
);
const reopenNotice = statement(
  'reopen-extension-notice',
  `update delivery set withdrawn_at = null where appeal_id = $1 and kind = 'extension_notice' and placed_at is null and withdrawn_at = $2 returning id`,
);

/** Answered by the former due, the applicant has nothing to wait for longer. */
export async function dropNeedlessNotice(doing: Doing): Promise<void> {
  const { tx, appeal, circumstances } = doing;
  const tasks = await tx.query<{ id: number }>(withdrawNeedless, [appeal.id, circumstances.now, momentOfDeed(doing)]);
  withoutTasks(doing, tasks);
  await tx.query(withdrawOwnWaiting, [idsOf(tasks), circumstances.now]);
  await redrawTasks(doing, tasks);
}

/** The extension stands, and the answer is to come: its notice is needed again. */
export async function restoreNotice(doing: Doing): Promise<void> {
  const { tx, appeal } = doing;
  await redrawTasks(doing, await tx.query<{ id: number }>(reopenNotice, [appeal.id, appeal.state.finishedAt]));
}

/** What was confirmed as made in ПОС since then is taken out of it by a task. */
async function removePlaced(doing: Doing, kind: DeliveryKind, since: Date): Promise<void> {
  const { tx, appeal, circumstances } = doing;
  const stands = await tx.query<{ id: number }>(withdrawPlaced, [appeal.id, circumstances.now, kind, since]);
  if (stands.length === 0) return;
  await redrawTasks(doing, stands);
  for (const { id } of stands) await queueDelivery(doing, 'removal', id);
}

type Touched = readonly { readonly id: number }[];
const idsOf = (tasks: Touched): number[] => tasks.map(({ id }) => id);

/** What waits of this appeal and is an answer's, a redirect's or a passing's: the letter of an answer that is in ПОС too. */
const withdrawWaiting = statement(
  'withdraw-shipments',
  `update shipment s set state = 'withdrawn', settled_at = $2 from delivery y
   where s.delivery_id = y.id and y.appeal_id = $1 and y.kind in ${BOUND} and s.state = 'waiting'`,
);
const withdrawAllWaiting = statement(
  'withdraw-all-shipments',
  `update shipment s set state = 'withdrawn', settled_at = $2 from delivery y
   where s.delivery_id = y.id and y.appeal_id = $1 and s.state = 'waiting'`,
);
const gatewayStates = statement(
  'gateway-of-deliveries',
  `select y.id, y.kind, s.state from shipment s join delivery y on y.id = s.delivery_id
   where s.delivery_id = any($1::int[]) and s.carrier = 'gateway'`,
);
const reopenShipments = statement(
  'reopen-shipments',
  `update shipment set state = 'waiting', due_at = $2, settled_at = null
   where delivery_id = any($1::int[]) and state = 'withdrawn' and settled_at = $3`,
);
/** Whose applicant was forgotten meanwhile has no address: as whoever never had one, they get no letter, and nobody waits for it. */
const dropLetters = statement(
  'drop-letters-of-forgotten',
  `delete from shipment s using delivery y
   where y.id = s.delivery_id and s.delivery_id = any($1::int[]) and s.carrier = 'mail' and s.state = 'withdrawn' and s.settled_at = $2
     and not exists (select from applicant n where n.appeal_id = y.appeal_id and n.email <> '')`,
);
const withdrawGateway = statement(
  'gateway-not-needed',
  `update shipment set state = 'withdrawn', settled_at = $2
   where delivery_id = any($1::int[]) and carrier = 'gateway' and state = 'waiting'`,
);

/** A coordinator has carried it: the gateway, silent until now, must not do it once more. */
export async function placedByHand(tx: Transaction, deliveryIds: readonly number[], now: Date): Promise<void> {
  if (deliveryIds.length > 0) await tx.query(withdrawGateway, [deliveryIds, now]);
}

/** What the gateway has taken already is taken out of ПОС by hand. An answer that ПОС has is returned as one that was sent. */
const mustBeRemoved = ({ kind, state }: { readonly kind: DeliveryKind; readonly state: ShipmentState }): boolean =>
  state === 'accepted' || (state === 'delivered' && kind === 'redirect_notice');

async function withdrawShipments(doing: Doing, tasks: Touched): Promise<void> {
  const { tx, appeal, circumstances } = doing;
  await tx.query(withdrawWaiting, [appeal.id, circumstances.now]);
  if (tasks.length === 0) return;
  const states = await tx.query<{ id: number; kind: DeliveryKind; state: ShipmentState }>(gatewayStates, [
    idsOf(tasks),
  ]);
  for (const { id } of states.filter(mustBeRemoved)) await queueDelivery(doing, 'removal', id);
}

async function withdraw(doing: Doing, how: typeof withdrawOpen): Promise<Touched> {
  const tasks = await doing.tx.query<{ id: number }>(how, [doing.appeal.id, doing.circumstances.now]);
  withoutTasks(doing, tasks);
  return tasks;
}

/** One that leaves its group gives the coordinators its own tasks, and may end by the same act: nobody is asked for what is withdrawn. */
function withoutTasks(doing: Doing, tasks: Touched): void {
  const withdrawn = idsOf(tasks);
  doing.deliveries = doing.deliveries.filter(({ id }) => !withdrawn.includes(id));
}

const place = (
  { tx, appeal, personId, circumstances: { now } }: Doing,
  kinds: readonly DeliveryKind[],
): Promise<Touched> => tx.query<{ id: number }>(placeOpen, [appeal.id, now, personId, kinds]);

const openTasks = statement(
  'open-tasks-of-appeals',
  'select id from delivery where appeal_id = any($1::int[]) and placed_at is null and withdrawn_at is null',
);

/** A task names all appeals that it is for: those with whom one was, or is now. */
export async function redrawOpenTasks(doing: Doing, appealIds: readonly number[]): Promise<void> {
  await redrawTasks(doing, await doing.tx.query<{ id: number }>(openTasks, [appealIds]));
}

/** Whoever has the task in the chat sees that it is over, the presser too: the press was on another card. */
async function redrawTasks(doing: Doing, tasks: Touched): Promise<void> {
  if (tasks.length === 0) return;
  const { tx, circumstances } = doing;
  const { now } = circumstances;
  doing.touchesTasks = true;
  const holders = await tx.query<Listener & { deliveryId: number }>(taskCards, [tasks.map(({ id }) => id)]);
  await say(
    tx,
    holders.map(({ deliveryId, ...holder }) => redraw('delivery', deliveryId, holder)),
    now,
  );
}

interface Withdrawn {
  readonly id: number;
  readonly kind: DeliveryKind;
}

const commentsCards = statement(
  'cards-of-comments',
  `select c.person_id as id, ${columns(Account, ['messenger', 'chatId'], 'account')}
   from card c join person p on p.id = c.person_id join account on account.person_id = p.id and account.messenger = c.messenger
   where p.disabled_at is null and c.subject = 'comments'`,
);

/** The one list of all comments that wait for ПОС. */
async function redrawComments({ tx, circumstances: { now } }: Doing, tasks: readonly Withdrawn[]): Promise<void> {
  if (!tasks.some(({ kind }) => kind === 'comment')) return;
  const holders = await tx.query<Listener>(commentsCards);
  await say(
    tx,
    holders.map((holder) => redrawOfComments(holder)),
    now,
  );
}
