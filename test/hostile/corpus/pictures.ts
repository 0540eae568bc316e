import { crc32, deflateSync } from 'node:zlib';

const CHUNK_MAGIC = Buffer.from('89504e470d0a1a0a', 'hex');

export function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

export interface PngOptions {
  readonly interlaced?: boolean;
  /** 8 or 16. */
  readonly depth?: number;
  /** 0 grey, 2 colour, 6 colour with transparency. */
  readonly colour?: 0 | 2 | 6;
  readonly before?: readonly Buffer[];
  /** Bytes of the picture that are there, as a share. */
  readonly share?: number;
}
const CHANNELS = { 0: 1, 2: 3, 6: 4 } as const;

/** A PNG of one colour: a few kilobytes, however large it says that it is. */
export function flatPng(
  width: number,
  height: number,
  { interlaced = false, depth = 8, colour = 0, before = [], share = 1 }: PngOptions = {},
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = depth;
  header[9] = colour;
  header[12] = interlaced ? 1 : 0;
  const bytes = Math.floor((width * CHANNELS[colour] * depth) / 8 + 1) * height * share;
  // seven passes have a few lines more
  const data = deflateSync(Buffer.alloc(Math.floor(bytes) + (interlaced ? height * 2 : 0)), { level: 9 });
  return Buffer.concat([
    CHUNK_MAGIC,
    chunk('IHDR', header),
    ...before,
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A text of a PNG that unpacks to so much. */
export const packedText = (bytes: number): Buffer =>
  chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.alloc(bytes, 0x41), { level: 9 })]));

/** A colour profile that unpacks to so much. */
export const packedProfile = (bytes: number): Buffer =>
  chunk('iCCP', Buffer.concat([Buffer.from('profile\0\0'), deflateSync(Buffer.alloc(bytes), { level: 9 })]));

/** One that says it is so large, and has nothing of it. */
export function emptyPng(width: number, height: number): Buffer {
  const header = Buffer.from(flatPng(1, 1));
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  header.writeUInt32BE(crc32(header.subarray(12, 29)), 29);
  return header;
}

const marker = (code: number, data: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt16BE(0xff00 | code, 0);
  length.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([length, data]);
};

/** Puts segments behind the first two bytes of a JPEG. */
export const withSegments = (jpeg: Buffer, ...segments: readonly Buffer[]): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);

export const comment = (bytes: number): Buffer => marker(0xfe, Buffer.alloc(bytes, 0x41));

/** EXIF whose directory has these entries, or leads to itself. */
export function exif(
  entries: readonly (readonly [tag: number, type: number, count: number, value: number])[],
  next = 0,
): Buffer {
  const data = Buffer.alloc(6 + 8 + 2 + entries.length * 12 + 4);
  data.write('Exif\0\0II*\0', 'latin1');
  data.writeUInt32LE(8, 10);
  data.writeUInt16LE(entries.length, 14);
  entries.forEach(([tag, type, count, value], index) => {
    const place = 16 + index * 12;
    data.writeUInt16LE(tag, place);
    data.writeUInt16LE(type, place + 2);
    data.writeUInt32LE(count, place + 4);
    data.writeUInt32LE(value, place + 8);
  });
  data.writeUInt32LE(next, data.length - 4);
  return marker(0xe1, data);
}

/** The size that a JPEG says it has, in its frame. */
export function jpegSaying(jpeg: Buffer, width: number, height: number): Buffer {
  const said = Buffer.from(jpeg);
  for (let place = 2; place < said.length - 9; place += 2 + said.readUInt16BE(place + 2)) {
    const code = said[place + 1] ?? 0;
    if (code < 0xc0 || code > 0xc2) continue;
    said.writeUInt16BE(height, place + 5);
    said.writeUInt16BE(width, place + 7);
    return said;
  }
  throw new Error('A JPEG without a frame');
}

/** A progressive JPEG whose last scan comes again and again. */
export function withScans(jpeg: Buffer, times: number): Buffer {
  const scan = jpeg.lastIndexOf(Buffer.from([0xff, 0xda]));
  const [last, end] = [jpeg.subarray(scan, -2), jpeg.subarray(-2)];
  return Buffer.concat([jpeg.subarray(0, scan), ...Array.from({ length: times }, () => last), end]);
}

/** A HEIF whose boxes of sizes say this. */
export function heifSaying(heif: Buffer, width: number, height: number): Buffer {
  const said = Buffer.from(heif);
  for (let place = said.indexOf('ispe'); place > 0; place = said.indexOf('ispe', place + 4)) {
    said.writeUInt32BE(width, place + 8);
    said.writeUInt32BE(height, place + 12);
  }
  return said;
}

/** An uncompressed TIFF header of such a size, whose directory leads to `next`. */
export function tiffSaying(width: number, height: number, next = 0): Buffer {
  const entries: readonly (readonly [number, number, number])[] = [
    [256, 4, width],
    [257, 4, height],
    [258, 3, 8],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8],
    [277, 3, 1],
    [278, 4, height],
    [279, 4, 1],
  ];
  const file = Buffer.alloc(8 + 2 + entries.length * 12 + 4);
  file.write('II*\0', 'latin1');
  file.writeUInt32LE(8, 4);
  file.writeUInt16LE(entries.length, 8);
  entries.forEach(([tag, type, value], index) => {
    const place = 10 + index * 12;
    file.writeUInt16LE(tag, place);
    file.writeUInt16LE(type, place + 2);
    file.writeUInt32LE(1, place + 4);
    file.writeUInt32LE(value, place + 8);
  });
  file.writeUInt32LE(next, file.length - 4);
  return file;
}

/** A GIF of so many frames, each of which says that it is so large. */
export function gif(width: number, height: number, frames: number): Buffer {
  const head = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  const frame = Buffer.from(',\0\0\0\0\0\0\0\0\0\x02\x02\x44\x01\0', 'latin1');
  frame.writeUInt16LE(width, 5);
  frame.writeUInt16LE(height, 7);
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame), Buffer.from(';')]);
}
