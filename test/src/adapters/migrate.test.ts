import { spawn } from 'node:child_process';
import path from 'node:path';
import { openDatabase } from '../../../src/adapters/database';
import { markInstallation } from '../../../src/adapters/installation';
import { migrate } from '../../../src/adapters/migrate';
import { migrations } from '../../../src/adapters/migrations';
import { ConfigError } from '../../../src/config';
import { type FreshDatabase, freshDatabase } from '../../support/database';
import { databaseOfBefore, landedDatabase } from '../../support/landed-database';

let fresh: FreshDatabase;

beforeEach(async () => {
  fresh = await freshDatabase({ empty: true });
});

afterEach(() => fresh.drop());

const names = migrations.map(({ name }) => name);

describe('migrate', () => {
  test('runs what is missing, and the second time nothing', async () => {
    expect(await migrate(fresh.database)).toEqual(names);
    expect(await migrate(fresh.database)).toEqual([]);
  });

  test('lets processes that start at once on one database all succeed, each migration run by one of them', async () => {
    const program = `
      const { openDatabase } = require('./src/adapters/database.ts');
      const { migrate } = require('./src/adapters/migrate.ts');
      openDatabase({ url: process.argv[1] }).then(async (database) => {
        console.log(JSON.stringify(await migrate(database)));
        await database.close();
      });`;
    const start = (): Promise<string[]> =>
      new Promise((resolve, reject) => {
        const child = spawn(
          process.execPath,
          ['--require', './test/support/run-typescript.cjs', '--eval', program, fresh.url],
          { cwd: path.join(__dirname, '../../..') },
        );
        let output = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
        child.on('close', (code) => {
          if (code === 0) resolve(JSON.parse(output) as string[]);
          else reject(new Error(output));
        });
      });
    const [one, other] = await Promise.all([start(), start()]);
    expect([...one, ...other].sort()).toEqual([...names].sort());
  });

  test('refuses a database that a newer version has migrated, naming what it does not know', async () => {
    await migrate(fresh.database);
    await fresh.database.dataSource.query(
      `insert into migrations (timestamp, name) values (4102444800000, 'Future4102444800000')`,
    );
    await expect(migrate(fresh.database)).rejects.toMatchObject({
      code: 'database_newer',
      message: expect.stringContaining('Future4102444800000'),
    });
  });
});

describe('a database of a program from before the baseline', () => {
  const everything = (database: FreshDatabase['database']): Promise<unknown[]> =>
    database.dataSource.query(
      `select c.relname, c.oid, c.relfilenode, (select count(*) from migrations) as notes, (select count(*) from appeal) as appeals
       from pg_class c where c.relnamespace = 'public'::regnamespace order by c.oid`,
    );

  test('is taken over as it is where all that became the baseline has run', async () => {
    const before = await landedDatabase();
    const { dataSource } = before.database;
    const rows = (): Promise<unknown[]> =>
      dataSource.query(
        `select * from (select count(*)::int as appeals, max(md5(a::text)) as last_one from appeal a) a,
           (select count(*)::int as entries, max(md5(j::text)) as last_entry from journal_entry j) j`,
      );
    const kept = await rows();
    expect(kept).toEqual([expect.objectContaining({ appeals: 102, entries: 558 })]);
    expect(await migrate(before.database)).toEqual(names.slice(1));
    expect(await dataSource.query('select name from migrations order by id')).toEqual(names.map((name) => ({ name })));
    expect(await rows()).toEqual(kept);
    expect(await migrate(before.database)).toEqual([]);
    await before.drop();
  });

  test.each([1, 11, 115])(
    'is refused and left as it is where %i of them have run, naming the commit to pass through',
    async (ran) => {
      const before = await databaseOfBefore({ ran });
      const was = await everything(before.database);
      const attempt = migrate(before.database);
      await expect(attempt).rejects.toMatchObject({ code: 'database_older', params: { commit: '675f7876' } });
      await expect(attempt).rejects.toThrow(/commit 675f7876 .*docs\/administrator\/upgrade\.md/);
      expect(await everything(before.database)).toEqual(was);
      await before.drop();
    },
  );

  test('is newer where it has one of that kind which came later', async () => {
    const before = await databaseOfBefore();
    await before.database.dataSource.query(
      `insert into migrations (timestamp, name) values (1782871000000, 'Sideways1782871000000')`,
    );
    await expect(migrate(before.database)).rejects.toMatchObject({ code: 'database_newer' });
    await before.drop();
  });
});

describe('markInstallation', () => {
  beforeEach(() => migrate(fresh.database));

  test('marks a new database once and gives the same id ever after', async () => {
    const id = await markInstallation(fresh.database, 'office');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await markInstallation(fresh.database, 'office')).toBe(id);
  });

  test.each([
    ['training', 'office', 'уберите BOT_TOKEN'],
    ['office', 'training', 'задайте BOT_TOKEN'],
  ] as const)('refuses to use a database of the %s for the %s', async (marked, wanted, advice) => {
    await markInstallation(fresh.database, marked);
    const attempt = markInstallation(fresh.database, wanted);
    await expect(attempt).rejects.toBeInstanceOf(ConfigError);
    await expect(attempt).rejects.toThrow(/BOT_TOKEN.*DATABASE_URL.*DATA_DIR/);
    await expect(attempt).rejects.toThrow(advice);
  });

  test('of two different starts at once one wins and the other is refused', async () => {
    const second = await openDatabase({ url: fresh.url });
    const results = await Promise.allSettled([
      markInstallation(fresh.database, 'office'),
      markInstallation(second, 'training'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await second.close();
  });
});
