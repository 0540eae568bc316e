import { z } from 'zod';
import type { Head } from '../../proof/head';

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
