import { statement, type Database } from '../../database/database';
import type { FindAlike } from '../../usecases/kit/ports';
import { KnownFingerprints } from './known-fingerprints';

interface Row {
  readonly id: number;
  readonly perceptual: string;
  readonly difference: string;
}

/** Rows that are fetched at once: presses come in between. */
const PIECE = 5_000;

const fingerprints = statement(
  'picture.fingerprints',
  // as text: 63 bits are too long for a number
  `select id, perceptual_hash::text as "perceptual", difference_hash as "difference" from picture
   where id > $1 and perceptual_hash is not null and difference_hash is not null order by id limit ${PIECE}`,
);

const newest = statement(
  'picture.newest',
  `select (select coalesce(max(id), 0) from picture) as "id",
     pg_snapshot_xmin(pg_current_snapshot())::text as "running", pg_snapshot_xmax(pg_current_snapshot())::text as "next"`,
);

interface Mark {
  /** The newest picture that could be seen. */
  readonly id: number;
  /** The oldest transaction that was running, and the first that had not begun. */
  readonly running: bigint;
  readonly next: bigint;
}

/**
 * Looks among the fingerprints of all pictures, which are read with the first search and then followed, whichever instance of
 * the office adds them. A picture that is stored already is found itself.
 */
export function createFindAlike(database: Database): FindAlike {
  const known = new KnownFingerprints();
  /** No picture up to this id will come any more. */
  let settled = 0;
  /** Those after it that are known. */
  const beyond = new Set<number>();
  let mark: Mark | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Mark> {
    const [row] = await database.query<{ id: number; running: string; next: string }>(newest);
    if (!row) throw new Error('A select without a table has given no row');
    return { id: row.id, running: BigInt(row.running), next: BigInt(row.next) };
  }

  /** Numbers are given in order, but rows are seen when they are committed: one may come after its successor. */
  async function follow(): Promise<void> {
    mark ??= await read();
    const now = await read();
    // Whoever held a number when the mark was set has ended: after this reading nothing up to it can be missing.
    const willSettle = now.running >= mark.next ? mark.id : settled;
    for (let after = settled, isMore = true; isMore;) {
      const rows = await database.query<Row>(fingerprints, [after]);
      for (const { id, ...fingerprint } of rows) {
        after = id;
        if (beyond.has(id)) continue;
        known.add(id, fingerprint);
        beyond.add(id);
      }
      isMore = rows.length === PIECE;
      settled = isMore ? Math.min(after, willSettle) : willSettle;
      for (const id of beyond) if (id <= settled) beyond.delete(id);
    }
    if (settled === mark.id) mark = now;
  }

  return async (fingerprint) => {
    // One after another: two that read at once would keep the same rows twice.
    turn = turn.then(follow, follow);
    await turn;
    return known.alike(fingerprint);
  };
}
