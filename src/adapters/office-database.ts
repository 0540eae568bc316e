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
 * For a command, beside a running bot or without one: the address of the database that DATABASE_URL names, else of the running bot's own
 * server, else of that server started for as long as the work takes.
 */
export async function withServer<Result>(config: Config, work: (url: string) => Promise<Result>): Promise<Result> {
  const running = config.databaseUrl ?? (await findEmbedded(config.dataDir));
  const embedded = running === null ? await startEmbedded({ dataDir: config.dataDir }) : null;
  try {
    return await work(running ?? embedded?.url ?? '');
  } finally {
    await embedded?.stop();
  }
}

/** The database itself as it is: nothing is migrated. */
export const withDatabaseAsItIs = <Result>(
  config: Config,
  work: (database: OpenDatabase, url: string) => Promise<Result>,
  pool: PoolName = 'presses',
): Promise<Result> =>
  withServer(config, async (url) => {
    const database = await openDatabase({ url, poolSize: CONNECTIONS, pool });
    try {
      return await work(database, url);
    } finally {
      await database.close();
    }
  });

/** The database, migrated, and of this mode alone. */
export const withOfficeDatabase = <Result>(
  config: Config,
  work: (database: OpenDatabase) => Promise<Result>,
  pool: PoolName = 'presses',
): Promise<Result> =>
  withDatabaseAsItIs(
    config,
    async (database) => {
      await migrate(database);
      await markInstallation(database, config.mode === 'stand' ? 'training' : 'office', config.defaultLocale);
      await beginEpochIfMoved(database);
      return work(database);
    },
    pool,
  );
