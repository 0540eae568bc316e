import { databaseOf, statement, type Queries, type Transaction, type Database } from '../../database/database';
import { failpoint } from '../../process/failpoint';
import type { OfficeCalendar } from '../../regulation/calendar';
import type { Desk } from '../kit/ports';
import { recount } from './cells';
import {
  activateSet,
  activeSet,
  entriesAfter,
  entriesWaiting,
  followAlone,
  noteBuiltTo,
  noteFollowedTo,
  setToBuild,
  type Builder,
  type KeptSet,
  dropUnfinished,
  sweepFormerSets,
} from './sets';

/** At once: whoever presses meanwhile waits for no more than some milliseconds of counting. */
const ENTRIES_AT_ONCE = 100;
const APPEALS_AT_ONCE = 100;

const nextAppeals = statement(
  'statistics.next-appeals',
  'select array(select id from appeal where id > $1 order by id limit $2) as ids',
);

/** A piece of work, and whether there may be more of it. */
export interface Step {
  readonly more: boolean;
}

/**
 * Counts what the journal has told since the last step, or goes on through all appeals where nothing was counted yet: a piece of it in one
 * transaction with how far it has come, so that a crash at any moment counts nothing twice and nothing less.
 * Entries are taken in the order of their transactions, below the oldest that is still under way: those of a transaction that commits late
 * have numbers that others have passed long ago, and would be overlooked by whoever went by numbers.
 */
export async function followJournal(desk: Desk, atOnce: number = ENTRIES_AT_ONCE): Promise<Step> {
  const calendar = desk.office.calendar();
  return databaseOf(desk).transaction(async (tx) => {
    await followAlone(tx);
    const active = await activeSet(tx);
    if (active) return followOn(tx, active, calendar, atOnce);
    const set = await setToBuild(tx, 'bot');
    const step = await goThrough(tx, set, calendar, APPEALS_AT_ONCE);
    if (!step.more) await activateSet(tx, set);
    return { more: true };
  });
}

/** The entries after those that this set has followed. */
async function followOn(tx: Transaction, set: KeptSet, calendar: OfficeCalendar, atOnce: number): Promise<Step> {
  const entries = await entriesAfter(tx, set, atOnce);
  const last = entries.at(-1);
  if (!last) return { more: false };
  const appealIds = [...new Set(entries.flatMap(({ appealId }) => appealId ?? []))];
  await recount(tx, set.id, appealIds, calendar);
  failpoint('statistics-counted');
  await noteFollowedTo(tx, set, last);
  return { more: entries.length === atOnce };
}

async function goThrough(tx: Transaction, set: KeptSet, calendar: OfficeCalendar, atOnce: number): Promise<Step> {
  const [next] = await tx.query<{ ids: number[] }>(nextAppeals, [set.builtTo ?? 0, atOnce]);
  const ids = next?.ids ?? [];
  await recount(tx, set.id, ids, calendar);
  failpoint('statistics-counted');
  const last = ids.at(-1);
  if (last !== undefined) await noteBuiltTo(tx, set, last);
  return { more: ids.length === atOnce };
}

/** A piece of building a set of one's own, beside the one that is read. @returns whether there may be more to go through */
export const buildOn = (desk: Desk, builder: Builder, atOnce: number): Promise<Step> =>
  databaseOf(desk).transaction(async (tx) =>
    goThrough(tx, await setToBuild(tx, builder), desk.office.calendar(), atOnce),
  );

/** A piece of following with it what came meanwhile. */
export const followWith = (desk: Desk, builder: Builder, atOnce: number): Promise<Step> =>
  databaseOf(desk).transaction(async (tx) =>
    followOn(tx, await setToBuild(tx, builder), desk.office.calendar(), atOnce),
  );

/** From this moment on it is the one that is read, and the bot follows the journal with it. */
export const swapIn = (desk: Desk, builder: Builder): Promise<void> =>
  databaseOf(desk).transaction(async (tx) => {
    await followAlone(tx);
    await activateSet(tx, await setToBuild(tx, builder));
  });

/** How far what is counted lies behind: entries that wait (a thousand at most), and since when; null: nothing was counted yet. */
export async function statisticsLag(
  queries: Queries,
): Promise<{ readonly since: Date | null; readonly count: number } | null> {
  const set = await activeSet(queries);
  return set && entriesWaiting(queries, set);
}

const APPEALS_REBUILT_AT_ONCE = 500;
const ENTRIES_REBUILT_AT_ONCE = 1_000;

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
  { signal, onProgress, appealsAtOnce = APPEALS_REBUILT_AT_ONCE }: Rebuilding,
): Promise<Rebuilt> {
  const database = databaseOf(desk);
  const drop = () => database.transaction((tx) => dropUnfinished(tx, 'command'));
  await drop();
  let more = true;
  for (let appeals = appealsAtOnce; more && !signal.aborted; appeals += appealsAtOnce) {
    ({ more } = await buildOn(desk, 'command', appealsAtOnce));
    onProgress(appeals);
  }
  for (more = true; more && !signal.aborted;) ({ more } = await followWith(desk, 'command', ENTRIES_REBUILT_AT_ONCE));
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
