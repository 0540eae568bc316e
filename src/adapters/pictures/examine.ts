import type { Examination } from '../../usecases/kit/ports';
import { originOf } from './exif';
import { fingerprintOf } from './fingerprint';
import { openPicture, readHeader } from './open-picture';

/** Pixels of the longer side: enough for a fingerprint, and decoded in half the time of the whole. */
const SIDE = 512;

/** What these bytes say of themselves. For the worker: it takes a core for as long as it lasts. */
export async function examine(bytes: Uint8Array): Promise<Examination> {
  const header = await readHeader(bytes);
  if (!header) return withoutPicture(bytes);
  const { format, width, height } = header;
  if (header.tooLarge) return { outcome: 'too_large', format, width, height };
  const opened = await openPicture(bytes, header, SIDE);
  if (!opened) return { outcome: 'broken', format, width, height };
  // Grey that stands for what is missing would be alike to the grey of every other broken picture.
  const fingerprint = opened.damaged ? null : await fingerprintOf(opened.picture);
  return { outcome: 'picture', facts: { format, width, height, ...originOf(header.exif), fingerprint } };
}

const PICTURES: readonly string[] = ['jpg', 'png', 'webp', 'heic', 'avif'];

/** What has no header of a picture that we take may be the beginning of one, or anything else. */
async function withoutPicture(bytes: Uint8Array): Promise<Examination> {
  // A module of the other kind, which only an import in its time can bring.
  const { fileTypeFromBuffer } = await import('file-type/core');
  const type = await fileTypeFromBuffer(bytes).catch(() => undefined);
  const outcome = type && PICTURES.includes(type.ext) ? 'broken' : 'not_picture';
  return { outcome, format: type?.ext.replace('jpg', 'jpeg') ?? null, width: null, height: null };
}
