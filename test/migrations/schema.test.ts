import { readdirSync } from 'node:fs';
import path from 'node:path';
import { getMetadataArgsStorage } from 'typeorm';
import { entities } from '../../src/adapters/entities';
import { migrations } from '../../src/adapters/migrations';
import { snakeCase } from '../../src/database/columns';
import { type FreshDatabase, freshDatabase } from '../support/database';

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
});

afterAll(() => fresh.drop());

test('after all migrations the schema is the one that the entities describe', async () => {
  const { upQueries } = await fresh.database.dataSource.driver.createSchemaBuilder().log();
  expect(upQueries.map(({ query }) => query)).toEqual([]);
});

test('every table belongs to an entity', async () => {
  const tables: { name: string }[] = await fresh.database.dataSource.query(
    `select table_name::text as name from information_schema.tables where table_schema = 'public' order by name`,
  );
  const described = fresh.database.dataSource.entityMetadatas.map(({ tableName }) => tableName);
  expect(tables.map(({ name }) => name)).toEqual([...described, 'migrations'].sort());
});

test('every column is named by its property in snake case, as src/database/columns.ts takes it', () => {
  const named = fresh.database.dataSource.entityMetadatas.flatMap(({ tableName, columns }) =>
    columns.map(({ propertyPath, databaseName }) => ({ of: `${tableName}.${propertyPath}`, column: databaseName })),
  );
  expect(named.length).toBeGreaterThan(200);
  expect(named).toEqual(named.map(({ of }) => ({ of, column: snakeCase(of.slice(of.indexOf('.') + 1)) })));
});

const root = path.join(__dirname, '../..');
const filesOf = (folder: string): string[] =>
  readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.ts'));

test('every file of migrations/ is listed, named by the timestamp and topic of its class', () => {
  const listed = migrations.map(({ name }) => /^(.+?)(\d{13})$/.exec(name)?.slice(1) ?? [name]);
  const kebab = (words: string): string => words.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
  expect(listed.map(([words, time]) => `${time}-${kebab(words ?? '')}.ts`)).toEqual(filesOf('migrations').sort());
});

test('every entity of entities/ is listed', () => {
  const modules = filesOf('entities').map(
    (name) => require(path.join(root, 'entities', name)) as Record<string, unknown>,
  );
  const declared = new Set<unknown>(getMetadataArgsStorage().tables.map(({ target }) => target));
  const found = modules.flatMap((module) => Object.values(module)).filter((value) => declared.has(value));
  const names = (classes: readonly unknown[]): string[] =>
    (classes as { name: string }[]).map(({ name }) => name).sort();
  expect(names(entities)).toEqual(names(found));
});

test('undone one after another, the migrations leave nothing behind', async () => {
  const other = await freshDatabase();
  const { dataSource } = other.database;
  for (let left = migrations.length; left > 0; left -= 1) await dataSource.undoLastMigration();
  const tables: { name: string }[] = await dataSource.query(
    `select table_name::text as name from information_schema.tables where table_schema = 'public'`,
  );
  expect(tables).toEqual([{ name: 'migrations' }]);
  await other.drop();
});
