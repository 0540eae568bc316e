import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFileStore } from '../../../src/adapters/files';

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
  expect(kept).toEqual({ sha256: SHA256, size: 300_010 });
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
  await expect(read(SHA256)).rejects.toThrow('ENOENT');
});
