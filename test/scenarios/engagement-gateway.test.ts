import { statement } from '../../src/database/database';
import { json, startGateway, confirmed, GATEWAY_TOKEN, type TestGateway } from '../support/gateway';
import { holds } from '../support/office-work';
import { until } from '../support/until';
import { World } from '../support/world';

let world: World;
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
  world = await World.start({
    now: '2026-12-01T10:00:00+03:00',
    env: { POS_GATEWAY_URL: gateway.url, POS_GATEWAY_TOKEN: GATEWAY_TOKEN },
  });
  await holds(world, 'worker', ['engagement'], false);
  await holds(world, 'otherExecutor', ['engagement'], false);
});
afterAll(async () => {
  await world.stop();
  await gateway.stop();
});

const official = () => world.phone('worker');
const placedAt = (address: string) => json(200, { status: 'confirmed', reference: 'ПОС-7', address });
/** What the gateway was told of this task, the latest. */
const told = (task: string) => gateway.received.findLast(({ manifest }) => manifest?.task === task)?.manifest;
const carried = async (task: string, count: number) =>
  until(`${task} is carried`, async () =>
    Promise.resolve(gateway.received.filter(({ manifest }) => manifest?.task === task).length >= count),
  );

const underWay = statement(
  'test.engagements-under-way',
  `select id from shipment where state in ('waiting', 'sending', 'accepted')`,
);
const numberOf = statement('test.engagement-number', 'select number from engagement where id = $1');
/** The gateway has answered, and what follows is written down. */
async function settled(): Promise<void> {
  await until('nothing is under way', async () => (await world.fresh.database.query(underWay)).length === 0);
  await world.quiet();
}

async function writeNews(title: string): Promise<void> {
  await official().pressAnywhere('x:ogNew:news');
  await official().say(title);
  await official().say('Каток открыт с 10 до 21 часа.');
  await official().press('Готово', 'Написано:');
  await official().press('Пропустить', 'Пришлите картинки');
  await official().press('Сохранить черновик', 'Так это увидит житель.');
}

test('what is ready goes by the gateway with every part of it, and ОГ hear of it silently', async () => {
  gateway.answer = placedAt('https://pos.gosuslugi.ru/news/1');
  const before = await world.phone('otherExecutor').lastId();
  await writeNews('Открыт каток');
  await official().press('Готово к размещению', 'Открыт каток');
  await official().sees(/Открыт каток[\s\S]*Шлюз передал в ПОС/);
  expect(told('place')).toMatchObject({
    ...{ kind: 'engagement', task: 'place', engagementKind: 'news', level: 'municipal', number: 'ОГ-1', version: 1 },
    ...{ address: null, title: 'Открыт каток', text: 'Каток открыт с 10 до 21 часа.', files: [] },
  });
  await official().press('Открыть', 'Шлюз передал в ПОС');
  const card = await official().text('Этап: Завершено');
  expect(card).toContain('В ПОС: https://pos.gosuslugi.ru/news/1');
  await world.quiet();
  await world.phone('otherExecutor').sees('Шлюз передал в ПОС');
  expect(await world.phone('otherExecutor').soundsSince(before)).toBe(0);
});

test('a change and a removal go the same way, each once', async () => {
  gateway.answer = confirmed;
  await official().press('Изменить', 'Этап: Завершено');
  await official().press('текст', 'Что изменить?');
  await official().say('Каток открыт с 9 до 21 часа.');
  await official().press('Готово', 'Написано:');
  await carried('change', 1);
  expect(told('change')).toMatchObject({
    ...{ task: 'change', version: 2, address: 'https://pos.gosuslugi.ru/news/1', text: 'Каток открыт с 9 до 21 часа.' },
  });
  await settled();
  await official().pressAnywhere('x:ogOne:1');
  expect(await official().text(/Открыт каток\n[\s\S]*Этап: Завершено/)).not.toContain('прежняя версия');
  await official().press('Снять', /Открыт каток\n[\s\S]*Этап: Завершено/);
  await official().say('Растаял.');
  await carried('remove', 1);
  await settled();
  await official().pressAnywhere('x:ogOne:1');
  expect(await official().text('Этап: Снято')).not.toContain('снимите там');
  expect(gateway.received.length).toBe(3);
});

test('what the gateway refuses comes back as the task, in its words', async () => {
  gateway.answer = json(200, { status: 'refused', reason: 'Нет прав на раздел «Новости»' });
  await writeNews('Ярмарка');
  await official().press('Готово к размещению', 'Ярмарка');
  const said = await official().text('Шлюз не передал в ПОС, сделайте это сами');
  expect(said).toContain('причина: Нет прав на раздел «Новости»');
  await official().press('Открыть', 'Шлюз не передал в ПОС, сделайте это сами');
  expect(await official().text(/Ярмарка\n[\s\S]*Этап: На размещении/)).toContain('Нет прав на раздел «Новости»');
  await official().press('История', /Ярмарка\n[\s\S]*Этап: На размещении/);
  expect(await official().text('История: Ярмарка')).toMatch(/Шлюз не передал в ПОС\nпричина: Нет прав/);
  await official().press('К карточке', 'История: Ярмарка');
  await official().press('Разместить в ПОС', /Ярмарка\n[\s\S]*Этап: На размещении/);
  await official().press('Размещено', 'Разместить в ПОС');
  await official().say('https://pos.gosuslugi.ru/news/2');
  await official().sees(/Ярмарка\n[\s\S]*Этап: Завершено/);
});

test('placed without an address is asked for by a word; what is taken back before it went never goes', async () => {
  gateway.answer = confirmed;
  await writeNews('Субботник');
  await official().press('Готово к размещению', 'Субботник');
  await official().sees('не назвал адрес страницы');
  // It stands there already: what is changed now does not go a second time, and its card says so on.
  const placed = gateway.received.length;
  await official().pressAnywhere('x:ogOne:3');
  await official().press('Изменить', /Субботник\n[\s\S]*не назвал адрес/);
  await official().press('текст', 'Что изменить?');
  await official().say('Субботник в субботу в 9 часов.');
  await official().press('Готово', 'Написано:');
  await settled();
  expect(gateway.received.length).toBe(placed);
  await official().pressAnywhere('x:ogOne:3');
  expect(await official().text(/Субботник\n[\s\S]*Этап: На размещении/)).toContain('не назвал адрес страницы');
  expect(await world.fresh.database.query(numberOf, [3])).toEqual([{ number: 2 }]);

  gateway.answer = (response) => void response.writeHead(503, { 'retry-after': '3600' }).end();
  await writeNews('Ремонт');
  const before = gateway.received.length;
  await official().press('Готово к размещению', 'Ремонт');
  await until('it is tried', async () => Promise.resolve(gateway.received.length > before));
  await world.quiet();
  await official().pressAnywhere('x:ogOne:4');
  await official().press('Вернуть в черновик', 'Шлюз ПОС: передаётся');
  gateway.answer = placedAt('https://pos.gosuslugi.ru/news/4');
  const tried = gateway.received.length;
  world.later(2 * 3_600_000);
  await world.quiet();
  expect(gateway.received.length).toBe(tried);
  await official().pressAnywhere('x:ogOne:4');
  expect(await official().text(/Ремонт\n[\s\S]*Этап: Черновик/)).not.toContain('Шлюз');
});

test('what it becomes while the gateway has it follows as a change', async () => {
  gateway.answer = json(200, { status: 'accepted', reference: 'ПОС-9', askAfterSeconds: 60 });
  await writeNews('Ёлка');
  const placed = gateway.received.filter(({ manifest }) => manifest?.task === 'place').length;
  await official().press('Готово к размещению', 'Ёлка');
  await carried('place', placed + 1);
  await world.quiet();
  await official().pressAnywhere('x:ogOne:5');
  await official().press('Изменить', 'Шлюз ПОС: передаётся');
  await official().press('текст', 'Что изменить?');
  await official().say('Ёлка на площади с 20 декабря.');
  await official().press('Готово', 'Написано:');
  const changed = gateway.received.filter(({ manifest }) => manifest?.task === 'change').length;
  gateway.answer = placedAt('https://pos.gosuslugi.ru/news/5');
  world.later(2 * 60_000);
  await carried('change', changed + 1);
  expect(told('change')).toMatchObject({ number: 'ОГ-5', version: 2, text: 'Ёлка на площади с 20 декабря.' });
  expect(gateway.received.filter(({ manifest }) => manifest?.task === 'place').length).toBe(placed + 1);
  await settled();
  await official().pressAnywhere('x:ogOne:5');
  await official().sees(/Ёлка\n[\s\S]*Этап: Завершено[\s\S]*news\/5/);
});

test('what may have arrived is not placed again when it is changed; ОГ hear that it is theirs', async () => {
  gateway.answer = (response) => void response.socket?.destroy();
  await writeNews('Парад');
  await official().press('Готово к размещению', 'Парад');
  const places = () => gateway.received.filter(({ manifest }) => manifest?.title === 'Парад').length;
  await until('it is tried', async () => Promise.resolve(places() > 0));
  await world.quiet();
  await official().pressAnywhere('x:ogOne:6');
  await official().press('Изменить', 'Шлюз ПОС: передаётся');
  await official().press('текст', 'Что изменить?');
  await official().say('Парад 9 мая в 10 часов.');
  await official().press('Готово', 'Написано:');
  gateway.answer = placedAt('https://pos.gosuslugi.ru/news/6');
  const tried = places();
  world.later(24 * 3_600_000);
  await world.quiet();
  expect(places()).toBe(tried);
  await official().pressAnywhere('x:ogOne:6');
  await official().sees(/Парад\n[\s\S]*Шлюз не передал в ПОС, сделайте это сами/);
});

test('pictures go along as files, each with what it shows; what is taken down needs none', async () => {
  gateway.answer = placedAt('https://pos.gosuslugi.ru/votes/7');
  await official().pressAnywhere('x:ogNew:site_vote');
  await official().say('Двор или парк');
  await official().say('Выберите, что благоустроить.');
  await official().press('Готово', 'Написано:');
  await official().say('Двор\nул. Ленина, 1\n\nПарк');
  await official().press('Готово', '2. Парк');
  await official().sendPhotos(1);
  await official().sendPhotos(1, 'Парк');
  await official().press('Готово', '▸ 2. Парк: 1');
  for (const day of ['20.12.2026', '25.12.2026', '29.12.2026']) await official().say(day);
  await official().press('Сохранить черновик', 'Так это увидит житель.');
  await official().press('Готово к размещению', /Двор или парк[\s\S]*Этап: Черновик/);
  await until('it is carried', async () => Promise.resolve(told('place')?.title === 'Двор или парк'));
  expect(told('place')).not.toHaveProperty('pictures');
  expect(told('place')?.files).toMatchObject([
    { role: 'photo', name: '01.jpg', part: 'file1', of: null },
    { role: 'photo', name: '02 Парк.jpg', part: 'file2', of: 'Парк' },
  ]);
  const sent = gateway.received.at(-1)?.files.get('file2');
  expect(sent?.subarray(0, 3).toString('hex')).toBe('ffd8ff');
  await settled();
  await official().pressAnywhere('x:ogOne:7');
  await official().press('Снять', /Двор или парк\n[\s\S]*Этап: На размещении/);
  await official().say('Отменено.');
  await until('it is taken down', async () => Promise.resolve(told('remove')?.title === 'Двор или парк'));
  expect(told('remove')?.files).toEqual([]);
});

test('what the gateway has placed beside what was placed by hand stands in the journal, and ОГ hear where it is', async () => {
  gateway.answer = json(200, { status: 'accepted', reference: 'ПОС-12', askAfterSeconds: 60 });
  await writeNews('Салют');
  const places = gateway.received.filter(({ manifest }) => manifest?.title === 'Салют').length;
  await official().press('Готово к размещению', 'Салют');
  await until('it is accepted', async () =>
    Promise.resolve(gateway.received.filter(({ manifest }) => manifest?.title === 'Салют').length > places),
  );
  await world.quiet();
  await official().pressAnywhere('x:ogOne:8');
  await official().press('Разместить в ПОС', /Салют\n[\s\S]*Шлюз ПОС: передаётся/);
  await official().press('Размещено', 'Разместить в ПОС');
  await official().say('https://pos.gosuslugi.ru/news/8');
  await official().sees(/Салют\n[\s\S]*Этап: Завершено/);
  const before = await world.phone('otherExecutor').lastId();
  gateway.answer = placedAt('https://pos.gosuslugi.ru/news/88');
  world.later(2 * 60_000);
  await settled();
  await world
    .phone('otherExecutor')
    .sees(
      /Салют\nШлюз разместил это в ПОС, а здесь записано другое\.[\s\S]*адрес: https:\/\/pos\.gosuslugi\.ru\/news\/88/,
    );
  expect(await world.phone('otherExecutor').soundsSince(before)).toBe(1);
  await official().pressAnywhere('x:ogOne:8');
  expect(await official().text(/Салют\n[\s\S]*Этап: Завершено/)).toContain('В ПОС: https://pos.gosuslugi.ru/news/8');
  await official().press('История', /Салют\n[\s\S]*Этап: Завершено/);
  expect(await official().text('История: Салют')).toMatch(
    /Шлюз сделал в ПОС не то, что записано здесь\nадрес: https:\/\/pos\.gosuslugi\.ru\/news\/88/,
  );
});
