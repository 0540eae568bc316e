import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { fileOf, jpeg } from '../../src/stand/support';
import { card, inWork } from '../../support/office-work';
import { PEOPLE } from '../../support/world';
import {
  chunk,
  comment,
  emptyPng,
  exif,
  flatPng,
  gif,
  heifSaying,
  jpegSaying,
  packedProfile,
  packedText,
  tiffSaying,
  withScans,
  withSegments,
} from '../corpus/pictures';
import type { AtDoor, Case, Door } from '../door';
import { TOKENS, type HostileOffice } from '../office';
import { saysAnyOf } from '../words';

interface Given {
  readonly bytes: Buffer;
  readonly name: string;
  /** As the applicant's photo beside an appeal, or an executor's, sent as a file or as a photo. */
  readonly by: 'http' | 'file' | 'photo';
}

const MEGABYTE = 1_000_000;
/** By HTTP it is taken, or what is wrong is said at once. */
const ANSWERED = /"result":"created"|"reason":"[^"]*[А-Яа-яё]/;
const REFUSED = /"reason":"[^"]*[А-Яа-яё]/;
/** In the chat the card says what could be seen in it. */
const LOOKED_AT = /Проверка фото:|прочитать не удалось/;
const UNREADABLE = /прочитать не удалось/;
const KEPT = new RegExp(`${LOOKED_AT.source}|${saysAnyOf('form:keptAsFile', 'form:fileEmpty').source}`);

const HEIC = path.join(__dirname, '../../fixtures/pictures/yard.heic');
const yard = (): Buffer => readFileSync(HEIC);
const flat = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#857a6a' }, limitInputPixels: false });
const small = (): Buffer => jpeg(800, 600);
const progressive = (width: number, height: number): Promise<Buffer> =>
  flat(width, height).jpeg({ progressive: true }).toBuffer();

const byHttp = (name: string, make: () => Buffer | Promise<Buffer>, says = ANSWERED): Case<Given> => ({
  name,
  make: async () => ({ bytes: await make(), name: 'photo.jpg', by: 'http' }),
  says,
});
const inChat = (
  name: string,
  make: () => Buffer | Promise<Buffer>,
  { says = KEPT, by = 'file', file = 'IMG_1.jpg' }: { says?: RegExp; by?: 'file' | 'photo'; file?: string } = {},
): Case<Given> => ({ name, make: async () => ({ bytes: await make(), name: file, by }), says });

const svg = (inside: string, size = 'width="100" height="100"', doctype = ''): Buffer =>
  Buffer.from(
    `<?xml version="1.0"?>${doctype}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size}>${inside}</svg>`,
  );

const CASES: readonly Case<Given>[] = [
  byHttp('PNG of 49 million pixels, interlaced, 16 bit, in colour', () =>
    flatPng(7_000, 7_000, { interlaced: true, depth: 16, colour: 6 }),
  ),
  byHttp('PNG of 49 million pixels, interlaced', () => flatPng(7_000, 7_000, { interlaced: true, colour: 6 })),
  byHttp('PNG of 100 million pixels by rows', () => flatPng(10_000, 10_000, { colour: 2 })),
  byHttp('PNG of 250 million pixels by rows, 16 bit', () => flatPng(15_800, 15_800, { depth: 16, colour: 0 })),
  byHttp('PNG that says 65535 × 65535', () => emptyPng(65_535, 65_535), REFUSED),
  byHttp('PNG that says 2147483647 × 2147483647', () => emptyPng(0x7fffffff, 0x7fffffff), REFUSED),
  byHttp('PNG of one row of 200 million', () => emptyPng(200_000_000, 1)),
  byHttp('PNG of no pixels', () => emptyPng(0, 0), REFUSED),
  byHttp('PNG with a text of 1 GB', () => flatPng(64, 64, { before: [packedText(1_000 * MEGABYTE)] })),
  byHttp('PNG with 500 texts of 20 MB', () =>
    flatPng(64, 64, { before: Array.from({ length: 500 }, () => packedText(8 * MEGABYTE)) }),
  ),
  byHttp('PNG with a profile of 500 MB', () => flatPng(64, 64, { before: [packedProfile(500 * MEGABYTE)] })),
  byHttp('PNG with EXIF of 15 MB', () =>
    flatPng(64, 64, { before: [chunk('eXIf', Buffer.concat([Buffer.from('II*\0'), Buffer.alloc(15 * MEGABYTE)]))] }),
  ),
  byHttp('PNG with far more rows than it says', () => {
    const large = flatPng(8_000, 8_000);
    large.writeUInt32BE(8, 20);
    return large;
  }),
  byHttp('PNG with a hundred thousand chunks', () =>
    flatPng(64, 64, { before: Array.from({ length: 100_000 }, () => chunk('tEXt', Buffer.from('a\0b'))) }),
  ),
  byHttp('PNG with a chunk of 2 GB that is not there', () => {
    const png = flatPng(64, 64);
    png.writeUInt32BE(0x7fffffff, 33);
    return png;
  }),
  byHttp('JPEG of 49 million pixels, progressive', () => progressive(7_000, 7_000)),
  byHttp('JPEG of 64 million pixels, progressive', () => progressive(8_000, 8_000)),
  byHttp('JPEG of 200 million pixels by rows', () => jpegSaying(jpeg(800, 600), 14_000, 14_000)),
  byHttp('JPEG that says 65500 × 65500', () => jpegSaying(small(), 65_500, 65_500), REFUSED),
  byHttp(
    'JPEG, progressive, that says 65500 × 65500',
    async () => jpegSaying(await progressive(64, 64), 65_500, 65_500),
    REFUSED,
  ),
  byHttp('JPEG of 2000 scans', async () => withScans(await progressive(3_000, 3_000), 2_000)),
  byHttp('JPEG with 15 MB of comments', () =>
    withSegments(small(), ...Array.from({ length: 240 }, () => comment(65_000))),
  ),
  byHttp('JPEG with 15 MB of EXIF', () =>
    withSegments(
      small(),
      ...Array.from({ length: 240 }, () =>
        exif([[0x010e, 2, 60_000, 26], ...Array.from({ length: 5_000 }, () => [0x9286, 7, 4, 0] as const)]),
      ),
    ),
  ),
  byHttp('JPEG whose EXIF leads to itself', () => withSegments(small(), exif([[0x8769, 4, 1, 8]], 8))),
  byHttp('JPEG whose EXIF counts four billion', () =>
    withSegments(
      small(),
      exif([
        [0x010e, 2, 0xffffffff, 26],
        [0x8825, 4, 0xffffffff, 8],
      ]),
    ),
  ),
  byHttp('JPEG with an empty Huffman table', () =>
    withSegments(small(), Buffer.from('ffc40015'.padEnd(46, '0'), 'hex')),
  ),
  byHttp('WebP of 67 million pixels in 38 bytes', () =>
    flat(8_192, 8_192).webp({ lossless: true, effort: 0 }).toBuffer(),
  ),
  byHttp('WebP of 49 million pixels', () => flat(7_000, 7_000).webp({ lossless: true, effort: 0 }).toBuffer()),
  byHttp('AVIF of 49 million pixels, 12 bit', () => flat(7_000, 7_000).avif({ bitdepth: 12, effort: 0 }).toBuffer()),
  byHttp('AVIF of 24 million pixels, 10 bit, 4:4:4', () =>
    flat(6_000, 4_000).avif({ bitdepth: 10, effort: 0, chromaSubsampling: '4:4:4' }).toBuffer(),
  ),
  byHttp(
    'AVIF that says 65535 × 65535',
    async () => heifSaying(await flat(64, 64).avif({ effort: 0 }).toBuffer(), 65_535, 65_535),
    REFUSED,
  ),
  byHttp('AVIF that says 64 × 64 and is of 36 million', async () =>
    heifSaying(await flat(6_000, 6_000).avif({ effort: 0 }).toBuffer(), 64, 64),
  ),
  byHttp('HEIC that says 20000 × 20000', () => heifSaying(yard(), 20_000, 20_000)),
  byHttp('HEIC that says 7000 × 7000', () => heifSaying(yard(), 7_000, 7_000)),
  byHttp('HEIC, half of it', () => yard().subarray(0, yard().length / 2)),
  byHttp('GIF of 65535 × 65535', () => gif(65_535, 65_535, 1), REFUSED),
  byHttp('GIF of a hundred thousand frames', () => gif(1_000, 1_000, 100_000), REFUSED),
  byHttp('TIFF of 60000 × 60000', () => tiffSaying(60_000, 60_000), REFUSED),
  byHttp('TIFF that leads to itself', () => tiffSaying(8, 8, 8), REFUSED),
  byHttp(
    'SVG that includes a file of this machine',
    () => svg('<image xlink:href="file:///etc/passwd" width="10" height="10"/>'),
    REFUSED,
  ),
  byHttp(
    'SVG with an entity of a file',
    () => svg('<text>&e;</text>', undefined, '<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    REFUSED,
  ),
  byHttp(
    'SVG of 30000 × 30000',
    () => svg('<rect width="30000" height="30000"/>', 'width="30000" height="30000"'),
    REFUSED,
  ),
  byHttp(
    'BMP of 60000 × 60000',
    () => {
      const bmp = Buffer.alloc(54);
      bmp.write('BM');
      bmp.writeUInt32LE(54, 10);
      bmp.writeUInt32LE(40, 14);
      bmp.writeInt32LE(60_000, 18);
      bmp.writeInt32LE(60_000, 22);
      bmp.writeUInt16LE(1, 26);
      bmp.writeUInt16LE(24, 28);
      return bmp;
    },
    REFUSED,
  ),
  byHttp('a PDF', () => Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n'), REFUSED),
  byHttp(
    'PostScript',
    () => Buffer.from('%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (w) file\n'),
    REFUSED,
  ),
  byHttp('a JPEG with a zip behind it', () => Buffer.concat([small(), Buffer.from('PK\x05\x06'), Buffer.alloc(18)])),
  byHttp('a JPEG that is a script too', () =>
    withSegments(small(), comment(10), Buffer.from('fffe0008', 'hex'), Buffer.from('/*<?x'), Buffer.from([0])),
  ),
  byHttp('one byte', () => Buffer.from([0xff]), REFUSED),
  ...Array.from({ length: 9 }, (_, tenth) =>
    byHttp(`JPEG, cut at ${tenth + 1} tenths`, () => {
      const whole = jpeg(1_600, 1_200);
      return whole.subarray(0, Math.floor((whole.length * (tenth + 1)) / 10));
    }),
  ),
  inChat('PNG of 49 million pixels, interlaced, 16 bit, to the executor', () =>
    flatPng(7_000, 7_000, { interlaced: true, depth: 16, colour: 6 }),
  ),
  inChat(
    'AVIF of 49 million pixels, 12 bit, to the executor',
    () => flat(7_000, 7_000).avif({ bitdepth: 12, effort: 0 }).toBuffer(),
    { file: 'IMG.avif' },
  ),
  inChat('a name with U+202E', () => small(), { file: 'фото\u202egpj.exe.jpg', says: LOOKED_AT }),
  inChat('HEIC by HEVC as a file', () => yard(), { file: 'IMG_2.HEIC', says: LOOKED_AT }),
  // A phone makes a JPEG of its HEIC before it sends a compressed photo; the name is all that is left.
  inChat('HEIC that a phone sent as a photo', () => small(), { by: 'photo', file: 'IMG_2.HEIC', says: LOOKED_AT }),
  inChat(
    'WebP that moves',
    () =>
      sharp(Buffer.concat(Array.from({ length: 10 }, (_, frame) => Buffer.alloc(200 * 200 * 3, 60 + 15 * frame))), {
        raw: { width: 200, height: 2_000, channels: 3, pageHeight: 200 },
      })
        .webp({ loop: 0 })
        .toBuffer(),
    { file: 'cat.webp', says: LOOKED_AT },
  ),
  inChat('a JPEG cut in the middle', () => jpeg(1_600, 1_200).subarray(0, 4_000), {
    says: new RegExp(`${UNREADABLE.source}|не сравнить`),
  }),
  inChat('a file of nothing but a name', () => Buffer.from('это не фото'), { says: KEPT }),
];

export const pictures: Door<Given> = {
  name: 'pictures',
  cases: CASES,
  short: [
    'PNG of 49 million pixels, interlaced, 16 bit, in colour',
    'AVIF that says 65535 × 65535',
    'JPEG whose EXIF leads to itself',
    'JPEG, cut at 5 tenths',
  ],
  prepare: async () => ({ enter }),
};

async function enter(office: HostileOffice): Promise<AtDoor<Given>> {
  let number = 700_000;
  const executor = office.phone('executor');
  /** An appeal whose executor is asked for photos. */
  const asked = async (): Promise<string> => {
    const appeal = await inWork(office);
    await executor.press('Комментарий и фото', card(appeal));
    return appeal;
  };
  const send = async ({ bytes, name, by }: Given) => {
    const form = new FormData();
    form.append(by === 'photo' ? 'photo' : 'document', fileOf(bytes, name, 'image/jpeg'));
    const { status, body } = await office.stand.control('POST', `people/${PEOPLE.executor.telegramId}/send`, form);
    if (status >= 300) throw new Error(JSON.stringify(body));
  };
  const post = async (photo: Buffer, token: string): Promise<string> => {
    const body = new FormData();
    body.append(
      'appeal',
      new File([JSON.stringify(office.record(String((number += 1))))], 'appeal.json', { type: 'application/json' }),
    );
    body.append('photo', fileOf(photo, 'photo.jpg', 'image/jpeg'));
    const response = await fetch(`${office.program.http}/api/appeals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body,
    });
    return `${response.status} ${await response.text()}`;
  };
  let isFormOpen = false;
  return {
    async give(given) {
      if (given.by === 'http') {
        let heard = '';
        void post(given.bytes, TOKENS[1]).then(
          (answer) => (heard = answer),
          (error: unknown) => (heard = String(error)),
        );
        return async () => heard;
      }
      if (isFormOpen) await executor.press('Отмена').catch(() => undefined);
      const appeal = await asked();
      isFormOpen = true;
      const before = await executor.lastId();
      await send(given);
      return async () =>
        (await executor.messages())
          .filter(({ message_id: id, text = '' }) => id > before || card(appeal).test(text))
          .map(({ text, caption }) => text ?? caption ?? '')
          .join('\n');
    },
    async beside() {
      let answer = '';
      const isTaken = await office.comes(async () => {
        answer = await post(jpeg(640 + (number % 500), 480), TOKENS[0]).catch((error: unknown) => String(error));
        return answer.startsWith('201');
      });
      return isTaken ? [] : [`a good photo right after was not taken: ${answer.slice(0, 200)}`];
    },
  };
}
