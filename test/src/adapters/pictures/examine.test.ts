import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import type { Examination, PictureFacts } from '../../../../src/usecases/kit/ports';
import { claiming, photo, withExif, type Exif } from '../../../support/photos';
import { openPictures } from '../../../support/pictures';
import { played, randomOf } from '../../../support/random';

const { pictures, examine, keep, log } = openPictures();
afterAll(pictures.stop);

let yard: Buffer;
beforeAll(async () => {
  yard = await photo(randomOf(334));
});

/** Made by `heif-enc -q 50` of Debian's libheif-examples out of a drawn JPEG with the EXIF that is expected below. */
const HEIC = readFileSync(path.join(__dirname, '../../../fixtures/pictures/yard.heic'));

async function factsOf(bytes: Buffer): Promise<PictureFacts> {
  const examination = await examine(bytes);
  if (examination.outcome !== 'picture') throw new Error(`No picture, but ${examination.outcome}`);
  return examination.facts;
}
const factsWith = async (exif: Exif): Promise<PictureFacts> => factsOf(await withExif(yard, exif));

const CLOCK = { DateTimeOriginal: '2026:05:03 12:30:11' };
const SATELLITES = { GPSDateStamp: '2026:05:03', GPSTimeStamp: '9/1 31/1 5/1' };
const LOCAL = '2026-05-03T12:30:11';
const NORTH = { GPSLatitudeRef: 'N', GPSLatitude: '55/1 43/1 30/1' };
const EAST = { GPSLongitudeRef: 'E', GPSLongitude: '51/1 24/1 0/1' };

test.each<[string, Exif, PictureFacts['taken']]>([
  [
    'the zone of this moment',
    { IFD2: { ...CLOCK, OffsetTimeOriginal: '+03:00', OffsetTime: '+05:00' } },
    { local: LOCAL, offset: 180, zone: 'written' },
  ],
  [
    'else the zone of the clock',
    { IFD2: { ...CLOCK, OffsetTime: '-03:30' } },
    { local: LOCAL, offset: -210, zone: 'written' },
  ],
  [
    'Greenwich by its letter',
    { IFD2: { ...CLOCK, OffsetTimeOriginal: 'Z' } },
    { local: LOCAL, offset: 0, zone: 'written' },
  ],
  [
    'a written zone rather than the satellites',
    { IFD2: { ...CLOCK, OffsetTime: '+03:00' }, IFD3: SATELLITES },
    { local: LOCAL, offset: 180, zone: 'written' },
  ],
  [
    'else the satellites, which speak UTC',
    { IFD2: CLOCK, IFD3: SATELLITES },
    { local: '2026-05-03T09:31:05', offset: 0, zone: 'satellites' },
  ],
  ['the satellites alone', { IFD3: SATELLITES }, { local: '2026-05-03T09:31:05', offset: 0, zone: 'satellites' }],
  [
    'a zone that is none',
    { IFD2: { ...CLOCK, OffsetTimeOriginal: '+27:00' } },
    { local: LOCAL, offset: null, zone: null },
  ],
  ['no zone at all', { IFD2: CLOCK }, { local: LOCAL, offset: null, zone: null }],
  [
    'a day of the satellites without an hour',
    { IFD2: CLOCK, IFD3: { GPSDateStamp: '2026:05:03' } },
    { local: LOCAL, offset: null, zone: null },
  ],
  [
    'satellites that count 25 hours',
    { IFD2: CLOCK, IFD3: { ...SATELLITES, GPSTimeStamp: '25/1 0/1 0/1' } },
    { local: LOCAL, offset: null, zone: null },
  ],
  ['nothing', {}, null],
])('the time: %s', async (_, exif, taken) => {
  expect(await factsWith(exif)).toMatchObject({ taken, absurd: [] });
});

test.each([
  ['0000:00:00 00:00:00'],
  ['1970:01:01 00:00:00'],
  ['2150:01:01 00:00:00'],
  ['9999:99:99 99:99:99'],
  ['yesterday at noon..'],
  ['    :  :     :  :  '],
])('a time that cannot be is left out and called so: %s', async (DateTimeOriginal) => {
  expect(
    await factsWith({ IFD2: { DateTimeOriginal, OffsetTimeOriginal: '+03:00' }, IFD3: { ...NORTH, ...EAST } }),
  ).toMatchObject({
    taken: null,
    place: { latitude: 55.725, longitude: 51.4 },
    absurd: ['time'],
  });
});

test.each<[string, Record<string, string>, PictureFacts['place']]>([
  [
    'with its error',
    { ...NORTH, ...EAST, GPSHPositioningError: '48/10' },
    { latitude: 55.725, longitude: 51.4, error: 4.8 },
  ],
  ['without an error', { ...NORTH, ...EAST }, { latitude: 55.725, longitude: 51.4, error: null }],
  [
    'south and west',
    { ...NORTH, ...EAST, GPSLatitudeRef: 'S', GPSLongitudeRef: 'W' },
    { latitude: -55.725, longitude: -51.4, error: null },
  ],
  [
    'an error that is none',
    { ...NORTH, ...EAST, GPSHPositioningError: '1/0' },
    { latitude: 55.725, longitude: 51.4, error: null },
  ],
  ['none', { GPSMapDatum: 'WGS-84' }, null],
])('the place: %s', async (_, IFD3, place) => {
  expect(await factsWith({ IFD3 })).toMatchObject({ place, absurd: [] });
});

test.each<[string, Record<string, string>]>([
  ['beyond the pole', { ...NORTH, ...EAST, GPSLatitude: '91/1 0/1 0/1' }],
  ['beyond the date line', { ...NORTH, ...EAST, GPSLongitude: '180/1 1/1 0/1' }],
  ['seventy minutes', { ...NORTH, ...EAST, GPSLatitude: '55/1 70/1 0/1' }],
  ['divided by nothing', { ...NORTH, ...EAST, GPSLatitude: '55/0 0/0 0/0' }],
  ['half of it', NORTH],
  ['on neither side', { ...NORTH, ...EAST, GPSLatitudeRef: 'Q' }],
  ['where the equator meets Greenwich', { ...NORTH, ...EAST, GPSLatitude: '0/1 0/1 0/1', GPSLongitude: '0/1 0/1 0/1' }],
])('a place that cannot be is left out and called so: %s', async (_, IFD3) => {
  expect(await factsWith({ IFD2: CLOCK, IFD3 })).toMatchObject({
    place: null,
    taken: { local: LOCAL },
    absurd: ['place'],
  });
});

test.each([
  [{ Make: 'Apple', Model: 'iPhone 13' }, 'Apple iPhone 13'],
  [{ Make: 'HUAWEI', Model: 'HUAWEI P30' }, 'HUAWEI P30'],
  [{ Make: 'samsung' }, 'samsung'],
  [{ Model: 'A\u0007B' }, 'A B'],
  [{ Model: 'x'.repeat(500) }, 'x'.repeat(64)],
  [{ Model: '   ' }, null],
  [{}, null],
])('the camera of %j', async (IFD0, camera) => {
  expect(await factsWith({ IFD0 })).toMatchObject({ camera });
});

test('a name that is not in Latin letters is read as phones write it', async () => {
  const bytes = await withExif(yard, { IFD0: { Model: 'ten bytes.' } });
  bytes.write('Марка', bytes.indexOf('ten bytes.'));
  expect(await factsOf(bytes)).toMatchObject({ camera: 'Марка' });
});

test('the program that wrote a file is named as the file names it', async () => {
  expect(await factsWith({ IFD0: { Software: 'Adobe Photoshop 25.0' } })).toMatchObject({
    software: 'Adobe Photoshop 25.0',
  });
});

test('a file that is gone is no word on the picture: it may come back', async () => {
  await expect(pictures.examine('gone')).rejects.toThrow('ENOENT');
});

test('a HEIC of a phone is a picture like any other', async () => {
  const facts = await factsOf(HEIC);
  expect(facts).toMatchObject({
    format: 'heif',
    width: 480,
    height: 360,
    taken: { local: LOCAL, offset: 180, zone: 'written' },
    place: { longitude: 51.408_333_333_333_33, error: 4.8 },
    camera: 'Apple iPhone 13',
    software: '17.5.1',
  });
  const sameSent = await factsOf(Buffer.from((await pictures.thumbnail(keep(HEIC)))!));
  expect(differing(sameSent, facts)).toBeLessThanOrEqual(4);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'held the way that EXIF numbers %i, it is the same picture as turned upright',
  async (orientation) => {
    const held = await sharp(yard).withMetadata({ orientation }).toBuffer();
    const upright = await sharp(held).autoOrient().jpeg({ quality: 90 }).toBuffer();
    const [one, other] = [await factsOf(held), await factsOf(upright)];
    expect([one.width, one.height]).toEqual([other.width, other.height]);
    expect(differing(one, other)).toBeLessThanOrEqual(4);
  },
);

function differing(one: PictureFacts, other: PictureFacts): number {
  let bits = BigInt(one.fingerprint!.perceptual) ^ BigInt(other.fingerprint!.perceptual);
  let count = 0;
  for (; bits > 0n; bits >>= 1n) count += Number(bits & 1n);
  return count;
}

describe('what is no photograph', () => {
  const of = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#9a9a9a' } }).toColourspace('b-w');
  const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2);
  const moving = (width: number, height: number): Promise<Buffer> =>
    sharp(Buffer.alloc(width * height * 3 * 2, 0x70), {
      raw: { width, height: height * 2, channels: 3, pageHeight: height },
    })
      .webp({ loop: 0 })
      .toBuffer();
  const picture = (width: number, height: number, fingerprint: unknown = null) => ({
    outcome: 'picture',
    facts: { width, height, fingerprint },
  });
  const unknown = (outcome: string, format: string | null) => ({ outcome, format, width: null, height: null });

  test.each<[string, () => Promise<Buffer>, object]>([
    ['nothing', async () => Buffer.alloc(0), unknown('not_picture', null)],
    ['words', async () => Buffer.from('Фото приложено'), unknown('not_picture', null)],
    ['a PDF', async () => Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'), unknown('not_picture', 'pdf')],
    ['a GIF', () => of(9, 9).gif().toBuffer(), unknown('not_picture', 'gif')],
    [
      'an SVG',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      unknown('not_picture', null),
    ],
    [
      'a video',
      async () =>
        Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom\0\0\0\0isommp42'), Buffer.alloc(500)]),
      unknown('not_picture', 'mp4'),
    ],
    ['half a header', async () => yard.subarray(0, 60), unknown('broken', 'jpeg')],
    ['one pixel', () => of(1, 1).png().toBuffer(), picture(1, 1)],
    ['a wall', () => of(800, 600).jpeg().toBuffer(), picture(800, 600)],
    ['half a JPEG', async () => yard.subarray(0, yard.length / 2), picture(640, 480)],
    ['half a HEIC', async () => HEIC.subarray(0, HEIC.length / 2), { outcome: 'broken' }],
    ['100 million pixels', () => of(12_000, 8_400).jpeg().toBuffer(), picture(12_000, 8_400)],
    [
      '100 million pixels that need all the memory at once',
      async () => claiming(await of(9, 9).jpeg({ progressive: true }).toBuffer(), 12_000, 8_400),
      { outcome: 'too_large', format: 'jpeg', width: 12_000, height: 8_400 },
    ],
    [
      'a decompression bomb',
      async () => claiming(await of(9, 9).png().toBuffer(), 20_000, 20_000),
      { outcome: 'too_large', format: 'png', width: 20_000, height: 20_000 },
    ],
    [
      'an interlaced PNG of sixteen bits',
      async () => claiming(await of(9, 9).toColourspace('rgb16').png({ progressive: true }).toBuffer(), 7_000, 7_000),
      { outcome: 'too_large', format: 'png' },
    ],
    [
      'an AVIF that would take a gigabyte',
      async () => claiming(await of(9, 9).avif({ effort: 0 }).toBuffer(), 7_000, 7_000),
      { outcome: 'too_large', format: 'heif', width: 7_000, height: 7_000 },
    ],
    ['an AVIF', () => of(640, 480).avif({ effort: 0 }).toBuffer(), picture(640, 480)],
    ['a JPEG for printers', () => of(640, 480).toColourspace('cmyk').jpeg().toBuffer(), picture(640, 480)],
    ['a WebP that moves: its first picture', () => moving(64, 48), picture(64, 48)],
    [
      'a JPEG with as much data as it has room for',
      () => withExif(yard, { IFD0: { Model: 'x'.repeat(60_000) } }),
      { outcome: 'picture', facts: { camera: 'x'.repeat(64) } },
    ],
    ['half a PNG', async () => half(await of(640, 480).png({ compressionLevel: 0 }).toBuffer()), picture(640, 480)],
    ['half a WebP', async () => half(await sharp(yard).webp().toBuffer()), { outcome: 'broken' }],
    ['half an AVIF', async () => half(await sharp(yard).avif({ effort: 0 }).toBuffer()), { outcome: 'broken' }],
  ])('%s', async (_, bytes, outcome) => {
    expect(await examine(await bytes())).toMatchObject(outcome);
    expect(log.lines).toEqual([]);
  });

  test('whatever bytes break on the way, there is an answer', () =>
    played(async (random) => {
      const outcomes: Examination['outcome'][] = ['picture', 'not_picture', 'broken', 'too_large', 'too_heavy'];
      const whole = [
        await withExif(yard, { IFD0: { Make: 'Apple' }, IFD2: CLOCK, IFD3: { ...NORTH, ...EAST } }),
        HEIC,
        await sharp(yard).resize(64).png().toBuffer(),
        await sharp(yard).resize(64).webp().toBuffer(),
      ];
      for (const original of whole)
        for (let time = 0; time < 60; time += 1) {
          const bytes = Buffer.from(original);
          // most of what a file says of itself stands at its beginning
          for (let hit = 0; hit < 4; hit += 1)
            bytes[Math.floor(random() * (hit < 3 ? Math.min(700, bytes.length) : bytes.length))] = Math.floor(
              random() * 256,
            );
          expect(outcomes).toContain((await examine(bytes)).outcome);
        }
    }));
});
