import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FileStore } from '../usecases/ports';

/**
 * Original bytes under their SHA-256: `ab/cd/abcd…`. Written aside, synced, then renamed, so a file that is there is whole
 * whatever kill -9 or a power cut did.
 */
export function createFileStore(directory: string): FileStore {
  const folderOf = (sha256: string) => path.join(directory, sha256.slice(0, 2), sha256.slice(2, 4));
  return {
    read: (sha256) => createReadStream(path.join(folderOf(sha256), sha256)),

    async keep(bytes) {
      const incoming = path.join(directory, 'incoming');
      await mkdir(incoming, { recursive: true });
      const temporary = path.join(incoming, randomUUID());
      const hash = createHash('sha256');
      let size = 0;
      try {
        const file = await open(temporary, 'wx');
        try {
          for await (const chunk of bytes) {
            hash.update(chunk);
            size += chunk.byteLength;
            await file.write(chunk);
          }
          await file.sync();
        } finally {
          await file.close();
        }
        const sha256 = hash.digest('hex');
        const folder = folderOf(sha256);
        await mkdir(folder, { recursive: true });
        await rename(temporary, path.join(folder, sha256));
        return { sha256, size };
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
  };
}
