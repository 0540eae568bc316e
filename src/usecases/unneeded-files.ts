import { statement, type Queries } from '../database/database';

// Bytes that may be nobody's any more are listed; by night those of the list go that no row needs, see jobs/sweep-files.ts. What
// was never listed stays, whatever it is.

/** Lists bytes for the sweep. SQL of an `insert`, to stand alone or within a `with`. @param at when; they are swept a week later */
export const listingUnneeded = (sha256: string, from: string, at: string): string =>
  `insert into removed_file (sha256, removed_at) select distinct ${sha256}, ${at} from ${from}
   on conflict (sha256) do update set removed_at = excluded.removed_at`;

const list = statement(
  'list-unneeded',
  listingUnneeded('sha256', 'unnest($1::text[]) as stored(sha256)', '$2::timestamptz'),
);

/** Bytes of which nobody knows yet whether a row will need them. @idempotent */
export async function listUnneeded(queries: Queries, sha256s: readonly string[], now: Date): Promise<void> {
  await queries.query(list, [sha256s, now]);
}
