import type { JournalEntry } from '../../../entities/journal-entry';
import { statement, type Queries } from '../../database/database';
import type { Json } from '../../proof/canonical';
import { EPOCH, OLDEST_UNDER_WAY } from './order';

/** A row of the journal as PostgreSQL writes it as JSON: all of its columns, whichever there are. */
export type Row = { readonly [column: string]: Json } & Readonly<
  Pick<JournalEntry, 'id' | 'epoch' | 'txid' | 'action'> & { at: string }
>;

/** Where an entry stands in the order of sealing. */
export interface Position {
  readonly epoch: number;
  readonly txid: number;
  readonly entryId: number;
}

/** Before all entries. */
export const BEGINNING: Position = { epoch: 0, txid: 0, entryId: Number.MIN_SAFE_INTEGER };

/** Entries from before transactions were noted come first, by their numbers. */
export const positionOf = ({ id, epoch, txid }: Row): Position => ({
  epoch: epoch ?? 0,
  txid: txid ?? 0,
  entryId: id,
});

// Two lists, each in the order of an index, joined: `$1`, `$2`, `$3` after which position, `$4` how many.
const after = (unordered: string, ordered: string) => `
  select entry from (
    (select row_to_json(j) as entry, 0 as epoch, 0::bigint as txid, j.id from journal_entry j
       where j.txid is null and $1::int = 0 and j.id > $3::bigint and ${unordered} order by j.id limit $4)
    union all
    (select row_to_json(j), j.epoch, j.txid, j.id from journal_entry j
       where j.txid is not null and (j.epoch, j.txid, j.id) > ($1::int, $2::bigint, $3::bigint) and ${ordered}
       order by j.epoch, j.txid, j.id limit $4)
  ) e order by epoch, txid, id limit $4`;

const readToSeal = statement('journal.to-seal', after('true', `(j.epoch < ${EPOCH} or j.txid < ${OLDEST_UNDER_WAY})`));
const readUpTo = statement(
  'journal.up-to',
  after(
    '(0, 0, j.id) <= ($5::int, $6::bigint, $7::bigint)',
    '(j.epoch, j.txid, j.id) <= ($5::int, $6::bigint, $7::bigint)',
  ),
);
const readWaiting = statement(
  'journal.waiting',
  `select count(*)::int as count, min(at) as since from (
     select at from journal_entry where txid is null and $1::int = 0 and id > $3::bigint
     union all (select at from journal_entry where txid is not null and (epoch, txid, id) > ($1::int, $2::bigint, $3::bigint)
       order by epoch, txid, id limit 1000)) w`,
);
const readUnordered = statement(
  'journal.without-place',
  `select id from journal_entry where epoch < 1 or (txid is null) <> (epoch is null) order by id limit 1`,
);

const listOf = ({ epoch, txid, entryId }: Position) => [epoch, txid, entryId];
const entriesOf = (rows: readonly { readonly entry: Row }[]): Row[] => rows.map(({ entry }) => entry);

/** The next entries that nothing can come before any more. */
export const entriesToSeal = async (queries: Queries, position: Position, atMost: number): Promise<Row[]> =>
  entriesOf(await queries.query(readToSeal, [...listOf(position), atMost]));

/** The next entries up to a position, itself included. */
export const entriesUpTo = async (queries: Queries, after: Position, last: Position, atMost: number): Promise<Row[]> =>
  entriesOf(await queries.query(readUpTo, [...listOf(after), atMost, ...listOf(last)]));

export interface Waiting {
  /** A thousand or so at most. */
  readonly count: number;
  /** When the earliest of them was made; null: there is none. */
  readonly since: Date | null;
}

/** Entries after a position that are committed. */
export async function entriesWaiting(queries: Queries, position: Position): Promise<Waiting> {
  const [waiting] = await queries.query<Waiting>(readWaiting, listOf(position));
  return waiting ?? { count: 0, since: null };
}

/** An entry that no order has a place for: the database writes none such. */
export const entryWithoutPlace = async (queries: Queries): Promise<number | null> =>
  (await queries.query<{ id: number }>(readUnordered))[0]?.id ?? null;
