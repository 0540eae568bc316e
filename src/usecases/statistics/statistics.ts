import { z } from 'zod';
import type { KeptSlice } from '../../../entities/statistics';
import { statement, type Queries, databaseOf, isBusy } from '../../database/database';
import { dayOf, toPlainDate, type PlainDate } from '../../regulation/calendar';
import { shortNamesOf } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import {
  type Slice,
  sumOfAnswers,
  type Counts,
  type Period,
  type Row,
  type Statistics,
  type StatisticsWish,
  periodBefore,
  refusalOfPeriod,
  yearBefore,
} from './figures';
import { followJournal } from './follow';
import {
  figuresOf,
  type Growing,
  readKept,
  type Kept,
  NOTHING_OPEN,
  wantedBy,
  wantedByTime,
  type OpenCounts,
  type Wanted,
} from './rows';
import { keptWithin, type Within } from './within';

const selectMerged = statement(
  'statistics.merged-categories',
  `select c.category, c.subcategory, c.fact, o.category as "asCategory" from category c join category o on o.id = c.same_as_id`,
);
const selectOrganizations = statement(
  'statistics.organizations',
  'select id, name from organization where id = any($1::int[])',
);

const selectKeys = statement(
  'statistics.kept-keys',
  `select distinct c.key from statistics_cell c join statistics_set t on t.id = c.set_id and t.state = 'active'
   where c.slice = $1 and c.grain = 'month'`,
);

interface Merged {
  readonly category: string;
  readonly subcategory: string | null;
  readonly fact: string | null;
  readonly asCategory: string;
}

const levelsSchema = z.array(z.string().nullable());
const pathOf = (...levels: readonly (string | null)[]): string => JSON.stringify(levels);

/**
 * Which row a kept key is of. A category is kept with its subcategory and fact as they came: what an office has called «the same as» another
 * one since is asked for when it is read, the nearest line above it first.
 */
export async function rowsOfKeys(queries: Queries, by: Slice): Promise<(key: string) => string> {
  if (by !== 'category') return (key) => key;
  const merged = await queries.query<Merged>(selectMerged);
  const asCategory = new Map(merged.map((row) => [pathOf(row.category, row.subcategory, row.fact), row.asCategory]));
  return (key) => {
    if (key === '') return '';
    const [category = null, subcategory = null, fact = null] = levelsSchema.parse(JSON.parse(key));
    const lines = [
      pathOf(category, subcategory, fact),
      pathOf(category, subcategory, null),
      pathOf(category, null, null),
    ];
    const line = lines.find((one) => asCategory.has(one));
    return (line === undefined ? category : asCategory.get(line)) ?? '';
  };
}

/** All keys under which something was ever counted. */
export const keptKeys = async (queries: Queries, by: KeptSlice): Promise<readonly string[]> =>
  (await queries.query<{ key: string }>(selectKeys, [by])).map(({ key }) => key);

/** What rows are called, by their ids: people and organizations by the names that they have now, all others by what they are. */
export async function namesOfRows(
  queries: Queries,
  by: Slice,
  ids: readonly string[],
): Promise<(id: string) => string | null> {
  const numbers = ids.filter((id) => id !== '').map(Number);
  if (by !== 'executor' && by !== 'organization') return (id) => id;
  if (by === 'executor') return named(await shortNamesOf(queries, numbers));
  const rows = await queries.query<{ id: number; name: string }>(selectOrganizations, [numbers]);
  return named(new Map(rows.map(({ id, name }) => [id, name])));
}

const named =
  (names: ReadonlyMap<number, string>) =>
  (id: string): string | null =>
    names.get(Number(id)) ?? null;

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
