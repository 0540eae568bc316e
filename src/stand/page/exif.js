import { localMoment } from './time.js';
/** @import { Point } from './shapes.d.ts' */

/** Of a directory: its tag, the type of its value, the value. @typedef {[tag: number, type: number, value: string | number[]]} Entry */

const types = { ascii: 2, long: 4, rational: 5 };
const bytesOf = { [types.ascii]: 1, [types.long]: 4, [types.rational]: 8 };
const tags = { exif: 0x8769, gps: 0x8825, dateTimeOriginal: 0x9003, offsetTimeOriginal: 0x9011 };

/**
 * A JPEG with the time and place in it that a phone's camera would write (EXIF 2.3, little-endian).
 * `place`: degrees, north and east positive.
 * @param {Blob} jpeg
 * @param {Date} instant
 * @param {Point} place
 */
export async function withExif(jpeg, instant, place) {
  const payload = exifOf(instant, place);
  const segment = new Uint8Array(4 + payload.length);
  segment.set([0xff, 0xe1, (payload.length + 2) >> 8, (payload.length + 2) & 0xff]);
  segment.set(payload, 4);
  const bytes = new Uint8Array(await jpeg.arrayBuffer());
  return new Blob([bytes.subarray(0, 2), segment, bytes.subarray(2)], { type: 'image/jpeg' });
}

/**
 * @param {Date} instant
 * @param {Point} place
 */
function exifOf(instant, { latitude, longitude }) {
  const { date, time, offset } = localMoment(instant);
  /** @type {Entry[]} */
  const exif = [
    [tags.dateTimeOriginal, types.ascii, `${date.replaceAll('-', ':')} ${time}\0`],
    [tags.offsetTimeOriginal, types.ascii, `${offset}\0`],
  ];
  /** @type {Entry[]} */
  const gps = [
    [1, types.ascii, latitude < 0 ? 'S\0' : 'N\0'],
    [2, types.rational, degrees(latitude)],
    [3, types.ascii, longitude < 0 ? 'W\0' : 'E\0'],
    [4, types.rational, degrees(longitude)],
  ];
  const headerLength = 8;
  const rootLength = 2 + 2 * 12 + 4;
  const exifBytes = directory(exif, headerLength + rootLength);
  const exifStart = headerLength + rootLength;
  const gpsStart = exifStart + exifBytes.length;
  /** @type {Entry[]} */
  const root = [
    [tags.exif, types.long, [exifStart]],
    [tags.gps, types.long, [gpsStart]],
  ];
  const tiff = [0x49, 0x49, 0x2a, 0, headerLength, 0, 0, 0];
  return Uint8Array.from([
    ...ascii('Exif\0\0'),
    ...tiff,
    ...directory(root, headerLength),
    ...exifBytes,
    ...directory(gps, gpsStart),
  ]);
}

/**
 * One image file directory: its entries, then the values that do not fit into four bytes.
 * @param {Entry[]} entries
 * @param {number} start
 */
function directory(entries, start) {
  const head = [...short(entries.length)];
  /** @type {number[]} */
  const far = [];
  const farStart = start + 2 + entries.length * 12 + 4;
  for (const [tag, type, value] of entries) {
    const bytes = typeof value === 'string' ? ascii(value) : value.flatMap(long);
    const near = bytes.length <= 4 ? [...bytes, 0, 0, 0, 0].slice(0, 4) : long(farStart + far.length);
    if (bytes.length > 4) far.push(...bytes, ...(bytes.length % 2 ? [0] : []));
    head.push(...short(tag), ...short(type), ...long(bytes.length / bytesOf[type]), ...near);
  }
  return [...head, ...long(0), ...far];
}

/**
 * Degrees, minutes and hundredths of a second as numerators and denominators.
 * @param {number} value
 */
function degrees(value) {
  const hundredths = Math.round(Math.abs(value) * 3600 * 100);
  return [Math.floor(hundredths / 360_000), 1, Math.floor(hundredths / 6000) % 60, 1, hundredths % 6000, 100];
}

/** @param {string} text */
const ascii = (text) => [...text].map((letter) => letter.charCodeAt(0));
/** @param {number} value */
const short = (value) => [value & 0xff, (value >> 8) & 0xff];
/** @param {number} value */
const long = (value) => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >> 24) & 0xff];
