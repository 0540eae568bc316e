import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { InstallationPurpose } from '../../../entities/installation';
import { NEEDED_BY } from '../../jobs/sweep-files';
import { WITHOUT_LIMITS } from '../limits';
import { MIGRATIONS_TABLE } from '../migrations';
import type { Bytes } from './parts';
import { CopyRefused } from './refused';

/** One copy of a database at a time, whoever takes it: with the process that holds it the lock goes. */
const COPY_LOCK = 334_000_004;

export interface SnapshotTable {
  readonly name: string;
  /** Those that hold something of their own: what is generated is generated anew. */
  readonly columns: readonly string[];
}

/** A database as it was at one moment, while people go on working with it. */
export interface Snapshot {
  readonly installation: string;
  readonly purpose: InstallationPurpose;
  readonly server: string;
  readonly migrations: readonly string[];
  readonly tables: readonly SnapshotTable[];
  /** Read after the snapshot was taken: never behind its rows. */
  readonly sequences: readonly { readonly name: string; readonly last: string | null }[];
  /** A table's rows as COPY writes them. `rows` is known once all were read. */
  read(table: SnapshotTable): { readonly bytes: Bytes; readonly rows: () => Promise<number> };
  /** SHA-256 of all bytes that rows need, in order, a line each. */
  neededFiles(): Bytes;
  close(): Promise<void>;
}

/** As text that any PostgreSQL from 14 on reads back to the same values, whatever the server's own settings are. */
const PORTABLE = `set client_encoding = 'UTF8'; set DateStyle = 'ISO'; set IntervalStyle = 'postgres'; set TimeZone = 'UTC';
  set extra_float_digits = 1; set bytea_output = 'hex'`;

const OWN_TABLES = `from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = current_schema() and c.relkind = 'r' and c.relpersistence <> 't' and c.relname <> '${MIGRATIONS_TABLE}'
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;
const selectTables = `select c.relname as name, array(select a.attname::text from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
  ${OWN_TABLES} order by c.relname`;
/** Of the current schema, with the last number drawn; null: none. */
export const selectSequences = `select sequencename as name, last_value::text as last from pg_sequences
  where schemaname = current_schema() and sequencename not like '${MIGRATIONS_TABLE}\\_%' order by sequencename`;
const selectMigrations = `select name from ${MIGRATIONS_TABLE} order by timestamp, id`;
const selectInstallation = `select installation_id as installation, purpose, current_setting('server_version') as server from installation`;

/**
 * Opens it on a connection of its own. The tables are locked against a change of their structure before the moment is taken: a
 * table that another process rewrites meanwhile would look empty.
 * @throws CopyRefused `busy`, `newDatabase`
 */
export async function openSnapshot(url: string): Promise<Snapshot> {
  const client = new Client({ connectionString: url, application_name: 'murajagat backup', keepAlive: true });
  // Whoever reads hears of it by the query that fails.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`${WITHOUT_LIMITS}; ${PORTABLE}`);
    const { rows: locks } = await client.query<{ got: boolean }>(`select pg_try_advisory_lock(${COPY_LOCK}) as got`);
    if (locks[0]?.got !== true) throw new CopyRefused('busy');
    const { rows: names } = await client.query<{ name: string }>(`select c.relname as name ${OWN_TABLES}`);
    if (!names.some(({ name }) => name === 'installation')) throw new CopyRefused('newDatabase');
    await client.query('begin isolation level repeatable read read only');
    await client.query(`lock table ${names.map(({ name }) => quoted(name)).join(', ')} in access share mode`);
    const ask = async <Row extends object>(text: string): Promise<Row[]> => (await client.query<Row>(text)).rows;
    const [about] = await ask<Pick<Snapshot, 'installation' | 'purpose' | 'server'>>(selectInstallation);
    if (!about) throw new CopyRefused('newDatabase');
    const tables = await ask<SnapshotTable>(selectTables);
    return {
      ...about,
      tables,
      migrations: (await ask<{ name: string }>(selectMigrations)).map(({ name }) => name),
      sequences: await ask(selectSequences),
      read: (table) => copyOut(client, copyTable(table, 'to stdout')),
      neededFiles: () => copyOut(client, `copy (${neededFiles(tables)}) to stdout`).bytes,
      close: () => client.end(),
    };
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

const READ_AHEAD_BYTES = 256 * 1024;

function copyOut(client: Client, text: string): ReturnType<Snapshot['read']> {
  const stream = client.query(copyTo(text, { highWaterMark: READ_AHEAD_BYTES }));
  return {
    bytes: stream,
    async rows() {
      // The server says how many there were after the last of them.
      await client.query('select');
      return stream.rowCount;
    },
  };
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `freeze`: rows that nobody need look at again to know that they count; into a table of the same transaction. */
export const copyTable = (
  { name, columns }: SnapshotTable,
  way: 'to stdout' | 'from stdin' | 'from stdin with (freeze)',
): string => `copy ${quoted(name)} (${columns.map(quoted).join(', ')}) ${way}`;

/** Of those columns that there are: a database that has not been brought up to date yet is copied as it is. */
function neededFiles(tables: readonly SnapshotTable[]): string {
  const has = (table: string, column: string) =>
    tables.some(({ name, columns }) => name === table && columns.includes(column));
  const each = NEEDED_BY.filter(({ table, sha256 }) => has(table, sha256)).map(
    ({ table, sha256, unless, of }) =>
      `select ${sha256} as sha256 from ${table} where ${sha256} is not null${unless && has(table, unless) ? ` and ${unless} is null` : ''}${of ? ` and ${of}` : ''}`,
  );
  return `select sha256 from (${each.join(' union ')}) needed order by sha256 collate "C"`;
}
