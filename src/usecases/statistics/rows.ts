import type { Counts, Grain, KeptSlice, Histogram } from '../../../entities/statistics';
import { statement, type Queries } from '../../database/database';
import { type PlainDate, monthOf, toPlainDate, plusDays } from '../../regulation/calendar';
import { recordOf } from '../../regulation/lists';
import { REEXAMINATION_REASONS, STAGES, type Stage } from '../../regulation/vocabulary';
import {
  type Period,
  endOfMonth,
  monthsLater,
  ANSWERED_AS,
  MARKS,
  type Figures,
  type Part,
  type Times,
} from './figures';
import { COUNTING_RULES } from './sets';

/** Days or months of a slice, both ends included; one that ends before it begins is empty. */
export interface Range {
  /** For whom it is read: what is read comes by this number. */
  readonly part: number;
  readonly slice: KeptSlice;
  readonly grain: Grain;
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** Changes of what is open, added up; each day by itself where that is asked for. */
export interface OpenRange extends Range {
  readonly eachDay: boolean;
}

export interface KeptCell {
  readonly day: PlainDate;
  readonly key: string;
  readonly until: PlainDate;
  readonly counts: Counts;
}
export interface KeptOpen {
  readonly key: string;
  /** Null: it is the sum of all days. */
  readonly day: PlainDate | null;
  readonly open: number;
  readonly backlog: number;
}

export interface Kept {
  /** When the earliest entry was made that is not counted yet; null: everything is counted. */
  readonly waitingSince: Date | null;
  /** A thousand at most. */
  readonly waiting: number;
  readonly cells: (part: number) => readonly KeptCell[];
  readonly open: (part: number) => readonly KeptOpen[];
}

// One statement, so that figures, and how far they reach, are of one moment, and nobody waits for a second answer of the database. Each range
// is read by itself, along the key (`offset 0`, `group by`): joined to them all at once, the whole table was gone through as it grew, a month
// by executor for 96 ms instead of 10 among 300,000 appeals.
const PARTS = (at: number) =>
  `unnest($${at}::int[], $${at + 1}::text[], $${at + 2}::text[], $${at + 3}::date[], $${at + 4}::date[]`;
const read = statement(
  'statistics.read',
  `with s as materialized (select id, epoch, txid, entry_id from statistics_set where state = 'active' and rules = ${COUNTING_RULES})
   select 'waiting' as what, null::int as part, null::date as day, null as key, null::date as until, null::json as counts, w.count as open, null::int as backlog, w.since
   from s cross join lateral (select min(x.at) as since, count(*)::int as count from (
     select j.at from journal_entry j where j.txid is not null and (j.epoch, j.txid, j.id) > (s.epoch, s.txid, s.entry_id)
     order by j.epoch, j.txid, j.id limit 1000) x) w
   union all
   select 'cell', p.part, c.day, c.key, c.until, c.counts, null, null, null
   from s cross join ${PARTS(1)}) as p (part, slice, grain, first, last) cross join lateral (
     select x.day, x.key, x.until, x.counts from statistics_cell x
     where x.set_id = s.id and x.slice = p.slice and x.grain = p.grain and x.day between p.first and p.last offset 0) c
   union all
   select 'open', p.part, o.day, o.key, null, null, o.open, o.backlog, null
   from s cross join ${PARTS(6)}, $11::bool[]) as p (part, slice, grain, first, last, each_day) cross join lateral (
     select case when p.each_day then x.day end as day, x.key, sum(x.open)::int as open, sum(x.backlog)::int as backlog from statistics_open x
     where x.set_id = s.id and x.slice = p.slice and x.grain = p.grain and x.day between p.first and p.last group by 1, 2) o`,
);

interface ReadRow extends KeptCell, KeptOpen {
  readonly what: 'waiting' | 'cell' | 'open';
  readonly part: number;
  readonly day: PlainDate;
  readonly since: Date | null;
}

/** @returns null while everything is being counted for the first time */
export async function readKept(
  queries: Queries,
  ranges: readonly Range[],
  open: readonly OpenRange[],
): Promise<Kept | null> {
  const rows = await queries.query<ReadRow>(read, [
    ...columnsOf(ranges),
    ...columnsOf(open),
    open.map(({ eachDay }) => eachDay),
  ]);
  const waiting = rows.find(({ what }) => what === 'waiting');
  if (!waiting) return null;
  const byPart = {
    waiting: new Map<number, ReadRow[]>(),
    cell: new Map<number, ReadRow[]>(),
    open: new Map<number, ReadRow[]>(),
  };
  for (const row of rows) {
    const of = byPart[row.what];
    const known = of.get(row.part);
    if (known) known.push(row);
    else of.set(row.part, [row]);
  }
  return {
    waitingSince: waiting.since,
    waiting: waiting.open,
    cells: (part) => byPart.cell.get(part) ?? [],
    open: (part) => byPart.open.get(part) ?? [],
  };
}

const columnsOf = (ranges: readonly Range[]) => [
  ranges.map(({ part }) => part),
  ranges.map(({ slice }) => slice),
  ranges.map(({ grain }) => grain),
  ranges.map(({ from }) => from),
  ranges.map(({ to }) => to),
];

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

export interface OpenCounts {
  readonly open: number;
  readonly backlog: number;
}

/** What is read for rows of a period, and how it becomes sums by row. */
export interface Wanted {
  readonly ranges: readonly Range[];
  readonly open: readonly OpenRange[];
  /** @param rowOf which row a key is of; several may be one */
  readonly sums: (kept: Kept, rowOf: (key: string) => string) => Map<string, Growing>;
  readonly opened: (kept: Kept, rowOf: (key: string) => string) => Map<string, OpenCounts>;
}

/** Rows by whatever is kept, each of the whole period. @param part a number of its own, and the next one */
export function wantedBy(slice: KeptSlice, period: Period, part: number): Wanted {
  const { to } = period;
  const at = { part, slice, eachDay: false };
  return {
    ranges: rangesOf(period).map((range) => ({ part, slice, ...range })),
    open: openUntil(to).map((range) => ({ ...at, ...range })),
    sums: (kept, rowOf) => sumsOf(kept, part, (_, key) => [rowOf(key), to]),
    opened(kept, rowOf) {
      const open = new Map<string, OpenCounts>();
      for (const { key, ...count } of kept.open(part)) open.set(rowOf(key), plus(open.get(rowOf(key)), count));
      return open;
    },
  };
}

/** A row for each day, or each month, of what is kept by nothing; what is open at its end, those after `today` left out. */
export function wantedByTime(by: 'day' | 'month', period: Period, today: PlainDate, part: number): Wanted {
  const { from, to } = period;
  const slice = 'none';
  const last = to < today ? to : today;
  const [before, changes] = [part, part + 1];
  const days = by === 'day' ? [{ grain: 'day' as const, from, to }] : rangesOf(period);
  return {
    ranges: days.map((range) => ({ part, slice, ...range })),
    open: [
      ...openUntil(plusDays(from, -1)).map((range) => ({ part: before, slice, eachDay: false, ...range }) as const),
      { part: changes, slice, eachDay: true, grain: 'day', from, to: last },
    ],
    sums: (kept) =>
      sumsOf(kept, part, (day) => (by === 'day' ? [day, day] : [day.slice(0, 7), earlier(endOfMonth(day), to)])),
    opened(kept) {
      const changeOn = new Map(kept.open(changes).map((change) => [change.day, change]));
      const byTime = new Map<string, OpenCounts>();
      let now = kept.open(before).reduce<OpenCounts>(plus, NOTHING_OPEN);
      for (let day = from; day <= last; day = plusDays(day, 1)) {
        now = plus(now, changeOn.get(day) ?? NOTHING_OPEN);
        byTime.set(by === 'day' ? day : day.slice(0, 7), now);
      }
      return byTime;
    },
  };
}

export const NOTHING_OPEN: OpenCounts = { open: 0, backlog: 0 };
const plus = (one: OpenCounts = NOTHING_OPEN, { open, backlog }: OpenCounts): OpenCounts => ({
  open: one.open + open,
  backlog: one.backlog + backlog,
});
const earlier = (one: PlainDate, other: PlainDate): PlainDate => (one < other ? one : other);

type Days = Pick<Range, 'grain' | 'from' | 'to'>;

/** The days at both ends that are of no whole month, and the months between them. */
function rangesOf({ from, to }: Period): readonly Days[] {
  const beginsMonth = from === monthOf(from);
  const endsMonth = to === endOfMonth(to);
  const first = beginsMonth ? from : monthsLater(monthOf(from), 1);
  const last = endsMonth ? monthOf(to) : monthsLater(monthOf(to), -1);
  if (first > last) {
    if (monthOf(from) === monthOf(to)) return [{ grain: 'day', from, to }];
    return [
      { grain: 'day', from, to: endOfMonth(from) },
      { grain: 'day', from: monthOf(to), to },
    ];
  }
  return [
    ...(beginsMonth ? [] : [{ grain: 'day' as const, from, to: endOfMonth(from) }]),
    { grain: 'month', from: first, to: last },
    ...(endsMonth ? [] : [{ grain: 'day' as const, from: monthOf(to), to }]),
  ];
}

/** No appeal is older. */
const BEGINNING = toPlainDate('0001-01-01');

/** All changes up to the end of a day. */
const openUntil = (to: PlainDate): readonly Days[] => [
  { grain: 'month', from: BEGINNING, to: plusDays(monthOf(to), -1) },
  { grain: 'day', from: monthOf(to), to },
];

/** @param rowOf the row of a cell, and the last day of that row's period */
function sumsOf(
  kept: Kept,
  part: number,
  rowOf: (day: PlainDate, key: string) => readonly [string, PlainDate],
): Map<string, Growing> {
  const sums = new Map<string, Growing>();
  for (const { day, key, until, counts } of kept.cells(part)) {
    const [id, end] = rowOf(day, key);
    if (until <= end) continue;
    let sum = sums.get(id);
    if (!sum) sums.set(id, (sum = {}));
    add(sum, counts);
  }
  return sums;
}

function add(sum: Growing, counts: Counts): void {
  for (const name in counts) {
    const value = counts[name] ?? 0;
    if (typeof value === 'number') sum[name] = countIn(sum, name) + value;
    else addHistogram(histogramIn(sum, name), value);
  }
}
function addHistogram(sum: Record<string, number>, histogram: Histogram): void {
  for (const bucket in histogram) sum[bucket] = (sum[bucket] ?? 0) + (histogram[bucket] ?? 0);
}

/** What was added up, in the words of whoever reads it. */
export function figuresOf(sum: Growing, { open, backlog }: OpenCounts): Figures {
  const count = (name: string): number => countIn(sum, name);
  const part = (name: string, not: number): Part => ({ kept: count(`${name}.kept`), of: count(`${name}.kept`) + not });
  const byStage = ofStages(
    (stage) => count(`missed.stage.${stage}`),
    (missed) => missed > 0,
  );
  const [whole, duty, redirect] = [count('missed.whole'), count('missed.duty'), count('missed.redirect')];
  const ofStage = Object.values(byStage).reduce((total, missed) => total + missed, 0);
  const reexaminedFor = recordOf(REEXAMINATION_REASONS, (reason) => count(`reexamined.${reason}`));
  return {
    received: count('received'),
    answered: recordOf(ANSWERED_AS, (as) => count(`answered.${as}`)),
    postponed: count('postponed'),
    redirected: count('redirected'),
    closed: count('closed'),
    open,
    backlog,
    missed: {
      total: ofStage + whole + duty + redirect,
      byStage,
      whole,
      duty,
      redirect,
      assumed: count('missed.assumed'),
    },
    inTerm: part('term', count('term.late')),
    fastTrack: part('fast', count('fast.late')),
    duty: part('duty', duty),
    reexamined: Object.values(reexaminedFor).reduce((total, one) => total + one, 0),
    reexaminedFor,
    working: timesOf(sum.working),
    stages: ofStages(
      (stage) => timesOf(sum[`stage.${stage}`]),
      ({ of }) => of > 0,
    ),
    marks: recordOf(MARKS, (mark) => count(`marks.${mark}`)),
  };
}

const ofStages = <Value>(
  valueOf: (stage: Stage) => Value,
  isThere: (value: Value) => boolean,
): Partial<Record<Stage, Value>> =>
  Object.fromEntries(STAGES.map((stage) => [stage, valueOf(stage)] as const).filter(([, value]) => isThere(value)));

function timesOf(measured: number | Histogram | undefined): Times {
  const histogram = typeof measured === 'object' ? measured : {};
  return { median: quantileOf(histogram, 0.5), p90: quantileOf(histogram, 0.9), of: sizeOf(histogram) };
}
