import type { Queries } from '../../database/database';
import { isPossibleAt } from '../../regulation/decide';
import { ACT_OF, remediesForMany, type Remedy } from '../../regulation/differences';
import type { Difference } from '../../regulation/vocabulary';
import { hashOf } from '../../text/plain-text';
import type { Desk } from '../ports';
import { everyDifferenceOf, type DifferenceLine } from './read-differences';

/** Which differences are mended all at once, and by what. */
export interface Many {
  readonly kind: Difference;
  readonly remedy: Remedy;
}
/** Null: nothing mends many of that kind so. Buttons of an earlier release name no remedy, since each kind had one. */
export function manyOf(kind: Difference, remedy?: Remedy): Many | null {
  const [likeliest = 'keep', ...others] = remediesForMany(kind);
  const wanted = remedy ?? likeliest;
  return [likeliest, ...others].includes(wanted) ? { kind, remedy: wanted } : null;
}

/** An appeal of a press for many. */
export interface ForOne {
  readonly appealId: number;
  /** To whom it goes; null: its executor stays. */
  readonly executorId: number | null;
  /** Which file has said what is taken over; null: the names say enough. */
  readonly fileId: number | null;
}

/** Another number as soon as any of them would become something else. */
export const listOf = (these: readonly ForOne[]): number =>
  hashOf(JSON.stringify(these.map(({ appealId, executorId, fileId }) => [appealId, executorId, fileId]))) >>> 1;

/** Those that can be mended so: of what is on its way to the applicant, or says no day, the card knows more. */
export const fitForMany = async (
  queries: Queries,
  desk: Desk,
  { kind, remedy }: Many,
): Promise<(DifferenceLine & ForOne)[]> =>
  (await everyDifferenceOf(queries, desk, kind))
    .filter(
      ({ stage, there }) => isPossibleAt(ACT_OF[remedy], stage) && (!isOfDay(remedy) || there?.plannedDay != null),
    )
    .map((line) => ({ ...line, executorId: null }));

const isOfDay = (remedy: Remedy): boolean => remedy === 'term' || remedy === 'postponement' || remedy === 'extension';
