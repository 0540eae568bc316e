import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFolders } from '../../../src/adapters/folders';
import { unzip } from '../../support/unzip';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'murajagat-folders-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const AT = new Date('2026-11-25T09:00:00Z');
const enclosed = (name: string, text: string) => ({
  name,
  at: AT,
  packs: true,
  async *bytes() {
    yield Buffer.from(text);
  },
});

test('a folder is whole once it is there, is read as it was written, and is gone when it is removed', async () => {
  const folders = createFolders(home);
  await folders.write('one.zip', [enclosed('Фото/01.jpg', 'снимок'), enclosed('00 Опись.pdf', 'опись')]);
  const files = await unzip(Buffer.from((await folders.read('one.zip')) ?? ''));
  expect([...files].map(([name, bytes]) => [name, bytes.toString()])).toEqual([
    ['Фото/01.jpg', 'снимок'],
    ['00 Опись.pdf', 'опись'],
  ]);
  await folders.remove('one.zip');
  await folders.remove('one.zip');
  expect(await folders.read('one.zip')).toBeNull();
});

test('one of whose files can not be read leaves nothing behind', async () => {
  const folders = createFolders(home);
  const broken = {
    ...enclosed('a', ''),
    async *bytes(): AsyncGenerator<Uint8Array> {
      throw new Error('the disk says no');
    },
  };
  await expect(folders.write('one.zip', [enclosed('b', 'b'), broken])).rejects.toThrow('the disk says no');
  expect(await readdir(home)).toEqual([]);
});

test('those that were written before a day go, the others stay', async () => {
  const folders = createFolders(home);
  for (const name of ['old.zip', 'new.zip']) await folders.write(name, [enclosed('a', 'a')]);
  await utimes(path.join(home, 'old.zip'), AT, AT);
  expect(await folders.forget(new Date(AT.getTime() + 1))).toBe(1);
  expect(await readdir(home)).toEqual(['new.zip']);
  expect(await createFolders(path.join(home, 'never')).forget(AT)).toBe(0);
});
