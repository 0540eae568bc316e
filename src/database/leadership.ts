import { createHash } from 'node:crypto';
import type { Client, QueryResultRow } from 'pg';
import type { QueryRunner } from 'typeorm';
import { clientOf } from './client';
import type { Database } from './database';
import { describeError, type Log } from '../process/log';
import { endsWithin } from '../process/pause';

/** What must be done by one process at a time. The callbacks must not throw. */
export interface Contender {
  gained(): void;
  /** The connection that holds the place broke: another process may have it already. */
  lost(): void;
  /** Another process has the place. Said at each round. */
  refused?(): void;
}

export interface Place {
  readonly held: boolean;
  /** Gives the place up and no longer asks for it; the next process has it within a second or so. */
  resign(): Promise<void>;
}

export interface Leadership {
  /** Asks for the place until it is got, and again after it was lost. */
  compete(name: string, contender: Contender): Place;
  /**
   * Hears NOTIFY on a channel (a plain lower-case name), beside whoever else hears it. What is said while the connection is
   * broken is missed.
   */
  listen(channel: string, onNotice: () => void): void;
  /** Resolves after a round: whoever can lead, leads. Again, by whoever competes later, it is one round more. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface LeadershipOptions {
  readonly database: Database;
  readonly log: Log;
  /** Between two rounds; a takeover takes at most about this long. */
  readonly intervalMilliseconds?: number;
  /**
   * The server answers our session no more, or takes no writes: other sessions on it are no better, those of a process that holds no
   * place too, which takes webhooks all the same.
   */
  readonly onUnfit?: () => void;
}

/** First half of every lock of ours, so that they meet no other program's. */
const LOCK_SPACE = 334_000_003;
const ROUND_LIMIT_SECONDS = 5;
/** A place that is held on a standby, or on a leader of before, keeps nobody away; nor is the office ready on one. */
export const SELECT_CLOSED = `select current_setting('transaction_read_only')::boolean as closed`;

const selectOwn = `select pid, backend_start::text as begun from pg_stat_activity where pid = pg_backend_pid()`;
const endFormer = `select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and backend_start = $2::timestamptz`;

interface Contest {
  readonly lock: number;
  readonly contender: Contender;
  held: boolean;
}

interface Connection {
  readonly runner: QueryRunner;
  readonly client: Client;
  readonly query: InLine;
}

/** A session of a server, told from one that has the same number later. */
interface Session {
  readonly pid: number;
  readonly begun: string;
}

type InLine = <Row extends QueryResultRow>(sql: string, values?: unknown[]) => Promise<readonly Row[]>;

/**
 * One connection per process, kept for its life, that holds advisory locks and hears notices. PostgreSQL frees the locks
 * of a process that was killed as soon as its socket closes; of a machine that vanished, after some 15 s of keep-alive.
 * Needs a real session: no pooler in transaction mode in between.
 */
export function createLeadership(options: LeadershipOptions): Leadership {
  return new SessionLeadership(options);
}

class SessionLeadership implements Leadership {
  private readonly contests = new Set<Contest>();
  private readonly channels = new Map<string, (() => void)[]>();
  private connection: Connection | null = null;
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> | null = null;
  private asking: Promise<void> | null = null;
  private stopped = false;
  /** Our session of before: where the network has swallowed its end, the server knows nothing of it yet, and keeps the places for it. */
  private former: Session | null = null;

  constructor(private readonly options: LeadershipOptions) {}

  compete(name: string, contender: Contender): Place {
    const contest: Contest = { lock: lockOf(name), contender, held: false };
    this.contests.add(contest);
    return {
      get held() {
        return contest.held;
      },
      resign: () => this.resign(contest),
    };
  }

  listen(channel: string, onNotice: () => void): void {
    this.channels.set(channel, [...(this.channels.get(channel) ?? []), onNotice]);
    void this.connection?.query(`listen ${channel}`).catch(() => undefined);
  }

  async start(): Promise<void> {
    const isFirst = this.round === null;
    this.round = this.runRound();
    await this.round;
    if (isFirst) this.schedule();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.round;
    const last = this.connection;
    this.connection = null;
    this.contests.clear();
    if (last !== null) await end(last);
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.round = this.runRound().then(() => this.schedule());
    }, this.options.intervalMilliseconds ?? 1_000);
  }

  private async runRound(): Promise<void> {
    // a round that is stuck in connecting is waited for, not doubled
    this.asking ??= this.ask().finally(() => (this.asking = null));
    try {
      if (!(await isAnswered(this.asking))) throw new Error(`no answer within ${ROUND_LIMIT_SECONDS} s`);
    } catch (error) {
      if (this.connection !== null) {
        this.drop(this.connection, error);
        this.options.onUnfit?.();
      } else this.warn(error, 'Cannot ask the database for our place; asking again');
    }
  }

  private async ask(): Promise<void> {
    if (this.connection === null) {
      const opened = await this.connect();
      if (this.stopped) return end(opened);
      this.connection = opened;
    }
    const { connection } = this;
    const open = [...this.contests].filter(({ held }) => !held);
    // also the sign of life of a connection that holds everything already
    const [server] = await connection.query<{ closed: boolean }>(SELECT_CLOSED);
    if (server?.closed === true)
      throw new Error('the server takes no writes: it is not the leader any more, or not yet');
    for (const contest of open) await this.contend(contest, connection);
  }

  private async connect(): Promise<Connection> {
    const runner = this.options.database.dataSource.createQueryRunner();
    const client = await clientOf(runner);
    const query = inLine(client);
    const opened = { runner, client, query };
    client.on('notification', ({ channel }) => this.channels.get(channel)?.forEach((hear) => hear()));
    client.on('error', (error) => this.drop(opened, error));
    client.on('end', () => this.drop(opened, new Error('the connection ended')));
    try {
      await this.prepare(query);
    } catch (error) {
      // A standby refuses to be listened to; kept, such connections would soon be all that the pool has.
      await end(opened);
      throw error;
    }
    return opened;
  }

  private async prepare(query: InLine): Promise<void> {
    if (this.former !== null) await query(endFormer, [this.former.pid, this.former.begun]);
    [this.former = null] = await query<Session>(selectOwn);
    // It is idle for its life, by intention: a server that ends idle sessions would hand our place on every time.
    await query('set idle_session_timeout = 0');
    await query('set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 3; set tcp_keepalives_count = 3');
    for (const channel of this.channels.keys()) await query(`listen ${channel}`);
  }

  private drop(broken: Connection, error: unknown): void {
    if (this.connection !== broken) return;
    this.connection = null;
    this.warn(error, 'The connection that holds our place broke; asking again');
    void end(broken);
    for (const contest of this.contests) {
      if (!contest.held) continue;
      contest.held = false;
      contest.contender.lost();
    }
  }

  private async contend(contest: Contest, connection: Connection): Promise<void> {
    const [row] = await connection.query<{ got: boolean }>('select pg_try_advisory_lock($1, $2) as got', [
      LOCK_SPACE,
      contest.lock,
    ]);
    // what a broken connection had got is free again
    if (this.connection !== connection) return;
    if (row?.got !== true) return contest.contender.refused?.();
    if (this.contests.has(contest)) {
      contest.held = true;
      contest.contender.gained();
    } else {
      await this.unlock(contest);
    }
  }

  private async resign(contest: Contest): Promise<void> {
    this.contests.delete(contest);
    if (!contest.held) return;
    contest.held = false;
    await this.unlock(contest);
  }

  private async unlock({ lock }: Contest): Promise<void> {
    await this.connection?.query('select pg_advisory_unlock($1, $2)', [LOCK_SPACE, lock]).catch(() => undefined);
  }

  private warn(error: unknown, message: string): void {
    if (!this.stopped) this.options.log.warn({ reason: describeError(error) }, message);
  }
}

/**
 * Whether the server has answered in time. A process that was held up itself for some seconds must not take that for the server's
 * silence: it waits by the second, and hears what has come in between.
 */
async function isAnswered(asking: Promise<unknown>): Promise<boolean> {
  for (let second = 0; second < ROUND_LIMIT_SECONDS; second += 1) if (await endsWithin(1_000, asking)) return true;
  return false;
}

/** One thing after another: rounds, whoever listens and whoever resigns share one session, and pg 9 will keep no line for them. */
function inLine(client: Client): InLine {
  let last: Promise<unknown> = Promise.resolve();
  return <Row extends QueryResultRow>(sql: string, values?: unknown[]) => {
    const rows = last.then(() => client.query<Row>(sql, values)).then((answer) => answer.rows);
    last = rows.catch(() => undefined);
    return rows;
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
