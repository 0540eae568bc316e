import type { Config } from '../config';
import { findEmbedded, startEmbedded } from './embedded-postgres';

// By itself: what only reads a database's bytes has no use for TypeORM, which is 30 MB.

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
