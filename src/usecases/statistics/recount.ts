import { statement, type Transaction } from '../../database/database';
import { dayOf, type OfficeCalendar, type PlainDate } from '../../regulation/calendar';
import { sumOf, Tally, type Cell, type OpenCell } from './cells';
import { packed, unpacked, type PackedShare } from './packed-share';
import { daysOf, shareOf } from './share';
import { readStories } from './story';

const selectShares = statement(
  'statistics.shares',
  'select appeal_id as "appealId", share from statistics_share where set_id = $1 and appeal_id = any($2::int[])',
);
const writeShares = statement(
  'statistics.write-shares',
  `insert into statistics_share (set_id, appeal_id, share, days)
   select $1, r.* from unnest($2::int[], $3::json[], $4::daterange[]) as r (appeal_id, share, days)
   on conflict (set_id, appeal_id) do update set share = excluded.share, days = excluded.days`,
);
const PLACES = 'unnest($2::text[], $3::text[], $4::date[], $5::text[], $6::date[]';
const selectCells = statement(
  'statistics.cells',
  `select c.slice, c.grain, c.day, c.key, c.until, c.counts from ${PLACES}) as r (slice, grain, day, key, until)
   join statistics_cell c on c.set_id = $1 and c.slice = r.slice and c.grain = r.grain and c.day = r.day and c.key = r.key and c.until = r.until`,
);
const writeCells = statement(
  'statistics.write-cells',
  `insert into statistics_cell (set_id, slice, grain, day, key, until, counts)
   select $1, r.* from ${PLACES}, $7::json[]) as r (slice, grain, day, key, until, counts)
   on conflict (set_id, slice, grain, day, key, until) do update set counts = excluded.counts`,
);
const deleteCells = statement(
  'statistics.delete-cells',
  `delete from statistics_cell c using ${PLACES}) as r (slice, grain, day, key, until)
   where c.set_id = $1 and c.slice = r.slice and c.grain = r.grain and c.day = r.day and c.key = r.key and c.until = r.until`,
);
const addOpen = statement(
  'statistics.add-open',
  `insert into statistics_open (set_id, slice, grain, day, key, open, backlog)
   select $1, r.* from unnest($2::text[], $3::text[], $4::date[], $5::text[], $6::int[], $7::int[]) as r (slice, grain, day, key, open, backlog)
   on conflict (set_id, slice, grain, day, key)
   do update set open = statistics_open.open + excluded.open, backlog = statistics_open.backlog + excluded.backlog`,
);
const selectBegan = statement('statistics.began', 'select min(received_at) as at from appeal');

/** A story takes about a millisecond. */
const STORIES_AT_ONCE = 10;

/**
 * Puts what these appeals bring now in the place of what they brought before, in the caller's transaction.
 * @idempotent: what has not changed changes nothing
 */
export async function recount(
  tx: Transaction,
  setId: number,
  appealIds: readonly number[],
  calendar: OfficeCalendar,
): Promise<void> {
  if (appealIds.length === 0) return;
  const began = await dayOfBeginning(tx, calendar);
  const kept = await tx.query<{ appealId: number; share: PackedShare }>(selectShares, [setId, appealIds]);
  const before = new Map(kept.map(({ appealId, share }) => [appealId, share]));
  const tally = new Tally();
  const written: { readonly id: number; readonly share: string; readonly days: string }[] = [];
  for (const [index, story] of (await readStories(tx, appealIds)).entries()) {
    // whoever presses meanwhile comes in between
    if (index % STORIES_AT_ONCE === STORIES_AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
    const share = shareOf(story, began, calendar);
    const former = before.get(story.id);
    const text = JSON.stringify(packed(share));
    if (former !== undefined && JSON.stringify(former) === text) continue;
    if (former !== undefined) tally.add(unpacked(former), -1);
    tally.add(share, 1);
    written.push({ id: story.id, share: text, days: daysOf(share) });
  }
  if (written.length === 0) return;
  await tx.query(writeShares, [
    setId,
    written.map(({ id }) => id),
    written.map(({ share }) => share),
    written.map(({ days }) => days),
  ]);
  await addCells(tx, setId, tally.changed());
  await addOpenCells(tx, setId, tally.changedOpen());
}

/** The day on which the bot had its first appeal; null: it has none. */
async function dayOfBeginning(tx: Transaction, calendar: OfficeCalendar): Promise<PlainDate | null> {
  const [first] = await tx.query<{ at: Date | null }>(selectBegan);
  return first?.at ? dayOf(first.at, calendar) : null;
}

const placesOf = (cells: readonly Omit<Cell, 'counts'>[]) => [
  cells.map(({ slice }) => slice),
  cells.map(({ grain }) => grain),
  cells.map(({ day }) => day),
  cells.map(({ key }) => key),
  cells.map(({ until }) => until),
];
const idOf = ({ slice, grain, day, key, until }: Omit<Cell, 'counts'>): string =>
  [slice, grain, day, until, key].join(' ');

async function addCells(tx: Transaction, setId: number, added: readonly Cell[]): Promise<void> {
  if (added.length === 0) return;
  const kept = await tx.query<Cell>(selectCells, [setId, ...placesOf(added)]);
  const before = new Map(kept.map((cell) => [idOf(cell), cell.counts]));
  const sums = added.map((cell): Cell => ({ ...cell, counts: sumOf(before.get(idOf(cell)) ?? {}, cell.counts) }));
  const isEmpty = ({ counts }: Cell) => Object.keys(counts).length === 0;
  const left = sums.filter((cell) => !isEmpty(cell));
  if (left.length > 0)
    await tx.query(writeCells, [setId, ...placesOf(left), left.map(({ counts }) => JSON.stringify(counts))]);
  const gone = sums.filter(isEmpty);
  if (gone.length > 0) await tx.query(deleteCells, [setId, ...placesOf(gone)]);
}

async function addOpenCells(tx: Transaction, setId: number, added: readonly OpenCell[]): Promise<void> {
  if (added.length === 0) return;
  await tx.query(addOpen, [
    setId,
    added.map(({ slice }) => slice),
    added.map(({ grain }) => grain),
    added.map(({ day }) => day),
    added.map(({ key }) => key),
    added.map(({ open }) => open),
    added.map(({ backlog }) => backlog),
  ]);
}
