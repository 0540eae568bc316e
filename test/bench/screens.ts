import { performance } from 'node:perf_hooks';
import { createReportFiles } from '../../bots/conversation/statistics/report-files';
import type { Voice } from '../../bots/conversation/kit/voice';
import { createCharts } from '../../src/adapters/charts/charts';
import { writeReport } from '../../src/adapters/papers/report';
import { wordsOf } from '../../src/i18n';
import type { Drawable } from '../../src/usecases/kit/charts';
import type { Official } from '../../src/usecases/kit/officials';
import { codeOf } from '../../src/usecases/kit/names';
import { readNarrowed } from '../../src/usecases/statistics/narrowed-lists';
import { type Database, type Statement } from '../../src/database/database';
import type { Actor } from '../../src/regulation/facts';
import { circumstances, type Desk, type ReportPaper } from '../../src/usecases/kit/ports';
import { readBehind } from '../../src/usecases/statistics/read-behind';
import { countLists, readList, readWork } from '../../src/usecases/lists/lists';
import { readPeriod } from '../../src/usecases/statistics/period';
import { rebuildStatistics } from '../../src/usecases/statistics/follow';
import { unitAround } from '../../src/usecases/statistics/figures';
import { toPlainDate } from '../../src/regulation/calendar';
import { deskOf } from './support/desk';
import { printTable } from './support/figures';
import { openOffice } from './support/office';
import { fillYears } from './support/office-of-years';

const APPEALS = Number(process.env.BENCH_APPEALS ?? 100_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9);

const CURATOR = {
  ...{ personId: 1, roles: ['curator'], canApprove: false, deputyFor: [] },
  ...{ name: 'Насибулина Гузель Рашитовна', position: null, messenger: 'telegram', chatId: 'chat' },
} as const satisfies Actor & Partial<Official>;

interface Said {
  readonly statement: Statement;
  readonly values: readonly unknown[];
}

/** The database, which notes what is asked of it. */
function noting(database: Database, said: Said[]): Database {
  return new Proxy(database, {
    get(target, name) {
      if (name !== 'query') return Reflect.get(target, name, target) as unknown;
      return (statement: Statement, values: readonly unknown[] = []) => {
        said.push({ statement, values });
        return target.query(statement, values);
      };
    },
  });
}

/** Of an executor, a category and a settlement that have an appeal together. */
const MET = [
  { by: 'executor', id: '2' },
  { by: 'category', id: 'Категория 1' },
  { by: 'settlement', id: 'Село 1' },
] as const;

type Screen = (desk: Desk) => Promise<unknown>;

/** A screen beside the statements that it asks, one after another, with nothing done with their rows. */
async function compare(database: Database, title: string, screen: Screen): Promise<void> {
  const said: Said[] = [];
  await screen(deskOf(noting(database, said)));
  const desk = deskOf(database);
  const rounds: Record<'ours' | 'bare' | 'ratios' | 'cpu', number[]> = { ours: [], bare: [], ratios: [], cpu: [] };
  const ours = async (): Promise<number> => {
    const [begun, cpu] = [performance.now(), process.cpuUsage()];
    await screen(desk);
    const { user, system } = process.cpuUsage(cpu);
    rounds.cpu.push((user + system) / 1_000);
    return performance.now() - begun;
  };
  const bare = async (): Promise<number> => {
    const begun = performance.now();
    for (const { statement, values } of said) await database.query(statement, values);
    return performance.now() - begun;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const oursFirst = round % 2 === 0;
    const [first, second] = oursFirst ? [await ours(), await bare()] : [await bare(), await ours()];
    const [mine, control] = oursFirst ? [first, second] : [second, first];
    rounds.ours.push(mine);
    rounds.bare.push(control);
    rounds.ratios.push(mine / control);
  }
  printTable(`${title}, among ${APPEALS} appeals`, [
    { what: 'the screen', rounds: rounds.ours, unit: 'ms' },
    { what: 'its statements, bare', rounds: rounds.bare, unit: 'ms' },
    { what: 'screen / statements', rounds: rounds.ratios, unit: '×', digits: 2, aim: '≤ 2' },
    { what: 'processor of this process', rounds: rounds.cpu, unit: 'ms', aim: '≤ 500' },
  ]);
}

/** A month's paper beside its pictures and its pages alone, made of what was noted of it. */
async function comparePapers(database: Database): Promise<void> {
  const desk = deskOf(database);
  const charts = createCharts({ idleMs: 60_000 });
  const drawn: Drawable[] = [];
  const written: ReportPaper[] = [];
  let isNoting = true;
  const send = createReportFiles({
    desk,
    voice: { sendFile: () => Promise.resolve({ id: '1' }), send: () => Promise.resolve(null) } as unknown as Voice,
    charts: {
      ...charts,
      draw: (chart, on) => (isNoting && drawn.push(chart), charts.draw(chart, on)),
    },
    papers: {
      writeReport: (paper) => (isNoting && written.push(paper), writeReport(paper)),
      writeMinutes: () => Promise.reject(new Error('no minutes')),
    },
    writeWorkbook: () => Promise.reject(new Error('no workbook')),
    readingFor: () => ({ ...circumstances(desk), words: wordsOf('ru'), longest: 4_096 }),
  });
  const asked = { format: 'pdf', ...unitAround('month', toPlainDate('2026-10-01')), parts: [], personId: 1 } as const;
  const whole = () => send(CURATOR as unknown as Official, asked, 'chat');
  await whole();
  isNoting = false;
  const bare = async () => {
    for (const chart of drawn) await charts.draw(chart, 'paper');
    for (const paper of written) await writeReport(paper);
  };
  const rounds: Record<'ours' | 'bare' | 'ratios', number[]> = { ours: [], bare: [], ratios: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const [first, second] = round % 2 === 0 ? [whole, bare] : [bare, whole];
    const [one, other] = [await timed(first), await timed(second)];
    const [ours, control] = round % 2 === 0 ? [one, other] : [other, one];
    rounds.ours.push(ours);
    rounds.bare.push(control);
    rounds.ratios.push(ours / control);
  }
  await charts.stop();
  printTable(`the paper of a month (PDF), among ${APPEALS} appeals`, [
    { what: 'the paper', rounds: rounds.ours, unit: 'ms' },
    { what: 'its pictures and pages alone', rounds: rounds.bare, unit: 'ms' },
    { what: 'paper / pictures and pages', rounds: rounds.ratios, unit: '×', digits: 2, aim: '≤ 1.5' },
  ]);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function main(): Promise<void> {
  const office = await openOffice();
  try {
    await fillYears(office, APPEALS);
    const { database } = office;
    await database.dataSource.query(
      `insert into open_work (appeal_id, stage, executor_id, due_at, stage_due_at)
       select id, stage, executor_id, due_at, registered_at + interval '9 days' from appeal where finished_at is null on conflict do nothing`,
    );
    // What is open is late by its stage after nine days.
    await database.dataSource.query(
      `update appeal set stage_due_at = registered_at + interval '9 days' where finished_at is null;
       insert into overdue (appeal_id, kind, term, stage, due_at, holder, holder_ids, rules, noted_at)
       select id, 'stage', 'late:' || id, 'in_progress', registered_at + interval '9 days', 'executor', array[executor_id], 2, registered_at + interval '9 days'
       from appeal a where finished_at is null and registered_at < now() - interval '9 days'
         and not exists (select from overdue o where o.appeal_id = a.id and o.ended_at is null)`,
    );
    const jobs = await database.apart('jobs');
    await rebuildStatistics(deskOf(jobs), { signal: new AbortController().signal, onProgress: () => undefined });
    await database.dataSource.query('vacuum analyze');
    const curator: Actor = CURATOR;
    const year = unitAround('year', toPlainDate('2026-06-01'));
    const behind =
      (figure: 'received' | 'answered' | 'missed' | 'open'): Screen =>
      (desk) =>
        readBehind(desk, curator, { named: year, figure, parts: [], page: 0 });
    await compare(jobs, 'the report of a year', (desk) => readPeriod(desk, curator, year));
    const met = MET.map(({ by, id }) => ({ by, code: codeOf(id) }));
    await compare(jobs, 'the report of a year, of three slices at once', (desk) =>
      readPeriod(desk, curator, year, met),
    );
    const month = unitAround('month', toPlainDate('2026-10-01'));
    await compare(jobs, 'the report of a month, of three slices at once', (desk) =>
      readPeriod(desk, curator, month, met),
    );
    await compare(jobs, '«Поступило» of a year', behind('received'));
    await compare(jobs, '«Ответы» of a year', behind('answered'));
    await compare(jobs, '«Пропущено» of a year', behind('missed'));
    await compare(jobs, '«В работе» of a year', behind('open'));
    await compare(jobs, '/control', (desk) => countLists(desk, curator));
    await compare(jobs, 'in work by executor', (desk) => readWork(desk, curator, 'executor'));
    await compare(jobs, '«Просрочено»', (desk) => readList(desk, curator, 'overdue', 0));
    await compare(jobs, '«В работе» of one person and category', (desk) =>
      readNarrowed(desk, curator, 'work', met.slice(0, 2), 0),
    );
    await comparePapers(jobs);
  } finally {
    await office.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
