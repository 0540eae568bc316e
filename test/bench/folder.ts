import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Telegram } from 'telegraf';
import { createVoice } from '../../bots/telegram/voice';
import { createFileStore } from '../../src/adapters/files';
import { createFolders } from '../../src/adapters/folders';
import { printTable } from './support/figures';

// How much memory a folder of 100 MB takes while it is packed and sent in its parts, beside the same bytes only read from the disk.

const MEGABYTE = 1024 * 1024;
const FILES = 20;
const EACH = 5 * MEGABYTE;
/** As `folder-files.ts` parts it. */
const PER_PART = 4;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SAMPLE_MS = 5;

/** The most that was resident while this was done, over what was before it. */
async function peak(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), SAMPLE_MS);
  await work();
  clearInterval(timer);
  return (Math.max(most, process.memoryUsage.rss()) - before) / MEGABYTE;
}

/** Takes what comes and keeps none of it: what is measured is the sender. */
async function startSink() {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.end(JSON.stringify({ ok: true, result: { message_id: 1 } })));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function main(): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'murajagat-folder-'));
  const sink = await startSink();
  const store = createFileStore(path.join(home, 'files'));
  const folders = createFolders(path.join(home, 'folders'));
  const voice = createVoice(
    new Telegram('334:not-a-secret-of-anybody', {
      apiRoot: `http://127.0.0.1:${(sink.address() as AddressInfo).port}`,
    }),
  );
  const kept: string[] = [];
  for (let index = 0; index < FILES; index += 1)
    kept.push((await store.keep(Readable.from([randomBytes(EACH)])))?.sha256 ?? '');
  const read = async () => {
    let size = 0;
    for (const sha256 of kept) for await (const chunk of store.read(sha256)) size += chunk.byteLength;
    return size;
  };
  const gather = async () => {
    for (let from = 0; from < FILES; from += PER_PART) {
      const part = kept.slice(from, from + PER_PART);
      const name = `part-${from}.zip`;
      const at = new Date('2026-11-25T09:00:00Z');
      await folders.write(
        name,
        part.map((sha256, index) => ({ name: `${index}.jpg`, at, packs: false, bytes: () => store.read(sha256) })),
      );
      await voice.sendFile('1', name, (await folders.read(name)) ?? new Uint8Array());
      await folders.remove(name);
    }
  };
  await read();
  const figures = { read: [] as number[], folder: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    figures.read.push(await peak(read));
    figures.folder.push(await peak(gather));
  }
  printTable('A folder of 100 MB: resident memory beyond what there was before it', [
    { what: 'its bytes read, and nothing else', rounds: figures.read, unit: 'MB', digits: 1 },
    { what: 'packed, and sent in parts', rounds: figures.folder, unit: 'MB', digits: 1, aim: '≤ 60' },
  ]);
  sink.closeAllConnections();
  sink.close();
  await rm(home, { recursive: true, force: true });
}

void main();
