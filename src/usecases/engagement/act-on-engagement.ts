import { Engagement } from '../../../entities/engagement';
import { statement, type Transaction, databaseOf, repositoryOf } from '../../database/database';
import { changedFields } from '../../regulation/engagement/compared';
import { withFields, type EngagementContent, type EngagementField } from '../../regulation/engagement/content';
import { decideEngagement, type EngagementDecision } from '../../regulation/engagement/decide';
import { type EngagementFacts, mayNotHaveId, type EngagementAnswers } from '../../regulation/engagement/facts';
import type { EngagementRefusal } from '../../regulation/engagement/guards';
import { engagementTurns } from '../../regulation/engagement/moments';
import {
  picturesOfNothing,
  withPicturesInOrder,
  withRenamed,
  type renamedIn,
} from '../../regulation/engagement/pictures';
import type { EngagementAction, EngagementStage } from '../../regulation/engagement/vocabulary';
import { closeForm, lockForm } from '../kit/form-store';
import { addEngagementEntry, entriesOfEngagement, type EngagementEntry } from '../kit/journal';
import { type Official, shortNamesOf } from '../kit/officials';
import { type Desk, circumstances } from '../kit/ports';
import { planReminders } from '../kit/reminders';
import { addVersion, loadEngagement, readVersion, type KeptEngagement } from './engagement-store';
import { planCarrying } from './engagements';
import { supervisorsIn } from './list';
import { addResults, settleReturned } from './sent-results';
import { tellOfAct } from './told';

const cancelPlanned = statement(
  'cancel-reminders-of-engagement',
  `update reminder set state = 'cancelled' where engagement_id = $1 and state = 'planned' and ($2::timestamptz is null or due_at > $2)`,
);

/**
 * When it opens or is over by itself, planned anew as it stands now; what people hear of it the morning lists read. What is due at this moment
 * goes with its reason where a person has acted; the clock takes no reason away. @idempotent
 */
export async function planEngagement(
  tx: Transaction,
  desk: Desk,
  id: number,
  facts: EngagementFacts,
  by: 'person' | 'clock',
): Promise<void> {
  await tx.query(cancelPlanned, [id, by === 'clock' ? desk.clock.now() : null]);
  await planReminders(
    tx,
    engagementTurns(facts, desk.office.calendar()).map((at) => ({
      key: `engagement:${id}:turn:${at.toISOString()}`,
      reason: 'engagement_turn',
      ...{ appealId: null, engagementId: id, personId: null, dueAt: at, params: {} },
    })),
  );
}

export interface EngagementAct {
  readonly id: number;
  readonly action: EngagementAction;
  /** Of the card that was pressed; null: it hangs on nothing that others change. */
  readonly version: number | null;
  readonly answers: EngagementAnswers;
  /** «Изменить»: what is written anew. */
  readonly change?: {
    readonly content: EngagementContent;
    readonly fields: readonly EngagementField[];
    /** Options that have another name, and keep their pictures. */
    readonly renamed?: ReturnType<typeof renamedIn>;
    /** The version that was looked at when it was begun; absent: a form of before. */
    readonly seen?: number | undefined;
  };
  /** Which version stands in ПОС by it; absent: the present one. */
  readonly placedNumber?: number;
  /** In which it was asked; it acts once and ends. */
  readonly formId?: number;
  /** Results that came home and are taken by it. */
  readonly returnedId?: number;
}

export type EngagementOutcome =
  /** `picturesGone`: how many went with the options that they showed. `isSame`: what was to be changed is so already. */
  | {
      readonly kind: 'done';
      readonly stage: EngagementStage;
      readonly picturesGone: number;
      readonly isSame?: true;
      /** Who is told of it, by their short names. */
      readonly heardBy: readonly string[];
    }
  /** `latest`: what was done last, for whoever was too late. */
  | { readonly kind: 'refused'; readonly refusal: EngagementRefusal; readonly latest: EngagementEntry | null }
  | { readonly kind: 'gone' };

/**
 * One act in one transaction: what the table says, the journal, what was written and what time is to do.
 * @param actor null: the clock
 */
export const actOnEngagement = (desk: Desk, actor: Official | null, act: EngagementAct): Promise<EngagementOutcome> =>
  databaseOf(desk).transaction((tx) => actIn(tx, desk, actor, act));

/** The clock's: it opens or is over, as the table says. False: somebody acts on it right now. @idempotent */
export async function turnOf(tx: Transaction, desk: Desk, id: number): Promise<boolean> {
  const kept = await loadEngagement(tx, id, 'skip');
  if (!kept) return false;
  for (const action of ['begin', 'end'] as const) {
    const decision = decideEngagement(action, kept.facts, null, {}, circumstances(desk));
    if (!decision.ok) continue;
    await carryOut(tx, desk, null, kept, { id, action, version: null, answers: {} }, decision);
    return true;
  }
  return true;
}

/**
 * What the gateway has done in ПОС becomes so here.
 * @param placedNumber the version that it has carried: another may have been written since
 * @returns why the table does not know it now; null: it is so here, too
 */
export async function carriedThere(
  tx: Transaction,
  desk: Desk,
  kept: KeptEngagement,
  action: EngagementAction,
  answers: EngagementAnswers,
  placedNumber: number,
): Promise<EngagementRefusal | null> {
  const decision = decideEngagement(action, kept.facts, null, answers, circumstances(desk));
  if (!decision.ok) return decision.refusal;
  const act = { id: kept.row.id, action, version: null, answers, placedNumber };
  await carryOut(tx, desk, null, kept, act, decision);
  return null;
}

async function actIn(
  tx: Transaction,
  desk: Desk,
  actor: Official | null,
  act: EngagementAct,
): Promise<EngagementOutcome> {
  const { id, action, version, answers, formId } = act;
  const kept = await loadEngagement(tx, id, 'wait');
  if (!kept) return { kind: 'gone' };
  const refused = async (refusal: EngagementRefusal): Promise<EngagementOutcome> => ({
    kind: 'refused',
    refusal,
    latest: (await entriesOfEngagement(tx, id))[0] ?? null,
  });
  if (formId !== undefined && (await lockForm(tx, formId))?.state !== 'open') return refused('stale');
  const decision = decideEngagement(action, kept.facts, actor, answers, circumstances(desk));
  if (version !== null && version !== kept.row.version) return refused('stale');
  if (!decision.ok) return refused(decision.refusal);
  if (action === 'change' && act.change === undefined) return refused('notNow');
  if (act.change && (await isChangedMeanwhile(tx, kept, act.change))) return refused('meanwhile');
  const { personId } = answers;
  if (personId !== undefined && !(await mayBeSent(tx, desk, decision.to, personId, kept.facts)))
    return refused('personId');
  if (
    personId !== undefined &&
    actor &&
    personId === mayNotHaveId(action, kept.facts, actor.personId, desk.office.fourEyes)
  )
    return refused('ownWork');
  const { returnedId } = act;
  if (returnedId !== undefined && actor !== null) {
    const returned = { engagementId: id, id: returnedId };
    if (!(await settleReturned(tx, returned, 'taken', actor, desk.clock.now()))) return refused('stale');
  }
  const isSame = act.change !== undefined && leavesAsItIs(kept, act.change);
  const heard = isSame ? [] : await carryOut(tx, desk, actor, kept, act, decision);
  if (formId !== undefined) await closeForm(tx, formId, null, desk.clock.now());
  return {
    ...{ kind: 'done', stage: decision.to, picturesGone: picturesGoneBy(kept.content, act.change) },
    ...(isSame && { isSame }),
    heardBy: [...(await shortNamesOf(tx, heard)).values()],
  };
}

/** What is written, with what is written anew. */
const changedBy = (
  content: EngagementContent,
  { content: mine, fields, renamed = [] }: NonNullable<EngagementAct['change']>,
): EngagementContent => withFields(withRenamed(content, renamed), mine, fields);

const leavesAsItIs = ({ row, content }: KeptEngagement, change: NonNullable<EngagementAct['change']>): boolean =>
  changedFields(row.kind, withPicturesInOrder(content), withPicturesInOrder(changedBy(content, change))).length === 0;

const picturesGoneBy = (content: EngagementContent, change: EngagementAct['change']): number =>
  change === undefined ? 0 : picturesOfNothing(changedBy(content, change));

/** Somebody else has written otherwise what is changed here, and not so. */
async function isChangedMeanwhile(
  tx: Transaction,
  { row: { id, kind, number }, content: theirs }: KeptEngagement,
  { content: mine, fields, seen = number }: NonNullable<EngagementAct['change']>,
): Promise<boolean> {
  if (seen === number) return false;
  const changed = changedFields(kind, await readVersion(tx, id, seen), theirs);
  const differing = changedFields(kind, mine, theirs);
  return fields.some((field) => changed.includes(field) && differing.includes(field));
}

/** Of what the journal says that it was changed. */
function saidOf(content: EngagementContent, change: NonNullable<EngagementAct['change']>): EngagementField[] {
  const alsoPictures = !change.fields.includes('pictures') && picturesGoneBy(content, change) > 0;
  return [...change.fields, ...(alsoPictures ? (['pictures'] as const) : [])];
}

/** Somebody who may take it: a supervisor, who may approve where it goes to be approved, and not whoever has it. */
async function mayBeSent(
  tx: Transaction,
  desk: Desk,
  to: EngagementStage,
  id: number,
  facts: EngagementFacts,
): Promise<boolean> {
  const found = await supervisorsIn(tx, desk, to === 'approval');
  const holder = facts.stage === to ? (to === 'agreement' ? facts.agreeingId : facts.approvingId) : null;
  return id !== holder && found.some((one) => one.id === id);
}

/** @returns who is told of it */
async function carryOut(
  tx: Transaction,
  desk: Desk,
  actor: Official | null,
  { row, content, facts }: KeptEngagement,
  { id, action, answers, change, formId, placedNumber, returnedId }: EngagementAct,
  { to, capacity, onBehalfOfId, clause }: Extract<EngagementDecision, { ok: true }>,
): Promise<readonly number[]> {
  const now = desk.clock.now();
  const number = change === undefined ? row.number : row.number + 1;
  const { results, ...said } = answers;
  const told = results === undefined || actor === null ? null : await addResults(tx, id, results, actor, now);
  if (change !== undefined && actor !== null)
    await addVersion(tx, id, {
      number,
      content: changedBy(content, change),
      writtenById: actor.personId,
      writtenAt: now,
    });
  const version = row.version + 1;
  const effects =
    EFFECTS[action]?.({ ...row, number: placedNumber ?? number, misplaced: facts.misplaced }, answers, actor, to) ?? {};
  await repositoryOf(tx, Engagement).update(
    { id },
    { stageAt: to === row.stage ? row.stageAt : now, ...effects, ...{ stage: to, version, number } },
  );
  await addEngagementEntry(tx, {
    ...{ at: now, engagementId: id, action, personId: actor?.personId ?? null, capacity, onBehalfOfId, clause },
    ...{ fromStage: row.stage, toStage: to, version, formId: formId ?? null },
    details: {
      ...said,
      ...(action === 'unplace' && { address: row.address, placedNumber: row.placedNumber, stageAt: row.stageAt }),
      number,
      ...(told !== null && { results: told }),
      ...(change && { changed: saidOf(content, change) }),
      ...(returnedId !== undefined && { returnedId }),
    },
  });
  const after = await loadEngagement(tx, id);
  if (!after) return [];
  await planEngagement(tx, desk, id, after.facts, actor === null ? 'clock' : 'person');
  await planCarrying(tx, desk, id, after.facts, action);
  return tellOfAct(tx, desk, actor, {
    ...{ id, title: after.content.title, action, to, version, reason: answers.reason ?? null },
    ...{ before: facts, after: after.facts, handedOverById: row.handedOverById },
  });
}

type Effect = (
  row: Pick<Engagement, 'stage' | 'number'> & Pick<EngagementFacts, 'misplaced'>,
  answers: EngagementAnswers,
  actor: Official | null,
  to: EngagementStage,
) => Partial<
  Pick<
    Engagement,
    'agreeingId' | 'approvingId' | 'handedOverById' | 'address' | 'placedNumber' | 'stageBefore' | 'stageAt'
  >
>;

const NOBODYS = { agreeingId: null, approvingId: null, handedOverById: null };
const sent: Effect = (_, { personId = null }, __, to) =>
  to === 'agreement' ? { agreeingId: personId } : { approvingId: personId };

/** What an act leaves in the row beside its stage. */
const EFFECTS: { readonly [Action in EngagementAction]?: Effect } = {
  handOver: (row, answers, actor, to) => ({
    ...(to === 'agreement' && sent(row, answers, actor, to)),
    handedOverById: actor?.personId ?? null,
  }),
  agreeContent: sent,
  passContent: sent,
  rejectContent: () => NOBODYS,
  takeBack: () => NOBODYS,
  placeThere: ({ number }, { address = null }) => ({ address, placedNumber: number }),
  placeChange: ({ number }) => ({ placedNumber: number }),
  unplace: () => ({ address: null, placedNumber: null }),
  stillPlaced: ({ misplaced }, _, __, to) => ({
    ...(misplaced && { address: misplaced.address, placedNumber: misplaced.number }),
    ...(misplaced?.stage === to && { stageAt: misplaced.stageAt }),
  }),
  takeDown: ({ stage }) => ({ stageBefore: stage }),
  takenDownThere: () => ({ address: null, placedNumber: null }),
  bringBack: () => ({ stageBefore: null }),
};
