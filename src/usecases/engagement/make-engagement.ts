import { Engagement } from '../../../entities/engagement';
import { databaseOf, repositoryOf } from '../../database/database';
import type { EngagementContent } from '../../regulation/engagement/content';
import { OFFICIAL } from '../../regulation/engagement/transitions';
import { ENGAGEMENT_LEVEL, type EngagementKind } from '../../regulation/engagement/vocabulary';
import { hasRight } from '../../regulation/rights';
import { closeForm, lockForm } from '../forms/form-store';
import { addEngagementEntry } from '../journal/engagement-journal';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { addVersion } from './engagement-store';

export interface NewEngagement {
  readonly kind: EngagementKind;
  readonly content: EngagementContent;
  /** In which it was written; it makes one and ends. */
  readonly formId: number;
}

/** @returns its id; null: it is not theirs to make, or this form has made it already */
export async function makeEngagement(desk: Desk, actor: Official, made: NewEngagement): Promise<number | null> {
  if (!hasRight(actor, 'engage')) return null;
  const { kind, content, formId } = made;
  const { personId } = actor;
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const form = await lockForm(tx, formId);
    if (form?.state !== 'open') return null;
    const { id } = await repositoryOf(tx, Engagement).save({
      ...{ kind, level: ENGAGEMENT_LEVEL, stage: 'draft', stageAt: now, version: 1, number: 1, authorId: personId },
      ...{ agreeingId: null, approvingId: null, handedOverById: null, address: null, placedNumber: null },
      ...{ stageBefore: null, createdAt: now },
    } satisfies Omit<Engagement, 'id'>);
    await addVersion(tx, id, { number: 1, content, writtenById: personId, writtenAt: now });
    await addEngagementEntry(tx, {
      ...{ at: now, engagementId: id, action: 'make', personId, capacity: 'official', onBehalfOfId: null },
      ...{ clause: OFFICIAL, fromStage: null, toStage: 'draft', version: 1, formId, details: { number: 1 } },
    });
    await closeForm(tx, formId, null, now);
    return id;
  });
}
