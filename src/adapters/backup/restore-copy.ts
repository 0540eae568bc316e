import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Database, Transaction } from '../../database/database';
import { codeOf } from '../../errors';
import { createFileStore, fileIn } from '../files';
import type { KeptCopy } from './copies-in';
import { loadCopy, tryLoading, type OnStep } from './load-copy';
import { readManifest } from './manifest';
import { requireWhole, type Bytes } from './parts';
import { inPool, isOfSize, listedIn, setAside, type ListedFile } from './pool';
import { CopyRefused } from './refused';
import { openerBy, type Opener } from './seal';

export interface RestoreOrder {
  /** Empty. */
  readonly database: Database;
  /** DATA_DIR/files; null: files are read and kept nowhere. */
  readonly files: string | null;
  readonly copy: KeptCopy;
  /** File of an age private key; null: none was given. */
  readonly identity: string | null;
  /** In the transaction that brings the rows; null: of a check, which leaves no database. */
  readonly afterwards: ((tx: Transaction) => Promise<void>) | null;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: OnStep | undefined;
}

export interface Restored {
  readonly rows: number;
  readonly files: number;
  /** Files of the pool that are not there or not what was kept: places, in order. */
  readonly damaged: readonly string[];
}

export const readCopy = async (folder: string): Promise<KeptCopy> => ({ folder, manifest: await readManifest(folder) });

/**
 * Files first: once the rows are there, everything is that there can be. A part that was cut short or changed is found before anything
 * is written; a file of the pool is not worth a database, so it is told of and the rest is restored.
 * @throws CopyRefused
 */
export async function restoreCopy(order: RestoreOrder): Promise<Restored> {
  const { database, copy, afterwards, identity, files, signal, onStep } = order;
  const { tables, recipient } = copy.manifest;
  const unseal = recipient === null ? null : await openerOf(identity);
  await requireParts(copy, signal, onStep);
  if (unseal) await requireKey(copy, unseal);
  await requirePool(copy);
  const { count, damaged } = await readFiles(copy, unseal, files, signal, onStep);
  if (afterwards === null) await tryLoading(database, { copy, unseal, signal, onStep });
  else await loadCopy(database, { copy, unseal, afterwards, signal, onStep });
  return { rows: tables.reduce((sum, { rows }) => sum + rows, 0), files: count - damaged.length, damaged };
}

async function openerOf(identity: string | null): Promise<Opener> {
  if (identity === null) throw new CopyRefused('noIdentity');
  return openerBy(identity);
}

/** By a part that is known to be whole: of a file of the pool nobody could say whether it is damaged or the key is another. */
async function requireKey({ folder, manifest }: KeptCopy, unseal: Opener): Promise<void> {
  const [part = manifest.files.list] = manifest.tables;
  const bytes = createReadStream(path.join(folder, part.file));
  try {
    (await unseal(bytes)).destroy();
  } finally {
    bytes.destroy();
  }
}

/** Left behind it would be all files: whoever restores can still bring it along. */
async function requirePool({ folder, manifest }: KeptCopy): Promise<void> {
  const { pool, count } = manifest.files;
  const place = path.join(path.dirname(folder), pool);
  if (count === 0) return;
  await stat(place).catch((cause: unknown) => {
    throw new CopyRefused('folder', { folder: place, reason: codeOf(cause) }, { cause });
  });
}

/** What of a copy can be known without its key: nothing was cut short, changed or taken away. */
export async function requireParts(
  { folder, manifest }: KeptCopy,
  signal?: AbortSignal,
  onStep?: OnStep,
): Promise<void> {
  const parts = [...manifest.tables, manifest.files.list];
  for (const [index, part] of parts.entries()) {
    signal?.throwIfAborted();
    onStep?.('parts', index, parts.length);
    await requireWhole(folder, part);
  }
}

/** The same of its files, of those that are sealed only that they are there and not cut short. @returns how many there are */
export async function requireFiles(copy: KeptCopy, signal?: AbortSignal): Promise<number> {
  await requirePool(copy);
  const { count, damaged } =
    copy.manifest.recipient === null
      ? await readFiles(copy, null, null, signal)
      : await each(copy, (listed) => isSealedWhole(copy, listed), signal);
  await requireNone(damaged);
  return count;
}

/** For a check: what is damaged is set aside, so that the next copy brings it anew. @throws CopyRefused `damagedFile` */
export async function requireNone(damaged: readonly string[]): Promise<void> {
  const [file] = damaged;
  if (file === undefined) return;
  await setAside(damaged);
  throw new CopyRefused('damagedFile', { file, count: damaged.length });
}

const placeOf = ({ folder, manifest: { files, recipient } }: KeptCopy, sha256: string): string =>
  inPool(path.join(path.dirname(folder), files.pool), sha256, recipient !== null);

const isSealedWhole = (copy: KeptCopy, { sha256, size }: ListedFile): Promise<boolean> =>
  stat(placeOf(copy, sha256)).then(
    (kept) => kept.isFile() && isOfSize(kept.size, size, true),
    () => false,
  );

interface FilesRead {
  readonly count: number;
  readonly damaged: readonly string[];
}

/** Reads each file to its end, and keeps it where there is a store. */
const readFiles = (
  copy: KeptCopy,
  unseal: Opener | null,
  into: string | null,
  signal?: AbortSignal,
  onStep?: OnStep,
): Promise<FilesRead> =>
  each(
    copy,
    async (listed) => (into !== null && (await isThere(into, listed))) || readFile(copy, listed, unseal, into),
    signal,
    onStep,
  );

/** @throws CopyRefused `damaged`: its list is none of this copy */
async function each(
  copy: KeptCopy,
  isWhole: (listed: ListedFile) => Promise<boolean>,
  signal?: AbortSignal,
  onStep?: OnStep,
): Promise<FilesRead> {
  const { folder, manifest } = copy;
  const { list, count: expected } = manifest.files;
  const damaged: string[] = [];
  let count = 0;
  for await (const listed of listedIn(folder, list)) {
    signal?.throwIfAborted();
    onStep?.('files', count, expected);
    count += 1;
    if (!(await isWhole(listed))) damaged.push(placeOf(copy, listed.sha256));
  }
  if (count !== expected) throw new CopyRefused('damaged', { file: path.join(folder, list.file) });
  return { count, damaged };
}

/** A store keeps nothing but what is whole. */
const isThere = (store: string, { sha256, size }: ListedFile): Promise<boolean> =>
  stat(fileIn(store, sha256)).then(
    (one) => one.size === size,
    () => false,
  );

/** @returns whether it is what was kept */
async function readFile(
  copy: KeptCopy,
  { sha256 }: ListedFile,
  unseal: Opener | null,
  into: string | null,
): Promise<boolean> {
  try {
    const clear = wholeOf(placeOf(copy, sha256), unseal, sha256);
    if (into === null) for await (const _ of clear);
    else await createFileStore(into).keep(clear);
    return true;
  } catch (error) {
    if (isDamage(error instanceof CopyRefused ? error.cause : error)) return false;
    throw error;
  }
}

/**
 * The clear bytes of a file of the pool; a throw at their end where they are not what was kept, so that no store keeps them. Opened by
 * whoever reads them: a stream that fails unheard would end this process.
 */
async function* wholeOf(file: string, unseal: Opener | null, sha256: string): Bytes {
  if (!(await stat(file)).isFile()) throw new Error('It is no file');
  const hash = createHash('sha256');
  const bytes = createReadStream(file);
  const clear: AsyncIterable<Buffer> = unseal ? await unseal(bytes) : bytes;
  for await (const chunk of clear) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== sha256) throw new Error('The bytes are not those that were kept');
}

/**
 * Whether it is of this file alone: it is not there, its sector can't be read, or it is not what was kept. A share that is away, rights,
 * and a store that is full are somebody's to mend before anything is restored.
 */
function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  if (code === 'EIO') return error instanceof Error && 'syscall' in error && error.syscall === 'read';
  return !/^E(?!NOENT)[A-Z]+$/.test(code);
}
