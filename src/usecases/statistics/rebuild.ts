import { databaseOf, type Database } from '../../database/database';
import type { Desk } from '../ports';
import { buildOn, followWith, swapIn } from './follow';
import { dropUnfinished, sweepFormerSets } from './sets';

const APPEALS_AT_ONCE = 500;
const ENTRIES_AT_ONCE = 1_000;

/** First half: of this program; second: of counting from the beginning. */
const BUILDING = '334000003, 28';

export type Rebuilt = 'done' | 'interrupted' | 'busy';

export interface Rebuilding {
  /** Ends it between two pieces; what it had built is thrown away, and what was read before is read on. */
  readonly signal: AbortSignal;
  readonly onProgress: (appeals: number) => void;
  readonly appealsAtOnce?: number;
}

/**
 * Counts everything from the beginning, beside the set that is read and followed meanwhile, and swaps it in at once.
 * @returns `busy`: somebody else is at it
 */
export function rebuildStatistics(desk: Desk, rebuilding: Rebuilding): Promise<Rebuilt> {
  return alone(databaseOf(desk), () => rebuild(desk, rebuilding));
}

async function rebuild(
  desk: Desk,
  { signal, onProgress, appealsAtOnce = APPEALS_AT_ONCE }: Rebuilding,
): Promise<Rebuilt> {
  const database = databaseOf(desk);
  const drop = () => database.transaction((tx) => dropUnfinished(tx, 'command'));
  await drop();
  let more = true;
  for (let appeals = appealsAtOnce; more && !signal.aborted; appeals += appealsAtOnce) {
    ({ more } = await buildOn(desk, 'command', appealsAtOnce));
    onProgress(appeals);
  }
  for (more = true; more && !signal.aborted;) ({ more } = await followWith(desk, 'command', ENTRIES_AT_ONCE));
  if (signal.aborted) await drop();
  else await swapIn(desk, 'command');
  while (await sweepFormerSets(database));
  return signal.aborted ? 'interrupted' : 'done';
}

/** A lock of one session, which ends with the process whatever becomes of it. */
async function alone(database: Database, work: () => Promise<Rebuilt>): Promise<Rebuilt> {
  const session = database.dataSource.createQueryRunner();
  try {
    const [row] = await session.manager.query<{ got: boolean }[]>(`select pg_try_advisory_lock(${BUILDING}) as got`);
    if (row?.got !== true) return 'busy';
    try {
      return await work();
    } finally {
      await session.query(`select pg_advisory_unlock(${BUILDING})`);
    }
  } finally {
    await session.release();
  }
}
