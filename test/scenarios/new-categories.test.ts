import { statement } from '../../src/database/database';
import { assign, card, takeIntoWork } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const termOf = statement(
  'test.term-of-category',
  `select fast_track_days as days, term_days as whole, (due_at at time zone 'Europe/Moscow')::date::text as due from appeal where number = $1`,
);
const read = async (number: string) =>
  (await world.fresh.database.query<{ days: number | null; whole: number; due: string }>(termOf, [number]))[0];
const corrections = statement(
  'test.corrections-by-category',
  `select p.name, j.told ->> 'reason' as reason, j.told -> 'corrected' as corrected from journal_entry j join appeal a on a.id = j.appeal_id
   join person p on p.id = j.person_id where a.number = $1 and j.action = 'correctDetails'`,
);
const journal = (number: string) => world.fresh.database.query<Record<string, unknown>>(corrections, [number]);

const lights = { category: 'Благоустройство', subcategory: 'Освещение', fact: 'Не горит фонарь' };
const register = (fields: object) => world.appeal({ ...lights, ...fields });
/** «Новые категории» in the menu, then the one. */
async function open(part: string): Promise<void> {
  const coordinator = world.phone('coordinator');
  await coordinator.say('/menu');
  await coordinator.press('Новые категории', 'Меню');
  await coordinator.press(part, 'Новые категории');
}

test('an appeal with an unknown category is registered as it is; a coordinator decides once, the open ones follow as a correction, and so do the next', async () => {
  const coordinator = world.phone('coordinator');
  const first = await register({});
  const second = await register({});
  const formal = await register({ kind: 'appeal59' });
  const said = await register({ fastTrackDays: 5 });
  const none = await register({ fastTrackDays: null });
  expect(await read(first)).toEqual({ days: null, whole: 30, due: '2026-12-25' });

  await open('Благоустройство · Освещение');
  const screen = await coordinator.text('Обращений: 5');
  expect(screen).toContain('открыто: 5');
  expect(screen).toContain('По решению изменится срок у 2 открытых обращений');
  await coordinator.press('10 дн.', 'Есть ли у неё фаст-трек');
  expect(await coordinator.text('Решено')).toContain('Фаст-трек: 10 дней');
  await world.quiet();

  for (const number of [first, second]) expect(await read(number)).toEqual({ days: 10, whole: 10, due: '2026-12-05' });
  expect(await journal(first)).toEqual([
    {
      name: 'Кузнецова Юлия Юрьевна',
      reason: 'Для категории решено: фаст-трек 10 дней',
      corrected: { what: ['term'], before: { fastTrackDays: null }, after: { fastTrackDays: 10 } },
    },
  ]);
  expect(await read(formal)).toMatchObject({ days: null, whole: 30 });
  expect(await read(said)).toMatchObject({ days: 5 });
  expect(await read(none)).toMatchObject({ days: null, whole: 30 });
  const other = world.phone('secondCoordinator');
  const told = await other.text('Сроки пересчитаны');
  expect(told).toBe('Для категории решено: фаст-трек 10 дней.\nСроки пересчитаны: 2 обращения.');
  expect((await other.messages()).filter(({ text }) => text?.includes('ересчитаны'))).toHaveLength(1);
  await coordinator.press('История', `№ ${first}`);
  expect(await coordinator.text('Исправлены сведения')).toContain('Фаст-трек: не указано → 10 дн.');
  expect(await read(await register({}))).toEqual({ days: 10, whole: 10, due: '2026-12-05' });
  await coordinator.say('/menu');
  expect((await coordinator.buttons('Меню')).join()).not.toContain('Новые категории');
});

test('another decision takes the place of the former, for the open ones too; the same press twice does nothing more', async () => {
  const coordinator = world.phone('coordinator');
  const number = await register({ fact: 'Фонарь горит днём' });
  await open('Благоустройство · Освещение');
  const press = await coordinator.remember('3 дн.', 'Обращений: 1');
  await press();
  await press();
  await world.quiet();
  expect(await read(number)).toMatchObject({ days: 3 });
  await coordinator.press('7 дн.', 'Обращений: 1');
  await world.quiet();
  expect(await read(number)).toMatchObject({ days: 7 });
  expect(await journal(number)).toHaveLength(2);
});

test('«Это то же, что …» gives it the term and the usual executor of the other, whatever an admin makes of that later', async () => {
  const [coordinator, admin] = [world.phone('coordinator'), world.phone('supervisor')];
  const number = await world.appeal({ category: 'Дорожное хозяйство', subcategory: 'Ремонт', fact: 'Выбоина' });
  await open('Дорожное хозяйство');
  await coordinator.press('Это то же, что…', 'Обращений: 1');
  await coordinator.say('содержание дорог');
  await coordinator.press('Яма · Содержание дорог · Дороги', 'Какая это категория');
  const decided = await coordinator.text('Это то же, что «Дороги · Содержание дорог · Яма»');
  expect(decided).toContain('Обычный исполнитель: Петров П.П.');
  await world.quiet();
  expect(await read(number)).toMatchObject({ days: 10 });
  await coordinator.press('👤 Назначить исполнителя', `№ ${number}`);
  expect((await coordinator.buttons(`№ ${number}`)).find((one) => one.includes('Петров'))).toContain('★');
  await coordinator.press('Отмена', `№ ${number}`);

  await admin.say('/admin');
  await admin.press('Категории');
  await admin.press('Дороги / Содержание дорог / Яма');
  await admin.press('5 дн.');
  const next = await world.appeal({ category: 'Дорожное хозяйство', subcategory: 'Ремонт', fact: 'Выбоина' });
  expect(await read(next)).toMatchObject({ days: 5 });

  // What is written about the other is offered for it as well.
  await coordinator.say('/menu');
  await coordinator.press('Шаблоны ответов', 'Меню');
  await coordinator.press('Новый шаблон', 'Шаблоны ответов: 0');
  await coordinator.press('Дороги / Содержание дорог / Яма', 'Для каких обращений');
  await coordinator.say('Яма, план работ');
  await coordinator.say('По обращению № {номер} сообщаем: яма внесена в план работ.');
  const executor = world.phone('executor');
  await assign(world, next);
  await takeIntoWork(world, next);
  await executor.press('Ответ на согласование', card(next));
  await executor.press('Не решено', card(next));
  await executor.press('📄 Яма, план работ', card(next));
  expect(await executor.text('Написано:')).toContain(`По обращению № ${next} сообщаем: яма внесена в план работ.`);
  await executor.press('Отмена', 'Написано:');
});

test('an admin who only names the usual executor leaves the term to be decided', async () => {
  const [coordinator, admin] = [world.phone('coordinator'), world.phone('supervisor')];
  await world.appeal({ category: 'Погода', subcategory: 'Снег', fact: 'Сугроб' });
  await admin.say('/admin');
  await admin.press('Категории');
  await admin.press('Погода / Снег / Сугроб');
  await admin.press('Исполнитель');
  await admin.press('Петров П.П.');
  await open('Погода · Снег');
  expect(await coordinator.text('Погода · Снег · Сугроб')).toContain('Обычный исполнитель: Петров П.П.');
  await coordinator.press('5 дн.', 'Погода · Снег · Сугроб');
  expect(await coordinator.text('Погода · Снег · Сугроб')).toContain('5 дней');
});

test('whoever is no coordinator decides nothing, and what an admin keeps is not the coordinators’', async () => {
  const executor = world.phone('executor');
  await world.appeal({ category: 'Связь', subcategory: null, fact: null });
  await executor.say('/menu');
  expect((await executor.buttons('Меню')).join()).not.toContain('Новые категории');
  const [row] = await world.fresh.database.dataSource.query<{ id: number }[]>(
    `select id from category where category = 'Связь'`,
  );
  const [known] = await world.fresh.database.dataSource.query<{ id: number }[]>(
    `select id from category where fact = 'Яма'`,
  );
  const forged = (id = 0) => `x:newTerm:${id.toString(36)}:a`;
  expect((await executor.pressAnywhere(forged(row?.id))).text).toBe('О новых категориях решает координатор.');
  expect((await world.phone('coordinator').pressAnywhere(forged(known?.id))).text).toBe(
    'Эту категорию ведёт администратор.',
  );
});

test('what a crash has left undone is done by the next tick', async () => {
  const number = await world.appeal({ category: 'Погода', subcategory: null, fact: null });
  await world.fresh.database.dataSource.query(
    `update category set is_new = false, fast_track_days = 3, decision = 'Так решено', decided_by_id = (select id from person where name like 'Кузнецова%')
     where category = 'Погода'`,
  );
  await world.application.tick();
  expect(await read(number)).toMatchObject({ days: 3 });
});

test('what is decided about one is decided for the rest of its branch by one press', async () => {
  const coordinator = world.phone('coordinator');
  const branch = { category: 'Транспорт', subcategory: 'Автобусы' };
  const decided = await world.appeal({ ...branch, fact: 'Не вышел на линию' });
  const sibling = await world.appeal({ ...branch, fact: 'Опоздание' });
  const cousin = await world.appeal({ category: 'Транспорт', subcategory: 'Остановки', fact: 'Нет навеса' });
  await open('Транспорт · Автобусы · Не вышел');
  expect((await coordinator.buttons('Обращений: 1')).join()).not.toContain('Так же для');
  await coordinator.press('7 дн.', 'Обращений: 1');
  await coordinator.press('Так же для остальных в «Автобусы»: 1', 'Решено');
  await world.quiet();
  expect([await read(decided), await read(sibling), await read(cousin)]).toMatchObject([
    { days: 7 },
    { days: 7 },
    { days: null },
  ]);
  await coordinator.press('Так же для остальных в «Транспорт»: 1', 'Решено');
  await world.quiet();
  expect(await read(cousin)).toMatchObject({ days: 7 });
  expect((await coordinator.buttons('Решено')).join()).not.toContain('Так же для');
});
