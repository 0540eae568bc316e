import sharp, { type CreateRaw, type Metadata, type Sharp } from 'sharp';
import { decodeHeic } from './decode-heic';

/** What a phone or a screenshot makes. Whatever else sharp could open (SVG, PDF, raw negatives) is no photograph. */
const FORMATS: readonly string[] = ['jpeg', 'png', 'webp', 'heif'];

/** Pixels of what is decoded row by row, in little memory: the largest that a phone of these years makes are 200 million. */
const MOST_BY_ROWS = { jpeg: 256_000_000, png: 100_000_000 };
/** Bytes of what must be decoded whole. What says too little of itself meets the limit of the process. */
const MOST_AT_ONCE = 150_000_000;
/** Bytes that a pixel of these takes in memory, measured with the worst of each. AV1 takes so much that little is let in: no phone photographs by it. */
const WEBP = 4;
const HEVC = 6;
const AV1 = 25;
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
  const { format, autoOrient, orientation = 1, exif, compression } = found;
  return {
    format,
    ...autoOrient,
    orientation,
    ...(exif && { exif }),
    hevc: compression === 'hevc',
    tooLarge: autoOrient.width * autoOrient.height > mostPixels(found),
  };
}

function mostPixels({ format, compression, isProgressive, channels, depth, chromaSubsampling }: Metadata): number {
  if (format === 'webp') return MOST_AT_ONCE / WEBP;
  if (format === 'heif') return MOST_AT_ONCE / (compression === 'hevc' ? HEVC : AV1);
  const byRows = MOST_BY_ROWS[format === 'jpeg' ? 'jpeg' : 'png'];
  if (!isProgressive) return byRows;
  // Two bytes for each coefficient, of which colour usually has a quarter.
  if (format === 'jpeg') return MOST_AT_ONCE / (chromaSubsampling === '4:2:0' ? 3 : 2 * channels);
  return MOST_AT_ONCE / (channels * (depth === 'ushort' ? 2 : 1));
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
  const small = sharp(bytes, { failOn, limitInputPixels: MOST_BY_ROWS.jpeg }).timeout({ seconds: SECONDS });
  const decoded = await smaller(small, side).catch(() => null);
  return decoded && upright(decoded, orientation);
}

async function openHeic(bytes: Uint8Array, side: number): Promise<Opened | null> {
  try {
    // Upright already: it turns the picture itself.
    const small = await decodeHeic(bytes, MOST_AT_ONCE / HEVC, ({ data, info }) => smaller(ofPixels(data, info), side));
    return small && { picture: ofPixels(small.data, small.info), damaged: false };
  } catch (error) {
    // Its memory is no longer to be trusted, and neither is this worker.
    if (error instanceof Error && error.name === 'RuntimeError') throw error;
    return null;
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
