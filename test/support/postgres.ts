import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
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

/** One server for the whole run (TEST_DATABASE_URL or an embedded one) with one migrated template database on it. */
export default async function startPostgres(): Promise<void> {
  const external = process.env.TEST_DATABASE_URL;
  let server: TestServer = { embedded: null, folder: null };
  if (external === undefined || external === '') {
    await sweep();
    const folder = mkdtempSync(path.join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
    // As root the server runs as another user, who must get in.
    chmodSync(folder, 0o755);
    server = { folder, embedded: await startEmbedded({ dataDir: path.join(folder, 'data'), disposable: true }) };
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

/** Servers of runs that were killed. A run's process number is in the name of its folder. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${FOLDER_PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const folder = path.join(tmpdir(), name);
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
