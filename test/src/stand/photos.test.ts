import sharp from 'sharp';
import { photoSizes } from '../../../src/stand/world/images';
import { StandClient, fileOf, jpeg, type Loose } from './support';

let client: StandClient;
const person = 1;
beforeAll(async () => {
  client = await StandClient.start({ people: [{ id: person, name: 'Петрова Анна', started: true }] });
});
afterAll(() => client.close());

const download = async (fileId: string): Promise<Buffer> => {
  const { file_path: path } = await client.result('getFile', { file_id: fileId });
  return Buffer.from(await (await fetch(`${client.url}/file/bot${client.stand.token}/${path}`)).arrayBuffer());
};
const asPhoto = (bytes: Buffer, name = 'a.jpg', type = 'image/jpeg'): FormData => {
  const form = new FormData();
  form.set('photo', fileOf(bytes, name, type));
  return form;
};
/** Sizes of a photo as the bot gets it from a person. */
const fromPerson = async (bytes: Buffer, name?: string, type?: string): Promise<Loose[]> =>
  (await client.control('POST', `people/${person}/send`, asPhoto(bytes, name, type))).body.messages[0].photo;
const fromBot = async (bytes: Buffer): Promise<Loose> => {
  const form = asPhoto(bytes);
  form.set('chat_id', String(person));
  return (await client.form('sendPhoto', form)).body;
};

test.each([
  [{ width: 50, height: 40 }, ['50×40']],
  [{ width: 90, height: 90 }, ['90×90']],
  [{ width: 320, height: 240 }, ['90×68', '320×240']],
  [{ width: 1280, height: 960 }, ['90×68', '320×240', '800×600', '1280×960']],
  [{ width: 3000, height: 4000 }, ['68×90', '240×320', '600×800', '960×1280']],
])('a photo of %j comes in the sizes %j', (size, sizes) => {
  expect(photoSizes(size).map(({ width, height }) => `${width}×${height}`)).toEqual(sizes);
});

test('a photo is recompressed: each size is a JPEG of its own, as large as it says, without EXIF', async () => {
  const original = jpeg(2000, 1000);
  expect((await sharp(original).metadata()).exif).toBeDefined();
  const photo = await fromPerson(original);
  expect(photo.map(({ width }) => width)).toEqual([90, 320, 800, 1280]);
  expect(new Set(photo.map(({ file_unique_id: id }) => id)).size).toBe(4);
  for (const { file_id, width, height, file_size } of photo) {
    const bytes = await download(file_id);
    expect(bytes.length).toBe(file_size);
    expect(bytes.toString('latin1')).not.toMatch(/Exif|GPS/);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width, height });
  }
});

test('a photo taken with the phone on its side stands upright', async () => {
  const photo = await fromPerson(jpeg(640, 480, { orientation: 6 }));
  expect(photo.at(-1)).toMatchObject({ width: 480, height: 640 });
  expect(await sharp(await download(photo.at(-1).file_id)).metadata()).toMatchObject({ width: 480, height: 640 });
});

test('a PNG becomes a JPEG, white where it was transparent', async () => {
  const background = { r: 0, g: 0, b: 0, alpha: 0 };
  const png = await sharp({ create: { width: 100, height: 60, channels: 4, background } })
    .png()
    .toBuffer();
  const photo = await fromPerson(png, 'a.png', 'image/png');
  const bytes = await download(photo.at(-1).file_id);
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 100, height: 60 });
  expect((await sharp(bytes).stats()).channels.map(({ min }) => min)).toEqual([255, 255, 255]);
});

test('the same picture has the same file_unique_id at each upload and another file_id', async () => {
  const [first, second] = [await fromPerson(jpeg(200, 100)), await fromPerson(jpeg(200, 100))];
  expect(first.at(-1).file_unique_id).toBe(second.at(-1).file_unique_id);
  expect(first.at(-1).file_id).not.toBe(second.at(-1).file_id);
});

test('as a document the same picture stays byte for byte', async () => {
  const original = jpeg(2000, 1000);
  const form = new FormData();
  form.set('document', fileOf(original, 'IMG_1.jpg', 'image/jpeg'));
  const { body } = await client.control('POST', `people/${person}/send`, form);
  expect(await download(body.messages[0].document.file_id)).toEqual(original);
});

const cutOff = (): Buffer => {
  const whole = jpeg(2000, 1000);
  return whole.subarray(0, whole.length - 2000);
};
test.each<[string, () => Buffer, string]>([
  ['a text', () => Buffer.from('hello'), 'IMAGE_PROCESS_FAILED'],
  [
    'a drawing in SVG',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    'IMAGE_PROCESS_FAILED',
  ],
  ['a head without a body', () => jpeg(640, 480).subarray(0, 150), 'IMAGE_PROCESS_FAILED'],
  ['a picture cut off', cutOff, 'IMAGE_PROCESS_FAILED'],
  ['a strip', () => jpeg(2100, 100), 'PHOTO_INVALID_DIMENSIONS'],
  ['more than 10000 in width and height', () => jpeg(6000, 4001), 'PHOTO_INVALID_DIMENSIONS'],
])('%s is no photo', async (_what, bytes, reason) => {
  expect(await fromBot(bytes())).toEqual({ ok: false, error_code: 400, description: `Bad Request: ${reason}` });
  const { status, body } = await client.control('POST', `people/${person}/send`, asPhoto(bytes()));
  expect({ status, field: body.error.field }).toEqual({ status: 400, field: 'photo' });
});
