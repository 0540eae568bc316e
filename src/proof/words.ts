import { createHash } from 'node:crypto';

/** Of the free words of an entry, as it stands in its line, hex. */
export const wordsDigest = (salt: Uint8Array, words: string): string =>
  createHash('sha256').update(salt).update(words, 'utf8').digest('hex');
