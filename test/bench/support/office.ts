import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase, type OpenDatabase } from '../../../src/adapters/database';
import { startEmbedded } from '../../../src/adapters/embedded-postgres';
import { migrate } from '../../../src/adapters/migrate';

export interface Office {
  readonly url: string;
  readonly database: OpenDatabase;
  /** An empty folder that goes with the office. */
  readonly folder: string;
  /** Copies the database as it is now, on the same server; `database` is another connection afterwards. */
  copy(name: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * A fresh embedded server with the settings that a real office has (every commit reaches the disk), migrated and empty.
 * @param commitTimes the server remembers when each transaction was committed: pg_xact_commit_timestamp(xmin)
 */
export async function openOffice({ commitTimes = false } = {}): Promise<Office> {
  const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-bench-'));
  // As root the server runs as another user, who must get in.
  chmodSync(folder, 0o755);
  let server = await startEmbedded({ dataDir: folder });
  let admin = await openDatabase({ url: server.url, poolSize: 1 });
  if (commitTimes) {
    await admin.dataSource.query('alter system set track_commit_timestamp = on');
    await admin.close();
    await server.stop();
    server = await startEmbedded({ dataDir: folder });
    admin = await openDatabase({ url: server.url, poolSize: 1 });
  }
  const { url: serverUrl } = server;
  const at = (name: string): string => Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;

  await admin.dataSource.query('create database office');
  let database = await openDatabase({ url: at('office') });
  await migrate(database);
  return {
    url: at('office'),
    folder,
    get database() {
      return database;
    },
    async copy(name) {
      await database.close();
      await admin.dataSource.query(`create database ${name} template office`);
      database = await openDatabase({ url: at('office') });
      return at(name);
    },
    async close() {
      await database.close();
      await admin.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
