import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeManifest, type Manifest } from '../../../../src/adapters/backup/manifest';
import { inPool } from '../../../../src/adapters/backup/pool';
import { pruneCopies } from '../../../../src/adapters/backup/prune-copies';

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

  await pruneCopies(copies);
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
  await pruneCopies(copies);
  expect([kept, former, open].map((file) => existsSync(file))).toEqual([true, false, false]);
});

test('a copy that is not whole, and what is none of ours, are left alone', async () => {
  await copyOf('2026-11-29T023000', []);
  await mkdir(path.join(copies, '2020-01-01T023000'));
  await mkdir(path.join(copies, 'Отпуск'));
  await pruneCopies(copies);
  expect((await readdir(copies)).sort()).toEqual(['2020-01-01T023000', '2026-11-29T023000', 'Отпуск']);
});
