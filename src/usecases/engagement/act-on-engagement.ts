import { Engagement } from '../../../entities/engagement';
import { databaseOf, repositoryOf, type Transaction } from '../../database/database';
import { withFields, type EngagementContent, type EngagementField } from '../../regulation/engagement/content';
import { decideEngagement, type EngagementDecision } from '../../regulation/engagement/decide';
import type { EngagementAnswers } from '../../regulation/engagement/facts';
import type { EngagementRefusal } from '../../regulation/engagement/guards';
import type { EngagementAction, EngagementStage } from '../../regulation/engagement/vocabulary';
import { closeForm, lockForm } from '../forms/form-store';
import { addEngagementEntry, entriesOfEngagement, type EngagementEntry } from '../journal/engagement-journal';
import type { Official } from '../people/officials';
import { circumstances, type Desk } from '../ports';
import { addVersion, loadEngagement, type KeptEngagement } from './engagement-store';

export interface EngagementAct {
  readonly id: number;
  readonly action: EngagementAction;
  /** Of the card that was pressed; null: it hangs on nothing that others change. */
  readonly version: number | null;
  readonly answers: EngagementAnswers;
  /** «Изменить»: what is written anew. */
  readonly change?: { readonly content: EngagementContent; readonly fields: readonly EngagementField[] };
  /** In which it was asked; it acts once and ends. */
  readonly formId?: number;
}

export type EngagementOutcome =
  | { readonly kind: 'done'; readonly stage: EngagementStage }
  /** `latest`: what was done last, for whoever was too late. */
  | { readonly kind: 'refused'; readonly refusal: EngagementRefusal; readonly latest: EngagementEntry | null }
  | { readonly kind: 'gone' };

/**
 * One act in one transaction: what the table says, the journal, what was written and what time is to do.
 * @param actor null: the clock
 */
export const actOnEngagement = (desk: Desk, actor: Official | null, act: EngagementAct): Promise<EngagementOutcome> =>
  databaseOf(desk).transaction((tx) => actIn(tx, desk, actor, act));

async function actIn(
  tx: Transaction,
  desk: Desk,
  actor: Official | null,
  act: EngagementAct,
): Promise<EngagementOutcome> {
  const { id, action, version, answers, formId } = act;
  const kept = await loadEngagement(tx, id, true);
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
  await carryOut(tx, desk, actor, kept, act, decision);
  if (formId !== undefined) await closeForm(tx, formId, null, desk.clock.now());
  return { kind: 'done', stage: decision.to };
}

async function carryOut(
  tx: Transaction,
  desk: Desk,
  actor: Official | null,
  { row, content }: KeptEngagement,
  { id, action, answers, change, formId }: EngagementAct,
  { to, capacity, onBehalfOfId, clause }: Extract<EngagementDecision, { ok: true }>,
): Promise<void> {
  const now = desk.clock.now();
  const number = change === undefined ? row.number : row.number + 1;
  if (change !== undefined && actor !== null)
    await addVersion(tx, id, {
      number,
      content: withFields(content, change.content, change.fields),
      writtenById: actor.personId,
      writtenAt: now,
    });
  const version = row.version + 1;
  await repositoryOf(tx, Engagement).update(
    { id },
    {
      ...EFFECTS[action]?.({ stage: row.stage, number }, answers, actor),
      ...{ stage: to, version, number, stageAt: to === row.stage ? row.stageAt : now },
    },
  );
  await addEngagementEntry(tx, {
    ...{ at: now, engagementId: id, action, personId: actor?.personId ?? null, capacity, onBehalfOfId, clause },
    ...{ fromStage: row.stage, toStage: to, version, formId: formId ?? null },
    details: { ...answers, ...(change && { number, changed: change.fields }) },
  });
}

/** What an act leaves in the row beside its stage. */
const EFFECTS: {
  readonly [Action in EngagementAction]?: (
    row: Pick<Engagement, 'stage' | 'number'>,
    answers: EngagementAnswers,
    actor: Official | null,
  ) => Partial<Engagement>;
} = {
  placeThere: ({ number }, { address = null }) => ({ address, placedNumber: number }),
  placeChange: ({ number }) => ({ placedNumber: number }),
  unplace: () => ({ address: null, placedNumber: null }),
  takeDown: ({ stage }) => ({ stageBefore: stage }),
  takenDownThere: () => ({ address: null, placedNumber: null }),
  bringBack: () => ({ stageBefore: null }),
};
