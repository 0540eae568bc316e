import type { QueryRunner } from 'typeorm';
import type { Database } from '../database/database';
import { AppError } from '../errors';
import { WITHIN_LIMITS, WITHOUT_LIMITS } from './limits';
import { MIGRATION_LOCK, migrations, migrationsOf, noteBaseline, runMigration, standingOf } from './migrations';

/**
 * Brings the schema up to date, one transaction per migration. Safe when several processes start at once. Without limits: a
 * table of a large office is rewritten for minutes, and a process that starts waits for the one that does it.
 * @returns names of the migrations that ran now.
 * @throws AppError `database_newer` when the database was migrated by a newer version of the program, `database_older` when it
 *   was by one from before the baseline: nothing is changed then.
 */
export async function migrate({ dataSource }: Database): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query(WITHOUT_LIMITS);
    await runner.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
    return await runMissing(runner);
  } finally {
    await runner.query(`select pg_advisory_unlock(${MIGRATION_LOCK}); ${WITHIN_LIMITS}`).catch(() => undefined);
    await runner.release();
  }
}

async function runMissing(runner: QueryRunner): Promise<string[]> {
  const names = await migrationsOf(runner);
  const done = doneOf(names);
  if ([...done].some((name) => !names.includes(name))) await inTransaction(runner, () => noteBaseline(runner));
  const missing = migrations.filter(({ name }) => !done.has(name));
  for (const migration of missing) await inTransaction(runner, () => runMigration(runner, migration));
  return missing.map(({ name }) => name);
}

function doneOf(names: readonly string[]): ReadonlySet<string> {
  const standing = standingOf(names);
  if (standing.is === 'newer')
    throw new AppError(
      'database_newer',
      `The database was last used by a newer version of this program (it has ${standing.unknown}). ` +
        'Start that version, or restore a backup made before the update.',
      { migrations: standing.unknown },
    );
  if (standing.is === 'older')
    throw new AppError(
      'database_older',
      `The database is of a version from before commit ${standing.commit}, which this program does not update. Nothing was ` +
        `changed: start the program of commit ${standing.commit} on it once, then this one. See docs/administrator/upgrade.md.`,
      { commit: standing.commit },
    );
  return standing.done;
}

async function inTransaction(runner: QueryRunner, work: () => Promise<void>): Promise<void> {
  await runner.startTransaction();
  try {
    await work();
    await runner.commitTransaction();
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}
