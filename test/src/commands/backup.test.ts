import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { copiesIn } from '../../../src/adapters/backup/copies-in';
import { requireFiles, requireParts } from '../../../src/adapters/backup/restore-copy';
import { openDatabase } from '../../../src/adapters/database';
import { clusterFolder } from '../../../src/adapters/embedded-cluster';
import { runningPostmaster } from '../../../src/adapters/embedded-postmaster';
import { startEmbedded } from '../../../src/adapters/embedded-postgres';
import { createFileStore } from '../../../src/adapters/files';
import { markInstallation } from '../../../src/adapters/installation';
import { migrate } from '../../../src/adapters/migrate';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import { csvOf, FINISHED, LAYOUT_2022, linesOf, OPEN } from '../../support/registry-files';
import { until } from '../../support/until';
import { contentOf, officeToCopy, type OfficeToCopy } from '../adapters/backup/office-to-copy';

const ROOT = path.join(__dirname, '../../..');

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly complaints: string;
}
interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
}

/** As npm runs the command, with nothing in the environment but what is given. */
function start(
  command: 'backup' | 'restore' | 'import',
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Running {
  const loader = path.join(ROOT, 'test/support/run-typescript.cjs');
  const child = spawn(process.execPath, ['--require', loader, path.join(ROOT, `src/commands/${command}.ts`), ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH ?? '', BOT_TOKEN: '42:office', ...env },
  });
  let [out, complaints] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const ended = new Promise<Ran>((resolve) => child.once('close', (code) => resolve({ code, out, complaints })));
  return { child, ended };
}
const run = (...order: Parameters<typeof start>): Promise<Ran> => start(...order).ended;

const lastLine = (out: string): string => out.trimEnd().split('\n').at(-1) ?? '';

let one: OfficeToCopy;
let env: Readonly<Record<string, string>>;
const empties: FreshDatabase[] = [];
beforeAll(async () => {
  one = await officeToCopy();
  for (let made = 0; made < 20; made += 1) await one.keep(`файл ${made}`);
  env = { DATABASE_URL: one.office.fresh.url, DATA_DIR: path.join(one.folder, 'data') };
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

test('a house is moved by two commands, from the embedded server beside its bot to an own one and back', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'murajagat-house-'));
  await chmod(home, 0o755);
  const [old, copies, young] = [path.join(home, 'old'), path.join(home, 'copies'), path.join(home, 'young')];
  const bot = await startEmbedded({ dataDir: old });
  const database = await openDatabase({ url: bot.url, poolSize: 2 });
  await migrate(database);
  await markInstallation(database, 'office');
  await database.dataSource.query(`insert into person (name, roles) values ('Кузнецова Юлия Юрьевна', '{admin}')`);
  const photo = await createFileStore(path.join(old, 'files')).keep(once('фото'));
  const before = await contentOf(database);

  const backup = await run('backup', [copies], { DATA_DIR: old });
  expect(backup).toMatchObject({ code: 0, complaints: '' });
  expect(backup.out).toMatch(/^Копия готова\. Строк: \d+, файлов: 1, из них новых: 1\.\n/);
  const folder = lastLine(backup.out);
  expect(path.dirname(folder)).toBe(copies);
  expect(path.basename(folder)).toMatch(/^\d{4}-\d\d-\d\dT\d{6}$/);
  await database.close();
  await bot.stop();

  const own = await emptyDatabase();
  const there = { DATABASE_URL: own.url, DATA_DIR: young };
  const restore = await run('restore', [folder], there);
  expect(restore).toMatchObject({ code: 0, complaints: '' });
  expect(restore.out).toContain('Восстановлено. Строк: ');
  expect(restore.out).toContain('«Разрешить отправку»');
  const after = await contentOf(own.database);
  for (const table of ['person', 'installation', 'migrations']) expect(after[table]).toBe(before[table]);
  expect(existsSync(path.join(young, 'files', ...fileParts(photo?.sha256 ?? '')))).toBe(true);

  const back = await run('backup', [copies], there);
  expect(back.code).toBe(0);
  const again = path.join(home, 'again');
  expect(await run('restore', [lastLine(back.out)], { DATA_DIR: again })).toMatchObject({ code: 0 });
  const server = await startEmbedded({ dataDir: again });
  const returned = await openDatabase({ url: server.url, poolSize: 2 });
  expect((await contentOf(returned)).person).toBe(before.person);
  await returned.close();
  await server.stop();
  await rm(home, { recursive: true, force: true });
});

test('a copy of the stand says so by its name, when it is taken and when it is restored', async () => {
  const stand = await freshDatabase({ poolSize: 2 });
  empties.push(stand);
  await markInstallation(stand.database, 'training');
  const there = { DATABASE_URL: stand.url, DATA_DIR: path.join(one.folder, 'stand'), BOT_TOKEN: '' };
  const backup = await run('backup', [path.join(one.folder, 'copies of the stand')], there);
  const said = 'Это копия учебного стенда';
  expect(backup).toMatchObject({ code: 0, complaints: expect.stringContaining(said) });
  const folder = lastLine(backup.out);
  expect(path.basename(folder)).toMatch(/^\d{4}-\d\d-\d\dT\d{6}-stand$/);
  const empty = await emptyDatabase();
  const restore = await run('restore', [folder], { ...there, DATABASE_URL: empty.url });
  expect(restore.code).toBe(0);
  expect(restore.out + restore.complaints).toContain(said);
  const office = await run('backup', [path.join(one.folder, 'copies of the office')], env);
  expect(office.out + office.complaints).not.toContain(said);
  expect(path.basename(lastLine(office.out))).not.toContain('stand');
});

test('killed at any moment it leaves nothing that looks whole and is not, and the next one succeeds', async () => {
  const copies = path.join(one.folder, 'killed');
  const begun = () => existsSync(copies) && readdirSync(copies).some((name) => /^\d{4}-/.test(name));
  for (const delay of [0, 30, 90, 200, 400, 800]) {
    const { child, ended } = start('backup', [copies], env);
    let isOver = false;
    void ended.then(() => (isOver = true));
    await until('it has begun', () => isOver || begun());
    await pause(delay);
    child.kill('SIGKILL');
    await ended;
    for (const copy of await copiesIn(copies)) {
      await requireParts(copy);
      expect(await requireFiles(copy)).toBe(20);
      await rm(copy.folder, { recursive: true });
    }
  }
  await until('the database has seen its end', async () => {
    const { code } = await run('backup', [copies], env);
    return code === 0;
  });
  const whole = await copiesIn(copies);
  expect(whole).toHaveLength(1);
  expect((await readdir(copies)).filter((name) => /^\d{4}-/.test(name))).toHaveLength(1);
});

test('killed while it restores it leaves an empty database, and the next one succeeds', async () => {
  const { folder } = await one.take();
  const empty = await emptyDatabase();
  const there = { DATABASE_URL: empty.url, DATA_DIR: path.join(one.folder, 'restored') };
  const count = async (sql: string): Promise<number> => (await empty.database.dataSource.query(sql)).length;
  const others = `select from pg_stat_activity where datname = current_database() and application_name = 'murajagat' and pid <> pg_backend_pid()`;
  for (const delay of [50, 400, 900, 1_800]) {
    const { child, ended } = start('restore', [folder], there);
    const isUnderWay = async () => (await count(`${others} and xact_start is not null`)) > 0;
    await until('it has begun', async () => child.exitCode !== null || (await isUnderWay()));
    await pause(delay);
    child.kill('SIGKILL');
    await ended;
    await until('the server has seen its end', async () => (await count(others)) === 0);
    if ((await count(`select from pg_tables where schemaname = 'public'`)) === 0) continue;
    // It came in the moment between what is all and the end of the command, and the next one has nothing to do.
    expect((await contentOf(empty.database)).person).toBe((await contentOf(one.office.fresh.database)).person);
    return;
  }
  expect(await run('restore', [folder], there)).toMatchObject({ code: 0 });
});

test('a copy that is taken amid an import has whole pieces of it and nothing of the piece under way; restored, the import goes on', async () => {
  const file = path.join(one.folder, 'выгрузка лет.csv');
  const numbers = Array.from({ length: 9_000 }, (_, index) => String(500_000_000 + index));
  const lines = numbers.map((number, index) => ({ ...(index % 50 === 0 ? OPEN : FINISHED), Номер: number }));
  await writeFile(file, csvOf(linesOf(lines, LAYOUT_2022)));
  // It waits for as long as the copy takes, on a slow machine longer than anybody at work would.
  const patient = new URL(one.office.fresh.url);
  patient.searchParams.set('options', '-c lock_timeout=0');
  const importing = start('import', [file], { ...env, DATABASE_URL: patient.href });
  const { dataSource } = one.office.fresh.database;
  const ask = <Row>(sql: string): Promise<Row[]> => dataSource.query(sql);
  await until('the first rows are in', async () => {
    if (importing.child.exitCode !== null) throw new Error((await importing.ended).complaints);
    return (await ask(`select from registry_file where name = 'выгрузка лет.csv' and loaded_row > 0`)).length > 0;
  });
  // What every piece writes at its end: it has its appeals by then, and waits.
  const other = dataSource.createQueryRunner();
  await other.startTransaction();
  await other.query('set local idle_in_transaction_session_timeout = 0');
  await other.query('set local lock_timeout = 0');
  let copy: Ran;
  try {
    await other.query('lock table registry_record in exclusive mode');
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await until('a piece of it waits', async () => (await ask(waiting)).length > 0);
    copy = await run('backup', [path.join(one.folder, 'amid')], env);
  } finally {
    await other.rollbackTransaction();
    await other.release();
  }
  expect(copy).toMatchObject({ code: 0, complaints: '' });
  expect(await importing.ended).toMatchObject({ code: 0, complaints: '' });

  const empty = await emptyDatabase();
  const there = { DATABASE_URL: empty.url, DATA_DIR: path.join(one.folder, 'amid-restored') };
  expect(await run('restore', [lastLine(copy.out)], there)).toMatchObject({ code: 0 });
  const standing = () =>
    empty.database.dataSource.query<{ state: string; isPart: boolean; torn: number; brought: number }[]>(brought);
  const [amid] = await standing();
  expect(amid).toMatchObject({ state: 'loading', isPart: true, torn: 0 });
  expect(amid?.brought).toBeGreaterThan(0);

  const gone = await run('import', [file], there);
  expect(gone).toMatchObject({ code: 0, complaints: '' });
  expect(gone.out).toContain('Продолжаю');
  expect(await standing()).toEqual([{ state: 'done', isPart: false, torn: 0, brought: numbers.length }]);
});

/** Of the file: rows that are in and should not be, or are not and should; and how many are. */
const brought = `select f.state, f.loaded_row < f.read_row as "isPart",
    count(*) filter (where (n.row <= f.loaded_row) <> (a.id is not null))::int as torn, count(a.id)::int as brought
  from registry_file f join registry_row n on n.file_id = f.id left join appeal a on a.number = n.said -> 'appeal' ->> 'number'
  where f.name = 'выгрузка лет.csv' group by f.id`;

test('Ctrl+C takes away what is unfinished', async () => {
  const copies = path.join(one.folder, 'interrupted');
  const { child, ended } = start('backup', [copies], env);
  await until('it has begun', () => existsSync(copies) && readdirSync(copies).some((name) => /^\d{4}-/.test(name)));
  child.kill('SIGINT');
  const { code, complaints } = await ended;
  const there = (await readdir(copies)).filter((name) => /^\d{4}-/.test(name));
  // It may have been over by then.
  const [isOver, interrupted] = [code === 0, 'Прервано. Незаконченная копия убрана.\n'];
  expect({ code, complaints, there: there.length }).toEqual(
    isOver ? { code: 0, complaints: '', there: 1 } : { code: 130, complaints: interrupted, there: 0 },
  );
});

test('a terminal that goes away stops a restore and the server that was started for it', async () => {
  const { folder } = await one.take();
  const dataDir = path.join(await mkdtemp(path.join(tmpdir(), 'murajagat-hung-up-')), 'data');
  await chmod(path.dirname(dataDir), 0o755);
  const { child, ended } = start('restore', [folder], { DATA_DIR: dataDir });
  await until('its server runs', () => child.exitCode !== null || runningPostmaster(clusterFolder(dataDir)) !== null);
  // The terminal is gone, and both the shell and the system say so.
  child.stdout?.destroy();
  child.stderr?.destroy();
  for (let said = 0; said < 2; said += 1) child.kill('SIGHUP');
  const { code } = await ended;
  // It may have been over by then.
  expect([0, 130]).toContain(code);
  expect(runningPostmaster(clusterFolder(dataDir))).toBeNull();
  await rm(path.dirname(dataDir), { recursive: true, force: true });
});

const OWN_DATA = { DATA_DIR: path.join(tmpdir(), 'murajagat-own') };

describe('exit 2 says what is wrong and what to do:', () => {
  test.each<[string, 'backup' | 'restore', string[], Record<string, string>, string]>([
    ['no folder', 'backup', [], {}, 'Так: npm run backup -- ПАПКА'],
    ['two folders', 'backup', ['one', 'two'], {}, 'Так: npm run backup -- ПАПКА'],
    ['an option that is none', 'backup', ['--all', 'one'], {}, 'Так: npm run backup -- ПАПКА'],
    ['a recipient that is none', 'backup', ['one'], { BACKUP_RECIPIENT: 'ssh-ed25519 AAAA' }, 'BACKUP_RECIPIENT'],
    ['the data folder itself', 'backup', [path.join(tmpdir(), 'murajagat-own')], OWN_DATA, 'лежит в папке данных'],
    ['a folder that can’t be made', 'backup', ['/proc/copies'], {}, 'Папка /proc/copies не даёт работать'],
    ['no copy named', 'restore', [], {}, 'Так: npm run restore -- КОПИЯ'],
    ['a folder that is no copy', 'restore', [tmpdir()], {}, 'нет копии: в ней нет manifest.json'],
    ['one that is not there', 'restore', ['2026-11-29T023000'], {}, 'нет копии: в ней нет manifest.json'],
  ])('%s', async (_, command, args, given, said) => {
    const { code, out, complaints } = await run(command, args, { ...env, ...given });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(complaints).toContain(said);
  });

  test('a database that is not empty, and a training’s copy for an office', async () => {
    const { folder } = await one.take();
    const full = await run('restore', [folder], env);
    expect(full.code).toBe(2);
    expect(full.complaints).toContain('База не пустая');
    const training = await run('restore', [folder], { ...env, BOT_TOKEN: '' });
    expect(training.code).toBe(2);
    expect(training.complaints).toContain('BOT_TOKEN');
  });

  test('a disk that is full', async () => {
    if (process.getuid?.() !== 0 || process.platform !== 'linux') return;
    const small = path.join(one.folder, 'small');
    await mkdir(small);
    const mounted = await exitOf('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small]);
    if (mounted !== 0) return;
    try {
      const { code, complaints } = await run('backup', [small], env);
      expect(complaints).toContain('На диске кончилось место');
      expect(code).toBe(2);
      expect((await readdir(small)).filter((name) => /^\d{4}-/.test(name))).toEqual([]);
    } finally {
      await exitOf('umount', [small]);
    }
  });
});

test('a photo that has rotten in the pool is counted and named, and the rest is restored', async () => {
  const copies = path.join(one.folder, 'rotten');
  const sha256 = await one.keep('фото, которое испортится');
  const { folder } = await one.take({ directory: copies });
  const file = path.join(copies, 'files', ...fileParts(sha256));
  await writeFile(file, 'фото, которое испортилось');
  const empty = await emptyDatabase();
  const there = { DATABASE_URL: empty.url, DATA_DIR: path.join(one.folder, 'without-a-photo') };
  const checked = await run('restore', [folder, '--check'], { ...env, DATA_DIR: path.join(one.folder, 'checks') });
  expect(checked).toMatchObject({ code: 2 });
  expect(checked.complaints).toContain(`Повреждены файлы копии: 1, первый ${file}.`);
  const restored = await run('restore', [folder], there);
  expect(restored).toMatchObject({ code: 0 });
  expect(restored.out).toContain('Восстановлено.');
  expect(restored.complaints).toMatch(/обрезаны, изменены или пропали: 1\. [^\n]*\n[^\n]*rotten[^\n]*\n$/);
});

test('--check says that a copy would do, or why not, and changes nothing', async () => {
  const { folder } = await one.take();
  const before = await contentOf(one.office.fresh.database);
  const good = await run('restore', [folder, '--check'], env);
  expect(good).toMatchObject({ code: 0, complaints: '' });
  expect(good.out).toContain('Копия годится');
  const file = path.join(folder, 'appeal.br');
  const bytes = await readFile(file);
  await writeFile(file, bytes.subarray(0, bytes.length - 5));
  const bad = await run('restore', ['--check', folder], env);
  expect(bad.code).toBe(2);
  expect(bad.complaints).toContain('Копия повреждена');
  expect(await contentOf(one.office.fresh.database)).toEqual(before);
});

const exitOf = (command: string, args: readonly string[]): Promise<number | null> =>
  new Promise((resolve) =>
    spawn(command, args)
      .once('close', resolve)
      .once('error', () => resolve(null)),
  );

const fileParts = (sha256: string): string[] => [sha256.slice(0, 2), sha256.slice(2, 4), sha256];

async function* once(text: string) {
  yield Buffer.from(text);
}
