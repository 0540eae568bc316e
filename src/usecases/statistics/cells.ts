import type { Counts, Grain, Histogram, KeptSlice } from '../../../entities/statistics';
import { statement, type Transaction } from '../../database/database';
import { monthOf, toPlainDate, type PlainDate, dayOf, type OfficeCalendar } from '../../regulation/calendar';
import { entriesOf } from '../../regulation/lists';
import { endOfMonth } from './figures';
import { countIn, histogramIn, type Growing } from './rows';
import { type Brought, type Share, packed, unpacked, type PackedShare, daysOf, shareOf } from './share';
import { readStories } from './story';

/** Where something is counted. A month is named by its first day. */
export interface CellPlace {
  readonly slice: KeptSlice;
  readonly grain: Grain;
  readonly day: PlainDate;
  /** '': there is none. */
  readonly key: string;
}

/** `until`: it counts in periods that end before that day. */
export interface Cell extends CellPlace {
  readonly until: PlainDate;
  readonly counts: Counts;
}

export interface OpenCell extends CellPlace {
  readonly open: number;
  readonly backlog: number;
}

/** Later than any period. */
export const NEVER = toPlainDate('9999-12-31');

type IsAsked = (place: Pick<CellPlace, 'slice' | 'grain' | 'day'>) => boolean;
const everywhere: IsAsked = () => true;

/** What many shares bring together, and take away, by place. */
export class Tally {
  private readonly cells = new Map<string, { readonly place: Omit<Cell, 'counts'>; readonly counts: Growing }>();
  private readonly openCells = new Map<string, { -readonly [Name in keyof OpenCell]: OpenCell[Name] }>();

  /** Places of no use are left out: of a year by day and category they would fill the memory. */
  constructor(
    private readonly isAsked: IsAsked = everywhere,
    private readonly isOpenAsked: IsAsked = everywhere,
  ) {}

  /** @param sign 1: it is brought, -1: it was brought before and is no more */
  add(share: Share, sign: 1 | -1): void {
    const others = rowsOf(share);
    for (const brought of share.brought) {
      const { day, rows, executorId } = brought;
      const until = brought.until ?? NEVER;
      // What ends within its day is in no period; what ends within its month is in no whole month.
      if (until <= day) continue;
      const grains: readonly Grain[] = until > endOfMonth(day) ? BOTH_GRAINS : ONLY_DAYS;
      if (rows !== 'executor')
        for (const [slice, key] of others)
          for (const grain of grains) this.count(slice, grain, key, until, brought, sign);
      if (rows !== 'others')
        for (const grain of grains) this.count('executor', grain, keyOf(executorId), until, brought, sign);
    }
    for (const { day, by, rows, executorId } of share.open) {
      const backlog = share.isBacklog ? by * sign : 0;
      for (const grain of BOTH_GRAINS) {
        if (rows !== 'executor')
          for (const [slice, key] of others) this.open(slice, grain, day, key, by * sign, backlog);
        if (rows !== 'others') this.open('executor', grain, day, keyOf(executorId), by * sign, backlog);
      }
    }
  }

  /** What is left when brought and taken are set off; places with nothing are left out. */
  changed(): readonly Cell[] {
    return [...this.cells.values()].flatMap(({ place, counts }) => {
      const left = sumOf({}, counts);
      return Object.keys(left).length === 0 ? [] : [{ ...place, counts: left }];
    });
  }

  changedOpen(): readonly OpenCell[] {
    return [...this.openCells.values()].filter(({ open, backlog }) => open !== 0 || backlog !== 0);
  }

  private count(
    slice: KeptSlice,
    grain: Grain,
    key: string,
    until: PlainDate,
    { day: onDay, what, bucket }: Brought,
    by: number,
  ): void {
    const day = grain === 'day' ? onDay : monthOf(onDay);
    if (!this.isAsked({ slice, grain, day })) return;
    const id = `${slice} ${grain} ${day} ${until} ${key}`;
    let cell = this.cells.get(id);
    if (!cell) this.cells.set(id, (cell = { place: { slice, grain, day, key, until }, counts: {} }));
    const { counts } = cell;
    if (bucket === null) counts[what] = countIn(counts, what) + by;
    else {
      const histogram = histogramIn(counts, what);
      histogram[bucket] = (histogram[bucket] ?? 0) + by;
    }
  }

  private open(slice: KeptSlice, grain: Grain, onDay: PlainDate, key: string, open: number, backlog: number): void {
    const day = grain === 'day' ? onDay : monthOf(onDay);
    if (!this.isOpenAsked({ slice, grain, day })) return;
    const id = `${slice} ${grain} ${day} ${key}`;
    const cell = this.openCells.get(id);
    if (!cell) this.openCells.set(id, { slice, grain, day, key, open, backlog });
    else {
      cell.open += open;
      cell.backlog += backlog;
    }
  }
}

const BOTH_GRAINS: readonly Grain[] = ['day', 'month'];
const ONLY_DAYS: readonly Grain[] = ['day'];

/** The same counts, and those beside them; what comes to nothing is left out. */
export function sumOf(one: Histogram, other: Histogram): Histogram;
export function sumOf(one: Counts, other: Counts): Counts;
export function sumOf(one: Counts, other: Counts): Counts {
  const sum: Record<string, number | Histogram> = { ...one };
  let isWhole = true;
  for (const [name, value] of Object.entries(other)) {
    const before = sum[name];
    const total: number | Histogram =
      typeof value === 'number'
        ? value + (typeof before === 'number' ? before : 0)
        : sumOf(typeof before === 'object' ? before : {}, value);
    sum[name] = total;
    isWhole &&= !isNothing(total);
  }
  return isWhole ? sum : Object.fromEntries(Object.entries(sum).filter(([, total]) => !isNothing(total)));
}
const isNothing = (total: number | Histogram): boolean =>
  typeof total === 'number' ? total === 0 : Object.keys(total).length === 0;

const keyOf = (id: number | null): string => (id === null ? '' : String(id));

type Keys = Readonly<Record<Exclude<KeptSlice, 'executor'>, readonly string[]>>;

/** Under which keys everything of an appeal is counted, but for its executors. */
export const keysOfShare = ({ kind, category, organizations, settlement, channel }: Share): Keys => ({
  none: [''],
  kind: [kind],
  category: [category === null ? '' : JSON.stringify(category)],
  organization: organizations.length === 0 ? [''] : organizations.map(String),
  settlement: [settlement ?? ''],
  channel: [channel ?? ''],
});

const rowsOf = (share: Share): readonly (readonly [KeptSlice, string])[] =>
  entriesOf(keysOfShare(share)).flatMap(([slice, keys]) => keys.map((key) => [slice, key] as const));

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
