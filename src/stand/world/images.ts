export interface ImageFacts {
  readonly format: 'jpeg' | 'png';
  readonly width: number;
  readonly height: number;
}

/** Reads format and size from the header of a JPEG or PNG; undefined for anything else or a broken header. */
export function readImage(bytes: Buffer): ImageFacts | undefined {
  if (bytes.length >= 24 && bytes.readUInt32BE(0) === 0x89504e47 && bytes.toString('latin1', 12, 16) === 'IHDR')
    return { format: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  for (const { marker, start, length } of jpegSegments(bytes)) {
    if (isFrame(marker) && length >= 7)
      return { format: 'jpeg', height: bytes.readUInt16BE(start + 3), width: bytes.readUInt16BE(start + 5) };
  }
  return undefined;
}

/** SOF0…SOF15 without the tables that share the range (DHT, JPG, DAC). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

interface Segment {
  readonly marker: number;
  readonly begin: number;
  readonly start: number;
  readonly length: number;
  readonly end: number;
}

/** Segments between SOI and the picture's own data; `start` points at the two bytes of the segment's length. */
function* jpegSegments(bytes: Buffer): Generator<Segment> {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return;
    yield { marker, begin: at, start: at + 2, length, end };
    if (marker === 0xda) return;
    at = end;
  }
}

/** A photo sent as a photo loses its EXIF, place and camera included; other segments stay as they are. */
export function withoutExif(bytes: Buffer): Buffer {
  const kept: Buffer[] = [];
  let from = 0;
  for (const { marker, begin, end } of jpegSegments(bytes)) {
    if (marker !== 0xe1) continue;
    kept.push(bytes.subarray(from, begin));
    from = end;
  }
  return from === 0 ? bytes : Buffer.concat([...kept, bytes.subarray(from)]);
}

/** Telegram's boxes: s, m, x, y; a picture smaller than a box is not enlarged. */
const boxes = [90, 320, 800, 1280] as const;

/** Width and height of every size that Telegram would make, smallest first; the last one is the whole picture. */
export function photoSizes({ width, height }: ImageFacts): { width: number; height: number }[] {
  const longest = Math.max(width, height);
  const smaller = boxes
    .filter((box) => box < longest)
    .map((box) => ({
      width: Math.max(1, Math.round((width * box) / longest)),
      height: Math.max(1, Math.round((height * box) / longest)),
    }));
  return [...smaller, { width, height }];
}
