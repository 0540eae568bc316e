import { performance } from 'node:perf_hooks';
import { Client } from 'pg';
import { systemClock } from '../../src/clock';
import type { Queries } from '../../src/database/database';
import { dayOf } from '../../src/regulation/calendar';
import { readOffice } from '../../src/usecases/digests/office';
import { fillOffice } from './support/busy-office';
import { median, printTable } from './support/figures';
import { APPEALS, fillHistory, fillYears, noonOffice, OPEN } from './support/large-office';
import { openOffice, type Office } from './support/office';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);
const WARM_UP = 6;
/** Of its statements, those that read what is open and nothing else. */
const OF_OPEN_WORK = ['digest-stages', 'digest-due', 'digest-overdue'];
const WITHOUT_INDEXES = 'set enable_indexscan = off; set enable_indexonlyscan = off; set enable_bitmapscan = off';

async function main(): Promise<void> {
  const office = await openOffice();
  try {
    await measure(office);
  } finally {
    await office.close();
  }
}

async function measure(office: Office): Promise<void> {
  const begun = performance.now();
  const now = systemClock.now();
  const calendar = noonOffice(now);
  await fillOffice(office.database, 2, calendar);
  await fillYears(office.database, now, OPEN);
  await fillHistory(office.database, now);
  await office.database.dataSource.query('vacuum analyze');
  console.log(
    `\n${APPEALS} appeals, ${OPEN} of them open: made in ${((performance.now() - begun) / 1_000).toFixed(1)} s`,
  );

  // A connection each, because a prepared statement keeps the plan that it was once given.
  const sides = { with: await connect(office.url, ''), without: await connect(office.url, WITHOUT_INDEXES) };
  const morning = { day: dayOf(now, calendar), slot: now, now };
  const whole = { with: [] as number[], without: [] as number[] };
  let found = '';
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1)
    for (const side of ['with', 'without'] as const) {
      if (round === WARM_UP) sides[side].spent.clear();
      const startedAt = performance.now();
      const numbers = await readOffice(sides[side], morning, { calendar, signatures: 'mark' });
      if (round >= WARM_UP) whole[side].push(performance.now() - startedAt);
      found = JSON.stringify({ ...numbers, overdue: numbers.overdue.length });
    }
  const ratio = (one: readonly number[], other: readonly number[]): number[] =>
    one.map((figure, index) => figure / (other[index] ?? Number.NaN));
  const ofOpenWork = (side: 'with' | 'without'): number[] =>
    whole[side].map((_, round) =>
      OF_OPEN_WORK.reduce((sum, name) => sum + (sides[side].spent.get(name)?.[round] ?? Number.NaN), 0),
    );
  const spent = (side: 'with' | 'without'): string =>
    [...sides[side].spent].map(([name, figures]) => `${name} ${median(figures).toFixed(1)}`).join(', ');
  printTable(
    `digest: the numbers of the office, ${OPEN} appeals open of ${APPEALS}`,
    [
      { what: 'as it is', rounds: whole.with, unit: 'ms', digits: 1 },
      { what: 'without indexes', rounds: whole.without, unit: 'ms', digits: 1 },
      { what: 'without / as it is', rounds: ratio(whole.without, whole.with), unit: '', digits: 1, aim: '≥ 5' },
      { what: 'of it what is open, as it is', rounds: ofOpenWork('with'), unit: 'ms', digits: 1 },
      { what: 'of it what is open, without indexes', rounds: ofOpenWork('without'), unit: 'ms', digits: 1 },
      { what: 'without / as it is', rounds: ratio(ofOpenWork('without'), ofOpenWork('with')), unit: '', digits: 1 },
    ],
    [`by statements, ms: ${spent('with')}`, `without indexes: ${spent('without')}`, `found ${found}`],
  );
  await Promise.all([sides.with.end(), sides.without.end()]);
}

/** The statements of the digest on one connection, with what each takes. */
async function connect(
  url: string,
  settings: string,
): Promise<Queries & { readonly spent: Map<string, number[]>; end(): Promise<void> }> {
  const client = new Client({ connectionString: url, options: '-c TimeZone=UTC -c DateStyle=ISO' });
  await client.connect();
  if (settings !== '') await client.query(settings);
  const spent = new Map<string, number[]>();
  return {
    spent,
    async query<Row>({ name, text }: { name: string; text: string }, values: readonly unknown[] = []): Promise<Row[]> {
      const begun = performance.now();
      const { rows } = await client.query({ name, text, values: [...values] });
      spent.set(name, [...(spent.get(name) ?? []), performance.now() - begun]);
      return rows as Row[];
    },
    end: () => client.end(),
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
