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

test('every file of migrations/ has the next number and a topic', () => {
  expect(migrations.length).toBeGreaterThan(0);
  for (const [at, { name }] of migrations.entries())
    expect(name).toMatch(new RegExp(`^${String(at + 1).padStart(4, '0')}(-[a-z]+)+$`));
  expect(readdirSync(path.join(root, 'migrations')).sort()).toEqual(migrations.map(({ name }) => `${name}.sql`));
});

test('every entity of entities/ is listed', () => {
  const modules = readdirSync(path.join(root, 'entities'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => require(path.join(root, 'entities', name)) as Record<string, unknown>);
  const declared = new Set<unknown>(getMetadataArgsStorage().tables.map(({ target }) => target));
  const found = modules.flatMap((module) => Object.values(module)).filter((value) => declared.has(value));
  const names = (classes: readonly unknown[]): string[] =>
    (classes as { name: string }[]).map(({ name }) => name).sort();
  expect(names(entities)).toEqual(names(found));
});
