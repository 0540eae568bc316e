import { z } from 'zod';
import type { FormerHead } from './verify';

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
 * @throws BadHeads for a line that is none, or smaller than the one before it
 */
export async function* formerHeads(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<FormerHead> {
  let number = 0;
  let before = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const { data } = former.safeParse(parsed(line));
    if (!data) throw new BadHeads('unreadable', number);
    if (data.size < before) throw new BadHeads('order', number);
    before = data.size;
    const { size, root: noted, previous, sealedAt } = data;
    yield { size, root: noted, ...(previous && { previous }), ...(sealedAt && { sealedAt }) };
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
