import heic from 'heic-decode';
import sharp, { type CreateRaw, type Metadata, type Sharp } from 'sharp';

/** What a phone or a screenshot makes. Whatever else sharp can open (SVG, PDF, raw negatives) is no photograph. */
const FORMATS: readonly string[] = ['jpeg', 'png', 'webp', 'heif'];

/** Pixels of what is decoded row by row, in little memory: the largest that a phone of these years makes are 200 million. */
const MOST_BY_ROWS = 256_000_000;
/** Pixels of what must be decoded whole: four bytes each. */
const MOST_AT_ONCE = 50_000_000;
const SECONDS = 10;

export interface Header extends Pick<Metadata, 'exif'> {
  readonly format: string;
  /** As it is looked at, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly orientation: number;
  /** By HEVC, which sharp's own library was built without. */
  readonly hevc: boolean;
  readonly tooLarge: boolean;
}

/** @returns null when the bytes have no header of a picture that could be understood */
export async function readHeader(bytes: Uint8Array): Promise<Header | null> {
  const found = await metadataOf(bytes).catch(() => null);
  if (!found || !FORMATS.includes(found.format)) return null;
  const { format, autoOrient, orientation = 1, exif, compression, isProgressive } = found;
  const byRows = (format === 'jpeg' || format === 'png') && !isProgressive;
  return {
    format,
    ...autoOrient,
    orientation,
    ...(exif && { exif }),
    hevc: compression === 'hevc',
    tooLarge: autoOrient.width * autoOrient.height > (byRows ? MOST_BY_ROWS : MOST_AT_ONCE),
  };
}

/** Async: it throws at once when there are no bytes at all. */
const metadataOf = async (bytes: Uint8Array): Promise<Metadata> => sharp(bytes, { limitInputPixels: false }).metadata();

/** A picture in memory, upright, in sRGB without transparency, no larger than what it was asked for. */
export interface Opened {
  readonly picture: Sharp;
  /** A part of its bytes is missing: what is left of it may be grey. */
  readonly damaged: boolean;
}

/**
 * Decodes a picture once, as small as it is needed: a JPEG is not even decoded at its full size then.
 * @param side pixels at most, of the longer side
 * @returns null when not even a part of it can be decoded
 */
export async function openPicture(bytes: Uint8Array, header: Header, side: number): Promise<Opened | null> {
  if (header.tooLarge) return null;
  if (header.hevc) return openHeic(bytes, side);
  const whole = await decode(bytes, header, side, 'truncated');
  if (whole) return { picture: whole, damaged: false };
  const rest = await decode(bytes, header, side, 'none');
  return rest && { picture: rest, damaged: true };
}

async function decode(bytes: Uint8Array, { orientation }: Header, side: number, failOn: 'truncated' | 'none') {
  const small = sharp(bytes, { failOn, limitInputPixels: MOST_BY_ROWS }).timeout({ seconds: SECONDS });
  const decoded = await smaller(small, side).catch(() => null);
  return decoded && upright(decoded, orientation);
}

async function openHeic(bytes: Uint8Array, side: number): Promise<Opened | null> {
  const decoded = await decodeHeic(bytes).catch((error: unknown) => {
    // Its memory is no longer to be trusted, and neither is this worker.
    if (error instanceof Error && error.name === 'RuntimeError') throw error;
    return null;
  });
  if (!decoded) return null;
  // Upright already: it turns the picture itself.
  const pixels = await smaller(ofPixels(decoded.data, { ...decoded, channels: 4 }), side);
  return { picture: ofPixels(pixels.data, pixels.info), damaged: false };
}

/** Of what its types do not say. */
interface HeicImage {
  readonly width: number;
  readonly height: number;
  decode(): ReturnType<typeof heic>;
}

async function decodeHeic(buffer: Uint8Array) {
  const images = (await heic.all({ buffer })) as HeicImage[] & { dispose(): void };
  try {
    const [first] = images;
    // Not always the one that the header spoke of.
    return first && first.width * first.height <= MOST_AT_ONCE ? await first.decode() : null;
  } finally {
    images.dispose();
  }
}

const smaller = (picture: Sharp, side: number) =>
  picture
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });

type Pixels = Awaited<ReturnType<typeof smaller>>;

/** EXIF's eight ways of holding a camera: how far to turn the picture, and whether to mirror it before. */
const TURNS: readonly (readonly [degrees: number, mirrored: boolean])[] = [
  [0, false],
  [0, true],
  [180, false],
  [180, true],
  [270, true],
  [90, false],
  [90, true],
  [270, false],
];

/** Turned when it is small: a picture that is turned before must be whole in memory. */
async function upright({ data, info }: Pixels, orientation: number): Promise<Sharp> {
  const [degrees, mirrored] = TURNS[orientation - 1] ?? [0, false];
  const turned = ofPixels(data, info).rotate(degrees).flop(mirrored);
  const result = await turned.raw().toBuffer({ resolveWithObject: true });
  return ofPixels(result.data, result.info);
}

const ofPixels = (data: Uint8Array | Uint8ClampedArray, { width, height, channels }: CreateRaw) =>
  sharp(data, { raw: { width, height, channels } });
