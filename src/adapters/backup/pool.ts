import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { codeOf } from '../../errors';
import { FOR_OWNER } from '../closed-folder';
import { fileIn } from '../files';
import type { Part } from './manifest';
import { keepOwnNames, noteOwnName, ownNames } from './own-names';
import { paced, type Pace } from './pace';
import { keepBytes, type Bytes } from './parts';
import type { Sealer } from './seal';
import { syncFolder } from './sync-folder';

// The files of all copies lie beside them once, under their SHA-256, as in DATA_DIR/files. What is encrypted for one key lies apart
// from what is encrypted for another: after a change of the key all are copied once more.

const INCOMING = 'incoming';
const SHA256 = /^[0-9a-f]{64}$/;
const PAIR = /^[0-9a-f]{2}$/;
const SEALED = '.age';

export const poolFor = (recipient: string | null): string =>
  recipient === null ? 'files' : `files-${recipient.slice(-8)}`;

export const inPool = (pool: string, sha256: string, isSealed: boolean): string =>
  `${fileIn(pool, sha256)}${isSealed ? SEALED : ''}`;

/** Beside its place, for whoever wants to look at what is left of it. */
const ASIDE = '.damaged';

/** What a check has found damaged: the next copy brings it anew. Where nobody may write it stays. */
export async function setAside(files: readonly string[]): Promise<void> {
  for (const file of files) await rename(file, `${file}${ASIDE}`).catch(() => undefined);
}

/** By age after its header: a nonce, and a tag behind each piece. */
const SEAL = { nonce: 16, piece: 65_536, tag: 16 };

/** Whether so many bytes can be the whole of a file of this size; of one that is sealed, whether it was not cut short. */
export const isOfSize = (kept: number, size: number, isSealed: boolean): boolean =>
  isSealed ? kept > size + SEAL.nonce + SEAL.tag * Math.max(1, Math.ceil(size / SEAL.piece)) : kept === size;

export interface StoredFile {
  readonly sha256: string;
  readonly file: string;
}

const KEPT = /^[0-9a-f]{64}(?:\.age)?$/;
const KEPT_OR_ASIDE = /^[0-9a-f]{64}(?:\.age)?(?:\.damaged)?$/;

/** What lies in a store, by SHA-256 in order; a store that is not there holds nothing. */
export async function* storedIn(store: string): AsyncGenerator<StoredFile> {
  for (const pair of await namesIn(store, PAIR)) yield* storedOf(store, pair, KEPT);
}

/** Those of which these are the first two digits. */
async function* storedOf(store: string, pair: string, pattern: RegExp): AsyncGenerator<StoredFile> {
  for (const two of await namesIn(path.join(store, pair), PAIR))
    for (const name of await namesIn(path.join(store, pair, two), pattern))
      yield { sha256: name.slice(0, 64), file: path.join(store, pair, two, name) };
}

async function namesIn(folder: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => pattern.test(name)).sort();
}

export interface FilesCopied {
  readonly list: Part;
  readonly count: number;
  readonly bytes: number;
  /** Of them were not in the pool before. */
  readonly fresh: number;
  readonly missing: number;
  readonly missingNamed: readonly string[];
}

export interface FilesToCopy {
  /** DATA_DIR/files */
  readonly store: string;
  readonly pool: string;
  /** Where the list of this copy goes. */
  readonly folder: string;
  /** SHA-256 of what rows need, in order, a line each. */
  readonly needed: Bytes;
  readonly seal: Sealer | null;
  readonly pace: Pace;
  readonly signal: AbortSignal | undefined;
}

const MOST_NAMED = 100;
const LIST = 'files.txt';

/**
 * Copies what is new, all that lies in the store: what has come since the moment of the snapshot does no harm. What goes meanwhile, or
 * is not what its name says, is no part of the copy, and is told of where a row needs it.
 */
export async function copyFiles(work: FilesToCopy): Promise<FilesCopied> {
  const { pool, folder, needed, store, signal } = work;
  const sums = { count: 0, bytes: 0, fresh: 0, missing: 0 };
  const missingNamed: string[] = [];
  const touched = new Set<string>();
  await rm(path.join(pool, INCOMING), { recursive: true, force: true });
  await makeFolder(path.join(pool, INCOMING), touched);

  const lines = createInterface({ input: Readable.from(needed, { objectMode: false }) })[Symbol.asyncIterator]();
  let next = await lines.next();
  /** Those that rows need and that come before this one are not there. */
  const lackBefore = async (sha256: string | null): Promise<void> => {
    for (; next.done !== true && (sha256 === null || next.value < sha256); next = await lines.next()) {
      sums.missing += 1;
      if (missingNamed.length < MOST_NAMED && SHA256.test(next.value)) missingNamed.push(next.value);
    }
    if (next.done !== true && next.value === sha256) next = await lines.next();
  };

  async function* list(): Bytes {
    for await (const { sha256, file } of storedIn(store)) {
      signal?.throwIfAborted();
      const kept = await copyFile(work, { sha256, file }, touched);
      if (kept === null) continue;
      await lackBefore(sha256);
      sums.count += 1;
      sums.bytes += kept.size;
      if (kept.isFresh) sums.fresh += 1;
      yield Buffer.from(`${sha256} ${kept.size}\n`);
    }
    await lackBefore(null);
  }
  const kept = await keepBytes(path.join(folder, LIST), list());
  for (const one of touched) await syncFolder(one);
  return { ...sums, missingNamed, list: { file: LIST, ...kept } };
}

/** Null: it has gone, or its bytes are not those that its name says. */
async function copyFile({ pool, seal, pace }: FilesToCopy, { sha256, file }: StoredFile, touched: Set<string>) {
  const size = await sizeOf(file);
  if (size === null) return null;
  const place = inPool(pool, sha256, seal !== null);
  const known = await sizeOf(place);
  if (known !== null && isOfSize(known, size, seal !== null)) return { size, isFresh: false };
  const draft = path.join(pool, INCOMING, randomUUID());
  const read = hashed(file);
  try {
    const bytes = Readable.from(paced(pace, read.bytes()), { objectMode: false });
    await keepBytes(draft, seal ? await seal(bytes) : bytes);
    if (read.sha256() !== sha256) return null;
    await makeFolder(path.dirname(place), touched);
    await noteOwnName(pool, sha256);
    await rename(draft, place);
    touched.add(path.dirname(place));
    return { size, isFresh: true };
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && (await sizeOf(file)) === null) return null;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

function hashed(file: string) {
  const hash = createHash('sha256');
  return {
    async *bytes(): Bytes {
      const chunks: AsyncIterable<Buffer> = createReadStream(file);
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    sha256: () => hash.digest('hex'),
  };
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** What is made on the way is to be synced in the folder above it. */
async function makeFolder(folder: string, touched: Set<string>): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: FOR_OWNER.folder });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) touched.add(path.dirname(made));
}

export interface ListedFile {
  readonly sha256: string;
  readonly size: number;
}

/** The files of a copy, in order. */
export async function* listedIn(folder: string, { file }: Pick<Part, 'file'>): AsyncGenerator<ListedFile> {
  const handle = await open(path.join(folder, file));
  try {
    for await (const line of handle.readLines({ autoClose: false })) {
      const [sha256 = '', size] = line.split(' ');
      yield { sha256, size: Number(size) };
    }
  } finally {
    await handle.close();
  }
}

/**
 * Removes from a pool what copies have put there and none of these lists, and what was set aside and is there anew. What they list is the
 * pool's own from then on, whichever version has brought it.
 * @returns how many files
 */
export async function sweepPool(pool: string, lists: readonly AsyncGenerator<ListedFile>[]): Promise<number> {
  const heads = await Promise.all(lists.map(async (list) => ({ list, head: await list.next() })));
  const isListed = async (sha256: string): Promise<boolean> => {
    let isIn = false;
    for (const one of heads) {
      while (one.head.done !== true && one.head.value.sha256 < sha256) one.head = await one.list.next();
      if (one.head.done !== true && one.head.value.sha256 === sha256) isIn = true;
    }
    return isIn;
  };
  let gone = 0;
  for (const pair of await namesIn(pool, PAIR)) {
    const own = await ownNames(pool, pair);
    const kept = new Set<string>();
    for await (const { sha256, file } of storedOf(pool, pair, KEPT_OR_ASIDE)) {
      const isNeeded = await isListed(sha256);
      if (isNeeded) kept.add(sha256);
      const isAnew = file.endsWith(ASIDE) && (await sizeOf(file.slice(0, -ASIDE.length))) !== null;
      if (isNeeded ? !isAnew : !own.has(sha256)) continue;
      await rm(file, { force: true });
      gone += 1;
    }
    if (kept.size !== own.size || [...kept].some((one) => !own.has(one))) await keepOwnNames(pool, pair, kept);
  }
  await Promise.all(heads.map(({ list }) => list.return(undefined)));
  return gone;
}
