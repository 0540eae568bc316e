import type { Queries } from '../../database/database';
import { isPossibleAt } from '../../regulation/decide';
import { ACT_OF, type Remedy } from '../../regulation/differences';
import type { Difference } from '../../regulation/vocabulary';
import { hashOf } from '../../text/plain-text';
import type { Desk } from '../ports';
import { everyDifferenceOf, type DifferenceLine } from './read-differences';

/** By what differences of a kind are mended all at once; of the other kinds each is looked at by itself. */
export const FOR_MANY = {
  assigned: 'assign',
  finished: 'answered',
  term: 'term',
  stage: 'keep',
  repeat: 'keep',
  missing: 'keep',
} as const satisfies Partial<Record<Difference, Remedy>>;
export type KindForMany = keyof typeof FOR_MANY;
export const isForMany = (kind: Difference): kind is KindForMany => Object.hasOwn(FOR_MANY, kind);

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

/** Those that can be mended so. */
export const fitForMany = async (
  queries: Queries,
  desk: Desk,
  kind: KindForMany,
): Promise<(DifferenceLine & ForOne)[]> =>
  (await everyDifferenceOf(queries, desk, kind))
    .filter(({ stage }) => isPossibleAt(ACT_OF[FOR_MANY[kind]], stage))
    .map((line) => ({ ...line, executorId: null }));
