import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '../log';
import type { FileStore } from '../usecases/ports';
import { closeFolder, FOR_OWNER } from './closed-folder';

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
  const folderOf = (sha256: string) => path.join(directory, sha256.slice(0, 2), sha256.slice(2, 4));
  const makeFolder = (folder: string) => mkdir(folder, { recursive: true, mode: FOR_OWNER.folder });
  return {
    read: (sha256) => createReadStream(path.join(folderOf(sha256), sha256)),

    async keep(bytes, atMost = Infinity) {
      await makeFolder(incoming);
      const temporary = path.join(incoming, randomUUID());
      try {
        const written = await write(temporary, bytes, atMost);
        if (written === null) return null;
        const folder = folderOf(written.sha256);
        await makeFolder(folder);
        await rename(temporary, path.join(folder, written.sha256));
        return written;
      } finally {
        // Gone already when it was renamed. A disk that fails here too must not hide why: ENOSPC is waited out by its code.
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** @returns null when there are more bytes than that: the rest is not asked for */
async function write(name: string, bytes: AsyncIterable<Uint8Array>, atMost: number) {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(name, 'wx', FOR_OWNER.file);
  try {
    for await (const chunk of bytes) {
      size += chunk.byteLength;
      if (size > atMost) return null;
      hash.update(chunk);
      // Not `write`: on a disk that is nearly full it writes a part, and says so by a number only.
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close().catch(() => undefined);
  }
  return { sha256: hash.digest('hex'), size };
}
