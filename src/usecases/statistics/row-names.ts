import { z } from 'zod';
import type { KeptSlice } from '../../../entities/statistics-cell';
import { statement, type Queries } from '../../database/database';
import { shortNamesOf } from '../people/short-names';
import type { Slice } from './figures';

const selectMerged = statement(
  'statistics.merged-categories',
  `select c.category, c.subcategory, c.fact, o.category as "asCategory" from category c join category o on o.id = c.same_as_id`,
);
const selectOrganizations = statement(
  'statistics.organizations',
  'select id, name from organization where id = any($1::int[])',
);

const selectKeys = statement(
  'statistics.kept-keys',
  `select distinct c.key from statistics_cell c join statistics_set t on t.id = c.set_id and t.state = 'active'
   where c.slice = $1 and c.grain = 'month'`,
);

interface Merged {
  readonly category: string;
  readonly subcategory: string | null;
  readonly fact: string | null;
  readonly asCategory: string;
}

const levelsSchema = z.array(z.string().nullable());
const pathOf = (...levels: readonly (string | null)[]): string => JSON.stringify(levels);

/**
 * Which row a kept key is of. A category is kept with its subcategory and fact as they came: what an office has called «the same as» another
 * one since is asked for when it is read, the nearest line above it first.
 */
export async function rowsOfKeys(queries: Queries, by: Slice): Promise<(key: string) => string> {
  if (by !== 'category') return (key) => key;
  const merged = await queries.query<Merged>(selectMerged);
  const asCategory = new Map(merged.map((row) => [pathOf(row.category, row.subcategory, row.fact), row.asCategory]));
  return (key) => {
    if (key === '') return '';
    const [category = null, subcategory = null, fact = null] = levelsSchema.parse(JSON.parse(key));
    const lines = [
      pathOf(category, subcategory, fact),
      pathOf(category, subcategory, null),
      pathOf(category, null, null),
    ];
    const line = lines.find((one) => asCategory.has(one));
    return (line === undefined ? category : asCategory.get(line)) ?? '';
  };
}

/** All keys under which something was ever counted. */
export const keptKeys = async (queries: Queries, by: KeptSlice): Promise<readonly string[]> =>
  (await queries.query<{ key: string }>(selectKeys, [by])).map(({ key }) => key);

/** What rows are called, by their ids: people and organizations by the names that they have now, all others by what they are. */
export async function namesOfRows(
  queries: Queries,
  by: Slice,
  ids: readonly string[],
): Promise<(id: string) => string | null> {
  const numbers = ids.filter((id) => id !== '').map(Number);
  if (by !== 'executor' && by !== 'organization') return (id) => id;
  if (by === 'executor') return named(await shortNamesOf(queries, numbers));
  const rows = await queries.query<{ id: number; name: string }>(selectOrganizations, [numbers]);
  return named(new Map(rows.map(({ id, name }) => [id, name])));
}

const named =
  (names: ReadonlyMap<number, string>) =>
  (id: string): string | null =>
    names.get(Number(id)) ?? null;
