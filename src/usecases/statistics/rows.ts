import type { Counts, Histogram, KeptSlice } from '../../../entities/statistics-cell';
import { statement, type Queries } from '../../database/database';
import { plusDays, type PlainDate } from '../../regulation/calendar';
import type { Slice, Period } from './figures';
import { endOfMonth, monthOf, monthsLater } from './periods';

const selectCells = statement(
  'statistics.cells-of-period',
  `select day, key, until, counts from statistics_cell
   where set_id = $1 and slice = $2 and grain = 'day' and (day between $3 and $4 or day between $5 and $6)
   union all
   select day, key, until, counts from statistics_cell where set_id = $1 and slice = $2 and grain = 'month' and day between $7 and $8`,
);
const selectOpen = statement(
  'statistics.open-at-end',
  `select key, sum(open)::int as open, sum(backlog)::int as backlog from statistics_open
   where set_id = $1 and slice = $2 and ((grain = 'month' and day < $3) or (grain = 'day' and day >= $3 and day <= $4)) group by key`,
);
const selectOpenChanges = statement(
  'statistics.open-changes',
  `select day, open, backlog from statistics_open where set_id = $1 and slice = 'none' and grain = 'day' and day between $2 and $3 order by day`,
);

export interface OpenCounts {
  readonly open: number;
  readonly backlog: number;
}
interface CellRow {
  readonly day: PlainDate;
  readonly key: string;
  readonly until: PlainDate;
  readonly counts: Counts;
}

/** What a row comes to, while it is added up. */
export type Sum = Record<string, number | Record<string, number>>;

/** The days at both ends that are of no whole month, and the months between them; a range that ends before it begins is empty. */
function partsOf({ from, to }: Period): readonly PlainDate[] {
  const none: readonly [PlainDate, PlainDate] = [plusDays(from, 1), from];
  const beginsMonth = from === monthOf(from);
  const endsMonth = to === endOfMonth(to);
  if (monthOf(from) === monthOf(to) && !(beginsMonth && endsMonth)) return [from, to, ...none, ...none];
  const head = beginsMonth ? none : [from, endOfMonth(from)];
  const tail = endsMonth ? none : [monthOf(to), to];
  const first = beginsMonth ? from : monthsLater(monthOf(from), 1);
  const last = endsMonth ? monthOf(to) : monthsLater(monthOf(to), -1);
  return [...head, ...tail, ...(first <= last ? [first, last] : none)];
}

/** Everything of a period by row. @param rowOf which row a key is of; several may be one */
export async function sumsOf(
  queries: Queries,
  setId: number,
  by: Slice,
  period: Period,
  rowOf: (key: string) => string,
): Promise<Map<string, Sum>> {
  const ranges = by === 'day' ? [period.from, period.to, ...emptyTwice(period)] : partsOf(period);
  const sums = new Map<string, Sum>();
  for (const cell of await queries.query<CellRow>(selectCells, [setId, keptAs(by), ...ranges])) {
    if (cell.until <= endOfRow(cell.day, by, period)) continue;
    const id = by === 'day' ? cell.day : by === 'month' ? cell.day.slice(0, 7) : rowOf(cell.key);
    let sum = sums.get(id);
    if (!sum) sums.set(id, (sum = {}));
    add(sum, cell.counts);
  }
  return sums;
}

const keptAs = (by: Slice): KeptSlice => (by === 'day' || by === 'month' ? 'none' : by);
const emptyTwice = ({ from }: Period): readonly PlainDate[] => [plusDays(from, 1), from, plusDays(from, 1), from];

/** The last day of the period of the row that a day is of. */
function endOfRow(day: PlainDate, by: Slice, { to }: Period): PlainDate {
  if (by === 'day') return day;
  if (by !== 'month') return to;
  const end = endOfMonth(day);
  return end < to ? end : to;
}

function add(sum: Sum, counts: Counts): void {
  for (const [name, value] of Object.entries(counts)) {
    if (typeof value === 'number') sum[name] = ((sum[name] as number | undefined) ?? 0) + value;
    else addHistogram((sum[name] ??= {}) as Record<string, number>, value);
  }
}
function addHistogram(sum: Record<string, number>, histogram: Histogram): void {
  for (const bucket in histogram) sum[bucket] = (sum[bucket] ?? 0) + (histogram[bucket] ?? 0);
}

/** What is open at the end of a day, by row. */
export async function openAtEnd(
  queries: Queries,
  setId: number,
  slice: KeptSlice,
  to: PlainDate,
  rowOf: (key: string) => string,
): Promise<Map<string, OpenCounts>> {
  const open = new Map<string, OpenCounts>();
  for (const row of await queries.query<OpenCounts & { key: string }>(selectOpen, [setId, slice, monthOf(to), to])) {
    const id = rowOf(row.key);
    const before = open.get(id) ?? { open: 0, backlog: 0 };
    open.set(id, { open: before.open + row.open, backlog: before.backlog + row.backlog });
  }
  return open;
}

/** What is open at the end of each day or month of a period, those after `today` left out. */
export async function openByTime(
  queries: Queries,
  setId: number,
  by: 'day' | 'month',
  { from, to }: Period,
  today: PlainDate,
): Promise<Map<string, OpenCounts>> {
  const before = (await openAtEnd(queries, setId, 'none', plusDays(from, -1), () => '')).get('');
  const last = to < today ? to : today;
  const changes = await queries.query<OpenCounts & { day: PlainDate }>(selectOpenChanges, [setId, from, last]);
  const changeOn = new Map(changes.map((change) => [change.day, change]));
  const byTime = new Map<string, OpenCounts>();
  let now: OpenCounts = before ?? { open: 0, backlog: 0 };
  for (let day = from; day <= last; day = plusDays(day, 1)) {
    const change = changeOn.get(day);
    if (change) now = { open: now.open + change.open, backlog: now.backlog + change.backlog };
    byTime.set(by === 'day' ? day : day.slice(0, 7), now);
  }
  return byTime;
}
