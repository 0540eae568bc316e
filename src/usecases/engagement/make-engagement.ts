import { Engagement } from '../../../entities/engagement';
import { EngagementVersion } from '../../../entities/engagement-version';
import { databaseOf, repositoryOf, type Transaction } from '../../database/database';
import { changedFields } from '../../regulation/engagement/compared';
import type { EngagementContent } from '../../regulation/engagement/content';
import { withPicturesInOrder } from '../../regulation/engagement/pictures';
import { OFFICIAL } from '../../regulation/engagement/transitions';
import { ENGAGEMENT_LEVEL, type EngagementKind } from '../../regulation/engagement/vocabulary';
import { hasRight } from '../../regulation/rights';
import { closeForm, lockForm } from '../forms/form-store';
import { addEngagementEntry } from '../journal/engagement-journal';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { addVersion, readVersion } from './engagement-store';
import { keepPictures } from './pictures';

export interface NewEngagement {
  readonly kind: EngagementKind;
  readonly content: EngagementContent;
  /** In which it is written; it makes one. */
  readonly formId: number;
}

/** `isOthers`: somebody has gone on with it outside this form, so nothing was written. */
export interface WrittenDraft {
  readonly id: number;
  readonly isOthers: boolean;
}

/**
 * What is written in a form is a draft from its first answer on, so that no form is lost with another that is opened, or with its day. Until the form
 * ends or somebody acts on the draft, it is one version that grows.
 * @param ends the form has told all, and is over
 * @returns null: it is not theirs to make, or this form is over
 * @idempotent by the form
 */
export async function writeDraft(
  desk: Desk,
  actor: Official,
  made: NewEngagement,
  ends: boolean,
): Promise<WrittenDraft | null> {
  if (!hasRight(actor, 'engage')) return null;
  const { formId } = made;
  return databaseOf(desk).transaction(async (tx) => {
    const form = await lockForm(tx, formId);
    if (form?.state !== 'open' || form.personId !== actor.personId) return null;
    const now = desk.clock.now();
    const draft = await lockDraft(tx, formId);
    const isOthers = draft !== null && (draft.version !== 1 || draft.stage !== 'draft');
    const id = draft?.id ?? (await make(tx, actor, made, now));
    if (draft && !isOthers) await rewrite(tx, draft, made.content, now);
    if (ends) await closeForm(tx, formId, null, now);
    return { id, isOthers };
  });
}

const lockDraft = (tx: Transaction, formId: number): Promise<Engagement | null> =>
  repositoryOf(tx, Engagement).findOne({ where: { formId }, lock: { mode: 'pessimistic_write' } });

async function make(
  tx: Transaction,
  { personId }: Official,
  { kind, content, formId }: NewEngagement,
  now: Date,
): Promise<number> {
  const { id } = await repositoryOf(tx, Engagement).save({
    ...{ kind, level: ENGAGEMENT_LEVEL, stage: 'draft', stageAt: now, version: 1, number: 1, authorId: personId },
    ...{ agreeingId: null, approvingId: null, handedOverById: null, address: null, placedNumber: null },
    ...{ stageBefore: null, createdAt: now, formId },
  } satisfies Omit<Engagement, 'id'>);
  await addVersion(tx, id, { number: 1, content, writtenById: personId, writtenAt: now });
  await addEngagementEntry(tx, {
    ...{ at: now, engagementId: id, action: 'make', personId, capacity: 'official', onBehalfOfId: null },
    ...{ clause: OFFICIAL, fromStage: null, toStage: 'draft', version: 1, formId, details: { number: 1 } },
  });
  return id;
}

async function rewrite(
  tx: Transaction,
  { id, kind, number }: Engagement,
  written: EngagementContent,
  now: Date,
): Promise<void> {
  const content = withPicturesInOrder(written);
  if (changedFields(kind, await readVersion(tx, id, number), content).length === 0) return;
  await repositoryOf(tx, EngagementVersion).update({ engagementId: id, number }, { content, writtenAt: now });
  await keepPictures(tx, content.pictures, now);
}

/** What was written in a form, whether that is open or over; null: nothing was. */
export async function draftOfForm(desk: Desk, formId: number): Promise<Pick<Engagement, 'id' | 'version'> | null> {
  return repositoryOf(databaseOf(desk), Engagement).findOneBy({ formId });
}
