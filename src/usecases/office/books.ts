import { Category } from '../../../entities/category';
import { Organization } from '../../../entities/office';
import { Person } from '../../../entities/person';
import { databaseOf, repositoryOf, type Rows } from '../../database/database';
import type { FastTrackDays } from '../../regulation/deadlines';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../kit/journal';
import { shortName, type Official } from '../kit/officials';
import type { Desk, Records } from '../kit/ports';
import { alikeAmong, type Alike } from '../people/people';
import { refused, type PeopleRefusal } from './change-person';
import type { RosterData } from './loading';
import { followSame, holdCategories } from './new-categories';

export interface OrganizationLine {
  readonly id: number;
  readonly name: string;
  readonly kind: Organization['kind'];
}
export interface CategoryLine {
  readonly id: number;
  readonly category: string;
  readonly subcategory: string | null;
  readonly fact: string | null;
  readonly fastTrackDays: number | null;
  readonly isPhotoless: boolean;
  readonly executor: string | null;
  /** Others can be the same as it: it is decided about, and stands for itself. */
  readonly isOwn: boolean;
}

const collator = new Intl.Collator('ru');

export async function listOrganizations(desk: Desk): Promise<OrganizationLine[]> {
  const rows = await repositoryOf(databaseOf(desk), Organization).find();
  return rows
    .map(({ id, name, kind }) => ({ id, name, kind }))
    .sort((one, other) => one.kind.localeCompare(other.kind) * -1 || collator.compare(one.name, other.name));
}

export async function listCategories(desk: Desk): Promise<CategoryLine[]> {
  const database = databaseOf(desk);
  const [rows, people] = await Promise.all([
    repositoryOf(database, Category).find(),
    repositoryOf(database, Person).find(),
  ]);
  const names = new Map(people.map(({ id, name }) => [id, shortName(name)]));
  const path = ({ category, subcategory, fact }: CategoryLine) => [category, subcategory ?? '', fact ?? ''].join('\n');
  return rows
    .map(({ id, category, subcategory, fact, fastTrackDays, isPhotoless, executorId, isNew, sameAsId }) => ({
      id,
      category,
      subcategory,
      fact,
      fastTrackDays,
      isPhotoless,
      executor: executorId === null ? null : (names.get(executorId) ?? null),
      isOwn: !isNew && sameAsId === null,
    }))
    .sort((one, other) => collator.compare(path(one), path(other)));
}

export type Kept = { readonly ok: true; readonly id: number } | { readonly ok: false; readonly refusal: PeopleRefusal };

/** A new organization, or another kind for one that is there by this name. @idempotent */
export async function keepOrganization(
  desk: Desk,
  actor: Official,
  name: string,
  kind: Organization['kind'],
): Promise<Kept> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  return databaseOf(desk).transaction(async (tx) => {
    const organizations = repositoryOf(tx, Organization);
    const known = await organizations.findOneBy({ name });
    const before = known?.kind ?? null;
    if (known && before === kind) return { ok: true, id: known.id };
    const { id } = await organizations.save(Object.assign(known ?? organizations.create({ name }), { kind }));
    await noteChange(tx, desk.clock.now(), actor, { organizationId: id, name, kind, before });
    return { ok: true, id };
  });
}

export type CategoryChange =
  | { readonly kind: 'days'; readonly days: FastTrackDays | null }
  | { readonly kind: 'executor'; readonly executorId: number | null }
  | { readonly kind: 'photoless'; readonly photoless: boolean };

/** @idempotent */
export async function changeCategory(
  desk: Desk,
  actor: Official,
  categoryId: number,
  change: CategoryChange,
): Promise<Kept> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  return databaseOf(desk).transaction(async (tx) => {
    await holdCategories(tx);
    const categories = repositoryOf(tx, Category);
    const row = await categories.findOneBy({ id: categoryId });
    if (!row) return refused('gone');
    const before = row.fastTrackDays;
    // No coordinator's reason goes with it, and none may change it.
    if (change.kind === 'days') Object.assign(row, { fastTrackDays: change.days, decidedById: null, decision: null });
    else if (change.kind === 'executor') row.executorId = change.executorId;
    else row.isPhotoless = change.photoless;
    // An admin's word stands for itself. Another word than of the term says nothing of it: that is still to be decided.
    Object.assign(row, { isNew: row.isNew && change.kind !== 'days', sameAsId: null });
    await categories.save(row);
    await followSame(tx);
    await noteChange(tx, desk.clock.now(), actor, { categoryId, ...change, ...(change.kind === 'days' && { before }) });
    return { ok: true, id: categoryId };
  });
}

/** @idempotent by its path */
export async function addCategory(
  desk: Desk,
  actor: Official,
  [category, subcategory = null, fact = null]: readonly [string, (string | null)?, (string | null)?],
): Promise<Kept> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  return databaseOf(desk).transaction(async (tx) => {
    const categories = repositoryOf(tx, Category);
    const known = (await categories.findBy({ category })).find(
      (row) => row.subcategory === subcategory && row.fact === fact,
    );
    if (known) return { ok: true, id: known.id };
    const { id } = await categories.save(
      categories.create({ category, subcategory, fact, fastTrackDays: null, executorId: null }),
    );
    await noteChange(tx, desk.clock.now(), actor, { categoryId: id, category, subcategory, fact });
    return { ok: true, id };
  });
}

/** Names under which an office has its people, organizations and categories. */
export interface OfficeNames {
  readonly people: readonly string[];
  readonly organizations: readonly string[];
  readonly categories: readonly string[];
}

interface CategoryPath {
  readonly category: string;
  readonly subcategory?: string | null | undefined;
  readonly fact?: string | null | undefined;
}
const categoryName = ({ category, subcategory, fact }: CategoryPath): string =>
  [category, subcategory, fact].filter(Boolean).join(' / ');

export async function officeNames(rows: Rows): Promise<OfficeNames> {
  const [people, organizations, categories] = [
    await repositoryOf(rows, Person).find(),
    await repositoryOf(rows, Organization).find(),
    await repositoryOf(rows, Category).find(),
  ];
  return {
    people: people.map(({ name }) => name),
    organizations: organizations.map(({ name }) => name),
    categories: categories.map(categoryName),
  };
}

/** What would be there once more, under a name that only looks the same. */
export const alikeIn = (there: OfficeNames, coming: Partial<OfficeNames>): readonly Alike[] =>
  (['people', 'organizations', 'categories'] as const).flatMap((kind) => alikeAmong(there[kind], coming[kind] ?? []));

/** The same, of what the office has now. */
export const alikeInOffice = async (desk: Records, coming: Partial<OfficeNames>): Promise<readonly Alike[]> =>
  alikeIn(await officeNames(databaseOf(desk)), coming);

export const namesIn = ({ users, organizations, categories }: RosterData): OfficeNames => ({
  people: users.map(({ name }) => name),
  organizations: organizations.map(({ name }) => name),
  categories: categories.map(categoryName),
});
