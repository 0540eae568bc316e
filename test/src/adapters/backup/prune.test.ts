import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeManifest, type Manifest } from '../../../../src/adapters/backup/manifest';
import { inPool } from '../../../../src/adapters/backup/pool';
import { noteOwnName } from '../../../../src/adapters/backup/own-names';
import { pruneCopies } from '../../../../src/adapters/backup/prune-copies';

const NOW = new Date('2026-11-29T02:31:00+03:00');

let copies: string;
beforeEach(async () => {
  copies = await mkdtemp(path.join(tmpdir(), 'murajagat-prune-'));
});
afterEach(() => rm(copies, { recursive: true, force: true }));

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

async function inThePool(pool: string, text: string, isSealed = false): Promise<string> {
  const file = inPool(path.join(copies, pool), sha256Of(text), isSealed);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  await noteOwnName(path.join(copies, pool), sha256Of(text));
  return file;
}

/** A whole copy of that night, with these files in its list. */
async function copyOf(name: string, files: readonly string[], changes: Partial<Manifest> = {}, pool = 'files') {
  const folder = path.join(copies, name);
  await mkdir(folder);
  const list = files.map(sha256Of).sort();
  await writeFile(path.join(folder, 'files.txt'), list.map((sha256) => `${sha256} 1\n`).join(''));
  const part = { bytes: 0, sha256: sha256Of('') };
  await writeManifest(folder, {
    format: 1,
    version: '0.1.0',
    installation: 'one',
    purpose: 'office',
    taken: 'night',
    takenAt: new Date(`${name.slice(0, 10)}T02:30:00+03:00`),
    server: '18',
    migrations: ['First1'],
    recipient: null,
    tables: [{ name: 'person', columns: ['id'], rows: 0, file: 'person.gz', ...part }],
    sequences: [],
    files: { pool, list: { file: 'files.txt', ...part }, count: files.length, bytes: 0, missing: 0, missingNamed: [] },
    ...changes,
  });
}

test('old nights go, and the files that no copy lists; what was taken by hand stays with its files', async () => {
  await copyOf('2024-01-10T120000', ['by hand'], { taken: 'hand' });
  await copyOf('2026-10-06T023000', ['first of what is kept']);
  await copyOf('2026-10-07T023000', ['of no copy any more', 'of all']);
  for (let day = 20; day < 30; day += 1) await copyOf(`2026-11-${day}T023000`, ['of all', `of ${day}`]);
  const texts = ['by hand', 'first of what is kept', 'of no copy any more', 'of all', 'of 20', 'of 21', 'of 29'];
  const [byHand, first, goes, all, of20, of21, of29] = await Promise.all(texts.map((text) => inThePool('files', text)));

  await pruneCopies(copies, NOW);
  const left = (await readdir(copies)).filter((name) => name.startsWith('20'));
  // The 20th is the first of its week and of its month, the 6th of October of its own.
  expect(left).toEqual([
    '2024-01-10T120000',
    '2026-10-06T023000',
    ...['20', '23', '24', '25', '26', '27', '28', '29'].map((day) => `2026-11-${day}T023000`),
  ]);
  for (const kept of [byHand, first, all, of20, of29]) expect(existsSync(kept ?? '')).toBe(true);
  for (const gone of [goes, of21]) expect(existsSync(gone ?? '')).toBe(false);
});

test('files that are encrypted for one key are of its copies alone; a key that no copy has any more leaves nothing', async () => {
  const recipient = `age1${'q'.repeat(58)}`;
  await copyOf('2026-11-29T023000', ['photo'], { recipient }, 'files-qqqqqqqq');
  const kept = await inThePool('files-qqqqqqqq', 'photo', true);
  const former = await inThePool('files-zzzzzzzz', 'photo', true);
  const open = await inThePool('files', 'photo');
  await pruneCopies(copies, NOW);
  expect([kept, former, open].map((file) => existsSync(file))).toEqual([true, false, false]);
});

test('a copy that is not whole, and what is none of ours, are left alone', async () => {
  await copyOf('2026-11-29T023000', []);
  await mkdir(path.join(copies, '2020-01-01T023000'));
  await mkdir(path.join(copies, 'Отпуск'));
  await writeFile(path.join(copies, 'заметки.txt'), '');
  // As the system makes it at the top of a disk; to the bot's account it would be closed.
  await mkdir(path.join(copies, 'lost+found', 'manifest.json'), { recursive: true });
  const goes = await inThePool('files', 'of no copy');
  await pruneCopies(copies, NOW);
  expect((await readdir(copies)).sort()).toEqual(
    ['2020-01-01T023000', '2026-11-29T023000', 'files', 'lost+found', 'Отпуск', 'заметки.txt'].sort(),
  );
  expect(existsSync(goes)).toBe(false);
});

/** As a version before lists of names has left it, or as it lies in a folder that is no pool of ours. */
async function withoutName(text: string): Promise<string> {
  const file = inPool(path.join(copies, 'files'), sha256Of(text), false);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

test('what no copy has put there stays, whatever it is called: it may be an office’s only store', async () => {
  await copyOf('2026-11-29T023000', ['of both']);
  const [theirs, both] = [await withoutName('theirs'), await withoutName('of both')];
  const goes = await inThePool('files', 'of no copy');
  await pruneCopies(copies, NOW);
  await pruneCopies(copies, NOW);
  expect([theirs, both, goes].map((file) => existsSync(file))).toEqual([true, true, false]);
});

test('what an earlier version has brought goes with the last copy that lists it', async () => {
  await copyOf('2026-10-07T023000', ['of a night that goes now']);
  for (let day = 20; day < 30; day += 1) await copyOf(`2026-11-${day}T023000`, ['of all']);
  await copyOf('2026-10-06T023000', []);
  await copyOf('2026-09-10T120000', ['by hand'], { taken: 'hand' });
  const [goes, stays, byHand] = [
    await withoutName('of a night that goes now'),
    await withoutName('of all'),
    await withoutName('by hand'),
  ];
  await pruneCopies(copies, NOW);
  expect([goes, stays, byHand].map((file) => existsSync(file))).toEqual([false, true, true]);
  await rm(path.join(copies, '2026-09-10T120000'), { recursive: true });
  await pruneCopies(copies, NOW);
  expect([stays, byHand].map((file) => existsSync(file))).toEqual([true, false]);
});

test('a copy that somebody has renamed keeps its files', async () => {
  await copyOf('2026-11-29T023000', []);
  await copyOf('2026-06-01T120000', ['of the renamed'], { taken: 'hand' });
  const kept = await inThePool('files', 'of the renamed');
  const goes = await inThePool('files', 'of no copy');
  await rename(path.join(copies, '2026-06-01T120000'), path.join(copies, '2026-06-01T120000-перед-обновлением'));
  await pruneCopies(copies, NOW);
  expect([kept, goes].map((file) => existsSync(file))).toEqual([true, false]);
});

describe('while a copy can’t be read no file goes, since it may list it:', () => {
  const manifestOf = (name: string) => path.join(copies, name, 'manifest.json');
  test.each<[string, () => Promise<unknown>]>([
    ['a share gives its manifest back cut short', () => truncate(manifestOf('2026-11-28T023000'), 100)],
    [
      'it does not give it at all',
      async () => {
        await rm(manifestOf('2026-11-28T023000'));
        await mkdir(manifestOf('2026-11-28T023000'));
      },
    ],
    [
      'it was renamed besides',
      async () => {
        await truncate(manifestOf('2026-11-28T023000'), 100);
        await rename(path.join(copies, '2026-11-28T023000'), path.join(copies, 'перед обновлением'));
      },
    ],
    [
      'a newer version has taken it',
      async () => {
        await rm(path.join(copies, '2026-11-28T023000'), { recursive: true });
        await copyOf('2026-11-28T023000', ['photo'], { format: 3 as 2 });
      },
    ],
    ['its list is away', () => rm(path.join(copies, '2026-11-28T023000', 'files.txt'))],
  ])('%s', async (_, harm) => {
    await copyOf('2026-11-28T023000', ['photo']);
    await copyOf('2026-11-29T023000', []);
    const file = await inThePool('files', 'photo');
    await harm();
    await pruneCopies(copies, NOW).catch(() => undefined);
    expect(existsSync(file)).toBe(true);
  });
});

test('a night’s copy of a day to come is kept, and stands for no day', async () => {
  await copyOf('2035-01-01T023000', ['photo']);
  await copyOf('2035-01-02T023000', []);
  for (let day = 10; day < 30; day += 1) await copyOf(`2026-11-${day}T023000`, []);
  const file = await inThePool('files', 'photo');
  await pruneCopies(copies, NOW);
  const left = (await readdir(copies)).filter((name) => name.startsWith('20')).sort();
  expect(left.filter((name) => name.startsWith('2026')).slice(-7)).toEqual(
    [23, 24, 25, 26, 27, 28, 29].map((day) => `2026-11-${day}T023000`),
  );
  expect(left.slice(-2)).toEqual(['2035-01-01T023000', '2035-01-02T023000']);
  expect(existsSync(file)).toBe(true);
});
