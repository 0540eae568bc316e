import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { openDatabase } from '../database';
import { WITHOUT_LIMITS } from '../limits';
import type { KeptCopy } from './copies-in';
import type { OnStep } from './load-copy';
import { CopyRefused } from './refused';
import { requireFiles, requireNone, requireParts, restoreCopy, type Restored } from './restore-copy';

const SCRATCH = 'murajagat_check_';
/** One check of a database at a time. Another office of the same server may be at its own. */
const CHECK_LOCK = 334_000_005;
/** By the server's clock; the name of a scratch database begins with its hexadecimal digits. */
const SECONDS = 'extract(epoch from clock_timestamp())::bigint';
const DIGITS = 10;

export interface CheckOrder {
  /** Of a database on the server that is to hold the scratch one. */
  readonly url: string;
  readonly copy: KeptCopy;
  readonly identity: string | null;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: OnStep | undefined;
}

/**
 * Restores a copy into a database of its own on the same server, which is removed afterwards, and reads each of its files.
 * @throws CopyRefused: why it would not do; `noScratch`: nobody knows, since the server lets no database be made
 */
export async function checkCopy({ url, copy, identity, signal, onStep }: CheckOrder): Promise<Restored> {
  const server = new Client({ connectionString: url, application_name: 'murajagat check', keepAlive: true });
  server.on('error', () => undefined);
  await server.connect();
  let name: string | null = null;
  try {
    await server.query(WITHOUT_LIMITS);
    const { rows } = await server.query<{ got: boolean; begun: string }>(
      `select pg_try_advisory_lock(${CHECK_LOCK}) as got, lpad(to_hex(${SECONDS}), ${DIGITS}, '0') as begun`,
    );
    const [{ got, begun } = { got: false, begun: '' }] = rows;
    if (!got) throw new CopyRefused('busy');
    await clearLeft(server);
    name = `${SCRATCH}${begun}${randomUUID().replaceAll('-', '').slice(DIGITS)}`;
    await server.query(`create database ${name} template template0`).catch((cause: unknown) => {
      throw new CopyRefused('noScratch', { reason: cause instanceof Error ? cause.message : '' }, { cause });
    });
    const place = new URL(url);
    place.pathname = `/${name}`;
    const database = await openDatabase({ url: place.href, pool: 'jobs', poolSize: 2 });
    try {
      const order = { database, copy, identity, files: null, afterwards: null, signal, onStep };
      const restored = await restoreCopy(order);
      await requireNone(restored.damaged);
      return restored;
    } finally {
      await database.close();
    }
  } finally {
    if (name !== null) await server.query(`drop database if exists ${name} with (force)`).catch(() => undefined);
    await server.end();
  }
}

/**
 * What was left by a check that was killed. One that goes on has its sessions there, and the server refuses to drop what is in use; one
 * that begins has none yet, so the last hour's are left.
 */
async function clearLeft(server: Client): Promise<void> {
  const { rows } = await server.query<{ datname: string }>(
    `select datname from pg_database where datname ~ '^${SCRATCH}[0-9a-f]{32}$'
       and pg_has_role(current_user, datdba, 'member')
       and ('x' || substr(datname, ${SCRATCH.length + 1}, ${DIGITS}))::bit(${DIGITS * 4})::bigint not between ${SECONDS} - 3600 and ${SECONDS}`,
  );
  for (const { datname } of rows) await server.query(`drop database if exists ${datname}`).catch(() => undefined);
}

/** What can be known of a copy whose key is elsewhere. @throws CopyRefused */
export async function checkSealed(copy: KeptCopy, signal?: AbortSignal): Promise<void> {
  await requireParts(copy, signal);
  await requireFiles(copy, signal);
}
