import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { photo, withExif } from '../../../support/photos';
import { openPictures } from '../../../support/pictures';
import { randomOf } from '../../../support/random';

const { pictures, keep } = openPictures();
afterAll(pictures.stop);

const HEIC = readFileSync(path.join(__dirname, '../../../fixtures/pictures/yard.heic'));
const shownOf = async (bytes: Buffer) => {
  const shown = await pictures.viewable(keep(bytes));
  return shown && sharp(shown).metadata();
};

test('what is looked at is a JPEG of at most 1280 pixels, upright, with nothing of what the camera wrote', async () => {
  const large = await photo(randomOf(7), 1600, 1200);
  const held = await sharp(await withExif(large, { IFD0: { Model: 'Phone' } }))
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const shown = await shownOf(held);
  expect(shown).toMatchObject({ format: 'jpeg', width: 960, height: 1280 });
  expect(shown?.exif).toBeUndefined();
});

test('a HEIC is looked at like any other; a small picture stays as small as it is', async () => {
  expect(await shownOf(HEIC)).toMatchObject({ format: 'jpeg', width: 480, height: 360 });
});

test('of what is no picture there is nothing to look at', async () => {
  expect(await shownOf(Buffer.from('%PDF-1.7'))).toBeNull();
});

test('what is published is of at most 1920 pixels, upright, with nothing of what the camera wrote, and says its pixels', async () => {
  const large = await photo(randomOf(8), 2400, 1800);
  const held = await sharp(await withExif(large, { IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '55/1 48/1 30/1' } }))
    .keepExif()
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const published = await pictures.publishable(keep(held));
  expect(published).toMatchObject({ width: 1440, height: 1920 });
  const { format, width, height, exif, icc, xmp } = await sharp(published?.jpeg).metadata();
  expect({ format, width, height, exif, icc, xmp }).toEqual({
    ...{ format: 'jpeg', width: 1440, height: 1920, exif: undefined, icc: undefined, xmp: undefined },
  });
  expect(await pictures.publishable(keep(Buffer.from('GIF89a')))).toBeNull();
});
