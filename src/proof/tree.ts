import { hash as hashOnce } from 'node:crypto';

// The tree of RFC 9162 §2.1: a leaf and a node are hashed apart, so that neither passes for the other.

/** SHA-256: 32 bytes. */
export type Hash = Uint8Array;

/**
 * SHA-256 of bytes that are there at once: half of the time of a hash that is fed piece by piece. It comes as a text of which a buffer is
 * made, since that one shares its memory with others, while a hash that comes as a buffer has each its own, to be swept.
 */
const sha256 = (bytes: string | Uint8Array): Hash => Buffer.from(hashOnce('sha256', bytes, 'binary'), 'binary');

const LEAF = '\0';
const NODE = Uint8Array.of(1);

/** Of a leaf's bytes; text is UTF-8. */
export const leafHash = (line: string | Uint8Array): Hash =>
  sha256(typeof line === 'string' ? LEAF + line : Buffer.concat([Buffer.from(LEAF), line]));

/** Of a node, from those below it. */
export const nodeHash = (left: Hash, right: Hash): Hash => sha256(Buffer.concat([NODE, left, right]));

/** Of a tree without a leaf. */
export const EMPTY_ROOT: Hash = sha256('');

export const hex = (hash: Hash): string => Buffer.from(hash).toString('hex');

export const sameHash = (one: Hash, other: Hash): boolean => Buffer.compare(one, other) === 0;

/** A part of the tree that is full: `2 ** level` leaves, the first of them at `place * 2 ** level`. It never changes any more. */
export interface Subtree {
  readonly level: number;
  readonly place: number;
}

/** The largest full subtrees of which a run of leaves is made, from the left; it begins where one as large as itself may begin. */
export function subtreesOf(begin: number, end: number): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = begin; at < end;) {
    const level = Math.floor(Math.log2(end - at));
    subtrees.push({ level, place: at / 2 ** level });
    at += 2 ** level;
  }
  return subtrees;
}

/** Of a run of leaves, from the hashes of its full subtrees. */
export function joined(peaks: readonly Hash[]): Hash {
  const last = peaks.at(-1);
  if (last === undefined) return EMPTY_ROOT;
  return peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/** Told of each full subtree as it becomes one, leaves too. */
export type OnSubtree = (subtree: Subtree, hash: Hash) => void;

/** A tree as it grows leaf by leaf: of all that lies behind it needs the hashes of its largest full subtrees. */
export class GrowingTree {
  private readonly peaks: Hash[];
  private leaves: number;

  /**
   * @param size how many leaves it has already
   * @param peaks the hashes of `subtreesOf(0, size)`
   */
  constructor(size = 0, peaks: readonly Hash[] = []) {
    if (peaks.length !== subtreesOf(0, size).length)
      throw new RangeError(`${peaks.length} peaks make no ${size} leaves`);
    this.leaves = size;
    this.peaks = [...peaks];
  }

  get size(): number {
    return this.leaves;
  }

  get root(): Hash {
    return joined(this.peaks);
  }

  add(leaf: Hash, onSubtree?: OnSubtree): void {
    let hash = leaf;
    let place = this.leaves;
    let level = 0;
    onSubtree?.({ level, place }, hash);
    for (; place % 2 === 1; place = (place - 1) / 2) {
      const left = this.peaks.pop();
      if (left === undefined) throw new Error('A tree has lost a peak');
      hash = nodeHash(left, hash);
      level += 1;
      onSubtree?.({ level, place: (place - 1) / 2 }, hash);
    }
    this.peaks.push(hash);
    this.leaves += 1;
  }
}
