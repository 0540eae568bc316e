import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { checkCopy, checkSealed } from '../../../../src/adapters/backup/check-copy';
import { createCopies } from '../../../../src/adapters/backup/copies';
import { copiesIn, type KeptCopy } from '../../../../src/adapters/backup/copies-in';
import { readManifest, writeManifest } from '../../../../src/adapters/backup/manifest';
import { inPool } from '../../../../src/adapters/backup/pool';
import { CopyRefused } from '../../../../src/adapters/backup/refused';
import { readCopy, restoreCopy } from '../../../../src/adapters/backup/restore-copy';
import { openSnapshot } from '../../../../src/adapters/backup/snapshot';
import { fileIn } from '../../../../src/adapters/files';
import { markInstallation } from '../../../../src/adapters/installation';
import { migrations } from '../../../../src/adapters/migrations';
import { freshDatabase, type FreshDatabase } from '../../../support/database';
import { databaseOfBefore, namesOfBefore } from '../../../support/landed-database';
import { recordingLog } from '../../../support/recording-log';
import { pause, until } from '../../../support/until';
import { contentOf, officeToCopy, type OfficeToCopy } from './office-to-copy';

let one: OfficeToCopy;
const empties: FreshDatabase[] = [];
beforeAll(async () => {
  one = await officeToCopy();
  await one.keep('первый файл');
  await one.keep('второй файл');
});
afterAll(async () => {
  await one.close();
  for (const empty of empties) await empty.drop();
});

async function emptyDatabase(): Promise<FreshDatabase> {
  const empty = await freshDatabase({ empty: true, poolSize: 2 });
  empties.push(empty);
  return empty;
}

const restoreInto = async (folder: string, empty: FreshDatabase, identity: string | null = null) =>
  restoreCopy({
    database: empty.database,
    files: path.join(one.folder, `restored-${empties.length}`),
    copy: await readCopy(folder),
    identity,
    afterwards: async () => undefined,
  });

/** Why it was refused; fails when it was not. */
const refusalOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing',
    (error: unknown) => {
      if (error instanceof CopyRefused) return error.why;
      throw error;
    },
  );

const tablesOf = async ({ database }: FreshDatabase): Promise<number> =>
  (await database.dataSource.query(`select from pg_tables where schemaname = 'public'`)).length;

describe('a copy of a working office', () => {
  test('restored into an empty database is the same office, and a new epoch of its journal', async () => {
    await one.office.rows(
      `update outbox_message set state = 'sending' where id = (select min(id) from outbox_message where state = 'new')`,
    );
    const before = await contentOf(one.office.fresh.database);
    const { folder, rows, files } = await one.take();
    expect(files).toMatchObject({ count: 2, fresh: 2 });
    const empty = await emptyDatabase();
    const restored = await restoreInto(folder, empty);
    expect(restored).toEqual({ rows, files: 2, damaged: [] });

    const after = await contentOf(empty.database);
    const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
    // Its own epoch; and what was under way is waiting.
    expect(changed.sort()).toEqual(['journal_epoch', 'outbox_message']);
    expect(await empty.database.dataSource.query('select max(id)::int as epoch from journal_epoch')).toEqual([
      { epoch: 2 },
    ]);
    expect(
      await empty.database.dataSource.query(
        `select count(*)::int as count from outbox_message where state = 'sending'`,
      ),
    ).toEqual([{ count: 0 }]);
  });

  test('has its structure whole: the same constraints, indexes, triggers and sequences', async () => {
    const { folder } = await one.take();
    const empty = await emptyDatabase();
    await restoreInto(folder, empty);
    const structure = (database: FreshDatabase['database']) =>
      database.dataSource.query(
        `select pg_get_constraintdef(oid) as it, conname::text as name from pg_constraint where connamespace = 'public'::regnamespace
         union all select indexdef, indexname::text from pg_indexes where schemaname = 'public'
         union all select pg_get_triggerdef(oid) || ' ' || tgenabled::text, tgname::text from pg_trigger where not tgisinternal
         union all select coalesce(last_value::text, 'none'), sequencename::text from pg_sequences
           where schemaname = 'public' and sequencename not like 'migrations%'
         order by 1, 2`,
      );
    expect(await structure(empty.database)).toEqual(await structure(one.office.fresh.database));
  });

  test('goes on: the next number is nobody else’s, and the journal still refuses a change', async () => {
    const { folder } = await one.take();
    const empty = await emptyDatabase();
    await restoreInto(folder, empty);
    const ask = (sql: string) => empty.database.dataSource.query(sql);
    const [{ next, last }] = await ask(
      `select nextval('journal_entry_id_seq')::int as next, (select max(id)::int from journal_entry) as last`,
    );
    expect(next).toBeGreaterThan(last);
    await expect(ask('update journal_entry set at = now()')).rejects.toThrow();
    await expect(ask('delete from appeal')).rejects.toThrow();
  });

  test('brings files into the store, and copies only what is new a second time', async () => {
    const first = await one.take();
    const third = await one.keep(`третий ${empties.length}`);
    const second = await one.take();
    expect(second.files.fresh).toBe(1);
    expect(second.files.count).toBe(first.files.count + 1);
    const empty = await emptyDatabase();
    await restoreInto(second.folder, empty);
    const into = path.join(one.folder, `restored-${empties.length}`);
    expect(await readFile(fileIn(into, third), 'utf8')).toContain('третий');
  });

  test('is of one moment, whatever is written while it is taken', async () => {
    const snapshot = await openSnapshot(one.office.fresh.url);
    const count = async () =>
      (await one.office.rows<{ count: number }>('select count(*)::int as count from appeal'))[0]?.count;
    const before = await count();
    await one.office.register();
    const table = snapshot.tables.find(({ name }) => name === 'appeal');
    if (!table) throw new Error('There is no such table');
    const { bytes, rows } = snapshot.read(table);
    for await (const _ of bytes);
    expect(await rows()).toBe(before);
    await snapshot.close();
    expect(await count()).toBe((before ?? 0) + 1);
  });

  test('names what the office itself has lost or has damaged, and is a copy all the same', async () => {
    const lost = await one.keep('потерянный файл');
    await rm(fileIn(one.files, lost));
    const spoilt = await one.keep('испорченный файл');
    await writeFile(fileIn(one.files, spoilt), 'другие байты');
    const { folder } = await one.take();
    const { files } = await readManifest(folder);
    expect(files.missingNamed).toEqual(expect.arrayContaining([lost, spoilt].sort()));
    expect(existsSync(inPool(path.join(one.copies, files.pool), spoilt, false))).toBe(false);
    await one.office.rows('delete from registry_file where sha256 = any($1)', [[lost, spoilt]]);
    await rm(fileIn(one.files, spoilt));
  });
});

describe('an encrypted copy', () => {
  test('is read by its private key and by no other, and nothing of it is readable', async () => {
    const identity = await generateX25519Identity();
    const recipient = await identityToRecipient(identity);
    const [key, another] = [path.join(one.folder, 'key.txt'), path.join(one.folder, 'another.txt')];
    await writeFile(key, `# created: 2026-11-29\n# public key: ${recipient}\n${identity}\n`);
    await writeFile(another, `${await generateX25519Identity()}\n`);
    const { folder, rows } = await one.take({ recipient });
    const manifest = await readManifest(folder);
    for (const { file } of manifest.tables)
      expect((await readFile(path.join(folder, file))).toString('latin1', 0, 21)).toBe('age-encryption.org/v1');

    expect(await refusalOf(restoreInto(folder, await emptyDatabase()))).toBe('noIdentity');
    const empty = await emptyDatabase();
    expect(await refusalOf(restoreInto(folder, empty, another))).toBe('otherKey');
    expect(await refusalOf(restoreInto(folder, empty, path.join(one.folder, 'nowhere')))).toBe('badIdentity');
    expect(await tablesOf(empty)).toBe(0);
    expect(await restoreInto(folder, empty, key)).toMatchObject({ rows });
    expect((await contentOf(empty.database)).appeal).toBe((await contentOf(one.office.fresh.database)).appeal);
  });

  test('is not begun for a key that is none', async () => {
    const wrong = `age1${'q'.repeat(58)}`;
    expect(await refusalOf(one.take({ recipient: wrong }))).toBe('badRecipient');
  });
});

/** By somebody who knows how to reckon a sum. */
async function partOf(folder: string, table: string, bytes: string | Buffer): Promise<void> {
  await writeFile(path.join(folder, `${table}.br`), bytes);
  const manifest = await readManifest(folder);
  const sums = { bytes: Buffer.byteLength(bytes), sha256: createHash('sha256').update(bytes).digest('hex') };
  const tables = manifest.tables.map((part) => (part.name === table ? { ...part, ...sums } : part));
  await writeManifest(folder, { ...manifest, tables });
}

async function withoutSequences(folder: string): Promise<void> {
  await writeManifest(folder, { ...(await readManifest(folder)), sequences: [] });
}

async function pipeFor(file: string): Promise<void> {
  await rm(file);
  spawnSync('mkfifo', [file]);
}

async function folderFor(file: string): Promise<void> {
  await rm(file);
  await mkdir(file);
}

test('a copy by the last commit before the baseline is restored', async () => {
  const before = await databaseOfBefore();
  await markInstallation(before.database, 'office', 'ru');
  const { folder } = await one.take({ url: before.url, directory: path.join(one.folder, 'of-before') });
  await before.drop();
  await ofBefore(116)(folder);
  const empty = await emptyDatabase();
  await restoreInto(folder, empty);
  expect(await empty.database.dataSource.query('select name from migrations order by id')).toEqual(
    migrations.map(({ name }) => ({ name })),
  );
  await rm(folder, { recursive: true });
});

test('of a database from before the baseline no copy is taken by this program', async () => {
  const before = await databaseOfBefore({ ran: 115 });
  await markInstallation(before.database, 'office', 'ru');
  expect(await refusalOf(one.take({ url: before.url, directory: path.join(one.folder, 'of-before') }))).toBe(
    'olderDatabase',
  );
  await before.drop();
});

describe('is refused, and nothing is half done:', () => {
  const damages: [what: string, damage: (folder: string) => Promise<unknown>, why: string][] = [
    ['a table cut short', async (folder) => truncate(path.join(folder, 'appeal.br'), 40), 'damaged'],
    ['a table with a changed byte', (folder) => changeByte(path.join(folder, 'journal_entry.br')), 'damaged'],
    ['a table taken away', (folder) => rm(path.join(folder, 'person.br')), 'damaged'],
    ['a list of files made longer', (folder) => appendFile(path.join(folder, 'files.txt'), '\n'), 'damaged'],
    ['a manifest with a changed byte', (folder) => changeByte(path.join(folder, 'manifest.json')), 'damaged'],
    ['a manifest cut short', (folder) => truncate(path.join(folder, 'manifest.json'), 300), 'damaged'],
    ['no manifest', (folder) => rm(path.join(folder, 'manifest.json')), 'unfinished'],
    ['a newer version', withMigration, 'newer'],
    ['a version from before the baseline', ofBefore(115), 'older'],
    ['a table that is nothing packed, with sums that agree', (folder) => partOf(folder, 'person', 'junk'), 'damaged'],
    [
      'a table packed whole, with rows that are none',
      (folder) => partOf(folder, 'person', brotliCompressSync('a\\tb\\n')),
      'damaged',
    ],
    ['a pipe in the place of a table', (folder) => pipeFor(path.join(folder, 'person.br')), 'damaged'],
    ['a pipe in the place of the list of files', (folder) => pipeFor(path.join(folder, 'files.txt')), 'damaged'],
    ['a pipe in the place of the manifest', (folder) => pipeFor(path.join(folder, 'manifest.json')), 'damaged'],
    ['a folder in the place of a table', (folder) => folderFor(path.join(folder, 'person.br')), 'damaged'],
    ['numbers that would be drawn again', withoutSequences, 'structure'],
  ];
  test.each(damages)('%s', async (_, damage, why) => {
    const { folder } = await one.take();
    await damage(folder);
    const empty = await emptyDatabase();
    expect(await refusalOf(restoreInto(folder, empty))).toBe(why);
    expect(await tablesOf(empty)).toBe(0);
    await rm(folder, { recursive: true });
  });

  test('one whose pool of files is not there: it was left behind, and brought along nothing is missing', async () => {
    await one.keep('файл общей папки');
    const directory = path.join(one.folder, 'without-a-pool');
    const { folder } = await one.take({ directory });
    await rename(path.join(directory, 'files'), path.join(directory, 'elsewhere'));
    const empty = await emptyDatabase();
    expect(await refusalOf(restoreInto(folder, empty))).toBe('folder');
    expect(await tablesOf(empty)).toBe(0);
  });

  test('a database that is not empty: an office’s own, or anything at all', async () => {
    const { folder } = await one.take();
    const other = await freshDatabase({ poolSize: 2 });
    empties.push(other);
    expect(await refusalOf(restoreInto(folder, other))).toBe('notEmpty');
    const strange = await emptyDatabase();
    await strange.database.dataSource.query('create table theirs (id int)');
    expect(await refusalOf(restoreInto(folder, strange))).toBe('notEmpty');
    expect(await tablesOf(strange)).toBe(1);
  });

  test('a second copy of a database while one is taken', async () => {
    const snapshot = await openSnapshot(one.office.fresh.url);
    expect(await refusalOf(one.take())).toBe('busy');
    await snapshot.close();
    await one.take();
  });

  test('a folder with copies of another database, a file in its place, a database in which nobody has worked', async () => {
    const other = await freshDatabase({ poolSize: 2 });
    empties.push(other);
    expect(await refusalOf(one.take({ url: other.url, directory: path.join(one.folder, 'others') }))).toBe(
      'newDatabase',
    );
    await other.database.dataSource.query(`insert into installation values (1, gen_random_uuid(), 'office')`);
    await one.take();
    expect(await refusalOf(one.take({ url: other.url }))).toBe('otherOffice');
    await writeFile(path.join(one.folder, 'a-file'), '');
    expect(await refusalOf(one.take({ directory: path.join(one.folder, 'a-file') }))).toBe('folder');
  });

  test('a night’s folder that is not there: the disk may be away, and a copy beside the database is none', async () => {
    const directory = path.join(one.folder, 'a-disk', 'copies');
    expect(await refusalOf(one.take({ directory, taken: 'night' }))).toBe('folder');
    expect(existsSync(path.join(one.folder, 'a-disk'))).toBe(false);
  });

  test.each([
    ['is the office’s own', '.'],
    ['is its store', 'files'],
    ['lies in its store', 'files/copies'],
    ['lies around it', '..'],
    ['leads into it by a link', '../a-link'],
    ['is below a link to it', '../a-link/new/copies'],
  ])('a folder that %s: it would go with the data, and a sweep would take them', async (_, where) => {
    await symlink(path.join(one.folder, 'data'), path.join(one.folder, 'a-link')).catch(() => undefined);
    const before = await readdir(one.folder, { recursive: true });
    expect(await refusalOf(one.take({ directory: path.join(one.folder, 'data', where) }))).toBe('withData');
    expect(await readdir(one.folder, { recursive: true })).toEqual(before);
  });

  test('a disk on which there is room for a folder and for no word in it: no folder is left', async () => {
    if (process.getuid?.() !== 0 || process.platform !== 'linux') return;
    const directory = path.join(one.folder, 'full');
    await mkdir(directory);
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k,nr_inodes=100', 'tmpfs', directory]);
    if (mount.status !== 0) return;
    try {
      await writeFile(path.join(directory, 'theirs'), Buffer.alloc(4096));
      expect(await refusalOf(one.take({ directory }))).toBe('diskFull');
      expect(await readdir(directory)).toEqual(['theirs']);
    } finally {
      spawnSync('umount', [directory]);
    }
  });

  test('one that was broken off: nothing of it is left', async () => {
    const stopping = new AbortController();
    stopping.abort();
    const before = await readdir(one.copies);
    await expect(one.take({ signal: stopping.signal })).rejects.toThrow();
    expect(await readdir(one.copies)).toEqual(before);
  });
});

describe('a file of the pool that has rotten or gone', () => {
  let identity: string;
  let key: string;
  beforeAll(async () => {
    identity = await generateX25519Identity();
    key = path.join(one.folder, 'rotten-key.txt');
    await writeFile(key, `${identity}\n`);
  });
  const order = () => ({ url: one.office.fresh.url, identity: key });

  test.each([false, true])('keeps nothing else from being restored, and is named (sealed: %p)', async (isSealed) => {
    const recipient = isSealed ? await identityToRecipient(identity) : null;
    const rotten = await one.keep(`файл, который испортят ${isSealed}`);
    const gone = await one.keep(`файл, который пропадёт ${isSealed}`);
    const directory = path.join(one.folder, `rotten-${isSealed}`);
    const taken = await one.take({ directory, recipient });
    const copy = await readCopy(taken.folder);
    const placeOf = (sha256: string) => inPool(path.join(directory, copy.manifest.files.pool), sha256, isSealed);
    await changeByte(placeOf(rotten), -1);
    await rm(placeOf(gone));

    const empty = await emptyDatabase();
    const restored = await restoreInto(taken.folder, empty, key);
    expect(restored).toEqual({
      rows: taken.rows,
      files: taken.files.count - 2,
      damaged: [placeOf(rotten), placeOf(gone)].sort(),
    });
    expect((await contentOf(empty.database)).appeal).toBe((await contentOf(one.office.fresh.database)).appeal);
    const into = path.join(one.folder, `restored-${empties.length}`);
    expect([rotten, gone].map((sha256) => existsSync(fileIn(into, sha256)))).toEqual([false, false]);

    // The check says that it is a fault, and the next copy of a machine that lives brings the file anew.
    expect(await refusalOf(checkCopy({ ...order(), copy }))).toBe('damagedFile');
    expect(existsSync(`${placeOf(rotten)}.damaged`)).toBe(true);
    const next = await one.take({ directory, recipient, taken: 'night' });
    expect(next.files.fresh).toBe(2);
    expect(existsSync(`${placeOf(rotten)}.damaged`)).toBe(false);
    for (const { folder } of [taken, next])
      expect(await checkCopy({ ...order(), copy: await readCopy(folder) })).toMatchObject({ damaged: [] });
  });

  test('cut short in a sealed copy is found without the key, and brought anew', async () => {
    const recipient = await identityToRecipient(identity);
    const sha256 = await one.keep('обрезанный файл '.repeat(9_000));
    const directory = path.join(one.folder, 'cut-short');
    const { folder } = await one.take({ directory, recipient });
    const copy = await readCopy(folder);
    await checkSealed(copy);
    const place = inPool(path.join(directory, copy.manifest.files.pool), sha256, true);
    const { size } = await stat(place);
    await truncate(place, size - 4_096);
    expect((await one.take({ directory, recipient })).files.fresh).toBe(1);
    expect((await stat(place)).size).toBe(size);
    await truncate(place, size - 4_096);
    expect(await refusalOf(checkSealed(copy))).toBe('damagedFile');
    expect(existsSync(place)).toBe(false);
  });
});

test('what a kill has left is no copy, and the next copy clears it away; another database’s stays', async () => {
  const [newest] = await copiesIn(one.copies);
  const left = async (name: string, installation: string) => {
    await mkdir(path.join(one.copies, name));
    await writeFile(path.join(one.copies, name, 'unfinished'), installation);
    await writeFile(path.join(one.copies, name, 'appeal.br'), 'half');
  };
  await left('2026-11-01T023000', newest?.manifest.installation ?? '');
  await left('2026-11-02T023000', 'another');
  // Killed between the folder and its mark, or within the mark.
  await mkdir(path.join(one.copies, '2026-11-03T023000'));
  await mkdir(path.join(one.copies, '2026-11-04T023000'));
  await writeFile(path.join(one.copies, '2026-11-04T023000', 'unfinished'), '');
  const names = async () => (await copiesIn(one.copies)).map(({ folder }) => path.basename(folder));
  expect(await names()).not.toContain('2026-11-01T023000');
  await one.take();
  const there = await readdir(one.copies);
  expect(there).not.toContain('2026-11-01T023000');
  expect(there).toContain('2026-11-02T023000');
  expect(there).not.toContain('2026-11-03T023000');
  expect(there).not.toContain('2026-11-04T023000');
});

test('the check restores into a database that is gone afterwards, and says what is wrong', async () => {
  const { folder, rows } = await one.take();
  const order = { url: one.office.fresh.url, identity: null };
  const steps: [string, number, number][] = [];
  const onStep = (...step: [string, number, number]) => void steps.push(step);
  expect(await checkCopy({ ...order, copy: await readCopy(folder), onStep })).toMatchObject({ rows });
  // How far it is, for whoever waits.
  expect([...new Set(steps.map(([step]) => step))].filter((step) => step !== 'files')).toEqual([
    'parts',
    'rows',
    'rest',
  ]);
  expect(steps.filter(([step]) => step === 'rows').at(-1)?.[2]).toBe(rows);
  for (const [, done, of] of steps) expect(done).toBeLessThanOrEqual(of);
  // Another test of this server may be at a check of its own.
  const scratch = `select datname from pg_database where datname like 'murajagat_check_%'`;
  await until('no scratch is left', async () => (await one.office.rows(scratch)).length === 0);
  const copy = await readCopy(folder);
  // One that was killed an hour ago, and one that begins in this moment.
  const named = `select 'murajagat_check_' || lpad(to_hex(extract(epoch from now())::bigint - ago), 10, '0') || repeat('0', 22) as name
    from unnest(array[3700, 5]) ago`;
  const [left, beginning] = (await one.office.rows<{ name: string }>(named)).map(({ name }) => name);
  for (const name of [left, beginning]) await one.office.rows(`create database ${name} template template0`);
  expect(await checkCopy({ ...order, copy })).toMatchObject({ rows });
  const names = (await one.office.rows<{ datname: string }>(scratch)).map(({ datname }) => datname);
  expect(names).toContain(beginning);
  expect(names).not.toContain(left);
  await one.office.rows(`drop database ${beginning}`);
  await changeByte(path.join(folder, 'appeal.br'));
  expect(await refusalOf(checkCopy({ ...order, copy }))).toBe('damaged');
  await rm(folder, { recursive: true });
});

test('no transaction of a check outlives a statement: what follows the journal waits for the oldest one of the whole server', async () => {
  const { folder } = await one.take();
  const seen = new Map<string, Set<string>>();
  const looking = { isOver: false };
  const look = async () => {
    for (; !looking.isOver; await pause(5))
      for (const { transaction, query } of await one.office.rows<{ transaction: string; query: string }>(
        `select pid || ' ' || xact_start as transaction, query from pg_stat_activity
         where datname like 'murajagat_check_%' and xact_start is not null and backend_type = 'client backend'`,
      ))
        seen.set(transaction, (seen.get(transaction) ?? new Set()).add(query));
  };
  const watching = look();
  await checkCopy({ url: one.office.fresh.url, identity: null, copy: await readCopy(folder) });
  looking.isOver = true;
  await watching;
  expect(seen.size).toBeGreaterThan(0);
  expect([...seen.values()].filter((queries) => queries.size > 1).map((queries) => [...queries])).toEqual([]);
  await rm(folder, { recursive: true });
});

test('two offices of one server check their copies at once, and neither disturbs the other', async () => {
  const { folder, rows } = await one.take();
  const other = await freshDatabase();
  const check = (url: string, copy: KeptCopy) => checkCopy({ url, copy, identity: null });
  try {
    const copy = await readCopy(folder);
    const urls = [one.office.fresh.url, other.url];
    for (let round = 0; round < 3; round += 1) {
      const both = await Promise.all(urls.map((url) => check(url, copy)));
      for (const checked of both) expect(checked).toMatchObject({ rows });
    }
    const first = check(urls[0]!, copy);
    await until('the first is at it', async () => {
      const used = `select from pg_stat_activity where datname like 'murajagat_check_%'`;
      return (await one.office.rows(used)).length > 0;
    });
    expect(await check(urls[1]!, copy)).toMatchObject({ rows });
    expect(await first).toMatchObject({ rows });
  } finally {
    await other.drop();
    await rm(folder, { recursive: true });
  }
});

test('a copy that a clock gone wrong has dated ahead is neither the newest nor the one that is checked', async () => {
  const directory = path.join(one.folder, 'ahead');
  const now = new Date('2026-11-29T10:00:00Z');
  const copies = createCopies({
    ...{
      url: one.office.fresh.url,
      dataDir: path.join(one.folder, 'data'),
      directory,
      recipient: null,
      timeZone: 'Europe/Moscow',
    },
    ...{ log: recordingLog(), now: () => now },
  });
  try {
    const taken = await one.take({ directory, now });
    expect(await copies.ahead()).toBeNull();
    const ahead = await one.take({ directory, now: new Date('2035-01-01T00:00:00Z') });
    await truncate(path.join(ahead.folder, 'appeal.br'), 40);
    expect(await copies.newest()).toEqual(now);
    expect(await copies.ahead()).toEqual({ folder: ahead.folder, takenAt: new Date('2035-01-01T00:00:00Z') });
    expect(await copies.check()).toEqual({ takenAt: now, found: 'good' });
    await rm(taken.folder, { recursive: true });
    expect(await copies.newest()).toBeNull();
    expect(await copies.check()).toBeNull();
  } finally {
    await copies.stop();
  }
});

test('a copy is open to the account that has taken it, and to no other', async () => {
  const { folder } = await one.take();
  if (process.platform === 'win32') return;
  for (const name of ['.', 'appeal.br', 'files.txt', 'manifest.json'])
    expect((await stat(path.join(folder, name))).mode & 0o077).toBe(0);
});

/** @param at from the end where it is negative; absent: in the middle */
async function changeByte(file: string, at?: number): Promise<void> {
  const bytes = await readFile(file);
  const place = at === undefined ? Math.floor(bytes.length / 2) : (at + bytes.length) % bytes.length;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  await writeFile(file, bytes);
}

async function withMigration(folder: string): Promise<void> {
  const manifest = await readManifest(folder);
  await writeManifest(folder, {
    ...manifest,
    version: '9.0.0',
    migrations: [...manifest.migrations, 'Newest9999999999999'],
  });
}

/** As a program of classes named what had run. */
function ofBefore(ran: number): (folder: string) => Promise<void> {
  return async (folder) =>
    writeManifest(folder, { ...(await readManifest(folder)), migrations: namesOfBefore().slice(0, ran) });
}
