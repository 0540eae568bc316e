import { openDatabase, requireSupported } from '../../../src/adapters/database';
import { POOLS, type PoolName } from '../../../src/adapters/limits';
import { isHeldTooLong, statement } from '../../../src/database/database';
import { type FreshDatabase, freshDatabase } from '../../support/database';

const createNote = statement('test.create_note', 'insert into note (text) values ($1) returning id, text');
const listNotes = statement('test.list_notes', 'select text from note order by id');

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.database.dataSource.query(
    'create table note (id bigint generated always as identity primary key, text text)',
  );
});

afterAll(() => fresh.drop());

beforeEach(() => fresh.database.dataSource.query('truncate note'));

const texts = async (): Promise<string[]> =>
  (await fresh.database.query<{ text: string }>(listNotes)).map(({ text }) => text);

test.each([
  ['bigint', '9007199254740991::bigint', Number.MAX_SAFE_INTEGER],
  ['a negative bigint', '-1001234567890::bigint', -1001234567890],
  ['count', 'count(*)', 1],
  ['bigint[]', "'{1,NULL,3}'::bigint[]", [1, null, 3]],
  ['date', "'2026-12-31'::date", '2026-12-31'],
  ['date[]', "'{2026-12-31}'::date[]", ['2026-12-31']],
  ['timestamptz', "'2026-12-31T08:30:00+03'::timestamptz", new Date('2026-12-31T05:30:00Z')],
  ['jsonb', `'{"a":[1]}'::jsonb`, { a: [1] }],
  ['numeric', '0.10::numeric', '0.10'],
  ['null', 'null::bigint', null],
])('%s comes back as a JavaScript value that loses nothing', async (type, expression, value) => {
  const rows = await fresh.database.query<{ value: unknown }>(
    statement(`test.type.${type}`, `select ${expression} as value`),
  );
  expect(rows).toEqual([{ value }]);
  expect(await fresh.database.dataSource.query(`select ${expression} as value`)).toEqual([{ value }]);
});

test('a bigint that JavaScript cannot hold is an error, not another number', async () => {
  const tooBig = statement('test.too_big', 'select 9007199254740993::bigint as value');
  await expect(fresh.database.query(tooBig)).rejects.toThrow('9007199254740993');
  expect(await texts()).toEqual([]);
});

test('sessions speak UTC', async () => {
  const [row] = await fresh.database.query<{ zone: string }>(
    statement('test.zone', `select current_setting('TimeZone') as zone`),
  );
  expect(row?.zone).toBe('UTC');
});

test('a statement is prepared under its name, inside a transaction and outside', async () => {
  const prepared = statement('test.prepared', 'select name from pg_prepared_statements where name = $1');
  expect(await fresh.database.query(prepared, ['test.prepared'])).toEqual([{ name: 'test.prepared' }]);
  const inside = await fresh.database.transaction((tx) => tx.query(prepared, ['test.prepared']));
  expect(inside).toEqual([{ name: 'test.prepared' }]);
});

test('a transaction commits what its work wrote, by statement and by manager, on one connection', async () => {
  await fresh.database.transaction(async (tx) => {
    expect(await tx.query(createNote, ['one'])).toEqual([{ id: expect.any(Number), text: 'one' }]);
    await tx.manager.query('insert into note (text) values ($1)', ['two']);
    expect(await tx.manager.query('select text from note order by id')).toEqual([{ text: 'one' }, { text: 'two' }]);
    expect(await texts()).toEqual([]);
  });
  expect(await texts()).toEqual(['one', 'two']);
});

test('a transaction whose work throws leaves nothing and passes the error on', async () => {
  const work = fresh.database.transaction(async (tx) => {
    await tx.query(createNote, ['lost']);
    throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  expect(await texts()).toEqual([]);
});

test('a transaction whose statement fails leaves nothing and its connection goes on working', async () => {
  const single = await openDatabase({ url: fresh.url, poolSize: 1 });
  const bad = statement('test.division', 'select 1 / $1::int as value');
  const work = single.transaction(async (tx) => {
    await tx.query(createNote, ['lost']);
    await tx.query(bad, [0]);
  });
  await expect(work).rejects.toMatchObject({ code: '22012' });
  expect(await single.query(listNotes)).toEqual([]);
  await single.close();
});

test('a pool of one serves twenty transactions one after another', async () => {
  const single = await openDatabase({ url: fresh.url, poolSize: 1 });
  const numbers = Array.from({ length: 20 }, (_, index) => String(index));
  await Promise.all(numbers.map((text) => single.transaction((tx) => tx.query(createNote, [text]))));
  await single.close();
  expect(new Set(await texts())).toEqual(new Set(numbers));
});

describe('when the server cuts connections', () => {
  const cut = (): Promise<unknown> =>
    fresh.database.dataSource.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'murajagat' and pid <> pg_backend_pid() and datname = current_database()`,
    );

  test('an idle pool tells it and opens another connection', async () => {
    const warnings: string[] = [];
    const other = await openDatabase({
      url: fresh.url,
      poolSize: 1,
      log: { warn: (_, message) => warnings.push(message) },
    });
    await cut();
    while (warnings.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await other.query(listNotes)).toEqual([]);
    await other.close();
  });

  test('a transaction under way fails, nothing of it stays, the next one works', async () => {
    const other = await openDatabase({ url: fresh.url, poolSize: 1 });
    const work = other.transaction(async (tx) => {
      await tx.query(createNote, ['lost']);
      await cut();
      await tx.query(createNote, ['lost too']);
    });
    await expect(work).rejects.toThrow();
    await other.transaction((tx) => tx.query(createNote, ['kept']));
    await other.close();
    expect(await texts()).toEqual(['kept']);
  });
});

test('an address where nobody answers is told without the password', async () => {
  const attempt = openDatabase({ url: 'postgres://bot:very-secret@127.0.0.1:1/office' });
  await expect(attempt).rejects.toMatchObject({
    code: 'database_unreachable',
    message: expect.stringContaining('127.0.0.1:1/office'),
  });
  await expect(attempt).rejects.toMatchObject({ message: expect.not.stringContaining('very-secret') });
});

test("the address's own options are kept beside ours", async () => {
  const url = new URL(fresh.url);
  url.searchParams.set('options', '-c lock_timeout=1234');
  const other = await openDatabase({ url: url.href });
  const settings = statement(
    'test.settings',
    `select current_setting('lock_timeout') as lock, current_setting('TimeZone') as zone`,
  );
  expect(await other.query(settings)).toEqual([{ lock: '1234ms', zone: 'UTC' }]);
  await other.close();
});

test('no session compiles its statements, unless the address says so', async () => {
  const setting = statement('test.jit', `select current_setting('jit') as jit`);
  expect(await fresh.database.query(setting)).toEqual([{ jit: 'off' }]);
  const url = new URL(fresh.url);
  url.searchParams.set('options', '-c jit=on');
  const other = await openDatabase({ url: url.href });
  expect(await other.query(setting)).toEqual([{ jit: 'on' }]);
  await other.close();
});

describe('limits', () => {
  const lock = statement('test.lock', `select 1 from note where text = 'held' for update`);

  test.each(Object.entries(POOLS))('those of %s hold in every session of it', async (pool, limits) => {
    const other = await openDatabase({ url: fresh.url, pool: pool as PoolName });
    const values = statement(
      'test.limits',
      `select name, setting::int from pg_settings where name in
         ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') order by name`,
    );
    expect(await other.query(values)).toEqual([
      { name: 'idle_in_transaction_session_timeout', setting: limits.idleInTransaction },
      { name: 'lock_timeout', setting: limits.lock },
      { name: 'statement_timeout', setting: limits.statement },
    ]);
    await other.close();
  });

  test('a pool that waits for a row takes no connection from another, and gives up; nothing of its work stays', async () => {
    await fresh.database.query(createNote, ['held']);
    const main = await openDatabase({ url: fresh.url, poolSize: 1 });
    const queues = await main.apart('queues');
    await fresh.database.transaction(async (tx) => {
      await tx.query(lock);
      let ended = false;
      const waiting = main
        .transaction(async (other) => {
          await other.query(createNote, ['half']);
          await other.query(lock);
        })
        .catch((error: unknown) => error)
        .finally(() => (ended = true));
      await queues.query(createNote, ['kept']);
      expect(ended).toBe(false);
      expect(isHeldTooLong(await waiting)).toBe(true);
    });
    await main.close();
    expect(await texts()).toEqual(['held', 'kept']);
  });

  test('a transaction that stands still loses its rows to those who wait for them, and the pool goes on', async () => {
    await fresh.database.query(createNote, ['held']);
    const url = new URL(fresh.url);
    url.searchParams.set('options', '-c idle_in_transaction_session_timeout=50');
    const other = await openDatabase({ url: url.href, poolSize: 1 });
    const still = other.transaction(async (tx) => {
      await tx.query(lock);
      await fresh.database.transaction((mine) => mine.query(lock));
      await tx.query(createNote, ['too late']);
    });
    await expect(still).rejects.toThrow();
    await other.transaction((tx) => tx.query(createNote, ['next']));
    await other.close();
    expect(await texts()).toEqual(['held', 'next']);
  });
});

test.each(['9.6.24', '13.18 (Debian 13.18-1)', 'unknown', undefined])(
  'a server of version %s is refused',
  (version) => {
    expect(() => {
      requireSupported(version);
    }).toThrow(
      expect.objectContaining({
        code: 'database_too_old',
        message: expect.stringMatching(/version 14 or newer.*DATABASE_URL/),
      }),
    );
  },
);

test.each(['14.0', '15.14 (Debian 15.14-0+deb12u1)', '18.4', '19beta1'])(
  'a server of version %s is accepted',
  (version) => {
    expect(() => {
      requireSupported(version);
    }).not.toThrow();
  },
);
