import type { Sharp, SharpInput, SharpOptions } from 'sharp';

/** One size of a photo as Telegram keeps it: a JPEG upright, without EXIF. */
export interface Rendition {
  readonly width: number;
  readonly height: number;
  readonly bytes: Buffer;
}

/** Why a file is no photo, in the words of the Bot API. */
export type PhotoFault = 'IMAGE_PROCESS_FAILED' | 'PHOTO_INVALID_DIMENSIONS';

/** The longest sides that Telegram makes: s, m, x, y. A picture is never enlarged, nor kept larger than the last. */
const boxes = [90, 320, 800, 1280] as const;
const jpegQuality = 87;
const readable: readonly string[] = ['jpeg', 'png', 'webp', 'gif'];

/**
 * Recompresses a picture as Telegram does with everything that is sent as a photo.
 * @returns the sizes, smallest first
 */
export async function recompress(original: Buffer): Promise<readonly Rendition[] | PhotoFault> {
  const open = await library();
  const facts = await open(original)
    .metadata()
    .catch(() => undefined);
  if (!facts || !readable.includes(facts.format)) return 'IMAGE_PROCESS_FAILED';
  const { width, height } = facts.autoOrient;
  if (width + height > 10_000 || Math.max(width, height) > 20 * Math.min(width, height))
    return 'PHOTO_INVALID_DIMENSIONS';
  try {
    const renditions: Rendition[] = [];
    for (const size of photoSizes({ width, height })) {
      const bytes = await open(original, { failOn: 'truncated' })
        .autoOrient()
        .resize({ ...size, fit: 'fill' })
        .flatten({ background: 'white' })
        .jpeg({ quality: jpegQuality })
        .toBuffer();
      renditions.push({ ...size, bytes });
    }
    return renditions;
  } catch {
    return 'IMAGE_PROCESS_FAILED';
  }
}

export async function asWebp(picture: Buffer): Promise<Buffer> {
  const open = await library();
  return open(picture).webp().toBuffer();
}

/** Width and height of every size that Telegram would make, smallest first. */
export function photoSizes({ width, height }: { width: number; height: number }): { width: number; height: number }[] {
  const longest = Math.max(width, height);
  const sides = [...boxes.filter((box) => box < longest), Math.min(longest, boxes[3])];
  return [...new Set(sides)].map((side) => ({
    width: Math.max(1, Math.round((width * side) / longest)),
    height: Math.max(1, Math.round((height * side) / longest)),
  }));
}

/** Loaded with the first photo: it takes longer than the rest of the start. */
async function library(): Promise<(input: SharpInput, options?: SharpOptions) => Sharp> {
  return (await import('sharp')).default;
}
