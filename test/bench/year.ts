import { performance } from 'node:perf_hooks';
import { openDatabase, type OpenDatabase } from '../../src/adapters/database';
import { systemClock } from '../../src/clock';
import { TELEGRAM } from '../../src/intake/messenger-chats';
import { TERMS } from '../../src/jobs/forget';
import { officialByAccount } from '../../src/usecases/kit/officials';
import { readCard } from '../../src/usecases/card/read-card';
import { benchDesk, EXECUTORS, fillOffice, type Waiting } from './support/busy-office';
import { median, printTable, quantile, type Row } from './support/figures';
import { openOffice, type Office } from './support/office';
import { officeDays } from './support/office-day';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9);
const OPERATIONS = 200;
const WARM_UP = 20;
const DAY = 86_400_000;
const LONGEST_TERM = Math.max(...TERMS.map(({ days }) => days));
/** Days after the longest term is full: then what comes and what goes have met some times. */
const SETTLED = Number(process.env.BENCH_SETTLED ?? LONGEST_TERM + 20);
const YEAR = Number(process.env.BENCH_YEAR ?? 365);
const TABLES = ['inbox_update', 'outbox_message', 'form', 'reminder', 'nag'];

type Sizes = Readonly<Record<string, number>>;

async function main(): Promise<void> {
  const office = await openOffice();
  try {
    await measure(office);
  } finally {
    await office.close();
  }
}

async function measure(office: Office): Promise<void> {
  const people = await fillOffice(office.database, 10 * EXECUTORS);
  await office.database.dataSource.query('delete from outbox_hold');
  // A day passes in less than a second here, so whoever tidies up must look as often and work without pauses.
  for (const setting of ['autovacuum_naptime = 1', 'autovacuum_vacuum_cost_delay = 0'])
    await office.database.dataSource.query(`alter system set ${setting}`);
  await office.database.dataSource.query('select pg_reload_conf()');

  const first = systemClock.now().getTime() - (SETTLED + YEAR) * DAY;
  const begun = performance.now();
  const full = await live(office.url, people, first, SETTLED);
  // As it is now, page by page, to be measured beside the one that is a year older.
  const start = await office.copy('year_ago');
  const end = await live(office.url, people, first + SETTLED * DAY, YEAR);
  console.log(
    `\n${SETTLED} days until the terms are full, then ${YEAR}: ${((performance.now() - begun) / 1_000).toFixed(0)} s`,
  );

  const ratio = (one: readonly number[], other: readonly number[]): number[] =>
    one.map((figure, index) => figure / (other[index] ?? Number.NaN));
  const sizes = (table: string, of: Lived): number[] => of.sizes.map((size) => (size[table] ?? 0) / 1_048_576);
  printTable('year: the size of what is forgotten, by the last twenty nights', [
    ...TABLES.flatMap((table): Row[] => [
      { what: `${table}, terms just full`, rounds: sizes(table, full), unit: 'MB', digits: 1 },
      { what: `${table}, a year later`, rounds: sizes(table, end), unit: 'MB', digits: 1 },
      {
        what: `  later / full`,
        rounds: [median(sizes(table, end)) / median(sizes(table, full))],
        unit: '',
        digits: 2,
        aim: '≤ 1.20',
      },
    ]),
    { what: 'the night, terms just full', rounds: full.nights, unit: 'ms' },
    { what: 'the night, a year later', rounds: end.nights, unit: 'ms' },
  ]);

  const [before, after] = await pressesOn([start, office.url], people);
  if (!before || !after) throw new Error('Both sides are measured');
  printTable(
    `year: what a press is made of, p99 of ${OPERATIONS}, both offices in turn`,
    [...before.keys()].flatMap((step): Row[] => {
      const of = (side: typeof before, share: number) => (side.get(step) ?? []).map((spent) => quantile(spent, share));
      return [
        { what: `${step}, terms just full`, rounds: of(before, 0.99), unit: 'ms', digits: 2 },
        { what: `${step}, a year later`, rounds: of(after, 0.99), unit: 'ms', digits: 2 },
        {
          what: '  later / full',
          rounds: ratio(of(after, 0.99), of(before, 0.99)),
          unit: '',
          digits: 2,
          aim: '≤ 1.20',
        },
        { what: '  the same of the medians', rounds: ratio(of(after, 0.5), of(before, 0.5)), unit: '', digits: 2 },
      ];
    }),
    await hotUpdates(office.database),
  );
}

interface Lived {
  readonly sizes: readonly Sizes[];
  readonly nights: readonly number[];
}

/** Of the last twenty days. */
async function live(url: string, people: readonly Waiting[], from: number, days: number): Promise<Lived> {
  // Durable commits are the measurement's; what fills the tables leaves the same rows without them.
  const database = await openDatabase({ url: `${url}?options=-c%20synchronous_commit%3Doff` });
  const office = officeDays(database, people, from);
  const sizes: Sizes[] = [];
  const nights: number[] = [];
  for (let day = 0; day < days; day += 1) {
    const night = await office.live(new Date(from + day * DAY));
    if (days - day > 20) continue;
    nights.push(night);
    sizes.push(await sizesOf(database));
  }
  await database.close();
  return { sizes, nights };
}

async function sizesOf({ dataSource }: OpenDatabase): Promise<Sizes> {
  const rows: { name: string; size: number }[] = await dataSource.query(
    `select name, pg_total_relation_size(name::regclass) as size from unnest($1::text[]) name`,
    [TABLES],
  );
  return Object.fromEntries(rows.map(({ name, size }) => [name, size]));
}

/** Round by round in each office, each side first in turn: by steps, what every operation of each round took. */
async function pressesOn(urls: readonly string[], people: readonly Waiting[]): Promise<Map<string, number[][]>[]> {
  const sides = await Promise.all(urls.map((url) => openSide(url, people)));
  for (let round = -1; round < ROUNDS; round += 1)
    for (const side of round % 2 === 0 ? sides : [...sides].reverse())
      for (const [step, work] of Object.entries(side.steps)) {
        const spent: number[] = [];
        for (let index = 0; index < (round < 0 ? WARM_UP : OPERATIONS); index += 1) {
          await side.before(step);
          const begun = performance.now();
          await work();
          spent.push(performance.now() - begun);
        }
        if (round >= 0) side.spent.set(step, [...(side.spent.get(step) ?? []), spent]);
      }
  for (const side of sides) await side.database.close();
  return sides.map(({ spent }) => spent);
}

async function openSide(url: string, people: readonly Waiting[]) {
  const database = await openDatabase({ url, poolSize: 2 });
  const now = systemClock.now();
  const desk = benchDesk(database);
  const office = officeDays(database, people, now.getTime());
  office.at(now);
  let turn = 0;
  return {
    database,
    spent: new Map<string, number[][]>(),
    /** Something to send, and nothing else. */
    async before(step: string): Promise<void> {
      if (step === 'outbox claim and finish') await office.steps['outbox enqueue']();
    },
    steps: {
      ...office.steps,
      async 'reading a card'(): Promise<void> {
        const person = people[(turn += 1) % people.length];
        const official = person && (await officialByAccount(desk, TELEGRAM, String(person.chatId)));
        if (!official || !(await readCard(desk, person.appealId, official))) throw new Error('There is no such card');
      },
    },
  };
}

/** Updates within their page, which write to no index. */
async function hotUpdates({ dataSource }: OpenDatabase): Promise<string[]> {
  const rows: { name: string; all: string; hot: string; vacuums: string; dead: string }[] = await dataSource.query(
    `select relname as name, n_tup_upd as all, n_tup_hot_upd as hot, autovacuum_count as vacuums, n_dead_tup as dead
     from pg_stat_user_tables where relname = any($1::text[]) order by relname`,
    [TABLES],
  );
  return rows.map(
    ({ name, all, hot, vacuums, dead }) =>
      `${name}: ${hot} of ${all} updates within their page, ${vacuums} times vacuumed, ${dead} dead rows now`,
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
