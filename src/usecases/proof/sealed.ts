import type { JournalEntry } from '../../../entities/journal-entry';
import { JournalHead, JournalLeaf } from '../../../entities/journal-seal';
import { columnNames, columns, type RowOf } from '../../database/columns';
import { statement, type Queries, databaseOf, type HasDatabase, type Transaction } from '../../database/database';
import { AppError } from '../../errors';
import { failpoint } from '../../process/failpoint';
import type { Json } from '../../proof/canonical';
import { type Head, headHash, NO_HEAD } from '../../proof/head';
import { lineOf } from '../../proof/line';
import { GrowingTree, hex, subtreesOf, type Hash, type Subtree, leafHash } from '../../proof/tree';
import { EPOCH, OLDEST_UNDER_WAY } from '../kit/journal';
import type { Desk } from '../kit/ports';

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

const HEAD_COLUMNS = ['size', 'root', 'previous', 'sealedAt', 'epoch', 'txid', 'entryId'] as const;
const HEAD = columns(JournalHead, HEAD_COLUMNS);
export type KeptHead = Readonly<RowOf<typeof HEAD>>;
const LEAF = columns(JournalLeaf, ['place', 'entryId', 'hash']);
export type KeptLeaf = Readonly<RowOf<typeof LEAF>>;

/** A head as it is exported, hashed and shown. */
export const headOf = ({ size, root, previous, sealedAt }: KeptHead): Head => ({
  size,
  root,
  previous,
  sealedAt: sealedAt.toISOString(),
});

// Two that seal at once would seal the same twice. Whoever reads does not wait, nor does whoever presses.
const holdHeads = statement('journal.hold-heads', 'lock table journal_head in share update exclusive mode');
const readLast = statement('journal.last-head', `select ${HEAD} from journal_head order by size desc limit 1`);
const readHeads = statement(
  'journal.heads-after',
  `select ${HEAD} from journal_head where size > $1 order by size limit $2`,
);
const readLeaves = statement(
  'journal.leaves-from',
  `select ${LEAF} from journal_leaf where place >= $1 and place < $2 order by place`,
);
const readHashes = statement(
  'journal.hashes',
  `select n.level::int as level, n.place, n.hash from unnest($1::int[], $2::bigint[]) w (level, place)
     join journal_node n on n.level = w.level and n.place = w.place
   union all select 0, l.place, l.hash from journal_leaf l where l.place = any($3::bigint[])`,
);
const insertLeaves = statement(
  'journal.insert-leaves',
  `insert into journal_leaf (${columnNames(JournalLeaf, ['place', 'entryId', 'hash'])})
   select $1::bigint + n - 1, entry_id, hash from unnest($2::bigint[], $3::bytea[]) with ordinality w (entry_id, hash, n)`,
);
const insertNodes = statement(
  'journal.insert-nodes',
  'insert into journal_node (level, place, hash) select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])',
);
const insertHead = statement(
  'journal.insert-head',
  `insert into journal_head (${columnNames(JournalHead, HEAD_COLUMNS)}) values ($1, $2, $3, $4, $5, $6, $7)`,
);

/** Until this transaction ends nobody else seals. */
export const sealAlone = async (tx: Transaction): Promise<void> => void (await tx.query(holdHeads));

/** Null: nothing was sealed yet. */
export const lastHead = async (queries: Queries): Promise<KeptHead | null> =>
  (await queries.query<KeptHead>(readLast))[0] ?? null;

/** The same, for whoever prints it. */
export const headNow = (desk: HasDatabase): Promise<KeptHead | null> => lastHead(databaseOf(desk));

/** The next heads of larger trees. */
export const headsAfter = (queries: Queries, size: number, atMost: number): Promise<KeptHead[]> =>
  queries.query<KeptHead>(readHeads, [size, atMost]);

/** Leaves of these places, the last not included; fewer where one is gone. */
export const leavesOf = (queries: Queries, from: number, to: number): Promise<KeptLeaf[]> =>
  queries.query<KeptLeaf>(readLeaves, [from, to]);

/** Of the levels between only every fourth is kept: a fifteenth of the leaves, and sixteen reads where there was one. */
const STRIDE = 4;
export const isKept = ({ level }: Subtree): boolean => level > 0 && level % STRIDE === 0;

const nameOf = ({ level, place }: Subtree): string => `${level}/${place}`;

/** The subtrees of a level that is kept of which one is made. */
function partsOf({ level, place }: Subtree): Subtree[] {
  const above = level % STRIDE;
  const count = 2 ** above;
  return Array.from({ length: count }, (_, index) => ({ level: level - above, place: place * count + index }));
}

function foldedUp(hashes: readonly Hash[]): Hash {
  const tree = new GrowingTree();
  for (const hash of hashes) tree.add(hash);
  return tree.root;
}

export type HashOf = (subtree: Subtree) => Hash;

/**
 * Hashes of full subtrees, by one read.
 * @throws AppError `journal_tree` where one that is needed is gone
 */
export async function readSubtrees(queries: Queries, wanted: readonly Subtree[]): Promise<HashOf> {
  const parts = new Map(wanted.flatMap(partsOf).map((part) => [nameOf(part), part]));
  const nodes = [...parts.values()].filter(({ level }) => level > 0);
  const leaves = [...parts.values()].filter(({ level }) => level === 0);
  const rows = await queries.query<Subtree & { readonly hash: Buffer }>(readHashes, [
    nodes.map(({ level }) => level),
    nodes.map(({ place }) => place),
    leaves.map(({ place }) => place),
  ]);
  const kept = new Map(rows.map((row) => [nameOf(row), row.hash]));
  const hashOf = (part: Subtree): Hash => {
    const hash = kept.get(nameOf(part));
    if (!hash)
      throw new AppError('journal_tree', `The journal's tree has lost its node ${nameOf(part)}; see journal:verify`);
    return hash;
  };
  return (subtree) => foldedUp(partsOf(subtree).map(hashOf));
}

/**
 * The tree of a head, to be grown.
 * @throws AppError `journal_tree` when what is kept of it does not give its root
 */
export async function treeOf(queries: Queries, head: KeptHead | null): Promise<GrowingTree> {
  if (!head) return new GrowingTree();
  const peaks = subtreesOf(0, head.size);
  const hashOf = await readSubtrees(queries, peaks);
  const tree = new GrowingTree(head.size, peaks.map(hashOf));
  if (hex(tree.root) !== head.root)
    throw new AppError(
      'journal_tree',
      `The journal's tree does not give the root of its head ${head.size}; see journal:verify`,
    );
  return tree;
}

export interface Sealed {
  readonly firstPlace: number;
  readonly leaves: readonly { readonly entryId: number; readonly hash: Hash }[];
  readonly nodes: readonly { readonly subtree: Subtree; readonly hash: Hash }[];
  readonly head: Head;
  readonly last: Position;
}

/** Keeps a piece that was sealed. */
export async function keepSealed(tx: Transaction, { firstPlace, leaves, nodes, head, last }: Sealed): Promise<void> {
  await tx.query(insertLeaves, [firstPlace, leaves.map(({ entryId }) => entryId), leaves.map(({ hash }) => hash)]);
  if (nodes.length > 0)
    await tx.query(insertNodes, [
      nodes.map(({ subtree }) => subtree.level),
      nodes.map(({ subtree }) => subtree.place),
      nodes.map(({ hash }) => hash),
    ]);
  const { size, root, previous, sealedAt } = head;
  await tx.query(insertHead, [size, root, previous, sealedAt, last.epoch, last.txid, last.entryId]);
}

/** What an office has from before it sealed goes in large pieces; a day of its work is far less than one. */
const ENTRIES_AT_ONCE = 1_000;

/**
 * Seals what the journal has told since the last head: leaves, nodes and head of a piece in one transaction, so that a crash at any
 * moment seals nothing twice and leaves nothing out. Entries are taken as the statistics take them, below the oldest transaction that is
 * still under way: none can come before them any more.
 * @returns whether there may be more
 * @throws AppError `journal_tree` when what is kept of the tree is damaged: nothing is built upon it
 */
export async function sealJournal(
  desk: HasDatabase & Pick<Desk, 'clock'>,
  atOnce: number = ENTRIES_AT_ONCE,
): Promise<{ readonly more: boolean }> {
  return databaseOf(desk).transaction(async (tx) => {
    await sealAlone(tx);
    const former = await lastHead(tx);
    const entries = await entriesToSeal(tx, former ?? BEGINNING, atOnce);
    const last = entries.at(-1);
    if (!last) return { more: false };
    const tree = await treeOf(tx, former);
    const firstPlace = tree.size;
    const nodes: Sealed['nodes'][number][] = [];
    const leaves = entries.map((entry) => {
      const hash = leafHash(lineOf(entry));
      tree.add(hash, (subtree, node) => isKept(subtree) && nodes.push({ subtree, hash: node }));
      return { entryId: entry.id, hash };
    });
    const head = {
      size: tree.size,
      root: hex(tree.root),
      previous: former ? headHash(headOf(former)) : NO_HEAD,
      sealedAt: desk.clock.now().toISOString(),
    };
    await keepSealed(tx, { firstPlace, leaves, nodes, head, last: positionOf(last) });
    failpoint('journal-sealed');
    return { more: entries.length === atOnce };
  });
}

/** Entries that are committed and not sealed yet. */
export const notSealedYet = async (queries: Queries): Promise<Waiting> =>
  entriesWaiting(queries, (await lastHead(queries)) ?? BEGINNING);
