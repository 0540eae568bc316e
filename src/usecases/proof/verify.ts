import { z } from 'zod';
import type { Queries } from '../../database/database';
import { type Head, headHash, NO_HEAD } from '../../proof/head';
import { isIncluded } from '../../proof/inclusion';
import { leafHash, GrowingTree, hex } from '../../proof/tree';
import { wordsDigest } from '../../proof/words';
import { isSame, type FormerHead, formerTree, headsOfPresent, type FormerTree } from './former-tree';
import {
  entriesWaiting,
  entryWithoutPlace,
  BEGINNING,
  type Waiting,
  headOf,
  headsAfter,
  lastHead,
  type KeptHead,
} from './sealed';
import { walkSealed, type Flaw } from './walk';

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

/**
 * What keeps the journal from being whole.
 *
 * Flaw         one of its entries
 * rewritten    entries and their seals agree, and together do not give the root of a head: what it has sealed was written anew
 * head         a head does not follow the one before it
 * notKept      a former head is none any more
 * formerTree   the tree of before did not end with what the present one begins with, or its heads do not follow one another
 */
export type Fault =
  | Flaw
  | { readonly what: 'rewritten' | 'head' | 'formerTree'; readonly head: Head }
  | { readonly what: 'notKept'; readonly head: FormerHead };

export type Verdict =
  | {
      readonly outcome: 'whole';
      /** Null: nothing was sealed yet. */
      readonly head: Head | null;
      /** Of those that somebody has kept. */
      readonly compared: number;
      /** Null: the tree never began anew. */
      readonly former: (FormerTree & { readonly compared: number }) | null;
      readonly waiting: Waiting;
    }
  /** `since`: the last head up to which all is in order; null: there is none. */
  | { readonly outcome: 'broken'; readonly fault: Fault; readonly since: Head | null }
  | { readonly outcome: 'interrupted' };

export interface Verifying {
  /** In the order of their sizes. */
  readonly formerHeads?: AsyncIterable<FormerHead> | Iterable<FormerHead>;
  readonly signal?: AbortSignal;
  /** How many entries are in order so far. */
  readonly onProgress?: (entries: number) => void;
}

/**
 * Recomputes the whole tree from the journal itself, a piece at a time, and compares every leaf, every head and whatever former heads
 * somebody has kept: whoever has rewritten everything is betrayed by these alone.
 */
export async function verifyJournal(queries: Queries, verifying: Verifying = {}): Promise<Verdict> {
  const { signal, onProgress } = verifying;
  const last = await lastHead(queries);
  const former = await formerTree(queries);
  let comparedBefore = 0;
  const present = headsOfPresent(queries, verifying.formerHeads ?? [], () => (comparedBefore += 1));
  const heads = new Heads(queries, last, present);
  const broken = (fault: Fault): Verdict => ({ outcome: 'broken', fault, since: heads.since });
  if (former && 'broken' in former) return broken({ what: 'formerTree', head: former.broken });
  const tree = new GrowingTree();
  if (last) {
    for await (const { entries, flaw } of walkSealed(queries, last)) {
      for (const { leaf } of entries) {
        tree.add(leaf);
        const fault = heads.isAt(tree.size) ? await heads.faultAt(tree) : null;
        if (fault) return broken(fault);
      }
      if (flaw) return broken(flaw);
      onProgress?.(tree.size);
      if (signal?.aborted) return { outcome: 'interrupted' };
    }
  }
  const fault = await heads.faultAtEnd();
  if (fault) return broken(fault);
  const stray = await entryWithoutPlace(queries);
  if (stray !== null) return broken({ what: 'extra', place: tree.size, entryId: stray });
  return {
    outcome: 'whole',
    head: last && headOf(last),
    compared: heads.compared,
    former: former && { ...former, compared: comparedBefore },
    waiting: await entriesWaiting(queries, last ?? BEGINNING),
  };
}

const HEADS_AT_ONCE = 2_000;

/** Heads that are kept, and those of before, as a tree grows past them. */
class Heads {
  since: Head | null = null;
  compared = 0;
  private waiting: KeptHead[] = [];
  private next = 0;
  private before = NO_HEAD;
  private isRead = false;
  private readonly former: AsyncIterator<FormerHead>;
  private awaited: FormerHead | null | undefined;

  constructor(
    private readonly queries: Queries,
    private readonly last: KeptHead | null,
    former: AsyncIterable<FormerHead>,
  ) {
    this.former = former[Symbol.asyncIterator]();
  }

  /** Whether something is to be compared at this size. Cheap: asked at each leaf. */
  isAt(size: number): boolean {
    const head = this.waiting[this.next];
    return head === undefined ? !this.isRead : head.size <= size;
  }

  async faultAt(tree: GrowingTree): Promise<Fault | null> {
    for (let head = await this.present(); head && head.size <= tree.size; head = await this.present()) {
      this.next += 1;
      const fault = this.faultOf(headOf(head), tree) ?? (await this.faultOfFormer(headOf(head)));
      if (fault) return fault;
    }
    return null;
  }

  /** Former heads of trees that are larger than this one ever was. */
  async faultAtEnd(): Promise<Fault | null> {
    const former = await this.presentFormer();
    return former && { what: 'notKept', head: former };
  }

  private faultOf(head: Head, tree: GrowingTree): Fault | null {
    if (head.previous !== this.before) return { what: 'head', head };
    if (head.size !== tree.size || head.root !== hex(tree.root)) return { what: 'rewritten', head };
    this.before = headHash(head);
    return null;
  }

  private async faultOfFormer(head: Head): Promise<Fault | null> {
    for (let former = await this.presentFormer(); former && former.size <= head.size;) {
      if (!isSame(former, head)) return { what: 'notKept', head: former };
      this.compared += 1;
      this.awaited = undefined;
      former = await this.presentFormer();
    }
    this.since = head;
    return null;
  }

  private async present(): Promise<KeptHead | null> {
    if (this.next === this.waiting.length && !this.isRead) {
      const after = this.waiting.at(-1)?.size ?? 0;
      const heads = await headsAfter(this.queries, after, HEADS_AT_ONCE);
      // Those that were sealed meanwhile are not gone through.
      this.waiting = heads.filter(({ size }) => size <= (this.last?.size ?? 0));
      this.isRead = this.waiting.length < HEADS_AT_ONCE;
      this.next = 0;
    }
    return this.waiting[this.next] ?? null;
  }

  private async presentFormer(): Promise<FormerHead | null> {
    if (this.awaited === undefined) {
      const next = await this.former.next();
      this.awaited = next.done === true ? null : next.value;
    }
    return this.awaited;
  }
}
