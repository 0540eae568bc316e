import { statement } from '../../src/database/database';
import { inWork } from '../support/office-work';
import { PEOPLE, World, type Who } from '../support/world';

// What people were told is a fact: when, with a sound or without, and what was put off is told again.
let world: World;
let number: string;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  const admin = world.phone('supervisor');
  await admin.say('/admin');
  await admin.pressData(await admin.lastId(), `x:affairs:${(await idOf('secondCoordinator')).toString(36)}:1`);
  number = await inWork(world, {}, 'otherExecutor');
});
afterAll(() => world.stop());

const byId = statement('told-person-id', 'select id from person where name = $1');
const idOf = async (who: Who): Promise<number> => {
  const [row] = await world.fresh.database.query<{ id: number }>(byId, [PEOPLE[who].name]);
  return row?.id ?? 0;
};
const executor = () => world.phone('otherExecutor');

test('«завтра» is the morning list of whoever asks', async () => {
  await world.passTo('2026-12-01T14:30:30+03:00');
  expect(await executor().buttons('Доложите руководителю')).toEqual([
    'Открыть',
    'Напомнить через час',
    'Напомнить завтра',
  ]);
  await executor().press('Напомнить через час', 'Доложите руководителю');
  await world.passTo('2026-12-01T15:31:00+03:00');
  expect((await executor().press('Напомнить завтра', 'Доложите руководителю')).text).toBe('Напомню 02.12 08:15');
});

test('what was put off until tomorrow comes with the morning list, as promised, and neither before nor twice', async () => {
  await world.passTo('2026-12-02T08:14:00+03:00');
  const last = await executor().lastId();
  await world.passTo('2026-12-02T08:15:05+03:00');
  const fresh = (await executor().messages()).filter(({ message_id: id }) => id > last);
  expect(fresh.map(({ text }) => text)).toEqual([expect.stringMatching(/^Дела на ср 02\.12/)]);
  expect(fresh[0]?.text).toContain(`№ ${number}`);
  expect(fresh[0]?.text).toContain('Доклад руководителю: сегодня до 10:00');
});

test('the case of the violation lists each reminder of its own term, told again beside, and no notice of its end', async () => {
  await world.passTo('2026-12-02T09:00:30+03:00');
  // An hour later it would be over.
  expect(await executor().buttons('Остался рабочий час')).toEqual(['Открыть']);
  await world.passTo('2026-12-02T10:00:30+03:00');
  // Late by five working minutes it is a case.
  await world.passTo('2026-12-02T10:05:30+03:00');
  const manager = world.phone('secondCoordinator');
  await manager.say('/menu');
  await manager.press('Журнал нарушений', 'Меню');
  const title = 'Журнал нарушений: декабрь 2026 года';
  await manager.press(`№ ${number}`, title);
  expect(await manager.text(`Нарушение по обращению № ${number}`)).toContain(
    'Бот напоминал до срока, раз: 2. 01.12 14:30 со звуком; ещё раз 01.12 15:31 со звуком; ещё раз 02.12 08:15 со звуком; 02.12 09:00 со звуком',
  );
});
