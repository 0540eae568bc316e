import { systemClock } from '../../src/clock';
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { DATABASE, statement, type Database } from '../../src/database/database';
import { lineOf } from '../../src/proof/line';
import { GrowingTree, leafHash } from '../../src/proof/tree';
import { BEGINNING, entriesUpTo, positionOf, type Row, sealJournal, lastHead } from '../../src/usecases/proof/sealed';
import { verifyJournal } from '../../src/usecases/proof/verify';
import { pause } from '../support/until';
import { startBotProcess } from './support/bot-process';
import { fillOffice } from './support/busy-office';
import { median, printTable } from './support/figures';
import { openOffice, type Office } from './support/office';
import { presser, pressInTurn } from './support/press';
import { startSink } from './support/sink';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const ENTRIES = Number(process.env.BENCH_ENTRIES ?? 200_000);
const PRESSES = Number(process.env.BENCH_PRESSES ?? 60);
const PAGE = 2_000;

const fill = statement(
  'bench.journal',
  `insert into journal_entry (at, appeal_id, action, person_id, capacity, clause, from_stage, to_stage, version, details)
   select now() - n * interval '1 second', n / 12, 'submitAnswer', null, 'executor', 'П1/2', 'in_progress', 'answer_agreement', 5,
     jsonb_build_object('answerType', 'resolved', 'agreeingId', 3, 'photos', 2, 'reason', 'Яма на улице заделана, снимки приложены ' || n)
   from generate_series(1, $1::int) n`,
);
const readPage = statement(
  'bench.read-journal',
  `select id, at, appeal_id, action, person_id, capacity, on_behalf_of_id, clause, from_stage, to_stage, version, form_id, details, epoch, txid
   from journal_entry where id > $1 order by id limit ${PAGE}`,
);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** As anything reads the journal: by pages, each row parsed. */
async function readAll(database: Database): Promise<void> {
  for (let after = 0; ;) {
    const rows = await database.query<{ id: number }>(readPage, [after]);
    after = rows.at(-1)?.id ?? after;
    if (rows.length < PAGE) return;
  }
}

async function rowsOf(database: Database, atMost: number): Promise<Row[]> {
  const head = await lastHead(database);
  if (!head) throw new Error('Nothing is sealed');
  const rows: Row[] = [];
  for (let after = BEGINNING; rows.length < atMost;) {
    const page = await entriesUpTo(database, after, head, PAGE);
    rows.push(...page);
    const last = page.at(-1);
    if (!last) break;
    after = positionOf(last);
  }
  return rows;
}

/** Of the same entries in memory: bare SHA-256 of each line, the tree over them, and their lines made first. */
async function hashing(rows: readonly Row[]) {
  const lines = rows.map(lineOf);
  const bare = await timed(async () => {
    for (const line of lines) createHash('sha256').update(line).digest();
  });
  const tree = await timed(async () => {
    const growing = new GrowingTree();
    for (const line of lines) growing.add(leafHash(line));
  });
  const whole = await timed(async () => {
    const growing = new GrowingTree();
    for (const row of rows) growing.add(leafHash(lineOf(row)));
  });
  return { bare, tree: bare / tree, whole: bare / whole };
}

async function sealAll(office: Office): Promise<number> {
  const desk = { [DATABASE]: office.database, clock: systemClock };
  return timed(async () => {
    while ((await sealJournal(desk)).more);
  });
}

async function unseal({ database }: Office): Promise<void> {
  for (const table of ['journal_head', 'journal_leaf', 'journal_node']) {
    await database.dataSource.query(`alter table ${table} disable trigger all`);
    await database.dataSource.query(`truncate ${table}`);
    await database.dataSource.query(`alter table ${table} enable trigger all`);
  }
}

async function measureJournal(office: Office): Promise<void> {
  const { database } = office;
  await database.query(fill, [ENTRIES]);
  const rounds = { bare: [], tree: [], whole: [], sealing: [], reading: [], verifying: [] } as Record<string, number[]>;
  for (let round = -1; round < ROUNDS; round += 1) {
    await unseal(office);
    const sealing = await sealAll(office);
    const rows = await rowsOf(database, Math.min(ENTRIES, 50_000));
    const { bare, tree, whole } = await hashing(rows);
    const reading = await timed(() => readAll(database));
    const verifying = await timed(async () => {
      const verdict = await verifyJournal(database);
      if (verdict.outcome !== 'whole') throw new Error(`The journal is ${verdict.outcome}`);
    });
    if (round < 0) continue;
    const perEntry = bare / rows.length;
    const taken = { bare: 1 / perEntry, tree, whole, sealing: (perEntry * ENTRIES) / sealing, reading, verifying };
    for (const [what, figure] of Object.entries(taken)) rounds[what]?.push(figure);
  }
  const { bare = [], tree = [], whole = [], sealing = [], reading = [], verifying = [] } = rounds;
  printTable(`${ENTRIES} entries of the journal`, [
    { what: 'bare SHA-256 of each line', rounds: bare, unit: 'a ms' },
    { what: 'the tree over the lines, of that speed', rounds: tree, unit: '×', digits: 2, aim: '≥ 0.3' },
    { what: 'lines made and the tree, of that speed', rounds: whole, unit: '×', digits: 2 },
    { what: 'sealing with the database, of that speed', rounds: sealing, unit: '×', digits: 3 },
    { what: 'reading them by pages', rounds: reading, unit: 'ms' },
    {
      what: 'journal:verify / reading',
      rounds: verifying.map((one, round) => one / (reading[round] ?? Number.NaN)),
      unit: '×',
      digits: 2,
      aim: '≤ 3',
    },
  ]);
}

/** While this is held nobody seals: the follower waits for it, as behind another one. */
async function withoutSealing<Result>(office: Office, work: () => Promise<Result>): Promise<Result> {
  const session = office.database.dataSource.createQueryRunner();
  await session.startTransaction();
  try {
    await session.query('lock table journal_head in share update exclusive mode');
    return await work();
  } finally {
    await session.commitTransaction();
    await session.release();
  }
}

const sealedSoFar = async ({ database }: Office): Promise<number> => (await lastHead(database))?.size ?? 0;

async function measurePresses(office: Office): Promise<void> {
  const sink = await startSink();
  try {
    const appeals = await fillOffice(office.database, (ROUNDS + 1) * 2 * PRESSES);
    const bot = await startBotProcess(office.url, sink.apiRoot, office.folder);
    const people = presser(bot.port, sink);
    const press = () => pressInTurn(people, appeals, PRESSES);
    const [alone, beside, sealed]: [number[], number[], number[]] = [[], [], []];
    for (let round = -1; round < ROUNDS; round += 1) {
      const before = await sealedSoFar(office);
      const sides = { alone: () => withoutSealing(office, press), beside: press };
      const first = round % 2 === 0 ? ('alone' as const) : ('beside' as const);
      const second = first === 'alone' ? 'beside' : 'alone';
      const taken = { [first]: median(await sides[first]()), [second]: median(await sides[second]()) };
      await pause(3_000);
      if (round < 0) continue;
      alone.push(taken.alone ?? Number.NaN);
      beside.push(taken.beside ?? Number.NaN);
      sealed.push((await sealedSoFar(office)) - before);
    }
    people.close();
    await bot.stop();
    printTable('one press after another, while nobody seals and beside sealing', [
      { what: 'median alone', rounds: alone, unit: 'ms', digits: 1 },
      {
        what: 'beside sealing / alone',
        rounds: beside.map((one, round) => one / (alone[round] ?? Number.NaN)),
        unit: '×',
        digits: 2,
        aim: '≤ 1.05',
      },
      { what: 'entries sealed meanwhile', rounds: sealed, unit: '' },
    ]);
  } finally {
    await sink.stop();
  }
}

async function main(): Promise<void> {
  for (const measure of [measureJournal, measurePresses]) {
    const office = await openOffice();
    try {
      await measure(office);
    } finally {
      await office.close();
    }
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
