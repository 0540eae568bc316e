import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { QueryRunner } from 'typeorm';

export interface Migration {
  /** Its file's, without the ending: `0001-baseline`. */
  readonly name: string;
  readonly up: (runner: QueryRunner) => Promise<unknown>;
}

const FOLDER = path.join(__dirname, '../../migrations');
const ENDING = '.sql';

/** Whatever lies in the folder, by the number at the beginning of its name. */
export const migrations: readonly Migration[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith(ENDING))
  .sort()
  .map((file) => ({
    name: path.basename(file, ENDING),
    up: (runner) => runner.query(readFileSync(path.join(FOLDER, file), 'utf8')),
  }));

/** All processes that start on one database queue here; the later ones find nothing left to do. */
export const MIGRATION_LOCK = 334_000_002;
/** What has run, as TypeORM kept it: a program of before the baseline reads it, and says that the database is newer. */
export const MIGRATIONS_TABLE = 'migrations';

/** Where the table is not there, nothing has run. */
export async function migrationsOf(runner: QueryRunner): Promise<string[]> {
  if (!(await runner.hasTable(MIGRATIONS_TABLE))) return [];
  const done = await runner.manager.query<{ name: string }[]>(`select name from ${MIGRATIONS_TABLE} order by id`);
  return done.map(({ name }) => name);
}

export async function runMigration(runner: QueryRunner, { name, up }: Migration): Promise<void> {
  await runner.query(
    `create table if not exists ${MIGRATIONS_TABLE} (id serial primary key, timestamp bigint not null, name varchar not null)`,
  );
  await up(runner);
  await noteMigration(runner, name);
}

async function noteMigration(runner: QueryRunner, name: string): Promise<void> {
  await runner.query(`insert into ${MIGRATIONS_TABLE} (timestamp, name) values ($1, $2)`, [
    Number.parseInt(name, 10),
    name,
  ]);
}

const BASELINE = '0001-baseline';
/** What the baseline stands for: the last and the number of those that were classes, and the last commit that has them. */
const FORMER = { last: 1_782_870_900_000, count: 116, commit: '675f7876' };
const FORMER_NAME = /^[A-Z][A-Za-z]*(\d{13})$/;

const isFormer = (name: string): boolean => Number(FORMER_NAME.exec(name)?.[1] ?? Infinity) <= FORMER.last;

/** How a database that has run these stands to this program. */
export type Standing =
  | { readonly is: 'known'; readonly done: ReadonlySet<string> }
  /** It has what this program does not know. */
  | { readonly is: 'newer'; readonly unknown: string }
  /** It has some of those that became the baseline, and not all: a program of that commit is to bring it there. */
  | { readonly is: 'older'; readonly commit: string };

export function standingOf(names: readonly string[]): Standing {
  const known = new Set(migrations.map(({ name }) => name));
  const former = names.filter(isFormer).length;
  const unknown = names.filter((name) => !known.has(name) && !isFormer(name));
  if (unknown.length > 0) return { is: 'newer', unknown: unknown.join(', ') };
  if (former > 0 && former < FORMER.count) return { is: 'older', commit: FORMER.commit };
  return { is: 'known', done: new Set(former > 0 ? [BASELINE, ...names] : names) };
}

/** Of a database that has run all that became the baseline. What is kept in it stays as it is. */
export async function noteBaseline(runner: QueryRunner): Promise<void> {
  await runner.query(`delete from ${MIGRATIONS_TABLE}`);
  await noteMigration(runner, BASELINE);
}
