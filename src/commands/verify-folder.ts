import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { NO_HEAD, type Head } from '../proof/head';
import { GrowingTree, hex, leafHash } from '../proof/tree';
import { wordsDigest } from '../proof/words';
import { isSame, type FormerHead } from '../usecases/proof/former-tree';

// What `journal:export` has written, checked by its files alone: no database, no bot.

export type FolderVerdict =
  | { readonly outcome: 'whole'; readonly head: Head; readonly compared: number }
  | { readonly outcome: 'head' | 'rewritten' | 'notKept'; readonly head: Pick<Head, 'size' | 'root'> }
  | { readonly outcome: 'wordsDiffer' | 'wordsMissing' | 'wordsUnnamed'; readonly id: number; readonly place: number };

const headOf = z.object({ size: z.int(), root: z.string(), previous: z.string(), sealedAt: z.string() });
const wordsOf = z.object({
  id: z.int(),
  salt: z.string().nullable(),
  words: z.string(),
  changedSalt: z.string().nullable(),
});
const entryOf = z.object({
  id: z.int(),
  words_id: z.int().optional(),
  words_digest: z.string().optional(),
  details: z.object({ changedWords: z.array(z.object({ id: z.int(), digest: z.string() })).optional() }).optional(),
});

const linesOf = (folder: string, name: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(path.join(folder, name)), crlfDelay: Infinity });

/**
 * The tree is grown anew from the entries, each head has to be met on the way, and each entry's words to be those that it has sealed.
 * @param kept heads that somebody has kept elsewhere; null: none are compared
 * @throws what reading a file throws, and ZodError or SyntaxError for a line that is none of ours
 */
export async function verifyFolder(folder: string, kept: AsyncIterable<FormerHead> | null): Promise<FolderVerdict> {
  const heads = new Map<number, Head>();
  let last: Head | null = null;
  let previous = NO_HEAD;
  for await (const line of linesOf(folder, 'heads.jsonl')) {
    const head: Head = headOf.parse(JSON.parse(line));
    if (head.previous !== previous) return { outcome: 'head', head };
    previous = createHash('sha256').update(line).digest('hex');
    heads.set(head.size, (last = head));
  }
  if (last === null) return { outcome: 'head', head: { size: 0, root: NO_HEAD } };
  const tree = new GrowingTree();
  const sealed: { readonly id: number; readonly place: number; readonly wordsId: number; readonly digest: string }[] =
    [];
  const changed = new Map<number, string>();
  for await (const line of linesOf(folder, 'entries.jsonl')) {
    tree.add(leafHash(line));
    const { id, words_id: wordsId, words_digest: digest, details } = entryOf.parse(JSON.parse(line));
    if (wordsId !== undefined) sealed.push({ id, place: tree.size, wordsId, digest: digest ?? '' });
    for (const one of details?.changedWords ?? []) changed.set(one.id, one.digest);
    const head = heads.get(tree.size);
    if (head && head.root !== hex(tree.root)) return { outcome: 'rewritten', head };
  }
  if (tree.size !== last.size) return { outcome: 'rewritten', head: last };
  return (await flawOfWords(folder, sealed, changed)) ?? compare(heads, last, kept);
}

async function flawOfWords(
  folder: string,
  sealed: readonly { readonly id: number; readonly place: number; readonly wordsId: number; readonly digest: string }[],
  changed: ReadonlyMap<number, string>,
): Promise<FolderVerdict | null> {
  const words = new Map<number, z.output<typeof wordsOf>>();
  for await (const line of linesOf(folder, 'words.jsonl')) {
    const one = wordsOf.parse(JSON.parse(line));
    words.set(one.id, one);
  }
  for (const { id, place, wordsId, digest } of sealed) {
    const said = words.get(wordsId);
    if (!said) return { outcome: 'wordsMissing', id, place };
    const [salt, wanted] = said.salt === null ? [said.changedSalt, changed.get(wordsId)] : [said.salt, digest];
    if (wanted === undefined) return { outcome: 'wordsUnnamed', id, place };
    if (salt === null || wordsDigest(Buffer.from(salt, 'hex'), said.words) !== wanted)
      return { outcome: 'wordsDiffer', id, place };
  }
  return null;
}

async function compare(
  heads: ReadonlyMap<number, Head>,
  last: Head,
  kept: AsyncIterable<FormerHead> | null,
): Promise<FolderVerdict> {
  let compared = 0;
  for await (const former of kept ?? []) {
    const head = heads.get(former.size);
    if (!head || !isSame(former, head)) return { outcome: 'notKept', head: former };
    compared += 1;
  }
  return { outcome: 'whole', head: last, compared };
}
