import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createPictures, type PicturesOptions } from '../../src/adapters/pictures/pictures';
import { recordingLog } from './recording-log';

/** The program's own work with pictures, on files in memory. */
export function openPictures(options: Partial<PicturesOptions> = {}) {
  const kept = new Map<string, Buffer>();
  const log = recordingLog();
  const files = { read: (sha256: string) => Readable.from([kept.get(sha256)!]) };
  const pictures = createPictures({ files, log, ...options });
  const keep = (bytes: Buffer): string => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    kept.set(sha256, bytes);
    return sha256;
  };
  return { pictures, log, keep, examine: (bytes: Buffer) => pictures.examine(keep(bytes)) };
}
