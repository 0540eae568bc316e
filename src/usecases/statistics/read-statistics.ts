import { databaseOf, isBusy, type Queries } from '../../database/database';
import { dayOf, toPlainDate, type PlainDate } from '../../regulation/calendar';
import { circumstances, type Desk } from '../ports';
import {
  sumOfAnswers,
  type Counts,
  type Period,
  type Row,
  type Slice,
  type Statistics,
  type StatisticsWish,
} from './figures';
import { figuresOf } from './figures-of';
import { followJournal } from './follow';
import type { Growing } from './growing';
import { periodBefore, refusalOfPeriod, yearBefore } from './periods';
import { keptWithin, type Within } from './within';
import { readKept, type Kept } from './read-kept';
import { namesOfRows, rowsOfKeys } from './row-names';
import { NOTHING_OPEN, wantedBy, wantedByTime, type OpenCounts, type Wanted } from './rows';

/** What came a moment ago is counted before it is read; of more the reader is told how far it reaches. */
const STEPS_BEFORE_READING = 5;

/**
 * What was counted of a period. Whoever shows it to a person asks first for their right to `report`.
 * @param within of these appeals alone
 * @returns null while everything is being counted for the first time
 * @throws RangeError when the period is backwards or over 40 years (`refusalOfPeriod` says it first)
 */
export async function readStatistics(
  desk: Desk,
  wish: StatisticsWish,
  within: Within | null = null,
): Promise<Statistics | null> {
  const refusal = refusalOfPeriod(wish);
  if (refusal !== null) throw new RangeError(`A period that is ${refusal}: ${wish.from} to ${wish.to}`);
  const { now, calendar } = circumstances(desk);
  const { by } = wish;
  const today = dayOf(now, calendar);
  const periods = periodsOf(wish);
  if (within && !periods.every(({ from, to }) => within.periods.some((one) => one.from <= from && to <= one.to)))
    throw new RangeError(`Of ${wish.from} to ${wish.to} not all was read within these parts`);
  const wanted = periods.map((one, index) => wantedOf(by, one, today, index * PARTS_OF_PERIOD));
  const kept = await readCounted(desk, wanted, within);
  if (!kept) return null;
  const asOf = kept.waitingSince !== null && kept.waitingSince < now ? kept.waitingSince : now;
  const rowOf = await rowsOfKeys(databaseOf(desk), by);
  const counts: Counts[] = [];
  for (const one of wanted) counts.push(await countsOf(databaseOf(desk), by, one, kept, rowOf));
  const [own, before = null, yearEarlier = null] = counts;
  if (!own) throw new Error('A period was read and not counted');
  return { ...own, by, asOf, lag: now.getTime() - asOf.getTime(), before, yearBefore: yearEarlier };
}

/** The days that are wished for, and those beside which they stand. */
export function periodsOf({ from, to, compared = false }: Omit<StatisticsWish, 'by'>): readonly Period[] {
  const period = { from, to };
  return [period, ...(compared ? [periodBefore(period), yearBefore(period)] : [])];
}

/** What is read for a period: all of it, and its rows. */
interface WantedPeriod {
  readonly period: Period;
  readonly total: Wanted;
  /** Null: the one row is the total. */
  readonly rows: Wanted | null;
}
/** Each has numbers of its own. */
const PARTS_OF_PERIOD = 4;

function wantedOf(by: Slice, period: Period, today: PlainDate, part: number): WantedPeriod {
  const counted = { from: within(period.from), to: within(period.to) };
  const total = wantedBy('none', counted, part);
  if (by === 'none') return { period, total, rows: null };
  const isOfTime = by === 'day' || by === 'month';
  const rows = isOfTime ? wantedByTime(by, counted, today, part + 2) : wantedBy(by, counted, part + 2);
  return { period, total, rows };
}

/** What came a moment ago is counted first. */
async function readCounted(desk: Desk, periods: readonly WantedPeriod[], inside: Within | null): Promise<Kept | null> {
  const wanted = periods.flatMap(({ total, rows }) => (rows ? [total, rows] : [total]));
  const all = [wanted.flatMap(({ ranges }) => ranges), wanted.flatMap(({ open }) => open)] as const;
  const read = () => readKept(databaseOf(desk), ...all);
  if (inside !== null) {
    const kept = await readKept(databaseOf(desk), [], []);
    return kept && { ...kept, ...keptWithin(inside, ...all) };
  }
  const kept = await read();
  if (kept && kept.waiting === 0) return kept;
  await catchUp(desk);
  return read();
}

export async function catchUp(desk: Desk): Promise<void> {
  try {
    for (let step = 0; step < STEPS_BEFORE_READING; step += 1) if (!(await followJournal(desk)).more) return;
  } catch (error) {
    // somebody else is at it, with a large piece: what they have not counted yet is said
    if (!isBusy(error)) throw error;
  }
}

/** No appeal is of another time, and no day near the ends of what can be written is counted with. */
const [FIRST, LAST] = [toPlainDate('1000-01-01'), toPlainDate('8999-12-31')];
const within = (day: PlainDate): PlainDate => (day < FIRST ? FIRST : day > LAST ? LAST : day);

async function countsOf(
  queries: Queries,
  by: Slice,
  { period, total: ofTotal, rows }: WantedPeriod,
  kept: Kept,
  rowOf: (key: string) => string,
): Promise<Counts> {
  const all = ofTotal.sums(kept, whole).get(WHOLE);
  const total = figuresOf(all ?? {}, ofTotal.opened(kept, whole).get(WHOLE) ?? NOTHING_OPEN);
  if (!rows) return { period, rows: [{ id: null, key: null, ...total }], total };
  return { period, rows: await rowsOf(queries, by, rows.sums(kept, rowOf), rows.opened(kept, rowOf)), total };
}

const WHOLE = '';
const whole = (): string => WHOLE;

async function rowsOf(
  queries: Queries,
  by: Slice,
  sums: ReadonlyMap<string, Growing>,
  open: ReadonlyMap<string, OpenCounts>,
): Promise<readonly Row[]> {
  const withOpen = [...open].flatMap(([id, count]) => (count.open === 0 ? [] : id));
  const ids = [...new Set([...sums.keys(), ...withOpen])];
  const nameOf = await namesOfRows(queries, by, ids);
  const rows = ids.map((id): Row => ({
    id: id === '' ? null : id,
    key: id === '' ? null : nameOf(id),
    ...figuresOf(sums.get(id) ?? {}, open.get(id) ?? NOTHING_OPEN),
  }));
  return rows.sort(by === 'day' || by === 'month' ? inTime : mostFirst);
}

const inTime = (one: Row, other: Row): number => compareText(one.id ?? '', other.id ?? '');
const weightOf = (row: Row): number => Math.max(row.received, sumOfAnswers(row)) || row.open / 1_000_000;
const collator = new Intl.Collator('ru');
const mostFirst = (one: Row, other: Row): number =>
  weightOf(other) - weightOf(one) ||
  collator.compare(one.key ?? '', other.key ?? '') ||
  compareText(one.id ?? '', other.id ?? '');
const compareText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
