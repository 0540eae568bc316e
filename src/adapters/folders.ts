import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../errors';
import type { Folders } from '../usecases/kit/ports';
import { FOR_OWNER } from './closed-folder';

/**
 * ZIP files by yazl (MIT, one dependency of a table of numbers, by the author of the yauzl that reads them here; names are marked as UTF-8,
 * and a file is opened when its turn has come): they are streamed to the disk, so a folder takes no more memory than what one file is read
 * in. Written aside and renamed: one that is there is whole.
 */
export function createFolders(directory: string): Folders {
  const placeOf = (name: string) => path.join(directory, path.basename(name));
  return {
    async write(name, enclosed) {
      const { ZipFile } = await import('yazl');
      await mkdir(directory, { recursive: true, mode: FOR_OWNER.folder });
      const place = placeOf(name);
      const aside = `${place}.part`;
      const zip = new ZipFile();
      // A file that can't be read is told by this alone, and the rest would be waited for.
      const stopping = new AbortController();
      let fault: unknown = null;
      zip.on('error', (error: unknown) => {
        fault = error;
        stopping.abort();
      });
      // Stored bytes of a length that is not known before are nothing that every program unpacks: photos are packed at the least cost.
      for (const { name: inside, bytes, at, packs } of enclosed)
        zip.addReadStreamLazy(inside, { compressionLevel: packs ? 6 : 1, mtime: at }, (take) => {
          const stream = Readable.from(bytes(), { objectMode: false });
          // yazl hears of no failure of what it reads: unheard it would end this process.
          stream.once('error', (error) => zip.emit('error', error));
          take(null, stream);
        });
      zip.end();
      try {
        const out = createWriteStream(aside, { mode: FOR_OWNER.file });
        await pipeline(zip.outputStream, out, { signal: stopping.signal });
        await rename(aside, place);
      } catch (error) {
        await rm(aside, { force: true }).catch(() => undefined);
        throw fault ?? error;
      }
      return { path: place, size: (await stat(place)).size };
    },
    read: (name) =>
      readFile(placeOf(name)).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      }),
    async remove(name) {
      await rm(placeOf(name), { force: true });
    },
    async forget(before) {
      const names = await readdir(directory).catch(() => []);
      let gone = 0;
      for (const name of names) {
        const place = path.join(directory, name);
        const isOld = await stat(place).then(
          ({ mtime }) => mtime < before,
          () => false,
        );
        if (!isOld) continue;
        await rm(place, { force: true });
        gone += 1;
      }
      return gone;
    },
  };
}
