import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, codeOf } from '../errors';
import type { Log } from '../process/log';
import type { FileStore } from '../usecases/kit/ports';
import { closeFolder, FOR_OWNER } from './closed-folder';

/** Bytes by which a type is known. */
const HEAD = 4_100;

/** At start: what an earlier version has left open to the machine's other accounts is closed first. */
export async function openFileStore(directory: string, log: Log): Promise<FileStore> {
  const open = await closeFolder(directory);
  if (open > 0)
    log.warn({ folder: directory, open }, 'Other accounts of this machine may read these files: chmod was refused');
  return createFileStore(directory);
}

/**
 * Original bytes under their SHA-256: `ab/cd/abcd…`. Written aside, synced, then renamed, so a file that is there is whole
 * whatever kill -9, a power cut or a full disk did. Citizens' photos: open to the bot's own account and nobody else.
 */
export function createFileStore(directory: string): FileStore {
  const incoming = path.join(directory, 'incoming');
  const makeFolder = (folder: string) => mkdir(folder, { recursive: true, mode: FOR_OWNER.folder });
  return {
    read: (sha256) => bytesIn(directory, sha256),

    async remove(sha256, keptBefore) {
      const name = fileIn(directory, sha256);
      const isOld = async (file: string) => (await stat(file)).mtime < keptBefore;
      if (!(await isOld(name).catch(falseWhenGone))) return false;
      // The same bytes may come in this very moment: what was moved aside is looked at once more, and put back if it is the new one.
      const aside = path.join(incoming, randomUUID());
      await rename(name, aside);
      if (await isOld(aside)) {
        await rm(aside);
        return true;
      }
      await rename(aside, name);
      return false;
    },

    async removeUnfinished(begunBefore) {
      const names = await readdir(incoming).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') return [];
        throw error;
      });
      let gone = 0;
      for (const name of names) {
        const file = path.join(incoming, name);
        // Not `mtime`: what `remove` has moved aside in this very moment was written long ago.
        const isLeft = await stat(file).then(({ ctime }) => ctime < begunBefore, falseWhenGone);
        if (!isLeft) continue;
        await rm(file, { force: true });
        gone += 1;
      }
      return gone;
    },

    async keep(bytes, atMost = Infinity) {
      await makeFolder(incoming);
      const temporary = path.join(incoming, randomUUID());
      try {
        const written = await write(temporary, bytes, atMost);
        if (written === null) return null;
        const { sha256, size, head } = written;
        const place = fileIn(directory, sha256);
        await makeFolder(path.dirname(place));
        await rename(temporary, place);
        return { sha256, size, type: await typeOf(head) };
      } finally {
        // Gone already when it was renamed. A disk that fails here too must not hide why: ENOSPC is waited out by its code.
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** What a copy could not bring back, or somebody has taken away: its readers have words for it. */
async function* bytesIn(directory: string, sha256: string): AsyncGenerator<Buffer> {
  const bytes: AsyncIterable<Buffer> = createReadStream(fileIn(directory, sha256));
  try {
    yield* bytes;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new AppError('file_gone', `There are no bytes ${sha256} in ${directory}`, { sha256 }, { cause: error });
  }
}

function falseWhenGone(error: NodeJS.ErrnoException): false {
  if (error.code === 'ENOENT') return false;
  throw error;
}

/** By what the bytes begin with: a name is whatever somebody has typed, and a messenger believes it. */
async function typeOf(head: Uint8Array): Promise<string | null> {
  const { fileTypeFromBuffer } = await import('file-type/core');
  // A file that breaks the parser is one of which nobody knows the type: it is kept all the same.
  const type = await fileTypeFromBuffer(head).catch(() => undefined);
  return type?.mime ?? null;
}
/** Where the bytes kept under this name are, for whoever reads them in another thread. */
export const fileIn = (directory: string, sha256: string): string =>
  path.join(directory, sha256.slice(0, 2), sha256.slice(2, 4), sha256);

/** @returns null when there are more bytes than that: the rest is not asked for */
async function write(name: string, bytes: AsyncIterable<Uint8Array>, atMost: number) {
  const hash = createHash('sha256');
  let size = 0;
  let head = Buffer.alloc(0);
  const file = await open(name, 'wx', FOR_OWNER.file);
  try {
    for await (const chunk of bytes) {
      size += chunk.byteLength;
      if (size > atMost) return null;
      hash.update(chunk);
      if (head.byteLength < HEAD) head = Buffer.concat([head, chunk.subarray(0, HEAD - head.byteLength)]);
      // Not `write`: on a disk that is nearly full it writes a part, and says so by a number only.
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close().catch(() => undefined);
  }
  return { sha256: hash.digest('hex'), size, head };
}
