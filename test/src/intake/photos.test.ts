import { TATARSTAN } from '../../../src/regulation/district';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import sharp from 'sharp';
import { createFileStore } from '../../../src/adapters/files';
import { wordsOf } from '../../../src/i18n';
import { registration } from '../../../src/intake/answers';
import { intakeWords } from '../../../src/intake/complaints';
import { createHttpServer, type HttpServerOptions } from '../../../src/intake/http';
import { NoRoom } from '../../../src/intake/problems';
import type { ApplicantPhoto } from '../../../src/usecases/intake/applicant-photos';
import type { AppealRecord } from '../../../src/usecases/intake/register-appeals';
import type { Examination } from '../../../src/usecases/kit/ports';
import { lines, openSocket } from '../../support/raw-socket';
import { until } from '../../support/until';

const TOKEN = 'the-token-of-the-office';
const APPEAL = { number: '327441806', kind: 'message', registeredAt: '2026-11-25T09:00:00+03:00' };
const MEGABYTE = 1024 * 1024;

let photo: Buffer;
let otherPhoto: Buffer;
beforeAll(async () => {
  const picture = (background: string) =>
    sharp({ create: { width: 64, height: 48, channels: 3, background } })
      .jpeg()
      .toBuffer();
  [photo, otherPhoto] = await Promise.all([picture('teal'), picture('olive')]);
});

/** As the worker does it, as far as an intake asks. */
async function examineHere(bytes: Buffer): Promise<Examination> {
  const size = { width: null, height: null };
  const facts = { taken: null, place: null, camera: null, software: null, absurd: [], fingerprint: null };
  const isJpeg = bytes.subarray(0, 2).equals(Buffer.from([0xff, 0xd8]));
  try {
    const { format, width, height } = await sharp(bytes).metadata();
    return { outcome: 'picture', facts: { format, width, height, ...facts } };
  } catch {
    return { outcome: isJpeg ? 'broken' : 'not_picture', format: null, ...size };
  }
}

let directory: string;
let server: FastifyInstance;
let address: string;
let registered: { readonly record: AppealRecord; readonly photos: readonly ApplicantPhoto[] }[];
let logged: string;
async function start(changes: Partial<HttpServerOptions> = {}): Promise<void> {
  const files = createFileStore(directory);
  registered = [];
  logged = '';
  server = createHttpServer({
    clock: { now: () => new Date('2026-11-25T09:00:00Z') },
    log: pino({ level: 'trace' }, { write: (line) => void (logged += line) }),
    words: intakeWords(wordsOf('ru')),
    tokens: [TOKEN],
    registerAppeals: async () => [],
    registerWithPhotos: async (record, photos) => {
      registered.push({ record, photos });
      return { number: record.number, id: 1, result: 'created', photos: { added: photos.length, repeated: 0 } };
    },
    files,
    pictures: { examine: async (sha256) => examineHere(await buffer(files.read(sha256))) },
    officeCentre: async () => null,
    district: TATARSTAN,
    gatherQuestions: async () => 'gone' as const,
    returnResults: async () => 'gone' as const,
    readAppealStatus: async () => null,
    health: async () => ({ ready: true, reasons: [] }),
    metrics: async () => [],
    reportTokens: [],
    readStatistics: async () => null,
    zone: 'Europe/Moscow',
    ...changes,
  });
  address = await server.listen({ port: 0, host: '127.0.0.1' });
}
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'murajagat-photos-'));
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

/** A part: its name, what it holds, and under which file name and type; without a name it is a plain field. */
type Part = readonly [name: string, content: Buffer | string, fileName?: string, type?: string];
const appealPart = (changes: object = {}): Part => ['appeal', JSON.stringify({ ...APPEAL, ...changes })];
const photoPart = (content = photo, fileName = 'yama.jpg'): Part => ['photo', content, fileName, 'image/jpeg'];

async function post(parts: readonly Part[], token = TOKEN) {
  const body = new FormData();
  for (const [name, content, fileName, type = ''] of parts) {
    if (fileName === undefined) body.append(name, content.toString());
    else body.append(name, new Blob([new Uint8Array(Buffer.from(content))], { type }), fileName);
  }
  return send({ body }, token);
}

async function send(init: Pick<RequestInit, 'body' | 'headers'>, token = TOKEN) {
  const headers = { ...(init.headers as object), authorization: `Bearer ${token}` };
  const response = await fetch(`${address}/api/appeals`, { method: 'POST', ...init, headers });
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: (await response.json()) as { code: string; errors?: { path: string; reason: string; todo?: string }[] },
  };
}

/** Stored, by SHA-256. */
const stored = async (): Promise<string[]> =>
  (await readdir(directory, { recursive: true }))
    .map((name) => path.basename(name))
    .filter((name) => name.length === 64);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('an appeal comes with its photos, each known by its bytes', async () => {
  await start();
  const png = await sharp(photo).png().toBuffer();
  const answer = await post([
    photoPart(),
    appealPart({ text: 'Яма' }),
    ['photo', png, 'Фото\u202e двора.txt', 'text/plain'],
  ]);
  expect(answer.status).toBe(201);
  expect(registration.parse(answer.body).results).toEqual([
    { number: '327441806', id: 1, result: 'created', photos: { added: 2, repeated: 0 } },
  ]);
  expect(registered).toMatchObject([
    {
      record: { number: '327441806', text: 'Яма' },
      photos: [
        { sha256: sha256(photo), size: photo.length, fileName: 'yama.jpg', mimeType: 'image/jpeg' },
        { sha256: sha256(png), size: png.length, fileName: 'Фото[U+202E] двора.txt', mimeType: 'image/png' },
      ],
    },
  ]);
  expect((await stored()).sort()).toEqual([sha256(photo), sha256(png)].sort());
});

test.each<[string, () => readonly Part[]]>([
  ['without photos', () => [appealPart()]],
  ['as a file', () => [['appeal', JSON.stringify(APPEAL), 'appeal.json', 'application/json'], photoPart()]],
  ['with ten photos', () => [appealPart(), ...Array.from({ length: 10 }, () => photoPart())]],
  [
    'with a photo of 20 MB',
    () => [appealPart(), photoPart(Buffer.concat([photo, Buffer.alloc(20 * MEGABYTE - photo.length)]))],
  ],
])('an appeal %s is taken', async (_, parts) => {
  await start();
  expect(await post(parts())).toMatchObject({ status: 201 });
});

test.each<[string, () => readonly Part[], number, readonly string[]]>([
  ['no appeal', () => [photoPart()], 400, ['appeal: нет обращения']],
  ['two appeals', () => [appealPart(), appealPart(), photoPart()], 400, ['appeal: обращений больше одного']],
  [
    'a list of appeals',
    () => [['appeal', JSON.stringify([APPEAL])], photoPart()],
    400,
    ['appeal: это список, а с фото принимается одно обращение'],
  ],
  [
    'an appeal that is no JSON',
    () => [['appeal', '{"number":'], photoPart()],
    400,
    ['appeal: ошибка в строке 1, столбце 11'],
  ],
  [
    'an appeal in another encoding',
    () => [['appeal', Buffer.from('{"text":"\xdf\xec\xe0"}', 'latin1'), 'appeal.json'], photoPart()],
    400,
    ['appeal: это не UTF-8: ошибка в байте 10'],
  ],
  [
    'an appeal without what it needs',
    () => [['appeal', '{"kind":"message"}'], photoPart()],
    400,
    ['appeal.number: обязательное поле не заполнено', 'appeal.registeredAt: обязательное поле не заполнено'],
  ],
  [
    'an appeal of more than 1 MB',
    () => [appealPart({ text: 'я'.repeat(MEGABYTE) }), photoPart()],
    413,
    ['appeal: больше 1 МБ'],
  ],
  [
    'a text under the name of a photo',
    () => [appealPart(), photoPart(Buffer.from('Не фото'), 'photo.jpg')],
    400,
    ['photo[0]: это не фото, как бы файл ни назывался'],
  ],
  [
    'a PDF',
    () => [appealPart(), photoPart(), photoPart(Buffer.from('%PDF-1.7\n'), 'photo.jpg')],
    400,
    ['photo[1]: это не фото, как бы файл ни назывался'],
  ],
  [
    'an empty photo',
    () => [appealPart(), photoPart(Buffer.alloc(0))],
    400,
    ['photo[0]: это не фото, как бы файл ни назывался'],
  ],
  [
    'a photo in a plain field',
    () => [appealPart(), ['photo', 'C:\\photo.jpg']],
    400,
    ['photo[0]: это не фото, как бы файл ни назывался'],
  ],
  [
    'the beginning of a photo',
    () => [appealPart(), photoPart(photo.subarray(0, 100))],
    400,
    ['photo[0]: снимок повреждён или пришёл не целиком'],
  ],
  [
    'eleven photos',
    () => [appealPart(), ...Array.from({ length: 11 }, () => photoPart())],
    400,
    ['photo[10]: фото в одном запросе может быть не больше 10'],
  ],
  [
    'a photo of 21 MB',
    () => [photoPart(Buffer.concat([photo, Buffer.alloc(21 * MEGABYTE)])), photoPart(), appealPart()],
    413,
    ['photo[0]: больше 20 МБ'],
  ],
  [
    'photos by another name',
    () => [appealPart(), ['photo[]', photo, 'a.jpg'], ['photos', 'b']],
    400,
    ['["photo[]"]: такой части нет', 'photos: такой части нет'],
  ],
  [
    'everything bad at once',
    () => [['photo', 'x'], ['appeal', '{}'], ['file', photo, 'a.jpg'], photoPart(photo.subarray(0, 50))],
    400,
    [
      'appeal.number: обязательное поле не заполнено',
      'appeal.kind: обязательное поле не заполнено',
      'appeal.registeredAt: обязательное поле не заполнено',
      'photo[0]: это не фото, как бы файл ни назывался',
      'file: такой части нет',
      'photo[1]: снимок повреждён или пришёл не целиком',
    ],
  ],
])('%s: each bad part is named with its reason, and nothing is registered', async (_, parts, status, faults) => {
  await start();
  const answer = await post(parts());
  expect(answer).toMatchObject({ status, body: { code: 'not_accepted' } });
  expect(answer.body.errors?.map(({ path: at, reason }) => `${at}: ${reason}`)).toEqual(faults);
  expect(registered).toEqual([]);
});

const MULTIPART = 'multipart/form-data; boundary=cut';
test.each([
  ['has no boundary', 'multipart/form-data', '--cut--'],
  ['is no multipart at all', MULTIPART, 'Яма'],
  ['ends before its end', MULTIPART, '--cut\r\ncontent-disposition: form-data; name="photo"; filename="a"\r\n\r\nJFIF'],
  [
    'names a part as an object of the language',
    MULTIPART,
    '--cut\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\nx\r\n--cut--',
  ],
  [
    'has parts without end',
    MULTIPART,
    `${'--cut\r\ncontent-disposition: form-data; name="x"\r\n\r\nx\r\n'.repeat(1_000)}--cut--`,
  ],
])('a body that %s is said to be unreadable', async (_, type, body) => {
  await start();
  expect(await send({ headers: { 'content-type': type }, body })).toMatchObject({
    status: 400,
    body: { code: 'bad_parts' },
  });
  expect(registered).toEqual([]);
});

test('an empty body has no appeal', async () => {
  await start();
  expect(await send({ headers: { 'content-type': MULTIPART }, body: '' })).toMatchObject({ status: 400 });
});

test('a body that says that it is longer than all photos may be is not read', async () => {
  await start();
  const head = lines(
    'POST /api/appeals HTTP/1.1',
    'Host: bot',
    `Authorization: Bearer ${TOKEN}`,
    `Content-Type: ${MULTIPART}`,
  );
  const socket = await openSocket(Number(new URL(address).port), head, lines('Content-Length: 300000000', '', '--cut'));
  await until('it is ended', () => socket.isEnded);
  expect(socket.heard).toContain('413 Payload Too Large');
});

test('without the token nothing is read', async () => {
  await start();
  expect(await post([appealPart(), photoPart()], 'wrong')).toMatchObject({ status: 401 });
  expect(await stored()).toEqual([]);
});

test('the limit of requests counts them, too', async () => {
  await start({ requestsPerMinute: 1 });
  await post([appealPart()]);
  expect(await post([appealPart(), photoPart()])).toMatchObject({ status: 429 });
  expect(await stored()).toEqual([]);
});

test('where there is no room for a photo nothing is registered, and the sender hears when to come again', async () => {
  const files = createFileStore(directory);
  let left = 1;
  await start({
    files: {
      keep: async (bytes, atMost) => {
        if (left === 0)
          throw new NoRoom(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }));
        left -= 1;
        return files.keep(bytes, atMost);
      },
    },
  });
  // Longer than what the sockets hold: it is heard all the same.
  const long = Buffer.concat([otherPhoto, Buffer.alloc(8 * MEGABYTE)]);
  const answer = await post([appealPart(), photoPart(), photoPart(long), photoPart(long)]);
  expect(answer).toMatchObject({ status: 507, retryAfter: '600', body: { code: 'no_room' } });
  expect(registered).toEqual([]);
  left = 3;
  expect(await post([appealPart(), photoPart(), photoPart(long)])).toMatchObject({ status: 201 });
});

const hasCurl = spawnSync('curl', ['--version']).status === 0;
(hasCurl ? test : test.skip)('the example of the documents works', async () => {
  await start();
  const page = await readFile(path.join(__dirname, '../../../docs/integrator/http.md'), 'utf8');
  const [, example = ''] = /```sh\n(curl [^`]+ -F photo=[^`]+)```/.exec(page) ?? [];
  for (const name of ['yama.jpg', 'dvor.jpg']) await writeFile(path.join(directory, name), photo);
  const command = example.replace('http://127.0.0.1:8080', address);
  const curl = spawn('sh', ['-c', command], { cwd: directory, env: { ...process.env, INTAKE_TOKEN: TOKEN } });
  expect(registration.parse(JSON.parse(await text(curl.stdout))).results).toMatchObject([
    { number: '327441808', photos: { added: 2 } },
  ]);
});

test('the log names neither the token nor what was sent', async () => {
  await start();
  await post([appealPart({ text: 'Пожаловалась' }), photoPart(photo, 'Сидорова.jpg'), ['photo', 'Тайная']]);
  expect(logged).toContain('HTTP request refused');
  for (const word of [TOKEN, 'Пожаловалась', 'Сидорова', 'Тайная']) expect(logged).not.toContain(word);
});
