import { AnswerTemplate } from '../../../entities/answers';
import { Category } from '../../../entities/category';
import { databaseOf, repositoryOf, type Rows } from '../../database/database';
import { keysOf } from '../../regulation/lists';
import { hasRight } from '../../regulation/rights';
import type { Official } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { keepNamed, type NamedKept } from '../people/rights';

export interface TemplateLine extends Readonly<Pick<AnswerTemplate, 'id' | 'name' | 'text' | 'categoryId'>> {
  /** Category, subcategory, fact; empty: for every appeal. */
  readonly path: readonly string[];
  readonly isRemoved: boolean;
}

/** Why a template was not changed; each is a key under `people:templates.refusal`. */
export type TemplateRefusal = 'notYours' | 'gone' | 'nameTaken';
export type TemplateKept = NamedKept<TemplateRefusal>;

const collator = new Intl.Collator('ru');

/** Those that are offered, the general ones first. */
export async function listTemplates(desk: Desk): Promise<TemplateLine[]> {
  const lines = (await readLines(databaseOf(desk))).filter(({ isRemoved }) => !isRemoved);
  const order = ({ path, name }: TemplateLine) => [...path, name].join('\n');
  return lines.sort((one, other) => one.path.length - other.path.length || collator.compare(order(one), order(other)));
}

/** One of them, a removed one too. */
export const readTemplate = async (desk: Desk, id: number): Promise<TemplateLine | null> =>
  (await readLines(databaseOf(desk))).find((line) => line.id === id) ?? null;

async function readLines(rows: Rows): Promise<TemplateLine[]> {
  const [templates, categories] = [
    await repositoryOf(rows, AnswerTemplate).find(),
    new Map((await repositoryOf(rows, Category).find()).map((category) => [category.id, category])),
  ];
  return templates.map(({ id, name, text, categoryId, removedAt }) => {
    const { category = null, subcategory = null, fact = null } = categories.get(categoryId ?? 0) ?? {};
    const path = [category, subcategory, fact].filter((level) => level !== null);
    return { id, name, text, categoryId, path, isRemoved: removedAt !== null };
  });
}

export type TemplateChange = Partial<Pick<AnswerTemplate, 'name' | 'text' | 'categoryId'>>;

/** @idempotent by its category, name and text */
export async function addTemplate(
  desk: Desk,
  actor: Official,
  template: Required<TemplateChange>,
): Promise<TemplateKept> {
  return keep(desk, actor, async (rows, now) => {
    const same = await sameName(rows, template);
    if (same) return same.text === template.text ? { ok: true, id: same.id } : { ok: false, refusal: 'nameTaken' };
    const { id } = await repositoryOf(rows, AnswerTemplate).save({
      ...template,
      writtenById: actor.personId,
      writtenAt: now,
      removedAt: null,
    });
    return { ok: true, id, did: template };
  });
}

/** @idempotent: the same again changes and journals nothing */
export async function changeTemplate(
  desk: Desk,
  actor: Official,
  id: number,
  change: TemplateChange,
): Promise<TemplateKept> {
  return keep(desk, actor, async (rows, now) => {
    const templates = repositoryOf(rows, AnswerTemplate);
    const before = await templates.findOneBy({ id });
    if (!before || before.removedAt !== null) return { ok: false, refusal: 'gone' };
    const after = { ...before, ...change };
    const same = await sameName(rows, after);
    if (same && same.id !== id) return { ok: false, refusal: 'nameTaken' };
    const changed = keysOf(change).filter((key) => change[key] !== before[key]);
    if (changed.length === 0) return { ok: true, id };
    await templates.save({ ...after, writtenById: actor.personId, writtenAt: now });
    const of = (side: Pick<AnswerTemplate, keyof TemplateChange>) =>
      Object.fromEntries(changed.map((key) => [key, side[key]]));
    return { ok: true, id, did: { ...of(after), before: of(before) } };
  });
}

/** Takes a template out of what is offered, or puts it back: nothing is lost by a slip of a thumb. @idempotent */
export async function removeTemplate(
  desk: Desk,
  actor: Official,
  id: number,
  isRemoved: boolean,
): Promise<TemplateKept> {
  return keep(desk, actor, async (rows, now) => {
    const templates = repositoryOf(rows, AnswerTemplate);
    const row = await templates.findOneBy({ id });
    if (!row) return { ok: false, refusal: 'gone' };
    if ((row.removedAt !== null) === isRemoved) return { ok: true, id };
    const same = isRemoved ? null : await sameName(rows, row);
    if (same && same.id !== id) return { ok: false, refusal: 'nameTaken' };
    await templates.save({ ...row, removedAt: isRemoved ? now : null });
    return { ok: true, id, did: { isRemoved, before: { isRemoved: !isRemoved } } };
  });
}

/** Of those that are offered for the same appeals. */
async function sameName(rows: Rows, { name, categoryId }: Pick<AnswerTemplate, 'name' | 'categoryId'>) {
  const named = await repositoryOf(rows, AnswerTemplate).findBy({ name });
  return named.find((one) => one.removedAt === null && one.categoryId === categoryId) ?? null;
}

/** Whoever is an admin too keeps them as one. */
const keep = (
  desk: Desk,
  actor: Official,
  change: Parameters<typeof keepNamed<TemplateRefusal>>[3],
): Promise<TemplateKept> => {
  const capacity = hasRight(actor, 'administer') ? 'admin' : 'coordinator';
  return keepNamed<TemplateRefusal>(desk, actor, { right: 'templates', capacity, idAs: 'templateId' }, change);
};
