// What may be published of numbers of people. One or two are somebody whom neighbours know, so they are told as «менее трёх»; and what is
// hidden must not follow from what stands beside it, neither for whoever subtracts nor for whoever knows these rules. A test goes through all
// groups of small numbers and shows that each hidden one may be another.

/** The smallest number that is told, beside 0. */
export const SMALLEST_TOLD = 3;
const LARGEST_HIDDEN = SMALLEST_TOLD - 1;

/** `few`: 1 or 2. `atLeast`: not told either, since it would give away the few beside it. */
export type Told = { readonly as: 'exact' | 'atLeast'; readonly count: number } | { readonly as: 'few' };

const isFew = (count: number): boolean => count > 0 && count < SMALLEST_TOLD;
const exact = (count: number): Told => ({ as: 'exact', count });

/** A number that is no part of a sum. */
export const toldAlone = (count: number): Told => (isFew(count) ? { as: 'few' } : exact(count));

/** Parts of a sum that is told itself, in the order in which they were given. */
export interface ToldParts {
  readonly rest: Told;
  readonly parts: readonly Told[];
  /** What the hidden ones and the rest come to: it follows from the sum. */
  readonly lump: number;
}

/**
 * Lines that everybody knows to be all that there are, such as the ways in which an appeal ends. The few are named as such; what the sum would
 * give away of them is taken from the rest, always the same line whatever its number: «не менее 96» is what «менее трёх» says already.
 * @returns null: so little is there that any line would tell the others
 */
export function toldParts(rest: number, parts: readonly number[]): ToldParts | null {
  const sum = parts.reduce((total, one) => total + one, rest);
  const few = parts.filter(isFew);
  const lump = few.reduce((total, one) => total + one, rest);
  const atLeast = lump - few.length * LARGEST_HIDDEN;
  if (isFew(sum) || (few.length === 0 ? isFew(rest) : atLeast < SMALLEST_TOLD)) return null;
  return {
    rest: few.length === 0 ? exact(rest) : { as: 'atLeast', count: atLeast },
    parts: parts.map(toldAlone),
    lump,
  };
}

/** Which lines of many are told. */
export interface ToldLines {
  /** Every line with less than this is among the others, but for those with nothing. */
  readonly from: number;
  /** What the others come to. */
  readonly others: number;
}

/**
 * Lines of which others may always be there, such as places. The few are no lines of their own: they join the others, and the smallest line that
 * might be told joins them, with all that are as large, so that nobody knows which of those that are missing is which.
 * @param most so many lines are told at most
 * @returns null: all join the others, and not even those with nothing can be told
 */
export function toldLines(counts: readonly number[], most: number): ToldLines | null {
  const large = counts.filter((count) => count >= SMALLEST_TOLD).sort((one, other) => other - one);
  const joined = Math.max(large[most] ?? 0, counts.some(isFew) ? (large.at(-1) ?? 0) : 0);
  const from = Math.max(joined + 1, SMALLEST_TOLD);
  if (counts.some((count) => count > 0) && (large[0] ?? 0) < from) return null;
  return { from, others: counts.filter((count) => count < from).reduce((total, count) => total + count, 0) };
}
