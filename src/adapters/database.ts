import { Socket } from 'node:net';
import pg, { type Client, type ClientBase, type Pool, type QueryResult } from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { clientOf } from '../database/client';
import { noteKept, type Database, type Statement } from '../database/database';
import { AppError, isReadOnly } from '../errors';
import { entities } from './entities';
import { POOLS, sessionOptions, type PoolName } from './limits';
import { PostgresNaming } from './naming';

export interface DatabaseOptions {
  /** postgres://user:password@host:port/database */
  readonly url: string;
  /** Whose limits hold, and how many connections there are; those of presses unless said. */
  readonly pool?: PoolName;
  /** Connections at most, where they shall be others. */
  readonly poolSize?: number;
  /** Hears of idle connections that broke; the pool opens others by itself. */
  readonly log?: { warn(fields: object, message: string): void };
}

export interface OpenDatabase extends Database {
  /** The same database by connections of its own, within limits of its own. Closed with this one. */
  apart(pool: PoolName): Promise<Database>;
  /**
   * Gives up every connection, those with a query under way too: the server behind them answers no more, or takes no writes, and the
   * network would not say so for a quarter of an hour. The next ones go to whoever is the leader now.
   */
  abandon(): void;
  /** Waits for the queries that run. Transactions should be over by then. */
  close(): Promise<void>;
}

const OLDEST_SERVER = 14;
/** After so long without a word the system asks whether the other side is there: of a machine that vanished it knows some 10 s later. */
const KEEP_ALIVE_MS = 10_000;

/**
 * Connects and checks the server. No migrations: see migrate.ts.
 * @throws AppError `database_unreachable`, `database_too_old`; both say what to do and hide the password.
 */
export async function openDatabase({ pool: own, poolSize, ...options }: DatabaseOptions): Promise<OpenDatabase> {
  const main = await openPool({ ...options, ...(own && { pool: own }), ...(poolSize && { poolSize }) });
  // Beside it a pool costs 0.4 MB and the first connection; its others come when they are needed.
  const beside = new Map<PoolName, Promise<OnePool>>();
  return {
    ...main,
    apart(pool) {
      const known = beside.get(pool) ?? openPool({ ...options, pool });
      beside.set(pool, known);
      return known;
    },
    abandon() {
      main.abandon();
      for (const pool of beside.values())
        pool.then(
          ({ abandon }) => abandon(),
          () => undefined,
        );
    },
    async close() {
      for (const pool of beside.values()) await pool.then(({ close }) => close()).catch(() => undefined);
      await main.close();
    },
  };
}

type OnePool = Omit<OpenDatabase, 'apart'>;

async function openPool({ url, pool: name = 'presses', poolSize, log }: DatabaseOptions): Promise<OnePool> {
  const limits = POOLS[name];
  const { address, options } = withSessionOptions(url, sessionOptions(limits));
  const dataSource = new DataSource({
    type: 'postgres',
    url: address,
    poolSize: poolSize ?? limits.connections,
    applicationName: 'murajagat',
    connectTimeoutMS: limits.connect,
    namingStrategy: new PostgresNaming(),
    entities: [...entities],
    synchronize: false,
    installExtensions: false,
    // gen_random_uuid() is in every PostgreSQL that we accept; uuid-ossp, TypeORM's own default, is an extension.
    uuidExtension: 'pgcrypto',
    // TypeORM would print parameters, and those are citizens' data.
    logging: false,
    extra: {
      types: { getTypeParser: typeParser },
      options,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    },
    poolErrorHandler: (error: unknown) => log?.warn({ err: error }, 'a database connection broke while idle'),
  });
  try {
    await dataSource.initialize();
  } catch (cause) {
    throw unreachable(url, cause);
  }
  try {
    requireSupported(dataSource.driver.version);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }

  const pool = poolOf(dataSource);
  const clients = clientsOf(pool);
  return {
    dataSource,
    async query<Row>(statement: Statement, values?: readonly unknown[]) {
      const { rows, command } = await run<Row>(pool, statement, values);
      if (command !== 'SELECT') noteKept();
      return rows;
    },
    transaction: (work) =>
      inTransaction(dataSource, async (runner, client) =>
        work({
          manager: runner.manager,
          query: async <Row>(statement: Statement, values?: readonly unknown[]) =>
            (await run<Row>(client, statement, values)).rows,
        }),
      ),
    abandon: () => clients.forEach(tear),
    close: () => dataSource.destroy(),
  };
}

interface Answered<Row> {
  readonly rows: Row[];
  readonly command: string;
}

/** pg prepares a text with a name once per connection, which TypeORM's own query() never asks for. Of what its rows are the statement says. */
function run<Row>(
  on: Pool | ClientBase,
  { name, text }: Statement,
  values: readonly unknown[] = [],
): Promise<Answered<Row>> {
  const answered: Promise<QueryResult> = on.query({ name, text, values: [...values] });
  return answered;
}

async function inTransaction<T>(
  dataSource: DataSource,
  work: (runner: QueryRunner, client: ClientBase) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  let client: Client | null = null;
  try {
    client = await clientOf(runner);
    await runner.startTransaction();
    const result = await work(runner, client);
    await runner.commitTransaction();
    noteKept();
    return result;
  } catch (error) {
    // The first error is the one to tell; a rollback fails only when the connection is gone, and the work with it.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    // The leader is another server now: the pool must not give this one to the next.
    if (isReadOnly(error)) void client?.end().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

/** Those that are open, busy or not. */
function clientsOf(pool: Pool): ReadonlySet<Client> {
  const clients = new Set<Client>();
  pool.on('connect', (client) => clients.add(client));
  pool.on('remove', (client) => clients.delete(client));
  return clients;
}

/**
 * `end` would say goodbye and wait for an answer, and its place in the pool with it. So the socket is closed, as the pool itself does
 * where connecting takes too long.
 */
function tear({ connection: { stream } }: Client): void {
  if (!(stream instanceof Socket)) throw new Error('pg no longer keeps a socket in connection.stream');
  stream.destroy();
}

function poolOf(dataSource: DataSource): Pool {
  const pool: unknown = 'master' in dataSource.driver ? dataSource.driver.master : null;
  if (!(pool instanceof pg.Pool)) throw new Error('TypeORM no longer keeps a pg pool in driver.master');
  return pool;
}

type Parser<Value = unknown> = (text: string) => Value;

/** pg's own, whose types know neither array oids nor what a parser returns. */
const parserOf: <Value>(oid: number, format?: 'text' | 'binary') => Parser<Value> = pg.types.getTypeParser;

const TEXT_ARRAY = 1009;
const parseTextArray = (text: string) => parserOf<(string | null)[]>(TEXT_ARRAY)(text);

/** By type oid. Everything else as pg has it: timestamptz is a Date, numeric a string, jsonb parsed. */
const parsers: Readonly<Record<number, Parser>> = {
  20: safeInteger,
  1016: (text) => parseTextArray(text).map((item) => (item === null ? null : safeInteger(item))),
  // A day has no time zone: 'YYYY-MM-DD' as it came.
  1082: (text) => text,
  1182: parseTextArray,
};

function typeParser(oid: number, format?: 'text' | 'binary'): Parser {
  return parsers[oid] ?? parserOf(oid, format);
}

/** int8 → number: ids, counts and Telegram's ids fit, and what does not must not pass in silence. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a JavaScript number`);
  return value;
}

/**
 * pg would let `options` of the URL replace ours, so they are taken out of it and joined: the operator's stand above our limits,
 * and below what the program cannot do without.
 */
function withSessionOptions(url: string, limits: string): { address: string; options: string } {
  const needed = '-c TimeZone=UTC -c DateStyle=ISO';
  if (!URL.canParse(url)) return { address: url, options: `${limits} ${needed}` };
  const place = new URL(url);
  const theirs = place.searchParams.get('options');
  if (theirs === null) return { address: url, options: `${limits} ${needed}` };
  place.searchParams.delete('options');
  return { address: place.href, options: `${limits} ${theirs} ${needed}` };
}

/** @throws AppError `database_too_old` for a server before PostgreSQL 14. */
export function requireSupported(version: string | undefined): void {
  const major = Number.parseInt(version ?? '', 10);
  if (major >= OLDEST_SERVER) return;
  throw new AppError(
    'database_too_old',
    `The database server is PostgreSQL ${version ?? 'of an unknown version'}; version ${OLDEST_SERVER} or newer is needed. ` +
      'Point DATABASE_URL to one, or remove it to use the embedded server.',
    { version: version ?? '' },
  );
}

function unreachable(url: string, cause: unknown): AppError {
  const place = URL.canParse(url) ? new URL(url) : null;
  const address = place === null ? 'the given address' : `${place.host}${place.pathname}`;
  return new AppError(
    'database_unreachable',
    `Cannot open the database at ${address}: ${reason(cause)}. Check DATABASE_URL and that the server runs.`,
    { address, reason: reason(cause) },
    { cause },
  );
}

/** Node joins the failures of several addresses into an AggregateError whose own message is empty. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ');
  return error instanceof Error ? error.message : String(error);
}
