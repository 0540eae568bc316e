import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFileStore, openFileStore } from '../../../src/adapters/files';
import { recordingLog } from '../../support/recording-log';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'murajagat-files-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const CHUNKS = [Buffer.from('Яма '), Buffer.from([0, 255, 10]), Buffer.alloc(300_000, 7)];
const SHA256 = createHash('sha256').update(Buffer.concat(CHUNKS)).digest('hex');

async function* bytes(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks;
}

async function read(sha256: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of createFileStore(directory).read(sha256)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('what was kept is read as it came, by the name that its bytes give it', async () => {
  const kept = await createFileStore(directory).keep(bytes(CHUNKS));
  expect(kept).toEqual({ sha256: SHA256, size: 300_010, type: null });
  expect((await read(SHA256)).equals(Buffer.concat(CHUNKS))).toBe(true);
});

test('what was being kept when the process was killed goes, unless somebody may still be at it', async () => {
  const files = createFileStore(directory);
  expect(await files.removeUnfinished(new Date('2099-01-01'))).toBe(0);
  await files.keep(bytes(CHUNKS));
  const left = path.join(directory, 'incoming', 'left');
  await writeFile(left, 'половина фото');
  const { ctime } = await stat(left);
  expect(await files.removeUnfinished(ctime)).toBe(0);
  expect(await files.removeUnfinished(new Date(ctime.getTime() + 1_000))).toBe(1);
  expect(await readdir(path.join(directory, 'incoming'))).toEqual([]);
  expect((await read(SHA256)).equals(Buffer.concat(CHUNKS))).toBe(true);
});

test('the same bytes twice are one file', async () => {
  const files = createFileStore(directory);
  await files.keep(bytes(CHUNKS));
  await files.keep(bytes([Buffer.concat(CHUNKS)]));
  expect(await readdir(path.join(directory, SHA256.slice(0, 2), SHA256.slice(2, 4)))).toEqual([SHA256]);
});

test('a file that did not come whole is none', async () => {
  async function* broken(): AsyncIterable<Uint8Array> {
    yield* CHUNKS;
    throw new Error('the network');
  }
  await expect(createFileStore(directory).keep(broken())).rejects.toThrow('the network');
  expect(await readdir(path.join(directory, 'incoming'))).toEqual([]);
  await expect(read(SHA256)).rejects.toMatchObject({ code: 'file_gone' });
});

test('more bytes than were let through are not asked for, and nothing of them is kept', async () => {
  let asked = 0;
  let ended = false;
  async function* endless(): AsyncIterable<Uint8Array> {
    try {
      for (;;) {
        asked += 1;
        yield Buffer.alloc(1_000);
      }
    } finally {
      ended = true;
    }
  }
  expect(await createFileStore(directory).keep(endless(), 20_000)).toBeNull();
  expect({ asked, ended }).toEqual({ asked: 21, ended: true });
  expect(await readdir(directory)).toEqual(['incoming']);
  expect(await readdir(path.join(directory, 'incoming'))).toEqual([]);
  expect(await createFileStore(directory).keep(bytes([Buffer.alloc(20_000)]), 20_000)).toMatchObject({ size: 20_000 });
});

/** Every folder and file under it, itself included, with its mode. */
async function modes(name: string): Promise<Record<string, string>> {
  const here = await lstat(name);
  const found = { [path.relative(directory, name)]: (here.mode & 0o777).toString(8) };
  const inside = here.isDirectory() ? await readdir(name) : [];
  return Object.assign(found, ...(await Promise.all(inside.map((one) => modes(path.join(name, one))))));
}

(process.platform === 'win32' ? describe.skip : describe)('other accounts of the machine', () => {
  const file = path.join(SHA256.slice(0, 2), SHA256.slice(2, 4), SHA256);
  let umask: number;
  beforeEach(() => (umask = process.umask(0)));
  afterEach(() => process.umask(umask));

  test('may not read what is kept, whatever umask the bot was started with', async () => {
    const folder = path.join(directory, 'files');
    const store = await openFileStore(folder, recordingLog());
    await store.keep(bytes(CHUNKS));
    expect(await modes(folder)).toEqual({
      files: '700',
      'files/incoming': '700',
      [`files/${path.dirname(path.dirname(file))}`]: '700',
      [`files/${path.dirname(file)}`]: '700',
      [`files/${file}`]: '600',
    });
  });

  test('may not read any more what an earlier version has kept, once the bot has started', async () => {
    await mkdir(path.join(directory, path.dirname(file)), { recursive: true });
    await writeFile(path.join(directory, file), 'a photo');
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'murajagat-elsewhere-'));
    await chmod(elsewhere, 0o755);
    await symlink(elsewhere, path.join(directory, 'link'));
    await chmod(directory, 0o755);
    const log = recordingLog();
    await openFileStore(directory, log);
    const { link: _, ...closed } = await modes(directory);
    expect(closed).toEqual({
      '': '700',
      [path.dirname(path.dirname(file))]: '700',
      [path.dirname(file)]: '700',
      [file]: '600',
    });
    expect((await lstat(elsewhere)).mode & 0o777).toBe(0o755);
    expect(log.lines).toEqual([]);
    await rm(elsewhere, { recursive: true });
  });
});

describe('a disk that is full', () => {
  const small = () => path.join(directory, 'small');
  const mounted = () => spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small()]).status === 0;
  afterEach(() => void spawnSync('umount', [small()]));

  test('is said in its own words, and what did not fit leaves nothing behind', async () => {
    await mkdir(small());
    // Only root may make a disk that is small enough.
    if (process.getuid?.() !== 0 || !mounted()) return;
    const files = createFileStore(small());
    await expect(files.keep(bytes([Buffer.alloc(700_000, 1), Buffer.alloc(700_000, 2)]))).rejects.toMatchObject({
      code: 'ENOSPC',
    });
    expect(await readdir(path.join(small(), 'incoming'))).toEqual([]);
    expect(await readdir(small())).toEqual(['incoming']);
    // One piece that fits in part: the system writes the part and calls it done.
    await expect(files.keep(bytes([Buffer.alloc(2_000_000)]))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await files.keep(bytes([Buffer.alloc(500_000)]))).toMatchObject({ size: 500_000 });
  });
});

const box = (brand: string) => Buffer.concat([Buffer.from('\0\0\0\x18ftyp'), Buffer.from(`${brand}\0\0\0\0mif1heic`)]);
test.each<[string, Buffer, string | null]>([
  ['JPEG', Buffer.from('ffd8ffe000104a4649460001', 'hex'), 'image/jpeg'],
  ['HEIC', box('heic'), 'image/heic'],
  ['HEIC of ten bits', box('heix'), 'image/heic'],
  ['a film in the same box', box('isom'), 'video/mp4'],
  ['PDF', Buffer.from('%PDF-1.7\n'), 'application/pdf'],
  ['GIF', Buffer.from('GIF89a\x01\0\x01\0'), 'image/gif'],
  ['words', Buffer.from('Яма засыпана.'), null],
  ['half a zip', Buffer.from('504b0304ffffffff', 'hex'), 'application/zip'],
  ['nothing', Buffer.alloc(0), null],
])('what it is its bytes say: %s', async (_, content, type) => {
  const kept = await createFileStore(directory).keep(bytes([content.subarray(0, 3), content.subarray(3)]));
  expect(kept?.type).toBe(type);
});

test('what is taken out goes, but not what was kept again since', async () => {
  const files = createFileStore(directory);
  const [past, future] = [new Date('2000-01-01'), new Date('2200-01-01')];
  await files.keep(bytes(CHUNKS));
  expect(await files.remove(SHA256, past)).toBe(false);
  expect((await read(SHA256)).equals(Buffer.concat(CHUNKS))).toBe(true);
  expect(await files.remove(SHA256, future)).toBe(true);
  await expect(read(SHA256)).rejects.toMatchObject({ code: 'file_gone' });
  expect(await files.remove(SHA256, future)).toBe(false);
});
