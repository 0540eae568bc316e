import { performance } from 'node:perf_hooks';
import { loadCalendar } from '../../src/adapters/calendars';
import { DATABASE, type Database, type Statement } from '../../src/database/database';
import { TATARSTAN } from '../../src/regulation/district';
import type { Actor } from '../../src/regulation/facts';
import type { Desk } from '../../src/usecases/ports';
import { readBehind } from '../../src/usecases/reading/read-behind';
import { countLists, readList, readWork } from '../../src/usecases/reading/read-lists';
import { readPeriod } from '../../src/usecases/reading/read-period';
import { rebuildStatistics } from '../../src/usecases/statistics/rebuild';
import { unitAround } from '../../src/usecases/statistics/units';
import { toPlainDate } from '../../src/regulation/calendar';
import { printTable } from './support/figures';
import { openOffice } from './support/office';
import { fillYears, TODAY } from './support/office-of-years';

const APPEALS = Number(process.env.BENCH_APPEALS ?? 100_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9);

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

const deskOf = (database: Database): Desk => ({
  [DATABASE]: database,
  clock: { now: () => TODAY },
  office: {
    calendar: () => loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 }),
    shares: { coordination: 0.1, assigned: 0.05, in_progress: 0.6, answer_agreement: 0.125, answer_approval: 0.125 },
    district: TATARSTAN,
    fourEyes: 'warn',
    carriers: [],
    personalDataInChat: 'never',
    contacts: { numbers: [], mails: [] },
    signatures: 'mark',
  },
});

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

async function main(): Promise<void> {
  const office = await openOffice();
  try {
    await fillYears(office, APPEALS);
    const { database } = office;
    await database.dataSource.query(
      `insert into open_work (appeal_id, stage, executor_id, due_at, stage_due_at)
       select id, stage, executor_id, due_at, due_at from appeal where finished_at is null on conflict do nothing`,
    );
    const jobs = await database.apart('jobs');
    await rebuildStatistics(deskOf(jobs), { signal: new AbortController().signal, onProgress: () => undefined });
    await database.dataSource.query('vacuum analyze');
    const curator: Actor = { personId: 1, roles: ['curator'], canApprove: false, deputyFor: [] };
    const year = unitAround('year', toPlainDate('2026-06-01'));
    const behind =
      (figure: 'received' | 'answered' | 'missed' | 'open'): Screen =>
      (desk) =>
        readBehind(desk, curator, { named: year, figure, parts: [], page: 0 });
    await compare(jobs, 'the report of a year', (desk) => readPeriod(desk, curator, year));
    await compare(jobs, '«Поступило» of a year', behind('received'));
    await compare(jobs, '«Ответы» of a year', behind('answered'));
    await compare(jobs, '«Пропущено» of a year', behind('missed'));
    await compare(jobs, '«В работе» of a year', behind('open'));
    await compare(jobs, '/control', (desk) => countLists(desk, curator));
    await compare(jobs, 'in work by executor', (desk) => readWork(desk, curator, 'executor'));
    await compare(jobs, '«Просрочено»', (desk) => readList(desk, curator, 'overdue', 0));
  } finally {
    await office.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
