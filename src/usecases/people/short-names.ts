import { statement, type Queries } from '../../database/database';
import { shortName } from './names';

const selectNames = statement('names-of-people', 'select id, name from person where id = any($1::int[])');

/** Surname and initials by id, of people who may be many; asks nothing when there are none. */
export async function shortNamesOf(queries: Queries, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await queries.query<{ id: number; name: string }>(selectNames, [[...new Set(ids)]]);
  return new Map(rows.map(({ id, name }) => [id, shortName(name)]));
}
