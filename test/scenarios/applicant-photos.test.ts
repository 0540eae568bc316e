import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { statement } from '../../src/database/database';
import { claiming } from '../support/photos';
import { until } from '../support/until';
import { INTAKE_TOKEN, World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const picture = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 320, height: 240, channels: 3, background } })
    .jpeg()
    .toBuffer();
const photosOf = statement(
  'test.applicant-photos',
  `select t.origin, t.messenger, t.uploaded_by_id is not null as brought from attachment t join appeal a on a.id = t.appeal_id where a.number = $1 order by t.id`,
);
const lostOf = statement(
  'test.lost-photo',
  `select t.sha256 from attachment t join appeal a on a.id = t.appeal_id where a.number = $1 order by t.id limit 1`,
);
const examined = statement('test.examined', `select from picture where outcome = 'picture'`);
const rows = (number: string) => world.fresh.database.query<Record<string, unknown>>(photosOf, [number]);

async function post(number: string, photos: readonly Buffer[]) {
  const body = new FormData();
  body.append('appeal', JSON.stringify({ number, kind: 'message', registeredAt: '2026-11-25T09:00:00+03:00' }));
  for (const [index, photo] of photos.entries())
    body.append('photo', new Blob([new Uint8Array(photo)]), `photo-${index}.jpg`);
  const response = await fetch(`${world.application.address}/api/appeals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${INTAKE_TOKEN}` },
    body,
  });
  const answer = { status: response.status, body: (await response.json()) as { results: unknown[] } };
  await world.quiet();
  return answer;
}

test('what came by HTTP is on everybody’s card; the same again adds nothing, a new photo is added, and the card is drawn anew', async () => {
  const coordinator = world.phone('coordinator');
  const [one, two] = await Promise.all([picture('teal'), picture('olive')]);
  expect(await post('7770001', [one, one])).toMatchObject({
    status: 201,
    body: { results: [{ number: '7770001', result: 'created', photos: { added: 1, repeated: 1 } }] },
  });
  expect(await coordinator.text('№ 7770001')).toContain('Фото заявителя: 1');
  // Looked at without waiting for the next minute, so that a report is compared with it.
  await until('the photo is examined', async () => (await world.fresh.database.query(examined)).length === 1);
  expect(await post('7770001', [one])).toMatchObject({
    status: 200,
    body: { results: [{ result: 'repeated', photos: { added: 0, repeated: 1 } }] },
  });
  const answers = await Promise.all([post('7770001', [one, two]), post('7770001', [two])]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
  expect(await coordinator.text('№ 7770001')).toContain('Фото заявителя: 2');
  expect(await rows('7770001')).toEqual(Array(2).fill({ origin: 'applicant', messenger: null, brought: false }));
  await coordinator.press('История', '№ 7770001');
  expect(await coordinator.text('Получены фото заявителя')).not.toContain('по времени');
});

test('photos that a restored machine has lost are told of in words, and the others are shown', async () => {
  const coordinator = world.phone('coordinator');
  await post('7770005', await Promise.all([picture('maroon'), picture('indigo')]));
  const [lost] = await world.fresh.database.query<{ sha256: string }>(lostOf, ['7770005']);
  const { sha256 = '' } = lost ?? {};
  await rm(path.join(world.dataDir, 'files', sha256.slice(0, 2), sha256.slice(2, 4), sha256));
  const before = await coordinator.lastId();
  await coordinator.press('Показать фото', '№ 7770005');
  await coordinator.sees('На сервере нет этого файла или части этих файлов');
  const sent = (await coordinator.messages()).filter(({ message_id }) => message_id > before);
  expect(sent.filter(({ photo }) => photo)).toHaveLength(1);
  expect(sent.some(({ text }) => text?.includes('7770005'))).toBe(true);
});

test('a bomb is no photo by whichever door: HTTP says which part it is, and a card says that it could not be read', async () => {
  const bomb = claiming(await picture('navy'), 60_000, 60_000);
  const answer = await post('7770009', [await picture('lime'), bomb]);
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'photo[1]' }] } });
  expect(JSON.stringify(answer.body)).toContain('снимок прочитать не удалось');
  const coordinator = world.phone('coordinator');
  const number = await world.appeal();
  await coordinator.press('Фото заявителя', `№ ${number}`);
  await coordinator.sendFile(bomb, 'bomb.jpg', 'image/jpeg');
  await coordinator.press('Готово', 'Пришлите фото заявителя');
  await until('the card tells of it', async () => {
    await world.quiet();
    return (await coordinator.text(`№ ${number}`)).includes('Фото заявителя: 1, из них прочитать не удалось: 1');
  });
});

test('a coordinator adds photos at any stage; whatever happens to the appeal meanwhile, none is lost, and a second tap does nothing', async () => {
  const [coordinator, executor] = [world.phone('coordinator'), world.phone('executor')];
  const number = await world.appeal();
  await coordinator.press('Назначить исполнителя', `№ ${number}`);
  await coordinator.press('Петров П.П.', `№ ${number}`);
  await coordinator.press('Фото заявителя', `№ ${number}`);
  expect(await coordinator.buttons('Пришлите фото заявителя')).not.toContain('Готово');
  await coordinator.say('сейчас');
  await coordinator.sees('Здесь нужно фото');
  await coordinator.sendPhotos(2);
  await executor.press('Взять в работу', `№ ${number}`);
  expect(await coordinator.text('Пришлите фото заявителя')).toContain('Принято фото: 2');
  const tap = await coordinator.remember('Готово', 'Пришлите фото заявителя');
  const toasts = await Promise.all([tap(), tap()]);
  await world.quiet();
  expect(toasts.map(({ text }) => text)).toEqual(Array(2).fill('Фото заявителя добавлены'));
  expect(await executor.text(`№ ${number}`)).toContain('Фото заявителя: 2');
  expect(await rows(number)).toEqual(Array(2).fill({ origin: 'applicant', messenger: 'telegram', brought: true }));
  // The executor's form and version are as they were.
  expect((await executor.press('Комментарий и фото', `№ ${number}`)).showAlert).toBe(false);
  await executor.press('Отмена', 'Напишите комментарий');
});

test('what was sent and then given up is nobody’s', async () => {
  const coordinator = world.phone('coordinator');
  const number = await world.appeal();
  await coordinator.press('Фото заявителя', `№ ${number}`);
  await coordinator.sendPhotos(1);
  await coordinator.press('Отмена', 'Пришлите фото заявителя');
  expect(await coordinator.text(`№ ${number}`)).not.toContain('Фото заявителя:');
  expect(await rows(number)).toEqual([]);
});

test('latitude and longitude that have changed places are seen once the office has some appeals with a point', async () => {
  const send = async (from: number, count: number, [latitude, longitude]: readonly [number, number]) => {
    const appeals = Array.from({ length: count }, (_, index) => ({
      number: String(from + index),
      kind: 'message',
      registeredAt: '2026-11-25T09:00:00+03:00',
      latitude: latitude + index / 1_000,
      longitude,
    }));
    const response = await fetch(`${world.application.address}/api/appeals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${INTAKE_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(appeals),
    });
    await world.quiet();
    return { status: response.status, body: (await response.json()) as { errors?: { pointer: string }[] } };
  };
  expect((await send(7_771_000, 10, [55.71, 51.41])).status).toBe(201);
  const { status, body } = await send(7_772_000, 2, [51.41, 55.71]);
  expect([status, body.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['/0/latitude', '/1/latitude']]);
});

describe('the examples of the documents', () => {
  const root = path.join(__dirname, '../..');
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'murajagat-examples-'));
    await writeFile(path.join(folder, 'yama.jpg'), await picture('navy'));
    await writeFile(path.join(folder, 'dvor.jpg'), await picture('maroon'));
    const ours = path.join(root, 'test/support/curl.cjs');
    chmodSync(ours, 0o755);
    symlinkSync(ours, path.join(folder, 'curl'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const hasCurl = (() => {
    try {
      return execFileSync('curl', ['--version']).length > 0;
    } catch {
      return false;
    }
  })();

  // A program of ours says the same where there is no curl; where there is, both must be answered alike.
  test.each(hasCurl ? ['ours', 'curl'] : ['ours'])('are accepted as they stand there, said by %s', async (whose) => {
    const text = await readFile(path.join(root, 'docs/integrator/http.md'), 'utf8');
    const examples = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, example = '']) => example);
    const address = new URL(world.application.address).host;
    const commands = examples.join('').replaceAll('127.0.0.1:8080', address);
    // each answer as one line: its status
    const script = `set -e\ncurl() { command curl -s -o answer -w '%{http_code}\\n' "$@"; }\n${commands}`;
    const PATH = whose === 'ours' ? `${folder}:${process.env['PATH']}` : process.env['PATH'];
    const { stdout } = await promisify(execFile)('bash', ['-c', script], {
      cwd: folder,
      env: { PATH, INTAKE_TOKEN },
    });
    await world.quiet();
    // the first time they are new, then they are repeats
    const said = whose === 'ours' ? '201' : '200';
    expect(stdout.trim().split('\n')).toEqual([said, said, said, '200', '200']);
  });
});
