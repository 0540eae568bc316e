import { statement, type Queries } from '../database';
import type { FileStore } from '../usecases/ports';

/** An update that has stored the same bytes and was to write its row is handled by then, or will store them anew. */
const DAYS = 7;
const DAY = 86_400_000;
const PIECE = 500;

const selectOver = statement(
  'sweep.over',
  `select r.sha256, exists (select from attachment t where t.sha256 = r.sha256 or t.thumbnail_sha256 = r.sha256) as used
   from removed_file r where removed_at < $1 order by removed_at limit ${PIECE}`,
);
const forgetRemoved = statement('sweep.done', 'delete from removed_file where sha256 = $1 and removed_at < $2');

export interface Sweeping {
  readonly database: Queries;
  readonly files: Pick<FileStore, 'remove'>;
  readonly now: Date;
}

/**
 * Deletes bytes that were taken out and that no row refers to: not those of another appeal's photo, and not those that have come
 * again since, whose row may be about to be written.
 * @returns how many files are gone
 */
export async function sweepFiles({ database, files, now }: Sweeping): Promise<number> {
  const before = new Date(now.getTime() - DAYS * DAY);
  let gone = 0;
  for (const { sha256, used } of await database.query<{ sha256: string; used: boolean }>(selectOver, [before])) {
    if (!used && (await files.remove(sha256, before))) gone += 1;
    await database.query(forgetRemoved, [sha256, before]);
  }
  return gone;
}
