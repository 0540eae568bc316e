import type { Histogram } from '../../../entities/statistics-cell';

// Logarithmic buckets as of DDSketch (Masson, Rim, Lee, «DDSketch: A Fast and Fully-Mergeable Quantile Sketch with Relative-Error
// Guarantees», PVLDB 12(12), 2019): sums of histograms are the histogram of the sum, so days add up to any period, and a quantile is
// never further from its true value than the width of a bucket. Up to a hundred minutes each minute has a bucket of its own.

const EXACT_UP_TO = 100;
/** From one bucket to the next: 2 %. */
const GROWTH = 1.02;

/** @param minutes of working time; parts of one are rounded */
export function bucketOf(minutes: number): number {
  const whole = Math.max(0, Math.round(minutes));
  return whole <= EXACT_UP_TO ? whole : EXACT_UP_TO + Math.ceil(Math.log(whole / EXACT_UP_TO) / Math.log(GROWTH));
}

/** Its middle, from which no value of the bucket is further than 1 %, in whole minutes. */
export function minutesOf(bucket: number): number {
  if (bucket <= EXACT_UP_TO) return bucket;
  const upper = EXACT_UP_TO * GROWTH ** (bucket - EXACT_UP_TO);
  return Math.round((2 * upper) / (1 + GROWTH));
}

export const sizeOf = (histogram: Histogram): number =>
  Object.values(histogram).reduce((total, count) => total + count, 0);

/** By nearest rank: the smallest value that at least this share of all does not exceed; null over nothing. */
export function quantileOf(histogram: Histogram, share: number): number | null {
  const size = sizeOf(histogram);
  let left = Math.ceil(share * size);
  // names that are whole numbers come in their order
  for (const [bucket, count] of Object.entries(histogram)) {
    left -= count;
    if (left <= 0 && size > 0) return minutesOf(Number(bucket));
  }
  return null;
}
