import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Database, Transaction } from '../../database/database';
import { codeOf } from '../../errors';
import { createFileStore, fileIn } from '../files';
import type { KeptCopy } from './copies-in';
import { loadCopy } from './load-copy';
import { readManifest } from './manifest';
import { requireWhole, summed } from './parts';
import { inPool, listedIn, type ListedFile } from './pool';
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
  /** In the transaction that brings the rows. */
  readonly afterwards: (tx: Transaction) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

export interface Restored {
  readonly rows: number;
  readonly files: number;
}

export const readCopy = async (folder: string): Promise<KeptCopy> => ({ folder, manifest: await readManifest(folder) });

/**
 * Files first: once the rows are there, everything is. What was cut short or changed is found before anything is written.
 * @throws CopyRefused
 */
export async function restoreCopy(order: RestoreOrder): Promise<Restored> {
  const { database, copy, afterwards, identity, files, signal } = order;
  const { tables, files: filesOf, recipient } = copy.manifest;
  const unseal = recipient === null ? null : await openerOf(identity);
  await requireParts(copy, signal);
  const count = await readFiles(copy, unseal, files, signal);
  if (count !== filesOf.count) throw new CopyRefused('damaged', { file: path.join(copy.folder, filesOf.list.file) });
  await loadCopy(database, { copy, unseal, afterwards, signal });
  return { rows: tables.reduce((sum, { rows }) => sum + rows, 0), files: count };
}

async function openerOf(identity: string | null): Promise<Opener> {
  if (identity === null) throw new CopyRefused('noIdentity');
  return openerBy(identity);
}

/** What of a copy can be known without its key: nothing was cut short, changed or taken away. */
export async function requireParts({ folder, manifest }: KeptCopy, signal?: AbortSignal): Promise<void> {
  for (const part of [...manifest.tables, manifest.files.list]) {
    signal?.throwIfAborted();
    await requireWhole(folder, part);
  }
}

/** The same of its files, of those that are sealed only that they are there. */
export async function requireFiles(copy: KeptCopy, signal?: AbortSignal): Promise<number> {
  if (copy.manifest.recipient === null) return readFiles(copy, null, null, signal);
  let count = 0;
  for await (const { sha256 } of listedIn(copy.folder, copy.manifest.files.list)) {
    signal?.throwIfAborted();
    const file = placeOf(copy, sha256);
    const size = await stat(file).then(
      (one) => one.size,
      () => 0,
    );
    if (size === 0) throw new CopyRefused('damagedFile', { file });
    count += 1;
  }
  return count;
}

const placeOf = ({ folder, manifest: { files, recipient } }: KeptCopy, sha256: string): string =>
  inPool(path.join(path.dirname(folder), files.pool), sha256, recipient !== null);

/** Reads each file to its end, and keeps it where there is a store. @returns how many there are */
async function readFiles(
  copy: KeptCopy,
  unseal: Opener | null,
  into: string | null,
  signal?: AbortSignal,
): Promise<number> {
  let count = 0;
  for await (const listed of listedIn(copy.folder, copy.manifest.files.list)) {
    signal?.throwIfAborted();
    if (into === null || !(await isThere(into, listed))) await readFile(copy, listed, unseal, into);
    count += 1;
  }
  return count;
}

/** A store keeps nothing but what is whole. */
const isThere = (store: string, { sha256, size }: ListedFile): Promise<boolean> =>
  stat(fileIn(store, sha256)).then(
    (one) => one.size === size,
    () => false,
  );

async function readFile(
  copy: KeptCopy,
  { sha256 }: ListedFile,
  unseal: Opener | null,
  into: string | null,
): Promise<void> {
  const file = placeOf(copy, sha256);
  try {
    const bytes = createReadStream(file);
    const clear = unseal ? await unseal(bytes) : bytes;
    const found = into === null ? (await summed(clear)).sha256 : (await createFileStore(into).keep(clear))?.sha256;
    if (found !== sha256) throw new CopyRefused('damagedFile', { file });
  } catch (error) {
    if (error instanceof CopyRefused || /^E(?!NOENT)[A-Z]+$/.test(codeOf(error))) throw error;
    throw new CopyRefused('damagedFile', { file }, { cause: error });
  }
}
