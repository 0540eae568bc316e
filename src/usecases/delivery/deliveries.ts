import { AnswerDraft } from '../../../entities/answers';
import { Delivery } from '../../../entities/delivery';
import { Card } from '../../../entities/form';
import { Account } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Transaction, databaseOf } from '../../database/database';
import { asksOf } from '../../regulation/decide';
import type { Actor } from '../../regulation/facts';
import { maySee } from '../../regulation/rights';
import { capacityOfTaker, mayPlace, maySeeTask, type TakeableTask } from '../../regulation/tasks';
import type { Action, AnswerType, DeliveryKind, Kind } from '../../regulation/vocabulary';
import { placedByHand } from '../acts/delivery';
import type { StartAct } from '../acts/start-act';
import { inVersion } from '../answers/version-files';
import { factsOf, loadAppeal } from '../appeals/appeal-store';
import { passingOf, type Passing } from '../appeals/holders';
import { groupOf } from '../appeals/pending';
import { AUTHOR, SHIPMENTS, shownShipments, type KeptShipment, type ShownShipment } from '../card/status';
import { OF_KEPT_FILE, SHOWN_FILE, type KeptFile } from '../kit/files';
import { addEntry } from '../kit/journal';
import { say } from '../kit/messages';
import { shortName, type Listener } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { redraw } from '../kit/redraw';
import { NAMED_STEPS, type NamedStep, type ToldStep } from '../kit/settings';
import { followTasks } from '../terms/follow-terms';

const OF_DELIVERY = columns(
  Delivery,
  [
    'id',
    'appealId',
    'kind',
    'text',
    'draftId',
    'progress',
    'authorUntil',
    'placedAt',
    'withdrawnAt',
    'takenById',
    'takenUntil',
  ],
  'y',
);
const OF_DRAFT = columns(AnswerDraft, ['postponedUntil'], 'd');

/** What was taken back here and stands in ПОС. */
export interface Removed {
  readonly kind: DeliveryKind;
  /** Since when ПОС has it; null: the gateway has taken it and has not said yet that ПОС has. */
  readonly placedAt: Date | null;
  /** Null: the gateway. */
  readonly placedBy: string | null;
  /** Under which the gateway says that it stands there. */
  readonly reference: string | null;
  /** To which the appeal was redirected or passed. */
  readonly organization: string | null;
  /** The act that took it back; null: none is known. */
  readonly because: {
    readonly action: Action;
    readonly by: string | null;
    readonly at: Date;
    readonly words: string | null;
  } | null;
}
type KeptRemoved = Omit<Removed, 'placedAt' | 'because'> & {
  readonly placedAt: string | null;
  readonly because: (Omit<NonNullable<Removed['because']>, 'at'> & { readonly at: string }) | null;
};

/** A task of the coordinators: something to place in ПОС, to enter, to send, to pass on, or to take out of it. */
export interface DeliveryCard extends Readonly<RowOf<typeof OF_DELIVERY>> {
  readonly number: string;
  readonly appealKind: Kind;
  readonly epguNumber: string | null;
  /** Of a removal; null: another task, or an earlier version did not say. */
  readonly removes: Removed | null;
  /** Of the text, where it is an answer's. */
  readonly answerType: AnswerType | null;
  readonly postponedUntil: AnswerDraft['postponedUntil'];
  /** To which a redirected or passed appeal goes. */
  readonly organization: string | null;
  /** The version that stands in ПОС and that this one is to take the place of: since when, and who has entered it. */
  readonly replaces: { readonly at: Date | null; readonly by: string | null } | null;
  /** Who signs the draft in ПОС. */
  readonly signer: string | null;
  readonly files: number;
  /** The letter that was signed goes with them. */
  readonly isSigned: boolean;
  /** Null beside `placedAt`: the gateway. */
  readonly placedBy: string | null;
  /** Who has taken it on themselves. */
  readonly takenBy: string | null;
  /** Numbers of the appeals that are worked as one with it, for which the same is to be done at once. */
  readonly together: readonly string[];
  /** The task of each of them, its own too, where there are several: which were ticked by their numbers. */
  readonly parts: readonly { readonly id: number; readonly number: string; readonly ticked: boolean }[];
  readonly shipments: readonly ShownShipment[];
  /** Who does it in ПОС, signs it there, and which statuses are there, in the office's words; what is not said is assumed. */
  readonly inPos: Partial<Record<ToldStep, string>>;
  /** Of a redirect that waits to be made: until when. */
  readonly passing: Passing | null;
}

/**
 * Of a delivery `y` and an attachment `t`, SQL: an answer's task has the files of its version, and the signature with which it was approved; another has what came
 * with its own form.
 */
export const FILES_OF_DELIVERY = `case when y.kind in ('answer', 'interim_answer', 'draft_entry')
    then ${inVersion('y.draft_id')} or (t.form_id = y.form_id and exists (select from signature g where g.attachment_id = t.id))
  else t.form_id = y.form_id end`;
/** Of a task `y`: the tasks `q` that one act has given for all the appeals on which it was done. SQL. */
export const queuedTogether = (y: string): string =>
  `q.kind = ${y}.kind and q.queued_at = ${y}.queued_at and q.appeal_id in ${groupOf(`${y}.appeal_id`)}`;
/** Of a delivery `y`: the letter `l` with which it was signed here. SQL. */
export const SIGNED_LETTER = `attachment t join signature g on g.attachment_id = t.id join letter l on l.id = g.letter_id
  where t.form_id = y.form_id and y.kind in ('answer', 'interim_answer') order by g.id desc limit 1`;
/** Of a removal `y`: what it removes `x`, as JSON. Its act is the one of the moment at which `x` was withdrawn. SQL. */
const REMOVED = `(select jsonb_build_object('kind', x.kind, 'placedAt', coalesce(x.placed_at, s.settled_at), 'placedBy', w.name, 'reference', s.reference,
    'organization', case when x.kind in ('organization', 'redirect_notice') then (select o.name from journal_entry j join organization o on o.id = (j.details ->> 'organizationId')::int
      where j.appeal_id = x.appeal_id and j.at <= x.queued_at order by j.id desc limit 1) end,
    'because', (select jsonb_build_object('action', j.action, 'by', b.name, 'at', j.at, 'words', coalesce(j.told ->> 'reason', j.told ->> 'reexaminationText'))
      from journal_entry j left join person b on b.id = j.person_id
      where j.appeal_id = x.appeal_id and j.at = x.withdrawn_at and j.action not in ('place', 'carry') order by j.id desc limit 1))
  from delivery x left join person w on w.id = x.placed_by_id left join shipment s on s.delivery_id = x.id and s.carrier = 'gateway'
  where x.id = y.removes_id)`;
const readDelivery = statement(
  'read-delivery',
  `select ${OF_DELIVERY}, a.executor_id as "executorId", ${AUTHOR} as "authorId", a.number, a.kind as "appealKind", a.epgu_number as "epguNumber", ${REMOVED} as removes, p.name as "placedBy", (select t.name from person t where t.id = y.taken_by_id) as "takenBy", d.type as "answerType", ${OF_DRAFT},
     y.kind = 'draft_entry' and y.placed_at is null and coalesce(a.entered_draft_id <> y.draft_id, false) as "isReplacing", former.placed_at as "formerAt", former.name as "formerBy",
     (select s.name from person s where s.id = a.approving_id) as signer, (select o.name from organization o where o.id = a.organization_id) as organization,
     array(select b.number from delivery q join appeal b on b.id = q.appeal_id where ${queuedTogether('y')} and q.id <> y.id order by b.id) as together,
     (select case when count(*) > 1 then jsonb_agg(jsonb_build_object('id', q.id, 'number', b.number, 'ticked', q.ticked_at is not null) order by b.id) else '[]' end
      from delivery q join appeal b on b.id = q.appeal_id where ${queuedTogether('y')}) as parts,
     (select count(*)::int from attachment t where t.appeal_id = y.appeal_id and (${FILES_OF_DELIVERY})) as files,
     exists (select from signature g join attachment t on t.id = g.attachment_id where t.form_id = y.form_id) as "isSigned",
     coalesce((select value -> 'told' from setting where key = 'office_answers'), '{}') as "inPos",
     coalesce((select jsonb_object_agg(n.key, (select jsonb_agg(w.name order by w.name) from person w
       where w.disabled_at is null and 'coordinator' = any(w.roles) and n.value @> to_jsonb(w.id)))
       from setting o cross join lateral jsonb_each(o.value -> 'named') n where o.key = 'office_answers'), '{}') as named,
     ${SHIPMENTS} as shipments
   from delivery y join appeal a on a.id = y.appeal_id left join answer_draft d on d.id = y.draft_id
     left join person p on p.id = y.placed_by_id
     left join lateral (select x.placed_at, w.name from delivery x left join person w on w.id = x.placed_by_id
       where x.appeal_id = a.id and x.kind = 'draft_entry' and x.draft_id = a.entered_draft_id and x.placed_at is not null and x.withdrawn_at is null
       order by x.id desc limit 1) former on true
   where y.id = $1`,
);
const deliveryFiles = statement(
  'delivery-files',
  `select ${OF_KEPT_FILE}, shown.ref as "fileRef" from attachment t join delivery y on y.id = $1 cross join ${SHOWN_FILE}
   where t.appeal_id = y.appeal_id and (${FILES_OF_DELIVERY}) order by t.id`,
);
const readTakeable = statement(
  'read-takeable-task',
  `select y.kind, a.executor_id as "executorId", ${AUTHOR} as "authorId" from delivery y join appeal a on a.id = y.appeal_id where y.id = $1`,
);
const PLACED = columns(Delivery, ['appealId', 'kind', 'progress']);
const place = statement(
  'place-delivery',
  `update delivery set placed_at = $2, placed_by_id = $3
   where id in (select q.id from delivery y join delivery q on ${queuedTogether('y')} where y.id = $1)
     and placed_at is null and withdrawn_at is null
   returning id, ${PLACED}, (select x.kind from delivery x where x.id = delivery.removes_id) as removes`,
);
type Placed = RowOf<typeof PLACED> & { readonly id: number; readonly removes: DeliveryKind | null };
const OF_CARD = columns(Card, ['subject', 'subjectId'], 'c');
const cardHolders = statement(
  'card-holders',
  `select c.person_id as id, ${columns(Account, ['messenger', 'chatId', 'isSpokenIn'], 'account')}, ${OF_CARD}
   from card c join person p on p.id = c.person_id join account on account.person_id = p.id and account.messenger = c.messenger
   where p.disabled_at is null
     and ((c.subject = 'delivery' and c.subject_id = any($1::int[])) or (c.subject = 'appeal' and c.subject_id = any($2::int[]))
       or (c.subject = 'comments' and $3))`,
);

/** Null: there is no such task, or it is not for this person to see. */
export async function readDeliveryCard(desk: Desk, viewer: Actor, deliveryId: number): Promise<DeliveryCard | null> {
  if (!maySee(viewer, 'task')) return null;
  type Row = Omit<DeliveryCard, 'shipments' | 'removes' | 'passing' | 'replaces'> & {
    readonly named: Partial<Record<NamedStep, readonly string[] | null>>;
    readonly isReplacing: boolean;
    readonly formerAt: Date | null;
    readonly formerBy: string | null;
    readonly executorId: number | null;
    readonly authorId: number | null;
    readonly shipments: readonly KeptShipment[] | null;
    readonly removes: KeptRemoved | null;
  };
  const [row] = await databaseOf(desk).query<Row>(readDelivery, [deliveryId]);
  if (!row || !maySeeTask(viewer, row)) return null;
  const short = (name: string | null) => (name === null ? null : shortName(name));
  return {
    ...row,
    passing: await passingUntil(desk, row),
    placedBy: short(row.placedBy),
    takenBy: short(row.takenBy),
    signer: short(row.signer),
    removes: row.removes && shownRemoved(row.removes, short),
    inPos: saidInPos(row.inPos, row.named),
    replaces: row.isReplacing ? { at: row.formerAt, by: short(row.formerBy) } : null,
    shipments: shownShipments(row.shipments),
  };
}

/** «Кузнецова Ю.Ю. (под учётной записью отдела)»: who is named, and what else was said of it. */
function saidInPos(
  told: DeliveryCard['inPos'],
  named: Partial<Record<NamedStep, readonly string[] | null>>,
): DeliveryCard['inPos'] {
  const said = { ...told };
  for (const step of NAMED_STEPS) {
    const names = (named[step] ?? []).map((name) => shortName(name)).join(', ');
    if (names !== '') said[step] = told[step] === undefined ? names : `${names} (${told[step]})`;
  }
  return said;
}

async function passingUntil(
  desk: Desk,
  { kind, appealId }: Pick<DeliveryCard, 'kind' | 'appealId'>,
): Promise<Passing | null> {
  if (kind !== 'redirect_notice') return null;
  const around = circumstances(desk);
  const appeal = await loadAppeal(databaseOf(desk), appealId, around, false);
  return appeal && passingOf(appeal, around);
}

function shownRemoved(kept: KeptRemoved, short: (name: string | null) => string | null): Removed {
  const { because } = kept;
  return {
    ...kept,
    placedAt: kept.placedAt === null ? null : new Date(kept.placedAt),
    placedBy: short(kept.placedBy),
    because: because && { ...because, by: short(because.by), at: new Date(because.at) },
  };
}

/** Of whoever may not see them there are none. */
export const filesOfDelivery = async (
  desk: Desk,
  viewer: Actor,
  deliveryId: number,
  messenger: string,
): Promise<readonly KeptFile[]> =>
  (await readDeliveryCard(desk, viewer, deliveryId))
    ? databaseOf(desk).query<KeptFile>(deliveryFiles, [deliveryId, messenger])
    : [];
export type PlaceResult = 'placed' | 'placedBefore' | 'withdrawn' | 'notYours' | 'gone';

/**
 * Tasks whose confirmation is an act on the appeal itself, while the appeal waits for it: the table decides then.
 * An answer of the former rules, sent and not placed yet, is confirmed as a comment is.
 */
const CONFIRMS: Readonly<Partial<Record<DeliveryKind, Action>>> = {
  draft_entry: 'markEntered',
  answer: 'confirmSent',
  interim_answer: 'confirmSent',
  redirect_notice: 'confirmSent',
};

export type ActOfDelivery = Pick<StartAct, 'action' | 'appealId' | 'seenVersion'>;

/**
 * Which act a task's button is, on which version of which appeal: what is done for several is done on the one that leads. Null: none,
 * it is placed and that is all.
 */
export async function actOfDelivery(desk: Desk, actor: Actor, card: DeliveryCard): Promise<ActOfDelivery | null> {
  const action = CONFIRMS[card.kind];
  if (action === undefined || card.placedAt || card.withdrawnAt) return null;
  const around = circumstances(desk);
  const own = await loadAppeal(databaseOf(desk), card.appealId, around, false);
  if (!own || (card.draftId !== null && card.draftId !== own.state.draftId)) return null;
  const appeal = own.follows === null ? own : await loadAppeal(databaseOf(desk), own.follows.id, around, false);
  if (!appeal) return null;
  const { version: seenVersion } = appeal.state;
  const facts = factsOf(appeal);
  const waits = asksOf({ appeal: facts, action, presser: actor, seenVersion, submission: null, circumstances: around });
  return waits === null ? null : { action, appealId: appeal.id, seenVersion };
}

/**
 * «Размещено»: a coordinator's word that the text is in ПОС, of a comment also its author's, at each of the appeals that are worked as one. Everybody's cards say so.
 * @idempotent: the second one changes nothing
 */
export async function placeDelivery(desk: Desk, actor: Actor, deliveryId: number): Promise<PlaceResult> {
  const around = circumstances(desk);
  const { now } = around;
  return databaseOf(desk).transaction(async (tx: Transaction) => {
    const [task] = await tx.query<TakeableTask>(readTakeable, [deliveryId]);
    if (!task) return 'gone';
    if (!mayPlace(actor, task)) return 'notYours';
    const placed = await tx.query<Placed>(place, [deliveryId, now, actor.personId]);
    if (placed.length === 0) return standingOf(tx, deliveryId);
    await placedByHand(
      tx,
      placed.map(({ id }) => id),
      now,
    );
    for (const { id, appealId, kind, progress, removes } of placed)
      await addEntry(tx, appealId, {
        at: now,
        action: 'place',
        personId: actor.personId,
        capacity: capacityOfTaker(actor),
        details: { deliveryId: id, delivery: kind, ...(progress && { progress }), ...(removes && { removes }) },
      });
    await followTasks(
      tx,
      placed.map(({ appealId }) => appealId),
      around,
    );
    await redrawDeliveries(tx, placed, now, actor.personId);
    return 'placed';
  });
}

/** Everybody's cards of them and of their appeals. @param presserId whose own card of it the press draws */
export async function redrawDeliveries(
  tx: Transaction,
  deliveries: readonly Readonly<Pick<Delivery, 'id' | 'appealId' | 'kind'>>[],
  now: Date,
  presserId: number | null = null,
): Promise<void> {
  const holders = await tx.query<RowOf<typeof OF_CARD> & Listener & Pick<Account, 'isSpokenIn'>>(cardHolders, [
    deliveries.map(({ id }) => id),
    deliveries.map(({ appealId }) => appealId),
    deliveries.some(({ kind }) => kind === 'comment'),
  ]);
  await say(
    tx,
    holders
      .filter(({ id, subject, isSpokenIn }) => id !== presserId || subject !== 'delivery' || !isSpokenIn)
      .map((holder) => redraw(holder.subject, holder.subjectId, holder)),
    now,
  );
}

async function standingOf(tx: Transaction, deliveryId: number): Promise<PlaceResult> {
  const [row] = await tx.query<DeliveryCard>(readDelivery, [deliveryId]);
  return !row ? 'gone' : row.withdrawnAt !== null ? 'withdrawn' : 'placedBefore';
}
