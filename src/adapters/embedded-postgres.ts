import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { AppError } from '../errors';
import { isShared } from './embedded-binaries';
import {
  type Cluster,
  boundLog,
  clusterFolder,
  connectionString,
  prepareCluster,
  startServer,
  stopServer,
  tidy,
} from './embedded-cluster';
import { runningPostmaster } from './embedded-postmaster';

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** Data that nobody will miss (tests): several times faster, lost with the machine's power. */
  readonly disposable?: boolean;
  /** The server died or dropped us while we were not stopping it. `restart()` brings it back; pools reconnect by themselves. */
  readonly onExit?: (reason: Error) => void;
  /** Nobody wants it any more: what is under way is taken back, and `startEmbedded` throws the reason. */
  readonly signal?: AbortSignal;
}

export interface Embedded {
  /** Connection string with the password: not for logs. It stays the same over `restart()`. */
  readonly url: string;
  /** The server was already running: its former bot was killed. */
  readonly adopted: boolean;
  /** It runs as `nobody`, whose other processes could read the data: the machine has no account for it. */
  readonly isShared: boolean;
  /** @throws AppError `embedded_busy` when another bot was quicker to take the folder. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Held {
  /** Its advisory lock is ours for as long as it lives, and its end tells at once that the server is gone. */
  readonly session: Client;
  readonly port: number;
  readonly adopted: boolean;
}

/** One bot per cluster. PostgreSQL frees the lock when its holder dies, by kill -9 too, on every platform. */
const OWNER_LOCK = 334_000_001;
const OWNER_PREFIX = 'murajagat bot ';

const READY_LIMIT_MS = 300_000;
const OWNER_PATIENCE_MS = 1_000;
const LOG_CHECK_MS = 60_000;
const START_ATTEMPTS = 10;

/**
 * Runs PostgreSQL from the npm binaries on `dataDir`, or adopts the one that a killed bot left running there.
 * @throws AppError `embedded_busy` (another bot holds the folder), `embedded_missing` (no binaries for this
 *   platform), `embedded_foreign` (another user's folder), `embedded_failed` (with the server's own words).
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const cluster = await prepareCluster(options.dataDir, options.signal);
  const disposable = options.disposable ?? false;
  let held: Held | null = null;
  let restarting: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const take = async (fixedPort?: number): Promise<Held> => {
    const taken = await hold(cluster, { disposable, fixedPort, signal: options.signal });
    held = taken;
    const lost = (reason: Error): void => {
      if (held !== taken) return;
      held = null;
      options.onExit?.(reason);
    };
    taken.session.once('error', lost);
    taken.session.once('end', () => {
      lost(new Error('The embedded PostgreSQL closed the connection'));
    });
    return taken;
  };

  const first = await take();
  if (!first.adopted) tidy(cluster);
  const logWatch = setInterval(() => {
    boundLog(cluster);
  }, LOG_CHECK_MS).unref();
  return {
    url: connectionString(cluster.folder, first.port),
    adopted: first.adopted,
    isShared: isShared(cluster.user),
    restart: async () => {
      if (held !== null || stopped) return;
      restarting = take(first.port);
      await restarting;
    },
    stop: async () => {
      stopped = true;
      clearInterval(logWatch);
      await restarting.catch(ignore);
      if (held === null) return;
      const { session } = held;
      held = null;
      session.on('error', ignore);
      // The lock goes with the server, never before it: a bot that starts meanwhile must not adopt a dying server.
      await stopServer(cluster);
      await session.end().catch(ignore);
    },
  };
}

/**
 * Connection string of the embedded server that runs on `dataDir`, for commands that work beside the bot;
 * null when none is running there.
 * @throws AppError `embedded_foreign` when the folder is another user's.
 */
export async function findEmbedded(dataDir: string): Promise<string | null> {
  const folder = clusterFolder(dataDir);
  const running = runningPostmaster(folder);
  if (running === null) return null;
  const url = connectionString(folder, running.port);
  const session = await connect(url, 'murajagat search');
  await session?.end();
  return session === null ? null : url;
}

/** Starts or adopts, whichever is needed, until this process holds the cluster. */
async function hold(
  cluster: Cluster,
  {
    disposable,
    fixedPort,
    signal,
  }: { disposable: boolean; fixedPort: number | undefined; signal: AbortSignal | undefined },
): Promise<Held> {
  const deadline = performance.now() + READY_LIMIT_MS;
  let adopted = true;
  for (let attempt = 1; performance.now() < deadline;) {
    const running = runningPostmaster(cluster.folder);
    // One that we have started is taken first, so that whoever stops us stops it too.
    if (adopted || running === null) signal?.throwIfAborted();
    if (running === null) {
      try {
        await startServer(cluster, { port: fixedPort ?? (await freePort()), disposable, signal });
        adopted = false;
      } catch (error) {
        if (attempt++ >= START_ATTEMPTS || !(isPassing(error) || runningPostmaster(cluster.folder) !== null))
          throw error;
        await delay(200);
      }
      continue;
    }
    const session = await connect(connectionString(cluster.folder, running.port), `${OWNER_PREFIX}${process.pid}`);
    if (session === null) {
      await delay(50);
      continue;
    }
    await takeOwnership(session, cluster);
    if (fixedPort === undefined || fixedPort === running.port) return { session, port: running.port, adopted };
    // Adopted from somebody who came and died in between: our pools know the old address only.
    session.on('error', ignore);
    await stopServer(cluster);
  }
  throw new AppError(
    'embedded_failed',
    `The embedded PostgreSQL in ${cluster.folder} did not become ready; see server.log there`,
    { folder: cluster.folder, details: path.join(cluster.folder, 'server.log') },
  );
}

async function takeOwnership(session: Client, cluster: Cluster): Promise<void> {
  const deadline = performance.now() + OWNER_PATIENCE_MS;
  for (;;) {
    const { rows } = await session.query<{ taken: boolean }>(`select pg_try_advisory_lock(${OWNER_LOCK}) as taken`);
    if (rows[0]?.taken === true) return;
    if (performance.now() > deadline) break;
    await delay(50);
  }
  const { rows } = await session.query<{ owner: string }>(
    `select a.application_name as owner from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and l.classid = 0 and l.objid = ${OWNER_LOCK}`,
  );
  await session.end();
  const owner = rows[0]?.owner.replace(OWNER_PREFIX, '') ?? 'unknown';
  throw new AppError(
    'embedded_busy',
    `Another bot or command (process ${owner}) already works with the database in ${cluster.folder}. ` +
      'Wait for it or stop it, or give this one its own DATA_DIR, or let both use one DATABASE_URL.',
    { owner, folder: cluster.folder },
  );
}

/** "Not yet" or "not any more": the server is starting, recovering, stopping or full. */
const PASSING_CODES: ReadonlySet<unknown> = new Set(['57P03', '53300', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** The same in words: a port that somebody took before us, the pid file of another bot's server, backends that outlive kill -9. */
const PASSING_WORDS = /Address already in use|could not bind|lock file|is still in use|terminated|timeout/i;

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && PASSING_CODES.has(error.code)) || PASSING_WORDS.test(error.message);
}

async function connect(url: string, name: string): Promise<Client | null> {
  const session = new Client({ connectionString: url, application_name: name, connectionTimeoutMillis: 5_000 });
  session.on('error', ignore);
  try {
    await session.connect();
    return session;
  } catch (error) {
    await session.end().catch(ignore);
    if (isPassing(error)) return null;
    throw error;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const address = server.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        server.close(() => {
          resolve(port);
        });
      });
  });
}

function ignore(): void {
  // The connection's owner learns of its end in another way.
}
