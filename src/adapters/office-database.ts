import type { Config } from '../config';
import { openDatabase, type OpenDatabase } from './database';
import { findEmbedded, startEmbedded } from './embedded-postgres';
import { markInstallation } from './installation';
import { beginEpochIfMoved } from './journal-epoch';
import type { PoolName } from './limits';
import { migrate } from './migrate';

/** A command's connections: one works, one waits for it. */
const CONNECTIONS = 2;

/**
 * For a command, beside a running bot or without one: the database that DATABASE_URL names, else the running bot's own server, else
 * that server started for as long as the work takes. Migrated, and of this mode alone.
 */
export async function withOfficeDatabase<Result>(
  config: Config,
  work: (database: OpenDatabase) => Promise<Result>,
  pool: PoolName = 'presses',
): Promise<Result> {
  const running = config.databaseUrl ?? (await findEmbedded(config.dataDir));
  const embedded = running === null ? await startEmbedded({ dataDir: config.dataDir }) : null;
  try {
    const database = await openDatabase({ url: running ?? embedded?.url ?? '', poolSize: CONNECTIONS, pool });
    try {
      await migrate(database);
      await markInstallation(database, config.mode === 'stand' ? 'training' : 'office', config.defaultLocale);
      await beginEpochIfMoved(database);
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}
