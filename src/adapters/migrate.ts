import { MigrationExecutor } from 'typeorm';
import type { Database } from '../database/database';
import { AppError } from '../errors';
import { WITHIN_LIMITS, WITHOUT_LIMITS } from './limits';
import { MIGRATION_LOCK } from './migrations-table';

/**
 * Brings the schema up to date, one transaction per migration. Safe when several processes start at once. Without limits: a
 * table of a large office is rewritten for minutes, and a process that starts waits for the one that does it.
 * @returns names of the migrations that ran now.
 * @throws AppError `database_newer` when the database was migrated by a newer version of the program.
 */
export async function migrate({ dataSource }: Database): Promise<string[]> {
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query(WITHOUT_LIMITS);
    await lock.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
    await refuseNewer(dataSource);
    // What dataSource.runMigrations() makes, but on this connection.
    const executor = new MigrationExecutor(dataSource, lock);
    executor.transaction = 'each';
    const done = await executor.executePendingMigrations();
    return done.map(({ name }) => name);
  } finally {
    await lock.query(`select pg_advisory_unlock(${MIGRATION_LOCK}); ${WITHIN_LIMITS}`).catch(() => undefined);
    await lock.release();
  }
}

async function refuseNewer(dataSource: Database['dataSource']): Promise<void> {
  const [table]: { present: boolean }[] = await dataSource.query(
    `select to_regclass('migrations') is not null as present`,
  );
  if (table?.present !== true) return;
  const done: { name: string }[] = await dataSource.query('select name from migrations order by id');
  const known = new Set(dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name));
  const unknown = done.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  if (unknown.length === 0) return;
  throw new AppError(
    'database_newer',
    `The database was last used by a newer version of this program (it has ${unknown.join(', ')}). ` +
      'Start that version, or restore a backup made before the update.',
    { migrations: unknown.join(', ') },
  );
}
