import { statement } from '../../src/database/database';
import { goesAway } from '../support/office-work';
import { World } from '../support/world';

/** Former appeals of two executors, and a new one that is near to some of them. */

let world: World;
const former = new Map<string, string>();
const give = async (text: string, surname: string, fields: object = {}): Promise<string> => {
  const number = await world.appeal({ text, category: null, subcategory: null, fact: null, address: null, ...fields });
  const coordinator = world.phone('coordinator');
  await coordinator.press('👤 Назначить исполнителя', `№ ${number}`);
  const [caption] = (await coordinator.buttons(`№ ${number}`)).filter((one) => one.includes(surname));
  await coordinator.press(caption ?? '', `№ ${number}`);
  return number;
};
const ofRoads = { category: 'Дороги', subcategory: 'Содержание дорог', fact: 'Яма' };
const fresh = (text: string, fields: object = {}) =>
  world.appeal({ text, category: null, subcategory: null, fact: null, address: null, ...fields });

beforeAll(async () => {
  world = await World.start();
  for (const [name, text, surname, fields] of [
    ['yard', 'Во дворе не горит фонарь, вечером темно у подъезда.', 'Сидоров', {}],
    ['school', 'Фонарь у школы не горит вторую неделю, детям темно идти вечером.', 'Сидоров', {}],
    ['bridge', 'Не горят фонари вдоль моста, вечером очень темно.', 'Сидоров', {}],
    ['pit', 'Большая яма на дороге у магазина, машины пробивают колёса.', 'Петров', ofRoads],
    ['turn', 'Яма на дороге за поворотом, объехать нельзя, колёса бьются.', 'Петров', ofRoads],
    ['rain', 'После дождя на дороге яма, в которой машины оставляют колёса.', 'Петров', ofRoads],
  ] as const)
    former.set(name, await give(text, surname, fields));
  await world.application.tick();
});
afterAll(() => world.stop());

const numberOf = (name: string) => former.get(name) ?? '';
const assigned = statement(
  'test.whose-assigned',
  `select p.name, a.category, a.fact, a.stage from appeal a left join person p on p.id = a.executor_id where a.number = $1`,
);
const read = async (number: string) =>
  (await world.fresh.database.query<Record<string, unknown>>(assigned, [number]))[0];

test('a coordinator is offered whoever had appeals that are near, with their numbers; one press leads to the assignment, another makes it', async () => {
  const coordinator = world.phone('coordinator');
  const number = await fresh('У нашего подъезда темно вечером: фонарь не горит.');
  const card = await coordinator.text(`№ ${number}`);
  expect(card).toContain('Похоже, исполнитель Сидоров С.С., как в №');
  for (const name of ['yard', 'school', 'bridge']) expect(card).toContain(`№ ${numberOf(name)}`);
  expect(await coordinator.buttons(`№ ${number}`)).toEqual(expect.arrayContaining([`№ ${numberOf('yard')}`]));

  await coordinator.press('👤 Назначить: Сидоров С.С.', `№ ${number}`);
  expect(await read(number)).toMatchObject({ name: null, stage: 'coordination' });
  expect(await coordinator.text('Назначить?')).toContain('Сидоров С.С.');
  expect((await coordinator.press('Да, назначить', 'Назначить?')).text).toContain('Сидоров С.С.');
  expect(await read(number)).toMatchObject({ name: 'Сидоров Сидор Сидорович', stage: 'assigned' });
  await coordinator.press('↩️ Отменить назначение', `№ ${number}`);
  expect(await read(number)).toMatchObject({ name: null, stage: 'coordination' });
});

test('«Назад» leads from the one who is offered to the whole list', async () => {
  const coordinator = world.phone('coordinator');
  const number = await fresh('Фонарь во дворе не горит, у подъезда темно.');
  await coordinator.press('👤 Назначить: Сидоров С.С.', `№ ${number}`);
  await coordinator.press('Назад', 'Назначить?');
  const names = (await coordinator.buttons(`№ ${number}`)).join();
  expect(names).toContain('Петров П.П.');
  expect(names).toContain('Мастеров М.М.');
  await coordinator.press('Отмена', `№ ${number}`);
});

test('the category that near ones have is offered to an appeal without one, as a correction with its reason', async () => {
  const coordinator = world.phone('coordinator');
  const number = await fresh('Огромная яма на дороге, машины бьют колёса.');
  expect(await coordinator.text(`№ ${number}`)).toContain('Похоже, категория: Дороги · Содержание дорог · Яма');
  await coordinator.press('✏️ Категория: Дороги · Содержание дорог · Яма', `№ ${number}`);
  expect(await read(number)).toMatchObject({ category: null });
  await coordinator.press('Дальше', `№ ${number}`);
  await coordinator.say('В ПОС категория указана');
  await coordinator.press('Подтвердить', `№ ${number}`);
  expect(await read(number)).toMatchObject({ category: 'Дороги', fact: 'Яма' });
});

test.each([
  ['whoever sees no such appeals', 'executor', 'Фонарь у подъезда не горит, вечером темно.'],
  ['anybody of an appeal that is like no other', 'coordinator', 'Прошу выдать справку о составе семьи.'],
] as const)('nothing is offered to %s', async (_what, who, text) => {
  const number = await fresh(text);
  await world.phone(who).say(`/find ${number}`);
  expect(await world.phone(who).text(`№ ${number}`)).not.toContain('Похоже');
});

test('whoever is away is not offered, and who is pressed all the same is asked about', async () => {
  const coordinator = world.phone('coordinator');
  const number = await fresh('Не горит фонарь, темно вечером у дома.');
  expect(await coordinator.text(`№ ${number}`)).toContain('Сидоров С.С.');
  const press = await coordinator.remember('👤 Назначить: Сидоров С.С.', `№ ${number}`);
  await world.fresh.database.dataSource.query(
    `insert into absence (person_id, from_day, until_day, entered_by_id, entered_at)
     select id, '2026-11-25', '2026-11-27', id, now() from person where name = 'Сидоров Сидор Сидорович'`,
  );
  const another = await fresh('Фонарь во дворе не горит, вечером темно.');
  expect(await coordinator.text(`№ ${another}`)).not.toContain('Похоже');
  await press();
  expect(await coordinator.text('отсутствует до 27.11')).toContain('Назначить всё равно?');
  await coordinator.press('Отмена', `№ ${number}`);
  await world.fresh.database.dataSource.query('update absence set cancelled_at = now()');
});

test('whoever goes away once the list is drawn is asked about before they get it, and the question stands alone', async () => {
  const coordinator = world.phone('coordinator');
  const number = await fresh('Качели у дома сломаны, просим починить.');
  await coordinator.press('👤 Назначить исполнителя', `№ ${number}`);
  await goesAway(world, 'otherExecutor', '2026-11-25', '2026-11-27');
  await coordinator.press('Сидоров С.С.', 'Кому назначить?');
  expect(await read(number)).toMatchObject({ name: null });
  expect(await coordinator.text('отсутствует до 27.11')).toContain('Назначить всё равно?');
  expect(await coordinator.text('отсутствует до 27.11')).not.toContain('Кому назначить?');
  await coordinator.press('Да, назначить', 'Назначить всё равно?');
  expect(await read(number)).toMatchObject({ name: 'Сидоров Сидор Сидорович' });
  await world.fresh.database.dataSource.query('update absence set cancelled_at = now()');
});

test('whoever goes away between the offer and its «Да, назначить» is asked about before they get it', async () => {
  const coordinator = world.phone('coordinator');
  const number = await fresh('Фонарь у дома не горит, вечером во дворе темно.');
  await coordinator.press('👤 Назначить: Сидоров С.С.', `№ ${number}`);
  await goesAway(world, 'otherExecutor', '2026-11-25', '2026-11-27');
  await coordinator.press('Да, назначить', 'Назначить?');
  expect(await read(number)).toMatchObject({ name: null });
  expect(await coordinator.text('отсутствует до 27.11')).toContain('Назначить всё равно?');
  await coordinator.press('Да, назначить', 'Назначить всё равно?');
  expect(await read(number)).toMatchObject({ name: 'Сидоров Сидор Сидорович' });
  await world.fresh.database.dataSource.query('update absence set cancelled_at = now()');
});

test('whose words speak for two executors is offered to neither, unless a category says which', async () => {
  const text = 'Яма на дороге у магазина, машины пробивают колёса; во дворе не горит фонарь, вечером темно у подъезда.';
  const without = await fresh(text);
  expect(await world.phone('coordinator').text(`№ ${without}`)).not.toContain('Похоже, исполнитель');
  const within = await fresh(text, ofRoads);
  expect(await world.phone('coordinator').text(`№ ${within}`)).toContain('Похоже, исполнитель Петров П.П.');
});
