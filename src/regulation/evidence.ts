/**
 * §2: the coordinator and the curator return an appeal when «фото не соответствуют реальному времени или месту, изложенному в
 * обращении». What is known of a photo is said as it is; nothing is ever refused by it.
 */

/**
 * confirmed    taken between the assignment and its arrival here
 * unconfirmed  nothing says when
 * earlier      taken before the assignment
 * later        by its own word taken after it arrived: its clock or its data were changed
 */
export const TIME_VERDICTS = ['confirmed', 'unconfirmed', 'earlier', 'later'] as const;
export type TimeVerdict = (typeof TIME_VERDICTS)[number];

/**
 * confirmed    within the radius of the appeal's point
 * unconfirmed  nothing says where
 * elsewhere    outside of it
 * no_point     the appeal has no point to compare with
 */
export const PLACE_VERDICTS = ['confirmed', 'unconfirmed', 'elsewhere', 'no_point'] as const;
export type PlaceVerdict = (typeof PLACE_VERDICTS)[number];

/** unknown: it can't be told, e.g. of a picture that is too plain. */
export const REUSE_VERDICTS = ['none', 'same', 'alike', 'unknown'] as const;
export type ReuseVerdict = (typeof REUSE_VERDICTS)[number];

/** How many bits of two pictures' fingerprints differ: of 63 that tell of their large shapes, of 256 that tell of their edges. */
export interface DifferingBits {
  readonly perceptual: number;
  readonly difference: number;
}

/**
 * Measured on photographs: what a messenger or a phone does to a picture (smaller, recompressed, brighter) stays within `same`;
 * of 10,000 pairs of different ones at most one does.
 */
export function judgeLikeness({ perceptual, difference }: DifferingBits): 'same' | 'alike' | null {
  if (perceptual <= 10) return 'same';
  return perceptual <= 18 && difference <= 72 ? 'alike' : null;
}
/** A location counts for the photos that come within so long of it. */
export const PLACE_COUNTS_MINUTES = 10;
