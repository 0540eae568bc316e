import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import type { QueryRunner } from 'typeorm';
import type { Database } from './database';
import { describeError, type Log } from './log';

/** What must be done by one process at a time. The callbacks must not throw. */
export interface Contender {
  gained(): void;
  /** The connection that holds the place broke: another process may have it already. */
  lost(): void;
}

export interface Seat {
  readonly held: boolean;
  /** Gives the place up and no longer asks for it; the next process has it within a second or so. */
  resign(): Promise<void>;
}

export interface Leadership {
  /** Asks for the place until it is got, and again after it was lost. */
  compete(name: string, contender: Contender): Seat;
  /** Hears NOTIFY on a channel (a plain lower-case name). What is said while the connection is broken is missed. */
  listen(channel: string, onNotice: () => void): void;
  /** Resolves after the first round: whoever can lead, leads. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface LeadershipOptions {
  readonly database: Database;
  readonly log: Log;
  /** Between two rounds; a takeover takes at most about this long. */
  readonly intervalMilliseconds?: number;
}

/** First half of every lock of ours, so that they meet no other program's. */
const LOCK_SPACE = 334_000_003;
const ROUND_LIMIT_MS = 5_000;

interface Contest {
  readonly lock: number;
  readonly contender: Contender;
  held: boolean;
}

interface Connection {
  readonly runner: QueryRunner;
  readonly client: Client;
}

/**
 * One connection per process, kept for its life, that holds advisory locks and hears notices. PostgreSQL frees the locks
 * of a process that was killed as soon as its socket closes; of a machine that vanished, after some 15 s of keep-alive.
 * Needs a real session: no pooler in transaction mode in between.
 */
export function createLeadership({ database, log, intervalMilliseconds = 1_000 }: LeadershipOptions): Leadership {
  const contests = new Set<Contest>();
  const channels = new Map<string, () => void>();
  let connection: Connection | null = null;
  let timer: NodeJS.Timeout | null = null;
  let round: Promise<void> | null = null;
  let asking: Promise<void> | null = null;
  let stopped = false;

  async function connect(): Promise<Connection> {
    const runner = database.dataSource.createQueryRunner();
    const client = (await runner.connect()) as Client;
    const opened = { runner, client };
    client.on('notification', ({ channel }) => channels.get(channel)?.());
    client.on('error', (error) => drop(opened, error));
    client.on('end', () => drop(opened, new Error('the connection ended')));
    await client.query('set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 3; set tcp_keepalives_count = 3');
    for (const channel of channels.keys()) await client.query(`listen ${channel}`);
    return opened;
  }

  function drop(broken: Connection, error: unknown): void {
    if (connection !== broken) return;
    connection = null;
    if (!stopped) log.warn({ reason: describeError(error) }, 'The connection that holds our place broke; asking again');
    void end(broken);
    for (const contest of contests) {
      if (!contest.held) continue;
      contest.held = false;
      contest.contender.lost();
    }
  }

  async function ask(): Promise<void> {
    if (connection === null) {
      const opened = await connect();
      if (stopped) return end(opened);
      connection = opened;
    }
    const { client } = connection;
    const open = [...contests].filter(({ held }) => !held);
    // also the sign of life of a connection that holds everything already
    if (open.length === 0) await client.query('select 1');
    for (const contest of open) {
      const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1, $2) as got', [
        LOCK_SPACE,
        contest.lock,
      ]);
      if (rows[0]?.got !== true || connection?.client !== client) continue;
      if (contests.has(contest)) {
        contest.held = true;
        contest.contender.gained();
      } else {
        await unlock(contest);
      }
    }
  }

  async function unlock({ lock }: Contest): Promise<void> {
    await connection?.client.query('select pg_advisory_unlock($1, $2)', [LOCK_SPACE, lock]).catch(() => undefined);
  }

  async function runRound(): Promise<void> {
    // a round that is stuck in connecting is waited for, not doubled
    asking ??= ask().finally(() => (asking = null));
    try {
      await withLimit(asking, ROUND_LIMIT_MS);
    } catch (error) {
      if (connection !== null) drop(connection, error);
      else if (!stopped)
        log.warn({ reason: describeError(error) }, 'Cannot ask the database for our place; asking again');
    }
  }

  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      round = runRound().then(schedule);
    }, intervalMilliseconds);
  }

  return {
    compete(name, contender) {
      const contest: Contest = { lock: lockOf(name), contender, held: false };
      contests.add(contest);
      return {
        get held() {
          return contest.held;
        },
        async resign() {
          contests.delete(contest);
          if (!contest.held) return;
          contest.held = false;
          await unlock(contest);
        },
      };
    },
    listen(channel, onNotice) {
      channels.set(channel, onNotice);
      void connection?.client.query(`listen ${channel}`).catch(() => undefined);
    },
    async start() {
      round = runRound();
      await round;
      schedule();
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await round;
      const last = connection;
      connection = null;
      contests.clear();
      if (last !== null) await end(last);
    },
  };
}

/** Ends the session, which frees its locks: a connection that may hold some must not go back to the pool. */
async function end({ runner, client }: Connection): Promise<void> {
  client.removeAllListeners('notification');
  const ended = client.end().catch(() => undefined);
  await runner.release();
  await ended;
}

function lockOf(name: string): number {
  return createHash('sha256').update(name).digest().readInt32BE(0);
}

async function withLimit(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
