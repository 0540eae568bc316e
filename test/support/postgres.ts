import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../src/adapters/database';
import { type Embedded, findEmbedded, startEmbedded } from '../../src/adapters/embedded-postgres';
import { migrate } from '../../src/adapters/migrate';
import { administer, templateName } from './database';

/** What globalTeardown needs; jest runs both in one process. */
export interface TestServer {
  readonly embedded: Embedded | null;
  readonly folder: string | null;
}

declare global {
  var testServer: TestServer | undefined;
}

const FOLDER_PREFIX = 'murajagat-test-';
/**
 * Memory that Linux offers as a folder. Each test file makes and drops databases of some four hundred files, and ext4 looks
 * through all that were deleted within minutes before it makes a new one: 0.7 s of a processor for a database, here 0.06 s.
 */
const MEMORY = '/dev/shm';
/** The server's log grows to one gigabyte at most, the databases of the files under way are some ten megabytes each. */
const ROOM_BYTES = 3 * 1024 ** 3;

/**
 * One server for the whole run (TEST_DATABASE_URL or an embedded one) with one migrated template database on it; none where
 * no test needs one (TEST_SERVER=none).
 */
export default async function startPostgres(): Promise<void> {
  if (process.env.TEST_SERVER === 'none') return;
  const external = process.env.TEST_DATABASE_URL;
  let server: TestServer = { embedded: null, folder: null };
  if (external === undefined || external === '') {
    await sweep();
    server = await startIn(hasRoom(MEMORY) ? [MEMORY, tmpdir()] : [tmpdir()]);
  }
  globalThis.testServer = server;
  process.env.TEST_SERVER_URL = server.embedded?.url ?? external;
  process.env.TEST_TEMPLATE = `murajagat_template_${process.pid}`;

  await administer(`create database ${templateName()} template template0`);
  const url = new URL(process.env.TEST_SERVER_URL ?? '');
  url.pathname = `/${templateName()}`;
  const database = await openDatabase({ url: url.href });
  await migrate(database);
  await database.close();
}

function hasRoom(place: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(place);
    return bavail * bsize >= ROOM_BYTES;
  } catch {
    return false;
  }
}

/** In the first of these places that lets it: programs may be forbidden to run from memory. */
async function startIn([place = tmpdir(), ...others]: readonly string[]): Promise<TestServer> {
  const folder = mkdtempSync(path.join(place, `${FOLDER_PREFIX}${process.pid}-`));
  try {
    // As root the server runs as another user, who must get in.
    chmodSync(folder, 0o755);
    return { folder, embedded: await startEmbedded({ dataDir: path.join(folder, 'data'), disposable: true }) };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (others.length === 0) throw error;
    return startIn(others);
  }
}

/** Servers of runs that were killed. A run's process number is in the name of its folder. */
async function sweep(): Promise<void> {
  for (const place of [MEMORY, tmpdir()]) await sweepIn(place);
}

async function sweepIn(place: string): Promise<void> {
  for (const name of existsSync(place) ? readdirSync(place) : []) {
    const owner = new RegExp(`^${FOLDER_PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const folder = path.join(place, name);
    const dataDir = path.join(folder, 'data');
    try {
      if ((await findEmbedded(dataDir)) !== null) await (await startEmbedded({ dataDir, disposable: true })).stop();
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's, or another run sweeps it now.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
