import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copiesIn } from '../../src/adapters/backup/copies-in';
import { readCopy, restoreCopy } from '../../src/adapters/backup/restore-copy';
import { readPart } from '../../src/adapters/backup/parts';
import { openSnapshot, quoted } from '../../src/adapters/backup/snapshot';
import { openDatabase } from '../../src/adapters/database';
import { markInstallation } from '../../src/adapters/installation';
import { notSealedYet } from '../../src/usecases/proof/sealed';
import { activateSet, setToBuild } from '../../src/usecases/statistics/sets';
import { pause } from '../support/until';
import { startBotProcess } from './support/bot-process';
import { fillOffice } from './support/busy-office';
import { median, printTable, quantile } from './support/figures';
import { openOffice, type Office } from './support/office';
import { fillYears } from './support/office-of-years';
import { presser, pressInTurn } from './support/press';
import { startSink } from './support/sink';

const APPEALS = Number(process.env.BENCH_APPEALS ?? 1_000_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const PRESSES = Number(process.env.BENCH_PRESSES ?? 200);
/** As built: what compiles TypeScript on its way would be counted as memory. */
const PROGRAM = path.join(__dirname, '../../dist/src/commands/backup.js');

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
};

/** The same tables as files by COPY of the same snapshot, over the same connection: nothing is packed, summed or synced. */
async function bareCopyOut(url: string, folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const snapshot = await openSnapshot(url);
  const taken = await seconds(async () => {
    for (const table of snapshot.tables) {
      const file = await open(path.join(folder, table.name), 'w');
      for await (const chunk of snapshot.read(table).bytes) await file.writeFile(chunk);
      await file.close();
    }
  });
  await snapshot.close();
  return taken;
}

/** As an administrator starts it. @returns seconds from its first byte to its end, and what it has held of memory at most */
async function backup(office: Office, copies: string): Promise<{ seconds: number; megabytes: number }> {
  const env = { ...process.env, DATABASE_URL: office.url, DATA_DIR: office.folder, BOT_TOKEN: '1:bench' };
  let megabytes = 0;
  const taken = await seconds(async () => {
    const child = spawn(process.execPath, [PROGRAM, copies], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const watch = setInterval(() => {
      readFile(`/proc/${child.pid}/status`, 'utf8').then(
        (status) => (megabytes = Math.max(megabytes, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024)),
        () => undefined,
      );
    }, 50);
    await new Promise((resolve) => child.once('close', resolve));
    clearInterval(watch);
  });
  return { seconds: taken, megabytes };
}

/** The rows of a copy, unpacked, into tables that are there and have no index: what no way of loading can do without. */
async function bareCopyIn(office: Office, folder: string): Promise<number> {
  const { manifest } = await readCopy(folder);
  const name = await freshDatabase(office, 'bench_bare');
  const client = new Client({ connectionString: name.href });
  await client.connect();
  const taken = await seconds(async () => {
    for (const table of manifest.tables) {
      const columns = table.columns.map((one) => `${quoted(one)} text`).join(', ');
      await client.query(`begin; create table ${quoted(table.name)} (${columns})`);
      const into = client.query(copyFrom(`copy ${quoted(table.name)} from stdin`));
      await pipeline(await readPart(folder, table, null), into);
      await client.query('commit');
    }
  });
  await client.end();
  return taken;
}

async function freshDatabase(office: Office, name: string): Promise<URL> {
  const url = new URL(office.url);
  url.pathname = `/${name}`;
  const server = new Client({ connectionString: office.url });
  await server.connect();
  await server.query(`drop database if exists ${name} with (force)`);
  await server.query(`create database ${name} template template0`);
  await server.end();
  return url;
}

async function restore(office: Office, folder: string): Promise<number> {
  const url = await freshDatabase(office, 'bench_restored');
  const database = await openDatabase({ url: url.href, pool: 'jobs', poolSize: 2 });
  const copy = await readCopy(folder);
  const taken = await seconds(() =>
    restoreCopy({ database, files: null, copy, identity: null, afterwards: async () => undefined }),
  );
  await database.close();
  return taken;
}

async function main(): Promise<void> {
  const [office, sink] = [await openOffice(), await startSink()];
  const home = await mkdtemp(path.join(tmpdir(), 'murajagat-bench-copies-'));
  try {
    await fillYears(office, APPEALS);
    const appeals = await fillOffice(office.database, (ROUNDS + 1) * 2 * PRESSES);
    await markInstallation(office.database, 'office');
    await countNothing(office);
    const bot = await startBotProcess(office.url, sink.apiRoot, office.folder);
    const people = presser(bot.port, sink);
    await caughtUp(office);
    const press = () => pressInTurn(people, appeals, PRESSES);
    const copies = path.join(home, 'copies');
    const rounds = { out: [], ours: [], memory: [], bare: [], back: [], alone: [], beside: [] } as Record<
      string,
      number[]
    >;
    for (let round = -1; round < ROUNDS; round += 1) {
      const out = await bareCopyOut(office.url, path.join(home, 'bare'));
      const ours = await backup(office, copies);
      const alone = await press();
      let isOver = false;
      const copying = (async () => {
        while (!isOver) await backup(office, copies);
      })();
      const beside = await press();
      isOver = true;
      await copying;
      const taken = { out, ours: ours.seconds, memory: ours.megabytes, alone: p99(alone), beside: p99(beside) };
      if (round >= 0) keep(rounds, taken);
    }
    people.close();
    // Nobody restores beside a bot at work.
    await bot.stop();
    const [newest] = await copiesIn(copies);
    for (let round = -1; round < ROUNDS; round += 1) {
      const bare = await bareCopyIn(office, newest?.folder ?? '');
      const back = await restore(office, newest?.folder ?? '');
      if (round >= 0) keep(rounds, { bare, back });
    }
    print(rounds);
  } finally {
    await sink.stop();
    await office.close();
    await rm(home, { recursive: true, force: true });
  }
}

const keep = (rounds: Record<string, number[]>, taken: Readonly<Record<string, number>>): void => {
  for (const [what, figure] of Object.entries(taken)) rounds[what]?.push(figure);
};

/**
 * Years that were written at once are sealed first, as an office's are each day: it takes as long as all the rest. Counting them would
 * take hours; the copy does not care what statistics say.
 */
async function caughtUp(office: Office): Promise<void> {
  while ((await notSealedYet(office.database)).count > 0) await pause(5_000);
}
const countNothing = ({ database }: Office): Promise<void> =>
  database.transaction(async (tx) => activateSet(tx, await setToBuild(tx, 'bot')));

const p99 = (sample: readonly number[]): number => quantile(sample, 0.99);

function print({
  out = [],
  ours = [],
  memory = [],
  bare = [],
  back = [],
  alone = [],
  beside = [],
}: Record<string, number[]>): void {
  const against = (one: readonly number[], other: readonly number[]) =>
    one.map((figure, index) => figure / (other[index] ?? 1));
  printTable(
    `a copy of ${APPEALS} appeals as \`npm run backup\` takes it, and back`,
    [
      { what: 'backup', rounds: ours, unit: 's', digits: 1 },
      { what: 'its speed / that of COPY to files', rounds: against(out, ours), unit: '×', digits: 2, aim: '≥ 0.5' },
      { what: 'memory of the command at most', rounds: memory, unit: 'MB' },
      { what: 'p99 of a press beside it / alone', rounds: against(beside, alone), unit: '×', digits: 2, aim: '≤ 1.5' },
      { what: 'restore', rounds: back, unit: 's', digits: 1 },
      { what: 'restore / a bare COPY in', rounds: against(back, bare), unit: '×', digits: 2, aim: '≤ 3' },
    ],
    [
      `COPY to files: ${median(out).toFixed(1)} s; a bare COPY in: ${median(bare).toFixed(1)} s; p99 alone: ${median(alone).toFixed(1)} ms`,
    ],
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
