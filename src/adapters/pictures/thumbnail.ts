import { openPicture, readHeader } from './open-picture';

const SIDE = 320;

/** @returns a small JPEG, upright, with nothing of the camera's data; null when no picture could be read */
export async function thumbnail(bytes: Uint8Array): Promise<Uint8Array | null> {
  const header = await readHeader(bytes);
  const opened = header && (await openPicture(bytes, header, SIDE));
  return opened && opened.picture.jpeg({ quality: 80 }).toBuffer();
}
