import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import {
  appendFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFileStore, fileIn } from '../../../../src/adapters/files';
import { createRegistryReader } from '../../../../src/adapters/registry/registry-reader';
import { writeWorkbook } from '../../../../src/adapters/workbook';
import { databaseOf } from '../../../../src/database/database';
import { wordsOf } from '../../../../src/i18n';
import { bringIn } from '../../../../src/intake/registry/bring-in';
import { endLines } from '../../../../src/intake/registry/file-words';
import { watchFolder, type WatchedFolder } from '../../../../src/intake/registry/watched-folder';
import { forgetImports } from '../../../../src/usecases/registry/imports';
import type { FileState } from '../../../../src/usecases/registry/files';
import {
  csvOf,
  FINISHED,
  LAYOUT_2022,
  linesOf,
  OPEN,
  registryXlsx,
  type RegistryLine,
} from '../../../support/registry-files';
import { openOffice, type WorkingOffice } from '../../usecases/working-office';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const { plain } = wordsOf('ru');

let office: WorkingOffice;
let root: string;
let now: Date;
beforeAll(async () => {
  office = await openOffice();
  root = await mkdtemp(path.join(tmpdir(), 'murajagat-watched-'));
  now = office.desk.clock.now();
});
afterAll(async () => {
  await office.fresh.drop();
  await rm(root, { recursive: true, force: true });
});

const lines = (from: number, count: number): RegistryLine[] =>
  Array.from({ length: count }, (_, index) => ({ ...FINISHED, Номер: String(from + index) }));
const csv = (rows: readonly RegistryLine[]) => `${csvOf(linesOf(rows, LAYOUT_2022))}\r\n`;
const passes = (milliseconds: number) => void (now = new Date(now.getTime() + milliseconds));

interface Watched {
  readonly inside: (name: string) => string;
  readonly store: string;
  readonly told: string[];
  readonly watch: () => Promise<WatchedFolder>;
  /** A file that was taken, as far as it goes by itself. */
  readonly bring: (file: FileState | undefined) => Promise<FileState>;
}

function watched(name: string): Watched {
  const folder = path.join(root, name);
  const store = path.join(root, `${name} kept`);
  const told: string[] = [];
  const desk = { ...office.desk, clock: { now: () => now } };
  const log = {
    info: () => undefined,
    warn: (_: object, message: string) => void told.push(message),
    error: (_: object, message: string) => void told.push(message),
  };
  const read = createRegistryReader({
    pathOf: (sha256) => fileIn(store, sha256),
    calendar: desk.office.calendar,
    locale: 'ru',
    clock: desk.clock,
  });
  mkdirSync(folder, { recursive: true });
  return {
    inside: (file) => path.join(folder, file),
    store,
    told,
    watch: () => watchFolder({ desk, files: createFileStore(store), folder, writeWorkbook, words: wordsOf('ru'), log }),
    bring: async (file) => (await bringIn({ desk, read, wake: () => undefined }, file!.id))!,
  };
}

/** Two looks with a rest between them, as often as it looks. */
async function rested(folder: WatchedFolder): Promise<FileState[]> {
  await folder.take();
  passes(MINUTE);
  return folder.take();
}

test('a file that stalls while it is copied is not taken until it has rested for a minute, and then whole', async () => {
  const { inside, watch, bring } = watched('stalling');
  const folder = await watch();
  const whole = csv(lines(100_000, 40));
  await writeFile(inside('выгрузка.csv'), whole.slice(0, whole.indexOf('100009')));
  for (let looks = 0; looks < 20; looks += 1) {
    expect(await folder.take()).toEqual([]);
    passes(2_000);
  }
  await writeFile(inside('выгрузка.csv'), whole);
  expect(await folder.take()).toEqual([]);
  passes(59_000);
  expect(await folder.take()).toEqual([]);
  passes(2_000);
  const [file, ...others] = await folder.take();
  expect(others).toEqual([]);
  const done = await bring(file);
  expect(done).toMatchObject({ state: 'done', unended: false, counts: { rows: 40 } });
  await folder.putAway(done);
  expect((await readdir(inside(''))).sort()).toEqual(['done', 'refused']);
});

test('an admin’s setting says how long it has to rest, and a clock that is set back takes nothing early', async () => {
  const { inside, watch } = watched('setting');
  const folder = await watch();
  await office.rows(`insert into setting (key, value) values ('intake_rest', '{"minutes": 5}')`);
  await writeFile(inside('выгрузка.csv'), csv(lines(110_000, 1)));
  expect(await rested(folder)).toEqual([]);
  passes(-DAY);
  expect(await folder.take()).toEqual([]);
  passes(4 * MINUTE);
  expect(await folder.take()).toEqual([]);
  passes(MINUTE);
  expect(await folder.take()).toHaveLength(1);
  await office.rows(`delete from setting where key = 'intake_rest'`);
  passes(DAY);
});

test('a workbook without its end, and room that is still to be written, wait ten times as long; then they are told what they are', async () => {
  const { inside, watch, bring } = watched('cut');
  const folder = await watch();
  const workbook = await registryXlsx([OPEN]);
  await writeFile(inside('половина.xlsx'), workbook.subarray(0, workbook.length / 2));
  await writeFile(inside('место.csv'), csv(lines(120_000, 1)));
  await truncate(inside('место.csv'), 100_000);
  await writeFile(inside('пусто.xlsx'), '');
  await writeFile(inside('целая.xlsx'), workbook);
  expect((await rested(folder)).map(({ name }) => name)).toEqual(['целая.xlsx']);
  passes(8 * MINUTE);
  expect((await folder.take()).map(({ name }) => name)).toEqual(['целая.xlsx']);
  passes(MINUTE);
  const taken = new Map((await folder.take()).map((file) => [file.name, file]));
  expect([...taken.keys()].sort()).toEqual(['место.csv', 'половина.xlsx', 'пусто.xlsx', 'целая.xlsx']);
  expect(await bring(taken.get('половина.xlsx'))).toMatchObject({ refusal: { reason: 'truncated' } });
  expect(await bring(taken.get('пусто.xlsx'))).toMatchObject({ refusal: { reason: 'nothing' } });
});

test('a file that somebody has open in order to write is left until it is closed; one that is read is not', async () => {
  const { inside, watch } = watched('open');
  const folder = await watch();
  await writeFile(inside('выгрузка.csv'), csv(lines(130_000, 1)));
  const writer = await open(inside('выгрузка.csv'), 'r+');
  expect(await rested(folder)).toEqual(process.platform === 'linux' ? [] : [expect.anything()]);
  await writer.close();
  const reader = await open(inside('выгрузка.csv'), 'r');
  expect(await folder.take()).toHaveLength(1);
  await reader.close();
});

test('a text of which the last line has no end is told of', async () => {
  const { inside, watch, bring } = watched('unended');
  const folder = await watch();
  await writeFile(inside('выгрузка.csv'), csv(lines(140_000, 2)).trimEnd());
  const done = await bring((await rested(folder))[0]);
  expect(done).toMatchObject({ unended: true, counts: { rows: 2 } });
  expect(endLines(done, plain).at(-1)).toMatch(/^В конце последней строки нет перевода строки/);
});

test.each([
  ['before it is put away', false],
  ['after it was put away', true],
])('what grows %s is read anew, once, and told of', async (_, isAway) => {
  const { inside, watch, bring } = watched(`grown ${isAway}`);
  let folder = await watch();
  const from = isAway ? 150_000 : 160_000;
  const name = `растёт ${isAway}.csv`;
  const whole = csv(lines(from, 5));
  const cut = whole.lastIndexOf('\n', whole.indexOf(String(from + 2))) + 1;
  await writeFile(inside(name), whole.slice(0, cut));
  const first = await bring((await rested(folder))[0]);
  expect(first).toMatchObject({ state: 'done', counts: { rows: 2 } });
  const rest = whole.slice(cut);
  if (!isAway) await appendFile(inside(name), rest);
  await folder.putAway(first);
  const away = path.join('done', (await readdir(inside('done')))[0] ?? '');
  if (isAway) await appendFile(inside(away), rest);
  const [again] = await rested(folder);
  const second = await bring(again);
  expect(second).toMatchObject({ grownFromId: first.id, counts: { rows: 5, fresh: 3 } });
  expect(endLines(second, plain).at(-1)).toBe(
    'Файл дописали после того, как бот его прочитал, поэтому он прочитан ещё раз.',
  );
  await folder.putAway(second);
  folder = await watch();
  expect(await rested(folder)).toEqual([]);
  expect(await office.rows(`select id from registry_file where name = $1`, [name])).toHaveLength(2);
});

test('links that lie where a file is put away lead nowhere, and nothing there is written over', async () => {
  const { inside, watch, bring } = watched('links');
  const secret = path.join(root, 'secret');
  await writeFile(secret, 'secret');
  const folder = await watch();
  const wrong = [...lines(170_000, 1), { ...OPEN, Номер: '../' }];
  await writeFile(inside('чужой.csv'), 'Фамилия;Телефон\nИванов;1\n');
  await writeFile(inside('добрый.csv'), csv(wrong));
  for (const file of await rested(folder)) {
    const number = String(file.id).padStart(5, '0');
    const names = [
      `${number} ${file.name}`,
      `${number} ${file.name}.txt`,
      `${number} ${path.parse(file.name).name} — ошибки.xlsx`,
    ];
    for (const place of ['done', 'refused'])
      for (const planted of names) await symlink(secret, inside(path.join(place, planted)));
    await folder.putAway(await bring(file));
  }
  expect(await readFile(secret, 'utf8')).toBe('secret');
  expect((await readdir(inside(''))).sort()).toEqual(['done', 'refused']);
  const put = await Promise.all(['done', 'refused'].map((place) => readdir(inside(place))));
  expect(
    put
      .flat()
      .filter((name) => name.includes('(2)'))
      .sort(),
  ).toEqual([
    expect.stringMatching(/добрый \(2\)\.csv$/),
    expect.stringMatching(/добрый — ошибки \(2\)\.xlsx$/),
    expect.stringMatching(/чужой \(2\)\.csv$/),
    expect.stringMatching(/чужой\.csv \(2\)\.txt$/),
  ]);
});

test('a folder that has become a link is not written into, at a start nor later', async () => {
  const { inside, watch, bring } = watched('linked');
  const elsewhere = path.join(root, 'elsewhere');
  await mkdir(elsewhere);
  const folder = await watch();
  await rename(inside('refused'), inside('before'));
  await symlink(elsewhere, inside('refused'));
  await writeFile(inside('чужой.csv'), 'Фамилия;Телефон\nИванов;1\n');
  const file = await bring((await rested(folder))[0]);
  await expect(folder.putAway(file)).rejects.toMatchObject({ code: expect.stringMatching(/ELOOP|ENOTDIR/) });
  await expect(watch()).rejects.toMatchObject({ code: expect.stringMatching(/ELOOP|ENOTDIR/) });
  expect(await readdir(elsewhere)).toEqual([]);
});

test('names that are too long or no text, and what is hidden in them, are put away under a name of ours, which is told', async () => {
  const { inside, watch, bring } = watched('names');
  const folder = await watch();
  const long = `${'я'.repeat(125)}.csv`;
  await writeFile(inside(long), csv(lines(180_000, 1)));
  await writeFile(
    Buffer.concat([Buffer.from(inside('')), Buffer.from('/'), Buffer.from('cff0e8e2e5f22e637376', 'hex')]),
    csv(lines(180_001, 1)),
  );
  await writeFile(inside('отчёт\u202efdp.csv'), csv(lines(180_002, 1)));
  const taken = await rested(folder);
  expect(taken).toHaveLength(3);
  for (const file of taken) {
    const done = await bring(file);
    expect(done.state).toBe('done');
    expect(endLines(done, plain).at(-1)).toMatch(
      /^Имя файла слишком длинное или не читается: файл лежит под именем «\d{5} /,
    );
    await folder.putAway(done);
  }
  expect((await readdir(inside(''))).sort()).toEqual(['done', 'refused']);
  expect((await readdir(inside('done'))).map((name) => name.slice(6)).sort()).toEqual(
    [`${'_'.repeat(6)}.csv`, 'отчёт[U+202E]fdp.csv', `${'я'.repeat(82)}.csv`].sort(),
  );
});

test('a file of two gigabytes, none of which are written, is refused without a byte of it being kept', async () => {
  const { inside, watch, store, bring } = watched('sparse');
  const folder = await watch();
  await writeFile(inside('большой.csv'), csv(lines(190_000, 1)));
  await truncate(inside('большой.csv'), 2_000_000_000);
  const file = await bring((await rested(folder))[0]);
  expect(file).toMatchObject({ state: 'refused', refusal: { reason: 'tooLarge', params: { megabytes: 200 } } });
  await folder.putAway(file);
  await expect(readdir(store)).rejects.toThrow('ENOENT');
  expect((await readdir(inside('refused'))).map((name) => name.slice(6)).sort()).toEqual([
    'большой.csv',
    'большой.csv.txt',
  ]);
  expect(await rested(folder)).toEqual([]);
});

test('a link, a pipe and a folder are left where they lie, and an admin finds them in the log, once', async () => {
  const { inside, watch, told } = watched('no files');
  const folder = await watch();
  const secret = path.join(root, 'other.csv');
  await writeFile(secret, csv(lines(200_000, 1)));
  await symlink(secret, inside('ссылка.csv'));
  if (process.platform !== 'win32') execFileSync('mkfifo', [inside('труба.csv')]);
  await mkdir(inside('папка.csv'));
  expect(await rested(folder)).toEqual([]);
  expect(await rested(folder)).toEqual([]);
  expect(told).toHaveLength(process.platform === 'win32' ? 1 : 2);
  expect(told[0]).toContain('left there');
});

test('a file whose rows were forgotten brings nothing when it comes again, and says what is wrong in it once more', async () => {
  const { inside, watch, bring } = watched('forgotten');
  const folder = await watch();
  const text = csv([...lines(210_000, 3), { ...OPEN, Номер: '../' }]);
  const come = async () => {
    await writeFile(inside('выгрузка.csv'), text);
    const done = await bring((await rested(folder))[0]);
    await folder.putAway(done);
    return done;
  };
  const first = await come();
  expect(first).toMatchObject({ counts: { fresh: 3, bad: 1 }, result: { finished: 3 } });
  passes(100 * DAY);
  const desk = { ...office.desk, clock: { now: () => now } };
  await forgetImports(desk);
  const [kept] = await office.rows(`select forgotten_at is not null as forgotten from registry_file where id = $1`, [
    first.id,
  ]);
  expect(kept).toEqual({ forgotten: true });
  const again = await come();
  expect(again).toMatchObject({ state: 'done', counts: { fresh: 0, changed: 0, known: 3, bad: 1 } });
  expect(again.id).not.toBe(first.id);
  const [{ count } = { count: 0 }] = await databaseOf(desk).dataSource.query<{ count: number }[]>(
    `select count(*)::int as count from appeal where number like '21000_'`,
  );
  expect(count).toBe(3);
});
