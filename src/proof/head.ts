import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical';

/** What a tree was at a moment: whoever has kept its size and root can tell whether what was there then is there still. */
export interface Head {
  readonly size: number;
  /** Hex. */
  readonly root: string;
  /** SHA-256 of the former head's line, hex. */
  readonly previous: string;
  /** ISO, UTC. */
  readonly sealedAt: string;
}

/** Before the first. */
export const NO_HEAD = '0'.repeat(64);

export const headLine = ({ size, root, previous, sealedAt }: Head): string =>
  canonicalJson({ size, root, previous, sealedAt });

/** By which the next head names it. */
export const headHash = (head: Head): string => createHash('sha256').update(headLine(head)).digest('hex');
