import { statement } from '../../src/database/database';
import { fileOf, jpeg } from '../src/stand/support';
import { brief, card, inWork } from '../support/office-work';
import { World } from '../support/world';

let world: World;
let number: string;
/** The moment for both: a place says by the messenger's clock when it was. */
let now = Date.parse('2026-11-25T10:00:00+03:00');
const later = async (seconds: number) => {
  now += seconds * 1_000;
  world.at(new Date(now).toISOString());
  await world.stand.control('PUT', 'clock', { now: new Date(now).toISOString() });
};
beforeAll(async () => {
  world = await World.start();
  number = await inWork(world);
  await later(60);
});
afterAll(() => world.stop());

const executor = () => world.phone('executor');
const form = () => executor().text(card(number));
const open = () => executor().press('Комментарий и фото', card(number));
const selectKept = statement(
  'test.kept',
  'select kind, compressed, mime_type as type, mark, appeal_id is not null as used from attachment order by id',
);
const selectPlaces = statement(
  'test.places',
  'select latitude, live, form_id is not null as "withForm", position_error as error from shared_place order by at, id',
);
const forget = [
  statement('test.forget-places', 'delete from shared_place'),
  statement('test.forget-evidence', 'delete from evidence'),
  statement('test.forget-files', 'delete from attachment'),
];
const kept = () => world.fresh.database.query<object>(selectKept);
const places = () => world.fresh.database.query<object>(selectPlaces);
/** An office's file of any content, under whatever name. */
const HEIC = Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), Buffer.alloc(400)]);
const PDF = Buffer.from('%PDF-1.7\n%stub of a document\n');

afterEach(async () => {
  await world.stand.control('DELETE', 'faults');
  await executor().say('/cancel');
  for (const all of forget) await world.fresh.database.query(all);
});

test('a download that fails is tried again, and the form says meanwhile how many are saved', async () => {
  await open();
  await executor().sendPhotos(2);
  expect(await form()).toContain('Принято фото: 2');
  await world.stand.control('POST', 'faults', { kind: '500', method: 'getFile' });
  const third = new FormData();
  third.append('photo', fileOf(jpeg(640, 480), 'third.jpg', 'image/jpeg'));
  await world.stand.control('POST', `people/${executor().id}/send`, third);
  await executor().sees('Сохранено 2 из 3, остальное ещё загружается.');
  await world.stand.control('DELETE', 'faults');
  await world.quiet();
  expect(await form()).toContain('Принято фото: 3');
  expect(await form()).not.toContain('Сохранено');
});

test('what a file is its bytes say: a photo without a name, a document under the name of a photo', async () => {
  await open();
  await executor().sendPhotos(1);
  await executor().sendFile(HEIC, 'blob');
  await executor().sendFile(jpeg(300, 200), 'без имени');
  await executor().sendFile(PDF, 'Яма.jpg', 'image/jpeg');
  await executor().sees('Это не фотография: приложил как файл.');
  expect(await form()).toContain('Принято фото: 3\nПринято файлов: 1');
  expect(await kept()).toMatchObject([
    { kind: 'photo', compressed: true, type: 'image/jpeg' },
    { kind: 'photo', compressed: false, type: 'image/heic' },
    { kind: 'photo', compressed: false, type: 'image/jpeg' },
    { kind: 'document', compressed: false, type: 'application/pdf' },
  ]);
});

test('a file without a byte is no file', async () => {
  await open();
  await executor().sendFile(Buffer.alloc(0), 'Яма.jpg', 'image/jpeg');
  await executor().sees('Файл пустой.');
  expect(await kept()).toEqual([]);
});

test('photos are marked «до» and «после» by a caption or a button, changed by another tap, and taken out again', async () => {
  await open();
  await executor().sendPhotos(2, 'До');
  expect(await form()).toContain('Принято фото: 2\nДо: 2, после: 0');
  expect(await form()).not.toContain('Написано');
  await executor().sendPhotos(1);
  const tap = await executor().remember('Это «до»', card(number));
  const first = await tap();
  // The second tap of a double one is of a form that has gone on: it moves nothing and is told the same.
  expect(await tap()).toEqual(first);
  expect(first.text).toBeNull();
  await world.quiet();
  expect(await form()).toContain('До: 3, после: 0');
  await executor().press('Это «после»', card(number));
  expect(await form()).toContain('До: 2, после: 1');
  const remove = await executor().remember('Убрать последнее', card(number));
  await Promise.all([remove(), remove()]);
  await world.quiet();
  expect(await form()).toContain('Принято фото: 2\nДо: 2, после: 0');
  await executor().press('Готово', card(number));
  await executor().press('работы завершены', card(number));
  expect(await executor().text(card(number))).toContain('2 фото');
  expect(await kept()).toMatchObject([
    { mark: 'before', used: true },
    { mark: 'before', used: true },
  ]);
});

test('a place belongs to the photos that are asked for, or to those of the next minutes, and no chat shows it', async () => {
  await executor().sendPlace(55.7158, 51.41361);
  await executor().sees('Геопозиция принята: учитывается для фото следующих 10 минут.');
  await open();
  await executor().sendPhotos(1);
  expect(await form()).toContain('📍 Геопозиция есть, ');
  await later(11 * 60);
  await executor().sendPhotos(1);
  expect(await form()).not.toContain('📍 Геопозиция есть');
  expect(await form()).toContain('Геопозиция подтвердит место');
  await executor().sendPlace(55.72, 51.4);
  expect(await form()).toContain('📍 Геопозиция есть, ');
  expect(await places()).toMatchObject([
    { latitude: 55.7158, live: false, withForm: false, error: null },
    { latitude: 55.72, live: false, withForm: true },
  ]);
  const everything = JSON.stringify((await executor().messages()).map(({ text }) => text));
  expect(everything).not.toMatch(/55[.,]7|51[.,]4/);
});

test('a live place is kept as it moves, at a bounded rate, until it ends', async () => {
  await open();
  const live = await executor().sendLivePlace(55.7, 51.4);
  expect(await form()).toContain('📍 Геопозиция передаётся, ');
  await executor().move(live, 55.7001, 51.4);
  await later(40);
  await executor().move(live, 55.701, 51.4);
  await executor().move(live, 55.7011, 51.4);
  await later(40);
  await executor().move(live, 55.702, 51.4, true);
  expect(await places()).toMatchObject([
    { latitude: 55.7, live: true, withForm: true, error: 12 },
    { latitude: 55.701, live: true, withForm: true },
    { latitude: 55.702, live: true, withForm: true },
  ]);
  const over = await world.stand.control('POST', `people/${executor().id}/move`, {
    messageId: live,
    latitude: 55.7,
    longitude: 51.4,
  });
  expect(over).toMatchObject({ status: 404, body: { error: { field: 'messageId' } } });
});

test('a place is asked for by one press and sent by another: then nothing asks for it any more', async () => {
  await open();
  expect(await executor().keysForPlace()).toEqual([]);
  // before the first photo: it will be taken where its sender stands now
  await executor().press('📍 Геопозиция', card(number));
  await executor().sees('Видит её только бот');
  await executor().press('📍 Геопозиция', card(number));
  await world.quiet();
  expect(await executor().keysForPlace()).toEqual(['Отправить геопозицию']);
  await executor().sharePlace(55.72, 51.4);
  expect(await form()).toContain('📍 Геопозиция есть, ');
  expect(await executor().buttons(card(number))).not.toContain('📍 Геопозиция');
  await world.quiet();
  expect(await executor().keysForPlace()).toEqual([]);
  await executor().sendPhotos(1);
  expect(await form()).not.toContain('место не подтверждено');
  expect(await places()).toMatchObject([{ latitude: 55.72, live: false, withForm: true }]);
});

test.each<[string, () => Promise<unknown>]>([
  ['is cancelled', () => executor().press('Отмена', card(number))],
  ['is cancelled by a command', () => executor().say('/cancel')],
  ['goes on to what needs no photos', () => executor().press('Готово', card(number))],
  [
    'is sent',
    async () => {
      await executor().press('Готово', card(number));
      await executor().press('без изменений', card(number));
    },
  ],
  ['gives way to another', () => executor().say('/find')],
  [
    'is forgotten for a day',
    async () => {
      await later(25 * 3_600);
      await executor().say('Где я остановился?');
    },
  ],
])('the key for a place goes when its form %s', async (_, end) => {
  await open();
  await executor().sendPhotos(1);
  await executor().press('📍 Геопозиция', card(number));
  expect(await executor().keysForPlace()).toHaveLength(1);
  await end();
  await world.quiet();
  expect(await executor().keysForPlace()).toEqual([]);
});

test('it goes too when the appeal is given to another', async () => {
  await open();
  await executor().sendPhotos(1);
  await executor().press('📍 Геопозиция', card(number));
  await world.phone('coordinator').press('Назначить исполнителя', card(number));
  await world.phone('coordinator').press(brief('otherExecutor'), card(number));
  await world.quiet();
  expect(await executor().keysForPlace()).toEqual([]);
});

test('whoever has no appeal is told what can be sent, and nothing of their place is kept', async () => {
  await world.phone('coordinator').sendPlace(55.7, 51.4);
  await world.phone('coordinator').sees('Такие вложения я не принимаю.');
  expect(await places()).toEqual([]);
});
