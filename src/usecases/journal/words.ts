import { JournalWords } from '../../../entities/journal-words';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import { wordsDigest } from '../../proof/words';
import type { Row } from './entries';

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
