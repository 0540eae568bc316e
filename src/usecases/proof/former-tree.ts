import { z } from 'zod';
import { FormerHead as KeptFormerHead } from '../../../entities/journal-seal';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import { canonicalJson, type Json } from '../../proof/canonical';
import { type Head, headHash, NO_HEAD } from '../../proof/head';

/** A head that somebody has kept: of its root as many digits as they have, of the rest what they have. */
export interface FormerHead extends Pick<Head, 'size' | 'root'> {
  readonly previous?: string;
  readonly sealedAt?: string;
  /** Where it stands in their file, from 1. */
  readonly line?: number;
}

/** Of a root that somebody has noted, its first digits count. */
export const isSame = (former: FormerHead, head: Head): boolean =>
  former.size === head.size &&
  head.root.startsWith(former.root) &&
  (former.previous ?? head.previous) === head.previous &&
  (former.sealedAt ?? head.sealedAt) === head.sealedAt;

/** Of a root that somebody has noted: so many digits at least, since fewer could be met by chance or by trying. */
const FEWEST_DIGITS = 16;

const root = z
  .string()
  .transform((text) => text.replaceAll(' ', '').toLowerCase())
  .pipe(z.string().regex(new RegExp(`^[0-9a-f]{${FEWEST_DIGITS},64}$`)));
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const former = z.object({
  size: z.int().positive(),
  root,
  previous: hash.optional(),
  sealedAt: z.iso.datetime().optional(),
});

/** What stands in the line is no head; from 1. */
export class BadHeads extends Error {
  override readonly name = 'BadHeads';

  constructor(
    readonly why: 'unreadable' | 'order',
    readonly line: number,
  ) {
    super(`Line ${line} of the former heads is ${why === 'order' ? 'out of order' : 'no head'}`);
  }
}

/**
 * Former heads, a line of JSON each, as they are exported or as somebody has noted them: size and first digits of the root are enough.
 * The tree has begun anew once, so they may: once a size may be smaller than the one before it, and whoever knows both trees says whether it may.
 * @throws BadHeads for a line that is none, or out of order
 */
export async function* formerHeads(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<FormerHead> {
  let number = 0;
  let before = 0;
  let hasBegunAnew = false;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const { data } = former.safeParse(parsed(line));
    if (!data) throw new BadHeads('unreadable', number);
    if (data.size < before && hasBegunAnew) throw new BadHeads('order', number);
    hasBegunAnew ||= data.size < before;
    before = data.size;
    const { size, root: noted, previous, sealedAt } = data;
    yield { size, root: noted, line: number, ...(previous && { previous }), ...(sealedAt && { sealedAt }) };
  }
}

function parsed(line: string): unknown {
  try {
    // `trim` takes the mark of the encoding, too, with which Notepad begins a file.
    return JSON.parse(line.trim());
  } catch {
    return null;
  }
}

// The tree began anew when the words were taken out of the journal: its first entry holds the last head of the tree before it, whose heads are kept
// here, and whose leaves are not.

const HEAD = columns(KeptFormerHead, ['size', 'root', 'previous', 'sealedAt']);
const readHeads = statement(
  'journal.former-heads',
  `select ${HEAD} from journal_former_head where size > $1 order by size limit $2`,
);
const readHead = statement('journal.former-head', `select ${HEAD} from journal_former_head where size = $1`);
const readBeginning = statement(
  'journal.beginning-of-tree',
  `select j.at, j.details -> 'formerTree' as former, l.place from journal_entry j left join journal_leaf l on l.entry_id = j.id
   where j.action = 'beginTree' order by j.id limit 1`,
);
const HEADS_AT_ONCE = 2_000;

const headOf = ({ sealedAt, ...rest }: Readonly<RowOf<typeof HEAD>>): Head => ({
  ...rest,
  sealedAt: sealedAt.toISOString(),
});

/** Its heads, the smallest first. */
export async function* formerTreeHeads(queries: Queries): AsyncGenerator<Head> {
  for (let size = 0, found = HEADS_AT_ONCE; found === HEADS_AT_ONCE;) {
    const heads = await queries.query<RowOf<typeof HEAD>>(readHeads, [size, HEADS_AT_ONCE]);
    found = heads.length;
    size = heads.at(-1)?.size ?? size;
    yield* heads.map(headOf);
  }
}

/** The tree of before. */
export interface FormerTree {
  /** Its last head. */
  readonly head: Head;
  /** When the present one began. */
  readonly begunAt: Date;
}

/**
 * Null: there was none.
 * @returns `broken` and the head that does not follow the one before it, or that the present tree does not begin with
 */
export async function formerTree(queries: Queries): Promise<FormerTree | { readonly broken: Head } | null> {
  let before: Head | null = null;
  for await (const head of formerTreeHeads(queries)) {
    if (head.previous !== (before ? headHash(before) : NO_HEAD)) return { broken: head };
    before = head;
  }
  const [beginning] = await queries.query<{ at: Date; former: Json; place: number | null }>(readBeginning);
  if (!before) return null;
  const holds =
    beginning !== undefined &&
    (beginning.place ?? 0) === 0 &&
    canonicalJson(beginning.former) === canonicalJson({ ...before });
  return holds ? { head: before, begunAt: beginning.at } : { broken: before };
}

/**
 * Of heads that somebody has kept, those of the present tree; whoever keeps them in one file has those of the former before them.
 * @param onFormer of one that is in the former tree
 * @throws BadHeads for one that is smaller than the one before it
 */
export async function* headsOfPresent(
  queries: Queries,
  heads: AsyncIterable<FormerHead> | Iterable<FormerHead>,
  onFormer: () => void,
): AsyncGenerator<FormerHead> {
  let before = 0;
  for await (const head of heads) {
    const [former] = await queries.query<RowOf<typeof HEAD>>(readHead, [head.size]);
    if (former && isSame(head, headOf(former))) {
      onFormer();
      continue;
    }
    if (head.size < before) throw new BadHeads('order', head.line ?? 0);
    before = head.size;
    yield head;
  }
}
