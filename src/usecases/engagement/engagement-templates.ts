import { IsNull, Raw } from 'typeorm';
import { EngagementTemplate } from '../../../entities/engagement-template';
import { databaseOf, repositoryOf, type Rows, type Transaction } from '../../database/database';
import { NO_CONTENT, repeatedFields, withFields, type EngagementContent } from '../../regulation/engagement/content';
import { hasRight } from '../../regulation/rights';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { contentIn, loadEngagement } from './engagement-store';
import { keepNamed, type NamedKept } from '../people/keep-named';
import { keepPictures } from './pictures';

/** With what one of a kind may begin. */
export interface TemplateOfEngagement extends Readonly<Pick<EngagementTemplate, 'id' | 'kind' | 'name'>> {
  readonly content: EngagementContent;
  readonly isRemoved: boolean;
}

/** Why a template was not kept; each is a key under `engagement:template.refusal`. */
export type EngagementTemplateRefusal = 'notYours' | 'gone' | 'nameTaken';
export type EngagementTemplateKept = NamedKept<EngagementTemplateRefusal>;
const NAMED = { right: 'engage', capacity: 'engagement', idAs: 'engagementTemplateId' } as const;

/** Those that are offered, by name; none for whoever may not make any. */
export async function listEngagementTemplates(desk: Desk, viewer: Official): Promise<readonly TemplateOfEngagement[]> {
  if (!hasRight(viewer, 'engage')) return [];
  const rows = await repositoryOf(databaseOf(desk), EngagementTemplate).find({
    where: { removedAt: IsNull() },
    order: { name: 'asc', id: 'asc' },
  });
  return rows.map(templateOf);
}

/** One of them, a removed one too. Null: there is none, or not for this person. */
export async function readEngagementTemplate(
  desk: Desk,
  viewer: Official,
  id: number,
): Promise<TemplateOfEngagement | null> {
  if (!hasRight(viewer, 'engage')) return null;
  const row = await repositoryOf(databaseOf(desk), EngagementTemplate).findOneBy({ id });
  return row && templateOf(row);
}

const templateOf = ({ id, kind, name, content, removedAt }: EngagementTemplate): TemplateOfEngagement => ({
  ...{ id, kind, name, content: contentIn(content), isRemoved: removedAt !== null },
});

/** Keeps what is written of one, without its title and its days. @idempotent by its name and content */
export const keepAsTemplate = (
  desk: Desk,
  actor: Official,
  engagementId: number,
  name: string,
): Promise<EngagementTemplateKept> =>
  keepNamed<EngagementTemplateRefusal>(desk, actor, NAMED, async (tx, now) => {
    const kept = await loadEngagement(tx, engagementId);
    if (!kept) return { ok: false, refusal: 'gone' };
    const { kind } = kept.row;
    const content = withFields(NO_CONTENT, kept.content, repeatedFields(kind, kept.content));
    const same = await named(tx, name);
    if (same) {
      const isIt = same.kind === kind && JSON.stringify(contentIn(same.content)) === JSON.stringify(contentIn(content));
      return isIt ? { ok: true, id: same.id } : { ok: false, refusal: 'nameTaken' };
    }
    const row = { kind, name, content, writtenById: actor.personId, writtenAt: now, removedAt: null };
    const { id } = await repositoryOf(tx, EngagementTemplate).save(row);
    await keepPictures(tx, content.pictures, now);
    return { ok: true, id, did: { name, engagementId } };
  });

/** @idempotent */
export const renameTemplate = (
  desk: Desk,
  actor: Official,
  id: number,
  name: string,
): Promise<EngagementTemplateKept> =>
  keepNamed<EngagementTemplateRefusal>(desk, actor, NAMED, async (tx) => {
    const before = await locked(tx, id);
    if (!before || before.removedAt !== null) return { ok: false, refusal: 'gone' };
    if (before.name === name) return { ok: true, id };
    const same = await named(tx, name);
    if (same && same.id !== id) return { ok: false, refusal: 'nameTaken' };
    await repositoryOf(tx, EngagementTemplate).update({ id }, { name });
    return { ok: true, id, did: { name, before: before.name } };
  });

/** Takes a template out of what is offered, or puts it back: nothing is lost by a slip of a thumb. @idempotent */
export const removeEngagementTemplate = (
  desk: Desk,
  actor: Official,
  id: number,
  isRemoved: boolean,
): Promise<EngagementTemplateKept> =>
  keepNamed<EngagementTemplateRefusal>(desk, actor, NAMED, async (tx, now) => {
    const row = await locked(tx, id);
    if (!row) return { ok: false, refusal: 'gone' };
    if ((row.removedAt !== null) === isRemoved) return { ok: true, id };
    if (!isRemoved && (await named(tx, row.name))) return { ok: false, refusal: 'nameTaken' };
    await repositoryOf(tx, EngagementTemplate).update({ id }, { removedAt: isRemoved ? now : null });
    return { ok: true, id, did: { isRemoved } };
  });

const locked = (tx: Transaction, id: number): Promise<EngagementTemplate | null> =>
  repositoryOf(tx, EngagementTemplate).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });

/** Of those that are offered. */
const named = (rows: Rows, name: string): Promise<EngagementTemplate | null> =>
  repositoryOf(rows, EngagementTemplate).findOneBy({
    name: Raw((column) => `lower(${column}) = lower(:name)`, { name }),
    removedAt: IsNull(),
  });
