import { readXlsx } from 'hucre/xlsx';
import { statement } from '../../src/database/database';
import { assign, card, open } from '../support/office-work';
import { World } from '../support/world';

const CHAT = -1_001_234_567_890;
const TITLE = 'Исполком: обращения';

let world: World;
const numbers: string[] = [];
beforeAll(async () => {
  world = await World.start({ now: '2026-11-27T10:00:00+03:00', repeats: true });
  const addresses = ['ул. Лесная, 3', 'ул. Советская, 15', 'ул. Советская, 15, кв. 2', 'ул. Советская, д. 15'];
  for (const address of addresses) numbers.push(await world.appeal({ address, settlement: 'Мамадыш' }));
  await assign(world, numbers[0] ?? '');
  await assign(world, numbers[1] ?? '', 'otherExecutor');
  await world.stand.control('PUT', `groups/${CHAT}`, { title: TITLE, members: [1005], botStatus: 'administrator' });
  const admin = world.phone('supervisor');
  await admin.press('Присылать сюда сводку', 'Бота добавили в группу');
});
afterAll(() => world.stop());

const curator = () => world.phone('secondCoordinator');
async function openList(name: string): Promise<void> {
  await curator().say('/control');
  await curator().press(name, 'Контроль сроков');
}

test('a control list is narrowed by executor, stage, place or kind, and each part by itself has its pages and cards', async () => {
  await openList('В работе');
  await curator().press('Отбор', 'В работе: 4');
  expect(await curator().buttons('По чему отобрать?')).toEqual([
    'По этапу',
    'По исполнителю',
    'По организации',
    'По категории',
    'По населённому пункту',
    'По виду',
    'Присылать',
    'Весь список',
  ]);
  await curator().press('По исполнителю', 'По чему отобрать?');
  expect(await curator().buttons('По исполнителю')).toEqual([
    'без исполнителя · 2',
    'Петров П.П. · 1',
    'Сидоров С.С. · 1',
    'Отбор',
  ]);
  await curator().press('Сидоров С.С. · 1', 'По исполнителю');
  const text = await curator().text('В работе, Сидоров С.С.: 1');
  expect(text).toContain(`№ ${numbers[1]}`);
  expect(text).not.toContain(`№ ${numbers[0]}`);
  await curator().press(`…${numbers[1]?.slice(-7)}`, 'В работе, Сидоров С.С.: 1');
  await curator().sees(card(numbers[1] ?? ''));
});

test('values meet: each further one is two taps away, and any of them is taken out again', async () => {
  await curator().press('По этапу', 'В работе, Сидоров С.С.: 1');
  expect(await curator().buttons('В работе, Сидоров С.С.\nПо этапу')).toEqual(['Назначено · 1', 'Отбор']);
  await curator().press('Назначено · 1', 'По этапу');
  await curator().press('По населённому пункту', 'В работе, Сидоров С.С., Назначено: 1');
  await curator().press('Мамадыш · 1', 'В работе, Сидоров С.С., Назначено\nПо населённому пункту');
  const met = 'В работе, Сидоров С.С., Назначено, Мамадыш: 1';
  expect(await curator().text(met)).toContain(`№ ${numbers[1]}`);
  expect(await curator().buttons(met)).toEqual([
    `…${numbers[1]?.slice(-7)}`,
    'По организации',
    'По категории',
    'По виду',
    '✕ Сидоров С.С.',
    '✕ Назначено',
    '✕ Мамадыш',
    'Весь список',
    'XLSX',
    'Контроль сроков',
    'Меню',
  ]);
  await curator().press('✕ Сидоров С.С.', met);
  const text = await curator().text('В работе, Назначено, Мамадыш: 2');
  for (const number of numbers.slice(0, 2)) expect(text).toContain(`№ ${number}`);
});

test('a list comes as a table, of all of it or of what is shown, with nothing of any applicant', async () => {
  expect((await curator().press('XLSX', 'В работе, Назначено, Мамадыш: 2')).text).toBe('Готовлю таблицу');
  await curator().press('Весь список', 'В работе, Назначено, Мамадыш: 2');
  await curator().press('XLSX', 'В работе: 4');
  await world.quiet();
  const sent = (await curator().messages()).flatMap(({ document }) => document ?? []);
  expect(sent.map(({ file_name: name }) => name)).toEqual(['В работе, Назначено, Мамадыш.xlsx', 'В работе.xlsx']);
  const rowsIn = async (fileId: string) => (await readXlsx(await world.stand.download(fileId))).sheets[0]!.rows;
  const [headings, ...assigned] = await rowsIn(sent[0]!.file_id);
  expect(assigned.map(([number]) => number)).toEqual(numbers.slice(0, 2));
  const valueOf = (heading: string) => assigned[1]?.[headings!.indexOf(heading)];
  expect(['Этап', 'Исполнитель', 'У кого', 'Населённый пункт', 'Место'].map(valueOf)).toEqual([
    'Назначено',
    'Сидоров С.С.',
    'Сидоров С.С.',
    'Мамадыш',
    'Мамадыш, ул. Советская, 15',
  ]);
  const whole = await rowsIn(sent[1]!.file_id);
  expect(whole.slice(1).map(([number]) => number)).toEqual(numbers);
  expect(JSON.stringify(whole)).not.toMatch(/Иванов|123-45-67|кв\. 2|Яма напротив/);
});

test('whoever controls no terms has no such lists, whatever they press', async () => {
  const toast = await world.phone('executor').pressAnywhere('x:narrowBy:k:executor:0');
  expect(toast).toEqual({ text: 'Контроль сроков открыт координаторам и кураторам.', showAlert: true });
  expect((await curator().pressAnywhere('x:narrowBy:m:executor:0')).text).toBe('Этот список вам не открыт.');
});

test('a list comes each working morning to whoever has asked, without sound, as long as there is something in it', async () => {
  await openList('В работе');
  await curator().press('Отбор', 'В работе: 4');
  await curator().press('По исполнителю', 'По чему отобрать?');
  await curator().press('Петров П.П. · 1', 'По исполнителю');
  expect(await curator().buttons('В работе, Петров П.П.: 1')).toContain('Присылать');
  await curator().press('Присылать', 'В работе, Петров П.П.: 1');
  expect((await curator().press('Каждое утро мне', 'Список приходит без звука')).text).toBe('Буду присылать');
  expect(await curator().buttons('Список приходит без звука')).toContain('✓ Каждое утро мне');
  const before = await curator().lastId();
  await world.passTo('2026-11-30T08:16:00+03:00');
  const mornings = (await curator().messages()).filter(
    ({ message_id: id, text }) => id > before && text?.startsWith('В работе, Петров П.П.: 1'),
  );
  expect(mornings).toMatchObject([{ silent: true }]);
  expect(mornings[0]?.text).toContain(`№ ${numbers[0]}`);

  await curator().press('Присылать', 'В работе, Петров П.П.: 1');
  expect((await curator().press('✓ Каждое утро мне', 'Список приходит без звука')).text).toBe('Больше не пришлю');
  const after = await curator().lastId();
  await world.passTo('2026-12-01T08:16:00+03:00');
  expect(
    (await curator().messages()).filter(({ message_id: id, text }) => id > after && text?.startsWith('В работе,')),
  ).toEqual([]);
});

test('into a group it comes on the first working day of a week, with no press and nothing of any applicant', async () => {
  await openList('В работе');
  await curator().press('Отбор', 'В работе: 4');
  await curator().press('Присылать', 'По чему отобрать?');
  await curator().press(`По понедельникам в «${TITLE}»`, 'Список приходит без звука');
  await world.passTo('2026-12-04T08:31:00+03:00');
  await world.passTo('2026-12-07T08:31:00+03:00');
  const { body } = await world.stand.control('GET', `chats/${CHAT}/messages`);
  const lists = (body.messages as { text?: string; silent: boolean }[]).filter(({ text }) =>
    text?.startsWith('В работе: 4'),
  );
  expect(lists).toHaveLength(1);
  expect(lists[0]).toMatchObject({ silent: true });
  expect(lists[0]?.text).toContain(`№ ${numbers[3]}`);
  expect(lists[0]?.text).not.toMatch(/Иванов|123-45-67|кв\. 2/);
});

const yearAgo = statement(
  'test-registered-long-ago',
  `update appeal set registered_at = registered_at - interval '366 days' where number = $1`,
);

test('the card says for how many times in a year a house is written about, with the list behind it', async () => {
  const [, first, second, third] = numbers;
  await open(world, 'coordinator', third ?? '');
  const coordinator = world.phone('coordinator');
  expect(await coordinator.text(card(third ?? ''))).toContain('Третий раз за год по этому адресу');
  await coordinator.press('По этому адресу: 3', card(third ?? ''));
  const list = await coordinator.text('По этому адресу за год: 3');
  for (const number of [first, second, third]) expect(list).toContain(`№ ${number}`);
  await coordinator.press('К карточке', 'По этому адресу за год: 3');
  await open(world, 'coordinator', second ?? '');
  expect(await coordinator.text(card(second ?? ''))).not.toContain('раз за год по этому адресу');

  await world.fresh.database.query(yearAgo, [first]);
  await open(world, 'coordinator', third ?? '');
  expect(await coordinator.text(card(third ?? ''))).not.toContain('раз за год по этому адресу');
});
