import { performance } from 'node:perf_hooks';
import { statement, type Database } from '../../src/database/database';
import { toPlainDate } from '../../src/regulation/calendar';
import type { StatisticsWish } from '../../src/usecases/statistics/figures';
import { readStatistics } from '../../src/usecases/statistics/statistics';
import type { Desk } from '../../src/usecases/kit/ports';
import { rebuildStatistics } from '../../src/usecases/statistics/follow';
import { deskOf } from './support/desk';
import { printTable } from './support/figures';
import { openOffice } from './support/office';
import { fillYears } from './support/office-of-years';

const APPEALS = Number(process.env.BENCH_APPEALS ?? 1_000_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9);
/** Over raw rows it takes seconds, and with all time minutes. */
const RAW_ROUNDS = Number(process.env.BENCH_RAW_ROUNDS ?? 3);

/** The control: the very cells that the figures are made of, read and parsed, and nothing done with them. */
const bareCells = statement(
  'bench.cells',
  `select day, key, until, counts from statistics_cell where slice = any($1::text[]) and grain = $2 and day between $3 and $4`,
);
const bareOpen = statement(
  'bench.open',
  `select day, key, open, backlog from statistics_open where slice = any($1::text[]) and grain = 'month' and day < $2`,
);

async function readBare(database: Database, { from, to, by }: StatisticsWish): Promise<number> {
  const slices = by === 'none' ? ['none'] : ['none', by];
  const cells = await database.query(bareCells, [slices, 'month', from, to]);
  const open = await database.query(bareOpen, [slices, from]);
  return cells.length + open.length;
}

/**
 * The same figures by one statement over the rows of the office. Its times are of the clock and not of working days, which is
 * less work than the figures have.
 */
const overRawRows = statement(
  'bench.raw',
  `with acts as (
     select j.appeal_id, j.action, j.from_stage, j.to_stage, j.at, (j.details ->> 'formerExecutorId')::int as executor, (j.details ->> 'executorId')::int as given,
       lag(j.at) over w as entered, lead(j.action) over w as next, lead(j.at) over w as next_at,
       max(j.details ->> 'answerType') over w as type, max(j.at) filter (where j.action = 'returnForReexamination') over w as returned
     from journal_entry j where j.from_stage is distinct from j.to_stage or j.action = 'assign' window w as (partition by j.appeal_id order by j.id)),
   here as (select * from acts where at >= $1 and at < $2),
   ends as (
     select h.*, a.kind, a.fast_track_days, a.registered_at,
       exists (select from overdue o where o.appeal_id = h.appeal_id and o.kind = 'whole' and o.answered_at is null and o.due_at < h.at) as late
     from here h join appeal a on a.id = h.appeal_id
     where h.to_stage in ('answered', 'redirected') and not (h.next is not distinct from 'returnForReexamination' and h.next_at < $2)),
   answered as (
     select executor, count(distinct appeal_id) filter (where type = 'resolved') as resolved, count(distinct appeal_id) filter (where type = 'not_resolved') as not_resolved,
       count(distinct appeal_id) filter (where type = 'declined') as declined, count(distinct appeal_id) filter (where to_stage = 'redirected') as redirected,
       avg((not late)::int) as kept, avg((not late)::int) filter (where kind = 'message' and fast_track_days is not null) as fast,
       percentile_disc(array[0.5, 0.9]) within group (order by extract(epoch from at - coalesce(returned, registered_at))) as working
     from ends group by rollup (executor)),
   stages as (
     select executor, from_stage, percentile_disc(array[0.5, 0.9]) within group (order by extract(epoch from at - entered)) as times
     from here where from_stage is not null and from_stage not in ('answered', 'redirected', 'closed') group by grouping sets ((executor, from_stage), (from_stage))),
   others as (
     select executor, count(*) filter (where action = 'returnForReexamination') as reexamined, count(distinct appeal_id) filter (where to_stage = 'closed') as closed,
       count(distinct appeal_id) filter (where to_stage = 'postponed') as postponed from here group by rollup (executor)),
   received as (select given, count(distinct appeal_id) from here where given is not null group by rollup (given)),
   missed as (select holder_ids[1], kind, stage, count(*) from overdue where due_at >= $1 and due_at < $2 and answered_at is null group by grouping sets ((1, 2, 3), (2, 3))),
   duty as (select executor_id, count(*) filter (where done_at < due_at + interval '1 second') as kept from duty_done where due_at >= $1 and due_at < $2 group by rollup (executor_id)),
   open as (
     select executor_id, count(*) from appeal a where registered_at < $2
       and not exists (select from acts x where x.appeal_id = a.id and x.at < $2 and x.to_stage = 'answered' and (x.next_at is null or x.next_at >= $2)) group by rollup (executor_id))
   select (select count(*) from answered) + (select count(*) from stages) + (select count(*) from others) + (select count(*) from received)
     + (select count(*) from missed) + (select count(*) from duty) + (select count(*) from open) as rows`,
);

const NEXT_DAY = 86_400_000;
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};

async function compare(desk: Desk, database: Database, title: string, wish: StatisticsWish): Promise<void> {
  const sides: Record<'figures' | 'bare' | 'ratios' | 'raw' | 'faster', number[]> = {
    figures: [],
    bare: [],
    ratios: [],
    raw: [],
    faster: [],
  };
  const figures = () => timed(() => readStatistics(desk, wish));
  const bare = () => timed(() => readBare(database, wish));
  await figures();
  await bare();
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = round % 2 === 0 ? await figures() : await bare();
    const second = round % 2 === 0 ? await bare() : await figures();
    const [ours, control] = round % 2 === 0 ? [first, second] : [second, first];
    sides.figures.push(ours);
    sides.bare.push(control);
    sides.ratios.push(ours / control);
    if (round >= RAW_ROUNDS) continue;
    const days = [
      new Date(`${wish.from}T00:00:00+03:00`),
      new Date(Date.parse(`${wish.to}T00:00:00+03:00`) + NEXT_DAY),
    ];
    sides.raw.push(await timed(() => database.query(overRawRows, days)));
    sides.faster.push((sides.raw.at(-1) ?? Number.NaN) / ours);
  }
  printTable(`${title}, among ${APPEALS} appeals`, [
    { what: 'every figure', rounds: sides.figures, unit: 'ms', digits: 1 },
    { what: 'the same cells, bare', rounds: sides.bare, unit: 'ms', digits: 1 },
    { what: 'figures / bare', rounds: sides.ratios, unit: '×', digits: 2, aim: '≤ 3' },
    { what: 'by SQL over raw rows', rounds: sides.raw, unit: 'ms' },
    { what: 'raw / figures', rounds: sides.faster, unit: '×', aim: '≥ 20' },
  ]);
}

async function main(): Promise<void> {
  const office = await openOffice();
  try {
    await fillYears(office, APPEALS);
    const { database } = office;
    // Statements that take minutes are the control's.
    const jobs = await database.apart('jobs');
    const desk = deskOf(jobs);
    const begun = performance.now();
    await rebuildStatistics(desk, { signal: new AbortController().signal, onProgress: () => undefined });
    const built = (performance.now() - begun) / 1_000;
    await database.dataSource.query('vacuum analyze statistics_cell, statistics_open, statistics_share');
    const month = { from: toPlainDate('2026-10-01'), to: toPlainDate('2026-10-31') };
    await compare(desk, jobs, 'a month', { ...month, by: 'none' });
    await compare(desk, jobs, 'a month by executor', { ...month, by: 'executor' });
    const ever = { from: toPlainDate('2021-01-01'), to: toPlainDate('2026-12-31') };
    await compare(desk, jobs, 'all time by executor', { ...ever, by: 'executor' });
    const sizes = await database.dataSource.query<{ name: string; size: string }[]>(
      `select relname as name, pg_size_pretty(pg_total_relation_size(oid)) as size from pg_class
       where relname in ('appeal', 'journal_entry', 'statistics_cell', 'statistics_open', 'statistics_share') order by 1`,
    );
    console.log(
      `\n  counted from the beginning in ${built.toFixed(0)} s, ${(APPEALS / built).toFixed(0)} appeals a second`,
    );
    console.log(`  ${sizes.map(({ name, size }) => `${name} ${size}`).join(', ')}`);
  } finally {
    await office.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
