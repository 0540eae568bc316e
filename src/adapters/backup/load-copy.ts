import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { QueryRunner } from 'typeorm';
import { clientOf } from '../../database/client';
import type { Database, Transaction } from '../../database/database';
import { codeOf } from '../../errors';
import { beginEpoch } from '../journal-epoch';
import { MIGRATION_LOCK, type Migration, migrations, MIGRATIONS_TABLE, runMigration, standingOf } from '../migrations';
import { WITHOUT_LIMITS } from '../limits';
import type { KeptCopy } from './copies-in';
import { lighten, type TakenAway } from './lighten';
import type { Manifest } from './manifest';
import { isFull, readPart } from './parts';
import { CopyRefused } from './refused';
import type { Opener } from './seal';
import { copyTable, quoted, selectSequences } from './snapshot';

/** What a copy is brought back by, in this order: its parts and its files are read, its rows loaded, and the rest of the database built. */
type RestoreStep = 'parts' | 'files' | 'rows' | 'rest';
export type OnStep = (step: RestoreStep, done: number, of: number) => void;

export interface LoadOrder {
  readonly copy: KeptCopy;
  readonly unseal: Opener | null;
  /** In the transaction of the load, when all is there and the structure is this program's. */
  readonly afterwards: (tx: Transaction) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: OnStep | undefined;
}

/** Of the server, for each key, index and check of a reference, one after another; the month's check takes it beside the bot. */
const BUILD_MEMORY = '128MB';

/**
 * Loads a copy into an empty database: the structure by the migrations that the copy's database had, its rows, and then the migrations
 * since. All of it is one transaction: killed at any moment it leaves the database empty.
 * @throws CopyRefused `newer`, `older`, `notEmpty`, `structure`, `counts`, `damaged`, `diskFull`
 */
export async function loadCopy(database: Database, { afterwards, ...order }: LoadOrder): Promise<void> {
  await refusing(order, async () => {
    await database.transaction(async (tx) => {
      const runner = runnerOf(tx);
      await runner.query(WITHOUT_LIMITS.replaceAll('set ', 'set local '));
      await runner.query(`set local maintenance_work_mem = '${BUILD_MEMORY}'`);
      // A bot that starts on this database meanwhile waits here, and finds all or nothing.
      await runner.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
      await load(runner, order, copyWhole);
      await beginEpoch(tx);
      await afterwards(tx);
    });
    await countRows(database, order.copy.manifest);
  });
}

/**
 * The same into a database that goes afterwards, whatever becomes of it: no transaction lasts longer than a statement. What follows the
 * journal goes below the oldest transaction of the whole server, so that one of minutes would keep entries unsealed and uncounted for as long.
 * @throws CopyRefused
 */
export async function tryLoading(database: Database, order: Omit<LoadOrder, 'afterwards'>): Promise<void> {
  const runner = database.dataSource.createQueryRunner();
  try {
    await runner.connect();
    await runner.query(WITHOUT_LIMITS);
    await runner.query(`set maintenance_work_mem = '${BUILD_MEMORY}'`);
    await refusing(order, () => load(runner, order, copyInPieces));
  } finally {
    await runner.release();
  }
}

type Loading = Omit<LoadOrder, 'afterwards'>;

async function load(runner: QueryRunner, order: Loading, copyRows: CopyRows): Promise<void> {
  const { manifest } = order.copy;
  await requireEmpty(runner);
  const { build, forward } = migrationsFor(runner, manifest);
  await build();
  await requireSame(runner, manifest);
  const away = await lighten(
    runner,
    manifest.tables.map(({ name }) => name),
  );
  await loadRows(runner, order, away, copyRows);
  order.onStep?.('rest', 0, 0);
  await loadSequences(runner, manifest);
  for (const statement of away.afterAll) await runner.query(statement);
  await forward();
  await endWhatWasUnderWay(runner);
}

function runnerOf(tx: Transaction): QueryRunner {
  const runner = tx.manager.queryRunner;
  if (!runner) throw new Error('A transaction has no connection of its own');
  return runner;
}

/** What the server says of rows (22, 23), what the unpacking says, and a stream that ends too soon. */
const OF_A_PART = /^(?:2[23][0-9A-Z]{3}|Z_[A-Z_]+|ERR_.+)$/;

/** A sum that agrees says nothing of what is in a part: whoever has made it may have reckoned one. */
async function refusing({ copy: { folder } }: Loading, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isFull(error)) throw new CopyRefused('diskFull', { folder: 'PostgreSQL' }, { cause: error });
    if (!(error instanceof CopyRefused) && OF_A_PART.test(codeOf(error)))
      throw new CopyRefused('damaged', { file: folder }, { cause: error });
    throw error;
  }
}

/**
 * The statistics by which queries are planned, two tables at once: the appeals alone take two thirds of the time, for the words by which they
 * are found. Everything is there by now: where this fails or has to wait, the server does it by itself within minutes.
 */
async function countRows({ dataSource }: Database, { tables }: Manifest): Promise<void> {
  const left = tables.values();
  const lane = async () => {
    for (const { name } of left) await dataSource.query(`analyze ${quoted(name)}`).catch(() => undefined);
  };
  await Promise.all([lane(), lane()]);
}

async function requireEmpty(runner: QueryRunner): Promise<void> {
  const found = await runner.manager.query<unknown[]>(
    `select from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = current_schema() and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     limit 1`,
  );
  if (found.length > 0) throw new CopyRefused('notEmpty');
}

/** @throws CopyRefused `newer` or `older` when the copy is of a structure that this program does not know */
function migrationsFor(runner: QueryRunner, { migrations: had, version }: Manifest) {
  const standing = standingOf(had);
  if (standing.is === 'newer') throw new CopyRefused('newer', { version });
  if (standing.is === 'older') throw new CopyRefused('older', { version, commit: standing.commit });
  const run = async (some: readonly Migration[]) => {
    for (const one of some) await runMigration(runner, one);
  };
  return {
    build: () => run(migrations.filter(({ name }) => standing.done.has(name))),
    forward: () => run(migrations.filter(({ name }) => !standing.done.has(name))),
  };
}

/** @throws CopyRefused `structure` when the copy's tables are not those that its migrations make */
async function requireSame(runner: QueryRunner, { tables, sequences }: Manifest): Promise<void> {
  const there = new Map<string, string>();
  const columns = await runner.manager.query<{ name: string; columns: string }[]>(
    `select table_name as name, string_agg(column_name, ',' order by column_name collate "C") as columns
     from information_schema.columns where table_schema = current_schema() and is_generated = 'NEVER' group by table_name`,
  );
  for (const one of columns) there.set(one.name, one.columns);
  there.delete(MIGRATIONS_TABLE);
  for (const table of tables)
    if (there.get(table.name) !== [...table.columns].sort().join(','))
      throw new CopyRefused('structure', { table: table.name });
  const lacking = [...there.keys()].find((name) => !tables.some((table) => table.name === name));
  if (lacking !== undefined) throw new CopyRefused('structure', { table: lacking });
  // A number that is drawn again would be somebody else's.
  const drawn = new Set((await runner.manager.query<{ name: string }[]>(selectSequences)).map(({ name }) => name));
  for (const { name } of sequences) if (!drawn.delete(name)) throw new CopyRefused('structure', { table: name });
  for (const name of drawn) throw new CopyRefused('structure', { table: name });
}

/** Table by table, each with what is made of its rows while they are still in memory. */
async function loadRows(
  runner: QueryRunner,
  { copy: { folder, manifest }, unseal, signal, onStep }: Loading,
  away: TakenAway,
  copyRows: CopyRows,
): Promise<void> {
  const { tables } = manifest;
  const client = await clientOf(runner);
  await emptyTables(runner, tables);
  const all = tables.reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  for (const table of tables) {
    onStep?.('rows', done, all);
    const found = await copyRows(client, table, await readPart(folder, table, unseal), signal).catch(
      (cause: unknown) => {
        // By its name: of what is broken somebody may have another copy.
        if (OF_A_PART.test(codeOf(cause)))
          throw new CopyRefused('damaged', { file: path.join(folder, table.file) }, { cause });
        throw cause;
      },
    );
    if (found !== table.rows) throw new CopyRefused('counts', { table: table.name, expected: table.rows, found });
    done += found;
    for (const statement of away.ofTable(table.name)) {
      signal?.throwIfAborted();
      await runner.query(statement);
    }
  }
}

/** @returns how many rows */
type CopyRows = (
  client: Client,
  table: Manifest['tables'][number],
  bytes: Readable,
  signal: AbortSignal | undefined,
) => Promise<number>;

const copyWhole: CopyRows = async (client, table, bytes, signal) => {
  const into = client.query(copyFrom(copyTable(table, 'from stdin with (freeze)')));
  await pipeline(bytes, into, signal ? { signal } : {});
  return into.rowCount;
};

/** A statement for so much of a table: half a second of a server that does nothing else. */
const PIECE_BYTES = 8 * 1024 * 1024;

const copyInPieces: CopyRows = async (client, table, bytes, signal) => {
  let rows = 0;
  for await (const piece of linesIn(bytes)) {
    signal?.throwIfAborted();
    const into = client.query(copyFrom(copyTable(table, 'from stdin')));
    await pipeline(Readable.from([piece]), into);
    rows += into.rowCount;
  }
  return rows;
};

/** Whole lines, of which COPY has one for each row: what is a line's end within a row it writes as two signs. */
async function* linesIn(bytes: Readable): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  const chunks: AsyncIterable<Buffer> = bytes;
  for await (const chunk of chunks) {
    const end = size + chunk.byteLength < PIECE_BYTES ? -1 : chunk.lastIndexOf(LINE_END);
    const rest = end < 0 ? chunk : chunk.subarray(end + 1);
    if (end >= 0) {
      yield Buffer.concat([...waiting, chunk.subarray(0, end + 1)]);
      [waiting, size] = [[], 0];
    }
    waiting.push(rest);
    size += rest.byteLength;
  }
  if (size > 0) yield Buffer.concat(waiting);
}
const LINE_END = 0x0a;

/** Migrations have written rows of their own, which the copy has as they became. A table without any is let be: it costs three files. */
async function emptyTables(runner: QueryRunner, tables: Manifest['tables']): Promise<void> {
  const asked = tables.map(({ name }) => `select '${name}' as name where exists (select from ${quoted(name)})`);
  const filled = await runner.manager.query<{ name: string }[]>(asked.join(' union all '));
  if (filled.length > 0) await runner.query(`truncate ${filled.map(({ name }) => quoted(name)).join(', ')}`);
}

async function loadSequences(runner: QueryRunner, { sequences }: Manifest): Promise<void> {
  for (const { name, last } of sequences)
    await runner.query(
      `select setval(format('%I', sequencename)::regclass, coalesce($2::bigint, start_value), $2::bigint is not null)
       from pg_sequences where schemaname = current_schema() and sequencename = $1`,
      [name, last],
    );
}

/** What the former machine was sending has an end that nobody here knows: it waits with the others until somebody allows it. */
async function endWhatWasUnderWay(runner: QueryRunner): Promise<void> {
  await runner.query(
    `update outbox_message set state = 'new', reason = 'restored from a copy' where state = 'sending'`,
  );
}
