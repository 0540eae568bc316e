import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../errors';
import { VERSION } from '../../version';
import { offsetText } from '../../regulation/zone';
import { FOR_OWNER, makeFolders } from '../closed-folder';
import { standingOf } from '../migrations';
import { isWithData } from './beside-data';
import { copiesIn } from './copies-in';
import { copyName, isNamedAsCopy, readManifest, writeManifest, type Manifest } from './manifest';
import { openPace, paced, type Pace } from './pace';
import { isFull, keepPart } from './parts';
import { copyFiles, poolFor, type FilesCopied } from './pool';
import { pruneCopies } from './prune-copies';
import { CopyRefused, troubleOf } from './refused';
import { sealerFor, type Sealer } from './seal';
import { openSnapshot, type Snapshot } from './snapshot';
import { syncFolder } from './sync-folder';

export interface CopyOrder {
  /** Of the database. */
  readonly url: string;
  /** DATA_DIR: of its files a copy is taken, and it lies in no part of it. */
  readonly dataDir: string;
  /** Where the copies are. */
  readonly directory: string;
  /** An age public key; null: not encrypted. */
  readonly recipient: string | null;
  readonly timeZone: string;
  readonly taken: Manifest['taken'];
  /** By the machine's clock: a copy is of the machine's day, whatever an office's clock says. */
  readonly now: Date;
  readonly signal?: AbortSignal;
}

export interface CopyTaken {
  readonly folder: string;
  readonly purpose: Manifest['purpose'];
  readonly rows: number;
  readonly files: Pick<FilesCopied, 'count' | 'fresh' | 'missing'>;
}

/** Whose a copy is that is not whole yet: what a kill has left is cleared away by the next copy of the same database. */
const UNFINISHED = 'unfinished';

/**
 * Makes a subfolder a copy, while people go on working.
 * @throws CopyRefused; nothing of it is left then
 */
export async function takeCopy(order: CopyOrder): Promise<CopyTaken> {
  const { url, directory, dataDir, recipient } = order;
  if (isWithData(directory, dataDir))
    throw new CopyRefused('withData', { folder: directory, data: path.resolve(dataDir) });
  const seal = recipient === null ? null : await sealerFor(recipient);
  try {
    // By night nobody sees that a disk is not there, and a copy beside the database itself would look like one.
    if (order.taken === 'hand') makeFolders(directory);
    const snapshot = await openSnapshot(url);
    const pace = await openPace(url);
    try {
      requireKnown(snapshot);
      await requireOwn(directory, snapshot);
      await clearUnfinished(directory, snapshot);
      const copy = await takeInto(await begin(order, snapshot), order, { snapshot, pace, seal });
      // The copy is whole, whatever becomes of the old ones; a disk that they fill is told of as such.
      if (order.taken === 'night') await pruneCopies(directory, order.now).catch(() => undefined);
      return copy;
    } finally {
      await Promise.allSettled([snapshot.close(), pace.close()]);
    }
  } catch (error) {
    if (isFull(error)) throw new CopyRefused('diskFull', { folder: directory }, { cause: error });
    if (OF_FOLDER.test(codeOf(error)))
      throw new CopyRefused('folder', { folder: directory, reason: codeOf(error) }, { cause: error });
    throw error;
  }
}

const OF_FOLDER = /^(?:EACCES|EPERM|EROFS|ENOTDIR|EIO|EEXIST|ENOENT)$/;

/** Another program's database could be copied, but this one could not say of what structure it is. */
function requireKnown({ migrations: done }: Snapshot): void {
  const standing = standingOf(done);
  if (standing.is === 'newer') throw new CopyRefused('newerDatabase', { migrations: standing.unknown });
  if (standing.is === 'older') throw new CopyRefused('olderDatabase', { commit: standing.commit });
}

/** Copies of two databases in one folder would take each other's place. */
async function requireOwn(directory: string, { installation }: Snapshot): Promise<void> {
  const [newest] = await copiesIn(directory);
  if (newest && newest.manifest.installation !== installation)
    throw new CopyRefused('otherOffice', { folder: directory });
}

async function clearUnfinished(directory: string, { installation }: Snapshot): Promise<void> {
  for (const name of (await readdir(directory)).filter(isNamedAsCopy)) {
    const folder = path.join(directory, name);
    const mark = path.join(folder, UNFINISHED);
    const whose = await readFile(mark, 'utf8').catch(() => null);
    // Killed before it was said whose it is: nothing else is in it.
    if (whose === '') await rm(mark, { force: true });
    if (!whose) await rmdir(folder).catch(() => undefined);
    if (whose !== installation) continue;
    // Killed between the two: it is whole.
    if (await readManifest(folder).catch(() => null)) await rm(mark, { force: true });
    else await rm(folder, { recursive: true, force: true });
  }
}

async function begin({ directory, timeZone, now }: CopyOrder, snapshot: Snapshot): Promise<string> {
  const folder = path.join(directory, copyName(offsetText(now.getTime(), timeZone).local, snapshot.purpose));
  await mkdir(folder, { mode: FOR_OWNER.folder });
  try {
    await writeFile(path.join(folder, UNFINISHED), snapshot.installation, { mode: FOR_OWNER.file });
  } catch (error) {
    // A disk that is full has room for a folder, and for no word in it.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  return folder;
}

interface Means {
  readonly snapshot: Snapshot;
  readonly pace: Pace;
  readonly seal: Sealer | null;
}

async function takeInto(folder: string, order: CopyOrder, means: Means): Promise<CopyTaken> {
  const { directory, recipient, taken, now, signal } = order;
  const { snapshot, pace, seal } = means;
  try {
    const tables = await copyTables(folder, means, signal);
    const pool = poolFor(recipient);
    const { fresh, ...files } = await copyFiles({
      store: path.join(order.dataDir, 'files'),
      pool: path.join(directory, pool),
      folder,
      needed: snapshot.neededFiles(),
      seal,
      pace,
      signal,
    });
    const { installation, purpose, server, migrations: done, sequences } = snapshot;
    const about = { installation, purpose, server, migrations: [...done], sequences: [...sequences], recipient };
    await syncFolder(folder);
    await syncFolder(directory);
    const list = { ...files, missingNamed: [...files.missingNamed] };
    await writeManifest(folder, {
      format: 2,
      version: VERSION,
      taken,
      takenAt: now,
      ...about,
      tables,
      files: { pool, ...list },
    });
    await rm(path.join(folder, UNFINISHED), { force: true });
    return { folder, purpose, rows: tables.reduce((sum, { rows }) => sum + rows, 0), files: { ...files, fresh } };
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

async function copyTables(folder: string, { snapshot, pace, seal }: Means, signal: AbortSignal | undefined) {
  const tables: Manifest['tables'] = [];
  for (const table of snapshot.tables) {
    signal?.throwIfAborted();
    const { bytes, rows } = snapshot.read(table);
    const part = await keepPart(folder, table.name, until(signal, paced(pace, bytes)), seal);
    tables.push({ ...part, name: table.name, columns: [...table.columns], rows: await rows() });
  }
  return tables;
}

async function* until(signal: AbortSignal | undefined, bytes: AsyncIterable<Uint8Array>) {
  for await (const chunk of bytes) {
    signal?.throwIfAborted();
    yield chunk;
  }
}

/** For a process apart. Null: it was taken. */
export const take = (order: Omit<CopyOrder, 'signal'>) => troubleOf(() => takeCopy(order));
