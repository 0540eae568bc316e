import { mkdirSync, readdirSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { streamXlsxRows, writeXlsx, type CellValue } from 'hucre/xlsx';
import { systemClock } from '../../src/clock';
import { LAYOUT_2026, type RegistryLine } from '../support/registry-files';
import { pause } from '../support/until';
import { startBotProcess, type BotProcess } from './support/bot-process';
import { EXECUTORS, fillOffice } from './support/busy-office';
import { printTable, quantile } from './support/figures';
import { openOffice, type Office } from './support/office';
import { presser, pressInTurn } from './support/press';
import { startSink, type Sink } from './support/sink';

const ROWS = Number(process.env.BENCH_ROWS ?? 50_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
/** Of a registry of years most is finished; this share is open, and gets terms and plans of nags. */
const OPEN_SHARE = 0.02;
const PRESSES_ALONE = 300;
/** Of 16 MB each, of the log that the server keeps for use. */
const LOG_PIECES = 16;
const MEGABYTE = 1_048_576;
const DAY = 86_400_000;

async function main(): Promise<void> {
  const office = await openOffice();
  const sink = await startSink();
  try {
    await measure(office, sink);
  } finally {
    await sink.stop();
    await office.close();
  }
}

interface Round {
  readonly seconds: number;
  /** The same for another file while people press, and how long they wait. */
  readonly beside: number;
  readonly copy: number;
  readonly read: number;
  readonly growth: number;
  readonly alone: readonly number[];
  readonly meanwhile: readonly number[];
}

async function measure(office: Office, sink: Sink): Promise<void> {
  const appeals = await fillOffice(office.database, EXECUTORS * 60 * ROUNDS);
  const intake = path.join(office.folder, 'intake');
  mkdirSync(intake);
  // from its being taken the clock runs: how long it has to rest before is a setting
  await office.database.dataSource.query(`insert into setting (key, value) values ('intake_rest', '{"minutes": 0}')`);
  const bot = await startBotProcess(office.url, sink.apiRoot, office.folder, { INTAKE_DIR: intake });
  await settled(office);
  const people = presser(bot.port, sink);
  const rounds: Round[] = [];
  const fileOf = async (number: number) => {
    const file = path.join(office.folder, `${number}.xlsx`);
    const lines = linesOf(600_000_000 + number * ROWS);
    await writeFile(file, await writeXlsx({ sheets: [{ name: 'Sheet0', rows: lines }] }));
    return { file, lines };
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const { file, lines } = await fileOf(2 * round);
    const control = { copy: await copied(office, lines), read: await readBarely(file) };
    const { seconds, growth } = await imported(office, bot, file, intake);
    const { file: another } = await fileOf(2 * round + 1);
    const alone = await pressInTurn(people, appeals, PRESSES_ALONE);
    let isOver = false;
    const meanwhile: number[] = [];
    const press = async () => void meanwhile.push(...(await pressInTurn(people, appeals, Infinity, () => isOver)));
    let pressing = Promise.resolve();
    const { seconds: beside } = await imported(office, bot, another, intake, () => (pressing = press()));
    isOver = true;
    await pressing;
    rounds.push({ ...control, seconds, growth, alone, beside, meanwhile });
  }
  people.close();
  await bot.stop();
  tell(rounds);
}

/**
 * As in an office that has been open for days: whatever the bot plans anew at its start is planned, and the server's log has room made
 * earlier, as the checkpoint of every five minutes leaves it.
 */
async function settled({ database }: Office): Promise<void> {
  const { dataSource } = database;
  const left = () => dataSource.query<unknown[]>(`select from reminder where reason = 'replan' and state = 'planned'`);
  await pause(1_000);
  while ((await left()).length > 0) await pause(300);
  await dataSource.query('create table log_filler (n int)');
  for (let piece = 0; piece < LOG_PIECES; piece += 1) {
    await dataSource.query('insert into log_filler values (1)');
    await dataSource.query('select pg_switch_wal()');
  }
  await dataSource.query('checkpoint');
}

/** A file dropped into the watched folder, from its being taken to its end. */
async function imported({ database }: Office, bot: BotProcess, file: string, intake: string, onTaken?: () => unknown) {
  // between two files there is one in every office: it makes room in the log of what is not needed any more
  await database.dataSource.query('checkpoint');
  const before = await bot.memory();
  let peak = before;
  await rename(file, path.join(intake, path.basename(file)));
  const isTaken = async () =>
    (await database.dataSource.query<unknown[]>(`select from registry_file where state in ('reading', 'loading')`))
      .length > 0;
  while (!(await isTaken())) await pause(20);
  onTaken?.();
  while (readdirSync(intake).some((name) => name.endsWith('.xlsx'))) {
    peak = Math.max(peak, (await bot.memory()) + bot.memoryOfOthers());
    await pause(100);
  }
  const [row] = await database.dataSource.query<{ seconds: number; state: string; brought: number }[]>(
    `select extract(epoch from ended_at - taken_at)::float8 as seconds, state,
       (result ->> 'open')::int + (result ->> 'finished')::int as brought from registry_file order by id desc limit 1`,
  );
  if (!row) throw new Error('The file was not taken');
  if (row.brought !== ROWS) throw new Error(`Of ${ROWS} rows ${row.brought} were brought in: the file is ${row.state}`);
  return { seconds: row.seconds, growth: (peak - before) / MEGABYTE };
}

/** The same rows into a bare table, read by the server itself, in seconds: no wire is as quick. */
async function copied({ database, folder }: Office, lines: readonly (readonly CellValue[])[]): Promise<number> {
  const place = path.join(folder, 'rows.txt');
  await writeFile(
    place,
    lines
      .slice(1)
      .map((line) => `${line.map(String).join('\t')}\n`)
      .join(''),
    { mode: 0o644 },
  );
  const { dataSource } = database;
  await dataSource.query(`create table bare (${LAYOUT_2026.map((_, index) => `c${index} text`).join(', ')})`);
  const begun = performance.now();
  await dataSource.query(`copy bare from '${place}'`);
  const seconds = (performance.now() - begun) / 1_000;
  await dataSource.query('drop table bare');
  return seconds;
}

/** Every row of the file by the library that reads it for the bot, in seconds. */
async function readBarely(file: string): Promise<number> {
  const begun = performance.now();
  let rows = 0;
  for await (const { values } of streamXlsxRows(await readFile(file))) rows += values.length > 0 ? 1 : 0;
  if (rows !== ROWS + 1) throw new Error(`${rows} rows instead of ${ROWS + 1}`);
  return (performance.now() - begun) / 1_000;
}

function linesOf(from: number): CellValue[][] {
  const rows = Array.from({ length: ROWS }, (_, index) =>
    lineOf(from + index, index % Math.round(1 / OPEN_SHARE) === 0),
  );
  return [[...LAYOUT_2026], ...rows.map((row) => LAYOUT_2026.map((heading) => row[heading] ?? '-'))];
}

const TOPICS = 40;
const PEOPLE = 60;
const two = (value: number) => String(value).padStart(2, '0');

function lineOf(number: number, isOpen: boolean): RegistryLine {
  const [month, day] = [1 + (number % 9), 1 + (number % 28)];
  const common: RegistryLine = {
    Номер: String(number),
    'Номер ЕПГУ': String(6_000_000_000 + number),
    Источник: 'ЕПГУ',
    'Верхнеуровневый ЛКО': 'Республика Татарстан',
    Категория: `Категория ${number % TOPICS}`,
    Подкатегория: `Подкатегория ${number % TOPICS}`,
    Факт: `Что-то случилось во дворе или на дороге, вид ${number % TOPICS}`,
    'Организация, в которую поступило сообщение': 'Исполнительный комитет муниципального района',
    'Организация, в которой находится сообщение': 'Исполнительный комитет муниципального района',
    Просрочено: 'Нет',
    'Фаст-трек': 'Нет',
    ФЗ: 'Обычное сообщение',
    'Заявитель выбрал подачу по 59-ФЗ': 'Нет',
    'Повторное рассмотрение': 'Нет',
    'ФИО координатора': `Координатова Мария ${number % PEOPLE}`,
    'ФИО исполнителя': `Исполнителев Пётр ${number % PEOPLE}`,
    'ФИО руководителя': `Руководителев Иван ${number % PEOPLE}`,
  };
  return isOpen
    ? {
        ...common,
        'Дата поступления': new Date(systemClock.now().getTime() - DAY),
        'Дата планируемого завершения работ': new Date(systemClock.now().getTime() + 29 * DAY),
        Стадия: 'В работе',
        Статус: 'Назначен исполнитель',
      }
    : {
        ...common,
        'Дата поступления': `${two(day)}.${two(month)}.2026`,
        'Дата планируемого завершения работ': `${two(day)}.${two(month + 1)}.2026`,
        'Дата фактического завершения работ': `${two(day)}.${two(month + 1)}.2026`,
        Стадия: 'Завершено',
        Статус: 'Отправлен ответ заявителю',
        'Тип решения': 'Решено',
        'Оценка ответа заявителем': String(1 + (number % 5)),
      };
}

function tell(rounds: readonly Round[]): void {
  const of = (figure: (round: Round) => number) => rounds.map(figure);
  const p99 = (sample: readonly number[]) => quantile(sample, 0.99);
  // of the hundred presses beside one file p99 would be whatever one of them has met
  const all = {
    alone: rounds.flatMap(({ alone }) => alone),
    meanwhile: rounds.flatMap(({ meanwhile }) => meanwhile),
  };
  printTable(
    `import: a file of ${ROWS} rows and ${LAYOUT_2026.length} columns dropped into the folder of a running bot`,
    [
      { what: 'parsing, checking, comparing, inserting', rounds: of(({ seconds }) => seconds), unit: 's', digits: 1 },
      { what: 'bare COPY of the rows', rounds: of(({ copy }) => copy), unit: 's', digits: 2 },
      { what: 'bare streaming read of the file', rounds: of(({ read }) => read), unit: 's', digits: 2 },
      {
        what: 'import / (COPY + read)',
        rounds: of(({ seconds, copy, read }) => seconds / (copy + read)),
        unit: '',
        digits: 2,
        aim: '≤ 3.00',
      },
      { what: 'import while people press', rounds: of(({ beside }) => beside), unit: 's', digits: 1 },
      {
        what: 'growth of resident memory, with the process that reads',
        rounds: of(({ growth }) => growth),
        unit: 'MB',
        aim: '≤ 200',
      },
      { what: 'a press alone, p99 of all', rounds: [p99(all.alone)], unit: 'ms', digits: 1 },
      { what: 'a press meanwhile, p99 of all', rounds: [p99(all.meanwhile)], unit: 'ms', digits: 1 },
      {
        what: 'meanwhile / alone',
        rounds: [p99(all.meanwhile) / p99(all.alone)],
        unit: '',
        digits: 2,
        aim: '≤ 1.50',
      },
    ],
    [
      `presses meanwhile: ${all.meanwhile.length}, alone: ${all.alone.length}; open rows: one in ${Math.round(1 / OPEN_SHARE)}`,
    ],
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
