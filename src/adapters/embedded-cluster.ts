import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { AppError, codeOf } from '../errors';
import { pause } from '../process/pause';
import { makeFolders } from './closed-folder';
import {
  DRAFT_PREFIX,
  RETRIES,
  type ServerUser,
  closedFolder,
  executable,
  isShared,
  ownAccount,
  serverBinaries,
  serverUser,
  tidyShelf,
} from './embedded-binaries';
import { foreign, isAlive, isForbidden, isRunning, notedPostmaster, runningPostmaster } from './embedded-postmaster';

/** A PostgreSQL data folder of ours and what is needed to run it. */
export interface Cluster {
  readonly folder: string;
  readonly binaries: string;
  readonly user: ServerUser | null;
}

const LOG_LIMIT_BYTES = 2_000_000;
const START_SECONDS = 60;
const STOP_SECONDS = 5;
const STOP_AGAIN_MS = 50;
const LAST_WORDS_MS = 200;
/** PostgreSQL refuses a folder that its group may write to or others may enter. */
const OPEN_TO_OTHERS = 0o027;
const NOBODYS_PID = 2_147_483_647;

/** Settings of every embedded server. Rows hold citizens' data, so the server's log gets neither values nor statements. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  // A registry of years writes 140 MB of the log within seconds. Whoever commits meanwhile brings to the disk what the log's writer has
  // not yet, and waits while each new 16 MB of it are made: 60 to 90 ms, every second. So it writes often and keeps more for use again.
  wal_writer_delay: '20ms',
  min_wal_size: '256MB',
  // A bot that was killed leaves transactions behind: their backends look for it this often.
  client_connection_check_interval: '2s',
};

/** For servers whose data nobody will miss: tests. */
const DISPOSABLE_SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  // An office's connections have planned their statements long ago; those of a test end before that, and would plan each anew five times:
  // a quarter of what the server takes.
  plan_cache_mode: 'force_generic_plan',
  // Several bots at once, of 20 connections each, and the sessions of those that were killed.
  max_connections: '300',
};

export function clusterFolder(dataDir: string): string {
  return path.join(path.resolve(dataDir), 'pg');
}

function logFile(cluster: Cluster): string {
  return path.join(cluster.folder, 'server.log');
}

/**
 * Makes the data folder when it is not there yet. It is made aside and then renamed, so a killed first start
 * leaves no half of a cluster, and of two bots that start at once one wins and both go on with the same.
 * @throws AppError `embedded_missing`, `embedded_failed`; what the signal says, once nothing of it is left.
 */
export async function prepareCluster(dataDir: string, signal?: AbortSignal): Promise<Cluster> {
  const home = path.resolve(dataDir);
  const folder = clusterFolder(home);
  makeHome(home);
  claim(folder);
  const user = serverUser(folder);
  const cluster: Cluster = { folder, user, binaries: serverBinaries(home, user) };
  if (!existsSync(folder)) await initialize(cluster, signal);
  return cluster;
}

/**
 * What keeps PostgreSQL from a folder that is ours: root's own, as a plain copy of a backup by root is, and one that is open to
 * others, as a copy without its modes is. A cluster that was made while the machine had no account for it leaves the shared one as
 * soon as there is one. Not under a server that runs. The folder itself comes last, so a start that was killed half-way is gone on
 * with by the next.
 */
function claim(folder: string): void {
  if (process.platform === 'win32' || !existsSync(folder)) return;
  const { uid, gid, mode } = statSync(folder);
  const me = process.getuid?.();
  if ((me !== 0 && me !== uid) || runningPostmaster(folder) !== null) return;
  const account = me !== 0 ? null : uid === 0 ? serverUser(folder) : isShared({ uid, gid }) ? ownAccount() : null;
  if (account)
    for (const name of [...readdirSync(folder, { recursive: true, encoding: 'utf8' }), '.'])
      lchownSync(path.join(folder, name), account.uid, account.gid);
  if ((mode & OPEN_TO_OTHERS) !== 0) chmodSync(folder, 0o700);
}

/** For the cluster's owner, once its server runs and nobody else can be starting on old binaries. */
export function tidy(cluster: Cluster): void {
  tidyShelf(path.dirname(cluster.folder), cluster.binaries);
}

/** Makes DATA_DIR. As root the server's user must pass through, but need not list: the same folder holds citizens' files. */
export function makeHome(home: string): void {
  let first: string | undefined;
  try {
    first = makeFolders(home, 0o777);
  } catch (error) {
    if (isForbidden(error)) throw foreign(home, error);
    const reason = codeOf(error);
    if (reason !== 'ENOENT') throw error;
    throw new AppError('home_not_made', `DATA_DIR: ${home}: ${reason}`, { folder: home, reason }, { cause: error });
  }
  if (first === undefined || process.platform === 'win32') return;
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  for (let folder = home; folder.length >= first.length; folder = path.dirname(folder)) chmodSync(folder, mode);
}

async function initialize(cluster: Cluster, signal: AbortSignal | undefined): Promise<void> {
  const draft = mkdtempSync(path.join(path.dirname(cluster.folder), DRAFT_PREFIX));
  const data = path.join(draft, 'data');
  const secret = path.join(draft, 'password');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(secret, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (cluster.user !== null) {
    for (const name of [draft, data, secret]) chownSync(name, cluster.user.uid, cluster.user.gid);
  }
  try {
    await run(
      cluster,
      'initdb',
      [
        `--pgdata=${data}`,
        `--pwfile=${secret}`,
        '--username=postgres',
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // The server's own C.UTF-8: the same on every platform, and lower('Ә') works.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      signal,
    );
    renameSync(secret, path.join(data, 'password'));
    if (!existsSync(cluster.folder)) renameSync(data, cluster.folder);
  } catch (error) {
    signal?.throwIfAborted();
    // Another bot's cluster came first: go on with it.
    if (!existsSync(cluster.folder)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true, maxRetries: RETRIES });
  }
}

/** Connection string of a server of this folder. The password lives in the folder, readable by its owner only. */
export function connectionString(folder: string, port: number): string {
  const password = readFileSync(path.join(folder, 'password'), 'utf8').trim();
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

/**
 * Starts the server in the background, out of reach of the terminal's Ctrl+C: the bot drains first, then stops it.
 * @throws AppError `embedded_failed` or `embedded_closed` with the end of the server's log.
 */
export async function startServer(
  cluster: Cluster,
  { port, disposable, signal }: { port: number; disposable: boolean; signal?: AbortSignal | undefined },
): Promise<void> {
  disownForeignNumber(cluster.folder);
  boundLog(cluster);
  const settings = Object.entries({ ...SETTINGS, ...(disposable ? DISPOSABLE_SETTINGS : {}) });
  const options = [`-p ${port}`, ...settings.map(([name, value]) => `-c ${name}=${value}`)].join(' ');
  const seconds = String(START_SECONDS);
  const file = logFile(cluster);
  const started = run(cluster, 'pg_ctl', [
    'start',
    '-w',
    '-s',
    '-t',
    seconds,
    ...at(cluster),
    '-l',
    file,
    '-o',
    options,
  ]);
  await untilEnded(cluster, started, signal);
}

/** A server that recovers takes minutes: it is stopped under way, as soon as it has said that it is there, and `pg_ctl` ends by that. */
async function untilEnded(cluster: Cluster, started: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  let isOver = false;
  const over = started.finally(() => (isOver = true));
  const asked = async (): Promise<void> => {
    while (!isOver) {
      await stopServer(cluster).catch(() => undefined);
      await pause(STOP_AGAIN_MS);
    }
  };
  const ask = () => void asked();
  signal?.addEventListener('abort', ask);
  try {
    await over;
  } finally {
    signal?.removeEventListener('abort', ask);
  }
}

/**
 * After kill -9 PostgreSQL finds its pid file stale by itself, but for one case: another process has got the number,
 * or nobody has buried the dead (both usual in containers). Then it would refuse to start, so the number is replaced
 * by one that no process has. The rest of the file stays: by it PostgreSQL sees whether old backends still run.
 */
function disownForeignNumber(folder: string): void {
  const noted = notedPostmaster(folder);
  if (noted === null || !isAlive(noted.pid) || isRunning(noted)) return;
  const file = path.join(folder, 'postmaster.pid');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(NOBODYS_PID)));
}

/** Stops within seconds: politely first; a server that does not listen is cut and recovers at its next start. */
export async function stopServer(cluster: Cluster): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    if (runningPostmaster(cluster.folder) === null) return;
    try {
      await run(cluster, 'pg_ctl', ['stop', '-w', '-s', '-t', String(STOP_SECONDS), '-m', mode, ...at(cluster)]);
    } catch (error) {
      if (mode === 'immediate' && runningPostmaster(cluster.folder) !== null) throw error;
    }
  }
}

/** Keeps the server's log and one older piece, each of about 2 MB. The server appends, so it can be cut under way. */
export function boundLog(cluster: Cluster): void {
  const file = logFile(cluster);
  try {
    if (statSync(file).size <= LOG_LIMIT_BYTES) return;
    copyFileSync(file, `${file}.1`);
    truncateSync(file);
  } catch {
    // No log yet, or the platform holds the file: the next round will do it.
  }
}

function at(cluster: Cluster): string[] {
  return ['-D', cluster.folder];
}

/** @param signal kills it, and those that it has started */
async function run(cluster: Cluster, program: string, args: readonly string[], signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const file = path.join(cluster.binaries, 'bin', executable(program));
  const output: string[] = [];
  const code = await new Promise<number | string>((resolve) => {
    const child = spawn(file, args, {
      ...(cluster.user ?? {}),
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      windowsHide: true,
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    const kill = () => killWhole(child);
    signal?.addEventListener('abort', kill);
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', () => signal?.removeEventListener('abort', kill));
    child.once('exit', (status, signal) => {
      const finish = (): void => {
        resolve(status ?? signal ?? 'unknown');
      };
      // On Windows the server inherits the pipes, so they may stay open as long as it runs.
      child.once('close', finish);
      setTimeout(finish, LAST_WORDS_MS);
    });
  });
  if (code === 0) return;
  throw failure(cluster, program, code, output.join(''));
}

/** It was started detached, so those that it has started are of its group. */
function killWhole(child: ChildProcess): void {
  if (child.pid === undefined || process.platform === 'win32') child.kill('SIGKILL');
  else process.kill(-child.pid, 'SIGKILL');
}

function failure(cluster: Cluster, program: string, code: number | string, output: string): AppError {
  const { folder, user } = cluster;
  const details = [`${program}: ${code}`, output, logTail(cluster)]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n');
  const closed = closedFolder(user, folder);
  if (closed !== null && user !== null)
    return new AppError(
      'embedded_closed',
      `The embedded PostgreSQL runs as user ${user.uid}, who may not enter ${closed}: set DATA_DIR to an open place such as ` +
        `/var/lib/murajagat.\n${details}`,
      { user: user.uid, closed, details },
    );
  return new AppError(
    'embedded_failed',
    `The embedded PostgreSQL in ${folder} failed. Set DATABASE_URL to use another PostgreSQL.\n${details}`,
    { folder, details },
  );
}

function logTail(cluster: Cluster): string {
  try {
    return readFileSync(logFile(cluster), 'utf8').split('\n').slice(-12).join('\n');
  } catch {
    return '';
  }
}

/** The bot's token and the office's passwords are none of the server's business, and PG* variables would steer it. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept: NodeJS.ProcessEnv = {};
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'LD_LIBRARY_PATH']) {
    if (process.env[name] !== undefined) kept[name] = process.env[name];
  }
  return { ...kept, LC_ALL: 'C', TZ: 'UTC' };
}
