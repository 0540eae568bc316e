import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPictures, type PicturesOptions } from '../../src/adapters/pictures/pictures';
import { recordingLog } from './recording-log';

/** The program's own work with pictures, on files of a folder that goes with the test. */
export function openPictures(options: Partial<PicturesOptions> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-pictures-'));
  const log = recordingLog();
  const pathOf = (sha256: string) => path.join(folder, sha256);
  const pictures = createPictures({ pathOf, log, ...options });
  const keep = (bytes: Buffer): string => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(pathOf(sha256), bytes);
    return sha256;
  };
  const stop = async (): Promise<void> => {
    await pictures.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { pictures: { ...pictures, stop }, log, keep, examine: (bytes: Buffer) => pictures.examine(keep(bytes)) };
}
