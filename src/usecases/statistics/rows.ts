import type { Counts, Histogram, KeptSlice } from '../../../entities/statistics-cell';
import { monthOf, toPlainDate, plusDays, type PlainDate } from '../../regulation/calendar';
import type { Period } from './figures';
import { countIn, histogramIn, type Growing } from './growing';
import { endOfMonth, monthsLater } from './periods';
import type { Kept, OpenRange, Range } from './read-kept';

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
