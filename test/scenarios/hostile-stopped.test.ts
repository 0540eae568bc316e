import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { connectionString, prepareCluster, startServer } from '../../src/adapters/embedded-cluster';
import { runningPostmaster } from '../../src/adapters/embedded-postmaster';
import { MIGRATION_LOCK } from '../../src/adapters/migrations';
import { startBotApiSink } from '../support/bot-api-sink';
import { compileProgram, startProgram, type Program } from '../support/program';
import { freePort } from '../support/program-office';
import { until } from '../support/until';

// Each start is one of an office with the embedded server. Its end within 10 s is told by what it says: nothing, and not that it was cut.

let compiled: ReturnType<typeof compileProgram>;
let silent: Server;
let home: string;
const dataDir = () => path.join(home, 'data');
const cluster = () => path.join(dataDir(), 'pg');

beforeAll(() => {
  compiled = compileProgram();
});
afterAll(() => compiled.remove());
beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'murajagat-stopped-'));
  chmodSync(home, 0o755);
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  silent.close();
  rmSync(home, { recursive: true, force: true });
});

function start(apiRoot = `http://127.0.0.1:${(silent.address() as { port: number }).port}`): Program {
  return startProgram(compiled.folder, {
    BOT_TOKEN: '71:a-token-of-a-start-that-is-stopped-00',
    DATA_DIR: dataDir(),
    TELEGRAM_API_ROOT: apiRoot,
  });
}

/** @returns what it has said beside that it makes a database */
async function stopped(program: Program, signal: NodeJS.Signals): Promise<string> {
  process.kill(program.pid, signal);
  expect(await program.gone()).toBe(0);
  return program.output.replace(/^.*\/pg\b.*\n/, '');
}

const nothingIsLeft = () => {
  expect(existsSync(cluster()) ? runningPostmaster(cluster()) : null).toBeNull();
  expect(readdirSync(dataDir()).filter((name) => name.startsWith('.unfinished'))).toEqual([]);
};

async function startsAnew(): Promise<void> {
  const telegram = await startBotApiSink();
  telegram.on('getMe', () => ({ result: { id: 71, is_bot: true, first_name: 'Bot', username: 'murajagat_bot' } }));
  const next = start(telegram.apiRoot);
  await next.ready();
  expect(await next.stop()).toBe(0);
  await telegram.stop();
  nothingIsLeft();
}

function initdbOf({ pid }: Program): number {
  const children = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const line = children.split('\n').find((one) => one.trim().split(/\s+/)[1] === String(pid) && one.includes('initdb'));
  return Number(line?.trim().split(/\s+/)[0] ?? 0);
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while the database is made, however long that takes: nothing is left of it, and the next start makes it',
  async (signal) => {
    const program = start();
    let initdb = 0;
    await until('initdb works', () => (initdb = initdbOf(program)) > 0);
    process.kill(-initdb, 'SIGSTOP');
    expect(await stopped(program, signal)).toBe('');
    await until('initdb is gone', () => initdbOf(program) === 0 && !isThere(initdb));
    nothingIsLeft();
    await startsAnew();
  },
);

/** The dead whom nobody has buried have no command line. */
const isThere = (pid: number): boolean =>
  execFileSync('ps', ['-A', '-o', 'pid=,stat='], { encoding: 'utf8' })
    .split('\n')
    .some((line) => new RegExp(`^\\s*${pid}\\s+[^Z]`).test(line));

test('SIGINT while the server starts: it is stopped, and the next start starts it', async () => {
  const program = start();
  await until('the server has begun', () => existsSync(path.join(cluster(), 'postmaster.pid')));
  expect(await stopped(program, 'SIGINT')).toBe('');
  nothingIsLeft();
  await startsAnew();
});

test('SIGINT while migrations wait or work: no word of the database that goes under them, and the next start migrates', async () => {
  const made = await prepareCluster(dataDir());
  await startServer(made, { port: await freePort(), disposable: true });
  const migrating = new Client(connectionString(cluster(), runningPostmaster(cluster())?.port ?? 0));
  migrating.on('error', () => undefined);
  await migrating.connect();
  await migrating.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
  const program = start();
  const waiting = `select from pg_locks where locktype = 'advisory' and objid = ${MIGRATION_LOCK} and not granted`;
  await until('it waits for its turn', async () => ((await migrating.query(waiting)).rowCount ?? 0) > 0);
  expect(await stopped(program, 'SIGINT')).toBe('');
  nothingIsLeft();
  await startsAnew();
});

test('SIGINT before Telegram answers: it ends at once, and the next start works', async () => {
  let isAsked = false;
  silent.once('connection', () => (isAsked = true));
  const program = start();
  await until('Telegram is asked', () => isAsked);
  process.kill(program.pid, 'SIGINT');
  expect(await program.gone()).toBe(0);
  expect(program.output).not.toMatch(/^\s+at /m);
  nothingIsLeft();
  await startsAnew();
});
