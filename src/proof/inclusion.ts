import { joined, nodeHash, sameHash, subtreesOf, type Hash, type Subtree } from './tree';

// Proofs that a leaf is in a tree, RFC 9162 §2.1.3.

interface Run {
  readonly begin: number;
  readonly end: number;
}

/** The runs of leaves beside a leaf's way up, from the lowest (§2.1.3.1). */
function besides(index: number, size: number): Run[] {
  const runs: Run[] = [];
  for (let begin = 0, end = size; end - begin > 1;) {
    const half = begin + largestBelow(end - begin);
    if (index < half) {
      runs.push({ begin: half, end });
      end = half;
    } else {
      runs.push({ begin, end: half });
      begin = half;
    }
  }
  return runs.reverse();
}

/** The largest power of two below a number above one. */
const largestBelow = (size: number): number => 2 ** (Math.ceil(Math.log2(size)) - 1);

const mustHold = (index: number, size: number): void => {
  if (!(index >= 0 && index < size)) throw new RangeError(`A tree of ${size} has no leaf ${index}`);
};

/** The full subtrees whose hashes a proof needs: some of each height at most. */
export function subtreesBeside(index: number, size: number): Subtree[] {
  mustHold(index, size);
  return besides(index, size).flatMap(({ begin, end }) => subtreesOf(begin, end));
}

/**
 * The path of a leaf to the root of a tree of this size.
 * @param hashOf of the subtrees that `subtreesBeside` has named
 */
export function inclusionPath(index: number, size: number, hashOf: (subtree: Subtree) => Hash): Hash[] {
  mustHold(index, size);
  return besides(index, size).map(({ begin, end }) => joined(subtreesOf(begin, end).map(hashOf)));
}

export interface Inclusion {
  readonly leaf: Hash;
  /** From 0. */
  readonly index: number;
  readonly size: number;
  readonly path: readonly Hash[];
  readonly root: Hash;
}

/** Whether the leaf stands at its place in the tree that has this root (§2.1.3.2). */
export function isIncluded({ leaf, index, size, path, root }: Inclusion): boolean {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) return false;
  let hash = leaf;
  let at = index;
  let last = size - 1;
  for (const beside of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(beside, hash);
      // Where nothing is to the right of it, it goes up without a neighbour.
      for (; at % 2 === 0 && at !== 0; at /= 2) last = Math.floor(last / 2);
    } else hash = nodeHash(hash, beside);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && sameHash(hash, root);
}
