import { z } from 'zod';
import type { Head } from '../../proof/head';
import { isIncluded } from '../../proof/inclusion';
import { leafHash } from '../../proof/tree';
import { wordsDigest } from '../../proof/words';

/** As which a proof is attached to a paper. */
export const PROOF_FILE = 'proof.json';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const words = z.object({ salt: z.string().regex(/^[0-9a-f]{32}$/), text: z.string() });
const proof = z.object({
  head: z.object({ size: z.int().positive(), root: hash, previous: hash, sealedAt: z.iso.datetime() }),
  entries: z
    .array(z.object({ index: z.int().nonnegative(), line: z.string(), path: z.array(hash), words: words.optional() }))
    .min(1),
});

type Words = z.infer<typeof words>;

/** `no`: it is no proof of ours. `index`: the first entry that its path does not lead to the head. */
export type CheckedProof =
  | { readonly outcome: 'no' }
  | { readonly outcome: 'broken'; readonly head: Head; readonly index: number }
  | {
      readonly outcome: 'holds';
      readonly head: Head;
      readonly entries: readonly {
        readonly index: number;
        readonly line: string;
        readonly words?: Words | undefined;
      }[];
    };

const bytes = (text: string): Uint8Array => Buffer.from(text, 'hex');

/** Checks a proof by itself: whether each of its lines is in the tree that has this root. What the head is worth, others say. */
export function checkProof(text: string): CheckedProof {
  const { data } = proof.safeParse(parsed(text));
  if (!data) return { outcome: 'no' };
  const { head, entries } = data;
  const root = bytes(head.root);
  const broken = entries.find(
    ({ index, line, path, words: said }) =>
      (said && !line.includes(`"words_digest":"${wordsDigest(bytes(said.salt), said.text)}"`)) ||
      !isIncluded({ leaf: leafHash(line), index, size: head.size, path: path.map(bytes), root }),
  );
  return broken ? { outcome: 'broken', head, index: broken.index } : { outcome: 'holds', head, entries };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
