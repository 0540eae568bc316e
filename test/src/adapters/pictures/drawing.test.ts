import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { captionOf } from '../../../../src/adapters/pictures/side-by-side';
import { photo, withExif } from '../../../support/photos';
import { openPictures } from '../../../support/pictures';
import { randomOf } from '../../../support/random';

const { pictures, keep } = openPictures();
afterAll(pictures.stop);

let wide: string;
let tall: string;
const BROKEN = keep(Buffer.from('Фото приложено'));
beforeAll(async () => {
  const camera = { IFD0: { Make: 'Apple' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '55/1 43/1 30/1' } };
  wide = keep(await withExif(await photo(randomOf(1), 900, 600), camera));
  tall = keep(
    await sharp(await photo(randomOf(2), 640, 480))
      .withMetadata({ orientation: 6 })
      .toBuffer(),
  );
});

test('a thumbnail is a small upright JPEG that tells nothing of the camera', async () => {
  const small = await sharp((await pictures.thumbnail(tall))!).metadata();
  expect(small).toMatchObject({ format: 'jpeg', width: 240, height: 320 });
  const { exif } = await sharp((await pictures.thumbnail(wide))!).metadata();
  expect(exif).toBeUndefined();
  expect(await pictures.thumbnail(BROKEN)).toBeNull();
});

test('two photos of any size stand side by side, each with its words under it', async () => {
  const draw = async (left: string[], right: string[]) =>
    sharp((await pictures.sideBySide({ sha256: wide, lines: left }, { sha256: tall, lines: right }))!);
  const plain = await (await draw([], [' '])).metadata();
  expect(plain).toMatchObject({ format: 'jpeg', width: 1280 });
  const captioned = await (await draw(['До', 'Обращение № 327441806'], ['После'])).metadata();
  expect(captioned.height).toBeGreaterThan(plain.height + 20);
  const long = await (await draw([], ['слово '.repeat(60), 'слово'])).metadata();
  expect(long.height).toBeGreaterThan(captioned.height + 60);
});

test.each([['<b>яма</b>'], ['яма & лужа'], ['</span>яма'], ['яма\u0000\u0007 и лужа']])(
  'words are drawn as they are, whatever signs are in them: %j',
  async (line) => {
    const drawn = await captionOf([line]);
    expect(drawn!.width).toBeGreaterThan((await captionOf(['яма']))!.width);
    expect(await pictures.sideBySide({ sha256: wide, lines: [line] }, { sha256: wide, lines: [] })).not.toBeNull();
  },
);

test('a photo that can not be read leaves nothing to show', async () => {
  expect(await pictures.sideBySide({ sha256: wide, lines: [] }, { sha256: BROKEN, lines: [] })).toBeNull();
});

test('on a machine without fonts the same letters are drawn', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'murajagat-fonts-'));
  try {
    const program = path.join(folder, 'draw.cjs');
    const configuration = path.join(folder, 'fonts.conf');
    writeFileSync(configuration, '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig/>');
    // A square in which a letter is that no font has would be as wide for every letter.
    writeFileSync(
      program,
      `require(${JSON.stringify(require.resolve('../../../support/run-typescript.cjs'))});
       const { captionOf } = require(${JSON.stringify(require.resolve('../../../../src/adapters/pictures/side-by-side'))});
       Promise.all(['ӘӘӘ', 'ҖҖҖ', 'ІІІ', 'ыыы'].map((word) => captionOf([word]))).then((drawn) =>
         console.log(drawn.map(({ width }) => width).join()));`,
    );
    const env = { ...process.env, FONTCONFIG_FILE: configuration };
    const { stdout, stderr } = spawnSync(process.execPath, [program], { env, encoding: 'utf8' });
    expect({ stderr, widths: new Set(stdout.trim().split(',')).size }).toEqual({ stderr: '', widths: 4 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
