import { Category } from '../../../entities/category';
import { Organization } from '../../../entities/organization';
import { Person } from '../../../entities/person';
import { databaseOf, repositoryOf, type Rows } from '../../database/database';
import { alikeAmong, type Alike } from '../people/namesakes';
import type { Records } from '../ports';
import type { RosterData } from './roster-data';

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
