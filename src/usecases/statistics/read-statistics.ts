import { databaseOf, isBusy, statement, type Transaction } from '../../database/database';
import { dayOf, type PlainDate } from '../../regulation/calendar';
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
import { periodBefore, refusalOfPeriod, yearBefore } from './periods';
import { namesOfRows, rowsOfKeys } from './row-names';
import { openAtEnd, openByTime, sumsOf, type OpenCounts, type Sum } from './rows';
import { activeSet, entriesWaiting, type KeptSet } from './sets';

// Figures, and how far they reach, are of one moment.
const asOneMoment = statement('statistics.as-one-moment', 'set transaction isolation level repeatable read, read only');

/** What came a moment ago is counted before it is read; of more the reader is told how far it reaches. */
const STEPS_BEFORE_READING = 5;

/**
 * What was counted of a period. Whoever shows it to a person asks first for their right to `report`.
 * @returns null while everything is being counted for the first time
 * @throws RangeError when the period is backwards or over 40 years (`refusalOfPeriod` says it first)
 */
export async function readStatistics(desk: Desk, wish: StatisticsWish): Promise<Statistics | null> {
  const refusal = refusalOfPeriod(wish);
  if (refusal !== null) throw new RangeError(`A period that is ${refusal}: ${wish.from} to ${wish.to}`);
  await catchUp(desk);
  const { now, calendar } = circumstances(desk);
  const { by, compared = false } = wish;
  const period = { from: wish.from, to: wish.to };
  return databaseOf(desk).transaction(async (tx) => {
    await tx.query(asOneMoment);
    const set = await activeSet(tx);
    if (!set) return null;
    const today = dayOf(now, calendar);
    const { since } = await entriesWaiting(tx, set);
    const asOf = since !== null && since < now ? since : now;
    const of = (one: Period) => countsOf(tx, set, by, one, today);
    return {
      ...(await of(period)),
      by,
      asOf,
      lag: now.getTime() - asOf.getTime(),
      before: compared ? await of(periodBefore(period)) : null,
      yearBefore: compared ? await of(yearBefore(period)) : null,
    };
  });
}

async function catchUp(desk: Desk): Promise<void> {
  try {
    for (let step = 0; step < STEPS_BEFORE_READING; step += 1) if (!(await followJournal(desk)).more) return;
  } catch (error) {
    // somebody else is at it, with a large piece: what they have not counted yet is said
    if (!isBusy(error)) throw error;
  }
}

/** No appeal is of another time, and no day near the ends of what can be written is counted with. */
const [FIRST, LAST] = ['1000-01-01' as PlainDate, '8999-12-31' as PlainDate];
const within = (day: PlainDate): PlainDate => (day < FIRST ? FIRST : day > LAST ? LAST : day);

async function countsOf(
  tx: Transaction,
  { id: setId }: KeptSet,
  by: Slice,
  period: Period,
  today: PlainDate,
): Promise<Counts> {
  const counted = { from: within(period.from), to: within(period.to) };
  const all = {
    sums: await sumsOf(tx, setId, 'none', counted, whole),
    open: await openAtEnd(tx, setId, 'none', counted.to, whole),
  };
  const total = figuresOf(all.sums.get(WHOLE) ?? {}, all.open.get(WHOLE) ?? NOTHING_OPEN);
  if (by === 'none') return { period, rows: [{ id: null, key: null, ...total }], total };
  const rowOf = await rowsOfKeys(tx, by);
  const sums = await sumsOf(tx, setId, by, counted, rowOf);
  const open =
    by === 'day' || by === 'month'
      ? await openByTime(tx, setId, by, counted, today)
      : await openAtEnd(tx, setId, by, counted.to, rowOf);
  return { period, rows: await rowsOf(tx, by, sums, open), total };
}

const WHOLE = '';
const whole = (): string => WHOLE;
const NOTHING_OPEN: OpenCounts = { open: 0, backlog: 0 };

async function rowsOf(
  tx: Transaction,
  by: Slice,
  sums: ReadonlyMap<string, Sum>,
  open: ReadonlyMap<string, OpenCounts>,
): Promise<readonly Row[]> {
  const withOpen = [...open].flatMap(([id, count]) => (count.open === 0 ? [] : id));
  const ids = [...new Set([...sums.keys(), ...withOpen])];
  const nameOf = await namesOfRows(tx, by, ids);
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
