import { createHash, randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, open, readdir, readFile, readlink, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

// A folder into which others may write: a name there need be no text, a file no file, and what was one a moment ago may be a link now.

/** Windows has none of these, nor what they are for. */
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_DIRECTORY = 0 } = constants as Partial<typeof constants>;

export interface FolderEntry {
  /** As people read it: bytes that are no UTF-8 are U+FFFD there, and are not found by it. */
  readonly name: string;
  readonly path: Buffer;
  readonly is: 'file' | 'folder' | 'other';
}

export async function entriesOf(folder: string): Promise<FolderEntry[]> {
  const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  return entries.map((entry) => ({
    name: entry.name.toString(),
    path: Buffer.concat([Buffer.from(folder + path.sep), entry.name]),
    is: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other',
  }));
}

/** Null: it is gone, or no file: a link is not followed, and a pipe not waited for. */
export async function openRegular(name: Buffer | string): Promise<{ handle: FileHandle; stats: Stats } | null> {
  const handle = await open(name, (O_RDONLY ?? 0) | O_NOFOLLOW | O_NONBLOCK).catch(
    nullWhen('ENOENT', 'ELOOP', 'ENXIO'),
  );
  if (!handle) return null;
  const stats = await handle.stat();
  if (stats.isFile()) return { handle, stats };
  await handle.close();
  return null;
}

/** Null: there is nothing of that name. */
export const statsOf = (name: Buffer | string): Promise<Stats | null> => lstat(name).catch(nullWhen('ENOENT'));

function nullWhen(...codes: readonly string[]) {
  return (error: unknown): null => {
    if (error instanceof Error && 'code' in error && codes.includes(String(error.code))) return null;
    throw error;
  };
}

/** Of the first so many bytes. */
export async function sha256OfBeginning(bytes: AsyncIterable<Uint8Array>, length: number): Promise<string> {
  const hash = createHash('sha256');
  let left = length;
  for await (const chunk of bytes) {
    hash.update(chunk.subarray(0, left));
    left -= Math.min(left, chunk.length);
    if (left === 0) break;
  }
  return hash.digest('hex');
}

/** A zip's directory stands at its end, behind it nothing but a comment of so many bytes. */
const MOST_OF_END = 65_535 + 22;
const ZIP = Buffer.from('PK');
const ZIP_END = Buffer.from('PK\x05\x06', 'latin1');

/**
 * Whether all of a file has come, by its end: `unended`, a text of which the last line has none; `cut`, a zip without its directory, room
 * that was taken for what is still to be written, or nothing.
 */
export async function endingOf(handle: FileHandle, size: number): Promise<'whole' | 'unended' | 'cut'> {
  if (size === 0) return 'cut';
  const head = Buffer.alloc(ZIP.length);
  await handle.read(head, 0, head.length, 0);
  const tail = Buffer.alloc(Math.min(size, head.equals(ZIP) ? MOST_OF_END : 16));
  await handle.read(tail, 0, tail.length, size - tail.length);
  if (head.equals(ZIP)) return hasZipEnd(tail) ? 'whole' : 'cut';
  // of UTF-16 one byte of two is none
  if (tail.length >= 4 && tail.subarray(-4).every((byte) => byte === 0)) return 'cut';
  return tail.subarray(-2).some((byte) => byte === 0x0a || byte === 0x0d) ? 'whole' : 'unended';
}

function hasZipEnd(tail: Buffer): boolean {
  for (let at = tail.lastIndexOf(ZIP_END); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(ZIP_END, at - 1))
    if (at + 22 <= tail.length && at + 22 + tail.readUInt16LE(at + 20) === tail.length) return true;
  return false;
}

/**
 * Whether another process of this machine has a file open in order to write, as far as Linux lets our account see: on a share, and of
 * other accounts, nobody can say. One that only reads it does no harm.
 */
export async function isOpenForWriting(name: Buffer, { dev, ino }: Pick<Stats, 'dev' | 'ino'>): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const tail = name.subarray(name.lastIndexOf('/'));
  for (const pid of await readdir('/proc').catch(() => []))
    if (/^\d+$/.test(pid))
      for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => []))
        if (await isWriter(`/proc/${pid}`, fd, tail, { dev, ino })) return true;
  return false;
}

/** The bits of an open file's flags that tell how it is open. */
const ACCESS = 3;

async function isWriter(process: string, fd: string, tail: Buffer, file: Pick<Stats, 'dev' | 'ino'>): Promise<boolean> {
  try {
    const target = await readlink(`${process}/fd/${fd}`, { encoding: 'buffer' });
    if (!target.subarray(-tail.length).equals(tail)) return false;
    const stats = await lstat(target);
    if (stats.dev !== file.dev || stats.ino !== file.ino) return false;
    const flags = /^flags:\s*([0-7]+)/m.exec(await readFile(`${process}/fdinfo/${fd}`, 'utf8'))?.[1] ?? '0';
    return (Number.parseInt(flags, 8) & ACCESS) !== O_RDONLY;
  } catch {
    // closed since, or not ours to see
    return false;
  }
}

/** A folder of ours among others' files. */
export interface Place {
  /** A file that was not there; no link is followed, and nothing is ever written over. */
  write(name: string, bytes: Uint8Array | string): Promise<void>;
  moveIn(from: Buffer, name: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * @throws Error ELOOP or ENOTDIR when it is a link, or no folder: whoever may write beside it would choose where our files go. On Linux
 * it stays the one that was looked at, whatever is put in its place meanwhile.
 */
export async function openPlace(folder: string): Promise<Place> {
  const isPinned = process.platform === 'linux';
  const pinned = isPinned ? await open(folder, (O_RDONLY ?? 0) | O_DIRECTORY | O_NOFOLLOW) : null;
  if (!isPinned && !(await lstat(folder)).isDirectory())
    throw Object.assign(new Error(`${folder} is no folder`), { code: 'ENOTDIR' });
  const root = pinned ? `/proc/self/fd/${pinned.fd}` : folder;
  const free = async (name: string): Promise<string> => {
    const { name: stem, ext } = path.parse(name);
    for (let copy = 1; ; copy += 1) {
      const place = path.join(root, copy === 1 ? name : `${stem} (${copy})${ext}`);
      if (!(await statsOf(place))) return place;
    }
  };
  return {
    async write(name, bytes) {
      const aside = path.join(root, `.${randomUUID()}`);
      const file = await open(aside, 'wx');
      try {
        await file.writeFile(bytes);
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      } finally {
        await file.close();
      }
      await rename(aside, await free(name));
    },
    async moveIn(from, name) {
      await rename(from, await free(name));
    },
    async close() {
      await pinned?.close();
    },
  };
}
