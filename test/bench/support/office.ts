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

/** A fresh embedded server with the settings that a real office has (every commit reaches the disk), migrated and empty. */
export async function openOffice(): Promise<Office> {
  const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-bench-'));
  // As root the server runs as another user, who must get in.
  chmodSync(folder, 0o755);
  const server = await startEmbedded({ dataDir: folder });
  const at = (name: string): string => Object.assign(new URL(server.url), { pathname: `/${name}` }).href;

  const admin = await openDatabase({ url: server.url, poolSize: 1 });
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
