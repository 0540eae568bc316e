import { hashOf } from '../../text/plain-text';

/**
 * Near texts without comparing each with each, and without an extension of PostgreSQL that an office's server may not have: of the
 * runs of three words in a text a sketch is kept, the least of 160 hashes (MinHash, Broder 1997), eight in each of 20 numbers.
 * Two texts that have four runs in five in common have such a number in common 39 times in 40; those that have three in ten, once
 * in 800. An index over the numbers finds them.
 */

/** Words of a run. */
const RUN = 3;
const NUMBERS = 20;
const HASHES_OF_NUMBER = 8;
const HASHES = NUMBERS * HASHES_OF_NUMBER;

/** What of two texts is the same, from 0 to 1: runs that both have, of all that either has (Jaccard). */
export function likenessOf(one: string, other: string): number {
  const [mine, theirs] = [new Set(runsOf(one)), new Set(runsOf(other))];
  let common = 0;
  for (const run of mine) if (theirs.has(run)) common += 1;
  return common === 0 ? 0 : common / (mine.size + theirs.size - common);
}

/** Of which near texts have some in common; whole numbers of 32 bits, as PostgreSQL's integer. Empty for a text without words. */
export function sketchOf(text: string): number[] {
  const least = new Uint32Array(HASHES).fill(0xffff_ffff);
  const runs = new Set(runsOf(text));
  if (runs.size === 0) return [];
  for (const run of runs) {
    const hash = hashOf(run);
    for (let at = 0; at < HASHES; at += 1) {
      const mixed = mix(hash ^ Math.imul(at + 1, 0x9e37_79b9));
      if (mixed < (least[at] ?? 0)) least[at] = mixed;
    }
  }
  return Array.from({ length: NUMBERS }, (_, number) => {
    let folded = number;
    for (const hash of least.subarray(number * HASHES_OF_NUMBER, (number + 1) * HASHES_OF_NUMBER))
      folded = mix(Math.imul(folded, 31) ^ hash);
    return folded | 0;
  });
}

/** Dates and numbers count as words do: a template filled in with other facts is another text. Two dots over a letter do not. */
function runsOf(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .normalize('NFD')
      .replaceAll('\u0308', '')
      .normalize('NFC')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length <= RUN) return words.length === 0 ? [] : [words.join(' ')];
  return Array.from({ length: words.length - RUN + 1 }, (_, at) => words.slice(at, at + RUN).join(' '));
}

/** The last step of MurmurHash3: every bit of the input changes half of the output. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
