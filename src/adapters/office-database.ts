import type { Config } from '../config';
import { openDatabase, type OpenDatabase } from './database';
import { markInstallation } from './installation';
import { beginEpochIfMoved } from './journal-epoch';
import type { PoolName } from './limits';
import { migrate } from './migrate';
import { withServer } from './office-server';

/** A command's connections: one works, one waits for it. */
const CONNECTIONS = 2;

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
