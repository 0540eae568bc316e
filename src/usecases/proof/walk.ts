import { JournalWords } from '../../../entities/forgetting';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import { lineOf } from '../../proof/line';
import { leafHash, sameHash, type Hash } from '../../proof/tree';
import { wordsDigest } from '../../proof/words';
import {
  type Row,
  BEGINNING,
  entriesUpTo,
  positionOf,
  type Position,
  leavesOf,
  type KeptHead,
  type KeptLeaf,
} from './sealed';

const WORDS = columns(JournalWords, ['id', 'salt', 'words', 'changedSalt']);
/** The free words of an entry, and by what it is proven that they are these. */
export type KeptWords = Readonly<RowOf<typeof WORDS>>;

const readWords = statement('journal.words', `select ${WORDS} from journal_words where id = any($1::bigint[])`);
// Whatever changes a row waits for whoever else does, and writes its entry after it: the later entry is of the later change.
const readChanges = statement(
  'journal.changed-words',
  `select (c ->> 'id')::bigint as id, c ->> 'digest' as digest
   from journal_entry j cross join lateral jsonb_array_elements(j.details -> 'changedWords') c
   where j.details ? 'changedWords' order by j.id`,
);

/**
 * What is wrong with the words of an entry.
 *
 * wordsDiffer   they are not those that it has sealed, nor those of the forgetting that has changed them
 * wordsMissing  they are gone
 * wordsUnnamed  their salt is gone, and no forgetting says that it has changed them
 */
export type WordsFlaw = 'wordsDiffer' | 'wordsMissing' | 'wordsUnnamed';

/** By the ids of rows, what the last forgetting that names each has sealed of it. */
export type ChangedWords = ReadonlyMap<number, string>;

export const changedWords = async (queries: Queries): Promise<ChangedWords> =>
  new Map((await queries.query<{ id: number; digest: string }>(readChanges)).map(({ id, digest }) => [id, digest]));

/** Of these entries, by the ids of the rows. */
export async function wordsOf(queries: Queries, rows: readonly Row[]): Promise<ReadonlyMap<number, KeptWords>> {
  const ids = rows.flatMap(({ words_id: id }) => (typeof id === 'number' ? [id] : []));
  const kept = ids.length === 0 ? [] : await queries.query<KeptWords>(readWords, [ids]);
  return new Map(kept.map((one) => [one.id, one]));
}

/** Null: they are what was sealed, or it has none. */
export function flawOfWords(row: Row, kept: ReadonlyMap<number, KeptWords>, changed: ChangedWords): WordsFlaw | null {
  const { words_id: id, words_digest: digest } = row;
  if (typeof id !== 'number') return null;
  const words = kept.get(id);
  if (!words) return 'wordsMissing';
  if (words.salt) return wordsDigest(words.salt, words.words) === digest ? null : 'wordsDiffer';
  const sealed = changed.get(id);
  if (sealed === undefined) return 'wordsUnnamed';
  return words.changedSalt && wordsDigest(words.changedSalt, words.words) === sealed ? null : 'wordsDiffer';
}

/** An entry that is what was sealed. */
export interface Whole {
  readonly line: string;
  readonly leaf: Hash;
  /** Null: it has none. */
  readonly words: KeptWords | null;
}

/**
 * What is wrong with the first entry that is not as it was sealed.
 *
 * differs   it says something else, or stands elsewhere in the order
 * missing   it was sealed and is gone
 * extra     it was never sealed, and stands among those that were
 * unsealed  its seal is gone
 * words…    it is what was sealed, and its words are not
 */
export interface Flaw {
  readonly what: 'differs' | 'missing' | 'extra' | 'unsealed' | WordsFlaw;
  /** In the tree, from 0. */
  readonly place: number;
  /** Null: nobody can tell any more. */
  readonly entryId: number | null;
}

/** Entries in the order of the tree, some at a time; after a flaw nothing more comes. */
export interface Piece {
  readonly entries: readonly Whole[];
  readonly flaw: Flaw | null;
}

/** So much of the journal is in memory at once. */
const AT_ONCE = 1_000;

const isThere = statement(
  'journal.is-there',
  `select exists (select from journal_entry where id = $1) as entry, exists (select from journal_leaf where entry_id = $2) as leaf`,
);

interface Page {
  readonly rows: readonly Row[];
  readonly leaves: readonly KeptLeaf[];
  readonly words: ReadonlyMap<number, KeptWords>;
}

/**
 * Goes through all that a head seals: the journal and its seals side by side, both in the order of the tree. The next page is read while
 * one is compared: the database and this process each have half of the work.
 */
export async function* walkSealed(queries: Queries, head: KeptHead, atOnce = AT_ONCE): AsyncGenerator<Piece> {
  const pageAt = async (place: number, after: Position): Promise<Page> => {
    const [rows, leaves] = await Promise.all([
      entriesUpTo(queries, after, head, atOnce),
      leavesOf(queries, place, Math.min(place + atOnce, head.size)),
    ]);
    return { rows, leaves, words: await wordsOf(queries, rows) };
  };
  let changed = await changedWords(queries);
  let next: Promise<Page> | null = pageAt(0, BEGINNING);
  try {
    for (let place = 0; next; place += atOnce) {
      const page: Page = await next;
      const { rows } = page;
      const last = rows.at(-1);
      next = last && rows.length === atOnce ? pageAt(place + atOnce, positionOf(last)) : null;
      // Awaited above; until then nobody listens, which would be taken for an error of the process.
      next?.catch(() => undefined);
      let piece = await compared(queries, place, page, changed);
      if (piece.flaw?.what.startsWith('words')) {
        // Somebody may have been forgotten since they were read.
        changed = await changedWords(queries);
        piece = await compared(queries, place, { ...page, words: await wordsOf(queries, rows) }, changed);
      }
      yield piece;
      if (piece.flaw) return;
    }
  } finally {
    // Nobody waits any more for what was read ahead of a flaw, or of whoever has gone: how it ends is nobody's matter.
    await next?.catch(() => undefined);
  }
}

async function compared(
  queries: Queries,
  firstPlace: number,
  { rows, leaves, words }: Page,
  changed: ChangedWords,
): Promise<Piece> {
  const entries: Whole[] = [];
  for (let index = 0; index < Math.max(rows.length, leaves.length); index += 1) {
    const place = firstPlace + index;
    const row = rows[index];
    const leaf = leaves[index];
    const whole = row && leaf?.place === place && leaf.entryId === row.id ? wholeOf(row, leaf, words) : null;
    if (!whole || !row) return { entries, flaw: await flawAt(queries, place, row, leaf) };
    const what = flawOfWords(row, words, changed);
    if (what) return { entries, flaw: { what, place, entryId: row.id } };
    entries.push(whole);
  }
  return { entries, flaw: null };
}

/** Null: it is not what was sealed. */
function wholeOf(row: Row, { hash }: KeptLeaf, words: ReadonlyMap<number, KeptWords>): Whole | null {
  const line = lineOf(row);
  const leaf = leafHash(line);
  const { words_id: id } = row;
  return sameHash(leaf, hash) ? { line, leaf, words: (typeof id === 'number' && words.get(id)) || null } : null;
}

async function flawAt(
  queries: Queries,
  place: number,
  row: Row | undefined,
  leaf: KeptLeaf | undefined,
): Promise<Flaw> {
  if (leaf && leaf.entryId === row?.id && leaf.place === place)
    return { what: 'differs', place, entryId: leaf.entryId };
  const [there] = await queries.query<{ entry: boolean; leaf: boolean }>(isThere, [
    leaf?.entryId ?? null,
    row?.id ?? null,
  ]);
  if (leaf && leaf.place === place && !there?.entry) return { what: 'missing', place, entryId: leaf.entryId };
  // What was sealed later stands here, or nothing does: the entry of this place is known by its seal alone.
  if (row && !there?.leaf) {
    const isGap = leaf === undefined || leaf.place !== place;
    return { what: isGap ? 'unsealed' : 'extra', place, entryId: row.id };
  }
  return leaf && leaf.place === place
    ? { what: 'differs', place, entryId: leaf.entryId }
    : { what: 'unsealed', place, entryId: null };
}
