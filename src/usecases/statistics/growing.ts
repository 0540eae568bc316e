import type { Counts } from '../../../entities/statistics-cell';

/** Counts by name, and histograms, while they are added up: what comes to nothing may still be in them. */
export type Growing = Record<string, number | Record<string, number>>;

/** How much was counted under a name; 0: nothing. */
export function countIn(counts: Counts, name: string): number {
  const count = counts[name];
  return typeof count === 'number' ? count : 0;
}

/** What was measured under a name, to be added to; a new one where nothing was. */
export function histogramIn(counts: Growing, name: string): Record<string, number> {
  const known = counts[name];
  return typeof known === 'object' ? known : (counts[name] = {});
}
