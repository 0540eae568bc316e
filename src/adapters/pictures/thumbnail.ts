import { openPicture, readHeader } from './open-picture';

/**
 * @param side pixels at most, of the longer side
 * @returns a JPEG, upright, with nothing of the camera's data; null when no picture could be read
 */
export async function thumbnail(bytes: Uint8Array, side: number): Promise<Uint8Array | null> {
  const header = await readHeader(bytes);
  const opened = header && (await openPicture(bytes, header, side));
  return opened && opened.picture.jpeg({ quality: 80 }).toBuffer();
}
