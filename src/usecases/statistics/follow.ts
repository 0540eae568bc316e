import { databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import { failpoint } from '../../process/failpoint';
import type { OfficeCalendar } from '../../regulation/calendar';
import type { Desk } from '../ports';
import { recount } from './recount';
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
