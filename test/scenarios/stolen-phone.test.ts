import { card, inWork, open } from '../support/office-work';
import { World } from '../support/world';

// A phone with Telegram is stolen. Its owner has MAX on another one, and works on there.

let world: World;
let number: string;
beforeAll(async () => {
  world = await World.start({ inBoth: ['executor', 'supervisor'] });
  number = await inWork(world);
  await open(world, 'executor', number, max());
});
afterAll(() => world.stop());

const stolen = () => world.phone('executor', 'telegram');
const max = () => world.phone('executor', 'max');
const admin = () => world.phone('supervisor', 'max');
const PERSON = /^Петров Пётр Петрович/;

test('an admin shuts Telegram out, and is asked once', async () => {
  const comment = await stolen().remember('Комментарий и фото', card(number));
  await admin().say('/admin');
  await admin().press('Сотрудники', 'Управление');
  await admin().press('Петров П.П.', 'Сотрудники:');
  expect(await admin().buttons(PERSON)).toEqual(expect.arrayContaining(['Отключить Telegram', 'Отключить MAX']));
  await admin().press('Отключить Telegram', PERSON);
  expect(await admin().text('Отключить Telegram: Петров П.П.')).toContain('Бот пишет в MAX');
  const confirm = await admin().remember('Подтвердить', 'Отключить Telegram: Петров П.П.');
  expect((await confirm()).text).toBe('Telegram отключён');
  expect((await confirm()).text).toBe('Этого мессенджера у сотрудника уже нет.');
  await world.quiet();
  expect((await admin().buttons(PERSON)).filter((caption) => /Отключить \S+$/.test(caption))).toEqual([]);
  expect((await comment()).text).toContain('Этот бот для сотрудников');
});

test('the phone shows no button of the card, and whoever holds it is a stranger', async () => {
  expect(await stolen().buttons(`№ ${number}: работа продолжается в MAX`)).toEqual([]);
  const before = await stolen().lastId();
  await stolen().say(`/find ${number}`);
  // A stranger is answered once a day: the press has been.
  await world.quiet();
  expect((await stolen().messages()).filter(({ message_id: id }) => id > before)).toEqual([]);
});

test('its owner hears of it and goes on in MAX', async () => {
  expect(await max().text('Администратор отключил вам Telegram')).toContain('Бот пишет сюда');
  await max().press('Комментарий и фото', card(number));
  await max().say('Щебень лёг, асфальт завтра.');
  await max().sees('Щебень лёг');
  await max().press('Готово', card(number));
  expect((await max().press('работы ведутся', card(number))).text).toBe('Записано: работы ведутся');
  await world.quiet();
});

test('who has done it stands among the changes, and nobody shuts out the finger that presses', async () => {
  await admin().say('/admin');
  await admin().press('Изменения', 'Управление');
  expect(await admin().text('Изменения')).toMatch(/Шафеев И\.Р\.: Отключён аккаунт, .*Петров.*: Telegram/);
  await admin().say('/admin');
  await admin().press('Сотрудники', 'Управление');
  await admin().press('▶', 'Сотрудники:');
  await admin().press('Шафеев И.Р.', 'Сотрудники:');
  const own = /^Шафеев Ильдар Рустамович/;
  expect(await admin().buttons(own)).toContain('Отключить Telegram');
  expect(await admin().buttons(own)).not.toContain('Отключить MAX');
});
