import type { DrawnPicture } from '../../usecases/kit/ports';
import { openPicture, readHeader } from './open-picture';

/**
 * @param side pixels at most, of the longer side
 * @returns a JPEG, upright, with nothing of the camera's data; null when no picture could be read
 */
export async function thumbnail(bytes: Uint8Array, side: number): Promise<DrawnPicture | null> {
  const header = await readHeader(bytes);
  const opened = header && (await openPicture(bytes, header, side));
  if (!opened) return null;
  const { data, info } = await opened.picture.jpeg({ quality: 80 }).toBuffer({ resolveWithObject: true });
  return { jpeg: data, width: info.width, height: info.height };
}
