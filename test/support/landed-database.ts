import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { migrations } from '../../src/adapters/migrations';
import { type FreshDatabase, freshDatabase } from './database';

export const LANDED = path.join(__dirname, '../fixtures/landed');

const notes = (): string => readFileSync(path.join(LANDED, 'migrations.sql'), 'utf8');

/** What had run by then, in its order. */
export const namesOfBefore = (): string[] => [...notes().matchAll(/'(\w+)'/g)].map(([, name = '']) => name);

/**
 * As the last commit before the baseline left it, with its own notes of what has run.
 * @param ran so many of its migrations
 */
export async function databaseOfBefore({ ran = Infinity } = {}): Promise<FreshDatabase> {
  const fresh = await freshDatabase({ empty: true, poolSize: 12 });
  const runner = fresh.database.dataSource.createQueryRunner();
  await migrations[0]?.up(runner);
  await runner.query(notes());
  if (ran !== Infinity) await runner.query('delete from migrations where id > $1', [ran]);
  await runner.release();
  return fresh;
}

/** The same with what an office had in it. */
export async function landedDatabase(): Promise<FreshDatabase> {
  const fresh = await databaseOfBefore();
  const client = new Client({ connectionString: fresh.url });
  await client.connect();
  // Rows are in the order of tables' names: keys and triggers held when they were written.
  await client.query('set session_replication_role = replica');
  await client.query('delete from journal_epoch; delete from reminder');
  await client.query(await readFile(path.join(LANDED, 'database.sql'), 'utf8'));
  await client.end();
  return fresh;
}
