import { toPlainDate } from '../../../../src/regulation/calendar';
import type { PartOf } from '../../../../src/usecases/statistics/behind';
import { SLICES, type Figures, type Slice, type Times } from '../../../../src/usecases/statistics/figures';
import { readStatistics } from '../../../../src/usecases/statistics/statistics';
import { rebuildStatistics } from '../../../../src/usecases/statistics/follow';
import { readWithin, type Within } from '../../../../src/usecases/statistics/within';
import { played } from '../../../support/random';
import { openOffice, type WorkingOffice } from '../working-office';
import { countAll } from './counting';
import { BEGINNING, play } from './random-acts';
import { localDay, Onlooker, quantile, reckon, type Played, type RowOf } from './reckoning';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

const DAY = 86_400_000;

/** What chance has done in the office, by whom and when; all of it is counted. */
async function playedAndCounted(random: () => number) {
  const onlooker = new Onlooker(office);
  await play(office, random, onlooker);
  await countAll(office);
  return onlooker.played();
}

test('every figure of any period by anything is found again by counting the acts one by one', async () => {
  await played(async (random) => {
    const all = await playedAndCounted(random);
    const periods = periodsOf(random, localDay(office.desk.clock.now()));
    for (const [from, to] of periods) for (const by of SLICES) await compare(all, from, to, by);
    // and as counted from the beginning
    const rebuilt = await rebuildStatistics(office.desk, {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      appealsAtOnce: 7,
    });
    expect(rebuilt).toBe('done');
    for (const by of SLICES) await compare(all, periods[0]![0], periods[0]![1], by);
  });
});

test('where slices meet, figures are those of their appeals counted one by one, however little of a period these touch', async () => {
  await played(async (random) => {
    const all = await playedAndCounted(random);
    const ever = { from: toPlainDate('2026-01-01'), to: toPlainDate('2029-12-31') };
    let isLess = false;
    const today = localDay(office.desk.clock.now());
    const edges = [
      ['2026-08-20', localDay(BEGINNING)],
      [localDay(new Date(Date.parse(today) - 2 * DAY)), today],
    ] as const;
    for (const [from, to] of [...edges, ...periodsOf(random, today)])
      for (const kind of ['message', 'appeal59'])
        for (const settlement of ['Мамадыш', null]) {
          const period = { from: toPlainDate(from), to: toPlainDate(to) };
          const parts = [partOf('kind', kind), partOf('settlement', settlement)];
          const within = await readWithin(office.desk, parts, [period]);
          isLess ||= within.shares.length < (await readWithin(office.desk, parts, [ever])).shares.length;
          const appeals = all.appeals.filter((one) => one.kind === kind && one.settlement === settlement);
          const met = { ...all, appeals };
          for (const by of ['none', 'executor', 'category', 'day', 'month'] as const)
            await compare(met, from, to, by, within);
          for (const executor of [null, office.people.executor]) {
            const ofOne = await readWithin(office.desk, [...parts, partOf('executor', executor)], [period]);
            const { total } = (await readStatistics(office.desk, { ...period, by: 'none' }, ofOne))!;
            const row = { by: 'executor', key: executor };
            const which = `${from} to ${to} of ${kind}, ${settlement} and ${executor}`;
            expect({ which, ...plain(total) }).toEqual({
              which,
              ...reckoned(reckon(met, from, to, row, office.desk.office.calendar()), total),
            });
          }
        }
    expect(isLess).toBe(true);
  });
});

const partOf = (by: PartOf['by'], of: string | number | null): PartOf => ({
  by,
  has: (key) => key === String(of ?? ''),
});

// ── What is compared ────────────────────────────────────────────────────────

function periodsOf(random: () => number, today: string): (readonly [string, string])[] {
  const day = () =>
    localDay(
      new Date(BEGINNING.getTime() - 12 * DAY + random() * (Date.parse(today) - BEGINNING.getTime() + 15 * DAY)),
    );
  const chosen = Array.from({ length: 4 }, () => [day(), day()].sort() as [string, string]);
  return [['2026-08-01', '2027-12-31'], ['2026-10-01', '2026-10-31'], ['2026-09-10', '2026-11-12'], ...chosen];
}

async function compare(all: Played, from: string, to: string, by: Slice, within: Within | null = null): Promise<void> {
  const wish = { from: toPlainDate(from), to: toPlainDate(to), by };
  const statistics = await readStatistics(office.desk, wish, within);
  const calendar = office.desk.office.calendar();
  const told = `${from} to ${to} by ${by}`;
  expect({ told, ...plain(statistics!.total) }).toEqual({
    told,
    ...reckoned(reckon(all, from, to, { by: 'none', key: null }, calendar), statistics!.total),
  });
  const rows = new Map(statistics!.rows.map((row) => [row.id, row]));
  for (const { id, row, period } of rowsToLookAt(all, from, to, by)) {
    const sum = reckon(all, ...period, row, calendar);
    const found = rows.get(id);
    rows.delete(id);
    const which = `${told}: ${id}`;
    const { id: _id, key: _key, ...figures } = found ?? { id, key: null, ...NOTHING };
    expect({ which, ...plain(figures) }).toEqual({ which, ...reckoned(sum, figures) });
  }
  expect({ told, others: [...rows.keys()] }).toEqual({ told, others: [] });
}

interface LookedAt {
  readonly id: string | null;
  readonly row: RowOf;
  readonly period: readonly [string, string];
}

/** Every row that there may be. */
function rowsToLookAt({ appeals, channels }: Played, from: string, to: string, by: Slice): LookedAt[] {
  const of = (keys: Iterable<string | number | null>): LookedAt[] =>
    [...new Set(keys)].map((key) => ({ id: key === null ? null : String(key), row: { by, key }, period: [from, to] }));
  switch (by) {
    case 'none':
      return of([null]);
    case 'kind':
    case 'category':
    case 'settlement':
      return of(appeals.map((appeal) => appeal[by]));
    case 'channel':
      return of(channels.values());
    case 'executor':
      return of([null, ...Object.values(office.people)]);
    case 'organization':
      return of([null, ...Object.values(office.organizations)]);
    case 'day':
    case 'month': {
      const length = by === 'day' ? 10 : 7;
      const today = localDay(office.desk.clock.now());
      const days: string[] = [];
      for (let day = from; day <= to; day = localDay(new Date(Date.parse(`${day}T12:00:00Z`) + DAY))) days.push(day);
      return [...new Set(days.map((day) => day.slice(0, length)))].flatMap((id): LookedAt[] => {
        const own = days.filter((day) => day.startsWith(id));
        // of days to come only what is due in them is told
        return own[0]! > today ? [] : [{ id, row: { by: 'none', key: null }, period: [own[0]!, own.at(-1)!] }];
      });
    }
  }
}

type Sum = ReturnType<typeof reckon>;
type Comparable = Omit<Figures, 'working' | 'stages'> & Readonly<Record<'working' | 'stages', unknown>>;

const plain = (figures: Figures): Comparable => figures;

/** Times as they are told where those are near enough to the true ones: within 2 %, and half a minute of rounding. */
function reckoned({ working, stages, ...sum }: Sum, told: Figures): object {
  const timesOf = (values: readonly number[], times: Times | undefined): Times => ({
    median: near(quantile(values, 0.5), times?.median ?? null),
    p90: near(quantile(values, 0.9), times?.p90 ?? null),
    of: values.length,
  });
  return {
    ...sum,
    working: timesOf(working, told.working),
    stages: Object.fromEntries(
      Object.entries(stages).map(([stage, values]) => [
        stage,
        timesOf(values, told.stages[stage as keyof Figures['stages']]),
      ]),
    ),
  };
}

const near = (value: number | null, told: number | null): number | null =>
  value !== null && told !== null && Math.abs(told - value) <= value * 0.02 + 0.5 ? told : value;

const NO_TIMES: Times = { median: null, p90: null, of: 0 };
const NOTHING: Figures = {
  received: 0,
  answered: { resolved: 0, notResolved: 0, declined: 0, other: 0 },
  postponed: 0,
  redirected: 0,
  closed: 0,
  open: 0,
  backlog: 0,
  missed: { total: 0, byStage: {}, whole: 0, duty: 0, redirect: 0, assumed: 0 },
  inTerm: { kept: 0, of: 0 },
  fastTrack: { kept: 0, of: 0 },
  duty: { kept: 0, of: 0 },
  reexamined: 0,
  reexaminedFor: { formal_answer: 0, photo_other_time: 0, photo_other_place: 0, photo_used_before: 0, other: 0 },
  working: NO_TIMES,
  stages: {},
  marks: { '1': 0, '2': 0, '3': 0, '4': 0, '5': 0 },
};
