import { statement } from '../../src/database/database';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  await world.phone('supervisor').pressAnywhere(`x:role:${await idOf('Сидоров Сидор Сидорович')}:engagement:1`);
});
afterAll(() => world.stop());

const personNamed = statement('test.person-named', 'select id from person where name = $1');
/** As buttons name people. */
async function idOf(name: string): Promise<string> {
  const [person] = await world.fresh.database.query<{ id: number }>(personNamed, [name]);
  return (person?.id ?? 0).toString(36);
}
const official = () => world.phone('otherExecutor');

test('news is written, looked at as a citizen would see it, kept as a draft and placed in ПОС', async () => {
  await official().say('/menu');
  await official().press('ОГ: ', 'Меню');
  expect(await official().text('ОГ: в работе 0')).toContain('Ничего не готовится и не идёт.');
  await official().press('Создать', 'ОГ: в работе 0');
  await official().press('Новость', 'Что создать?');
  await official().say('Открыт <b>каток</b>');
  expect(await official().text('Напишите заголовок.')).toContain('⚠️ В тексте есть разметка <b>.');
  await official().say('Открыт каток на улице Советской');
  await official().say('Каток работает с 10 до 21 часа & вход свободный.');
  await official().press('Готово', 'Написано:');
  const preview = await official().text('Так это увидит житель.');
  expect(preview).toContain('Открыт каток на улице Советской');
  expect(preview).toContain('Каток работает с 10 до 21 часа & вход свободный.');
  const save = await official().remember('Сохранить черновик', 'Так это увидит житель.');
  await Promise.all([save(), save()]);
  await world.quiet();
  expect(await official().text('Этап: Черновик')).toContain('Новость · муниципальный уровень');

  await official().press('Готово к размещению', 'Этап: Черновик');
  await official().press('Размещено', 'Этап: На размещении');
  await official().say('http://pos.gosuslugi.ru/news/1');
  expect(await official().text('Пришлите адрес страницы')).toContain('⚠️ Нужен адрес страницы в ПОС');
  await official().say('https://pos.gosuslugi.ru/news/1');
  const card = await official().text('Этап: Завершено');
  expect(card).toContain('В ПОС: https://pos.gosuslugi.ru/news/1');

  await official().press('К списку', 'Этап: Завершено');
  expect(await official().text('ОГ: в работе 0')).toContain('ОГ');
  await official().press('Завершённые', 'ОГ: в работе 0');
  await official().press('Открыт каток на улице Советской', 'ОГ: завершено и снято 1');
  await official().press('История', 'Этап: Завершено');
  expect(await official().text('История: Открыт каток')).toMatch(/Размещено в ПОС: Сидоров С\.С\.[\s\S]*Создано/);
});

test('a vote for improvement sites names what it lacks, and no date that can’t be', async () => {
  await official().say('/menu');
  await official().press('ОГ: ', 'Меню');
  await official().press('Создать', 'ОГ: в работе');
  await official().press('Голосование по объектам благоустройства', 'Что создать?');
  await official().say('Что благоустроить в 2027 году');
  await official().press('Заполнить позже', 'Напишите текст');
  await official().say('Парк Победы\nул. Ленина, 1');
  await official().press('Готово', '1. Парк Победы');
  expect(await official().text('1. Парк Победы')).toContain('⚠️ Нужно хотя бы два варианта');
  await official().say('Набережная\nул. Речная\n\nСквер у школы № 2');
  await official().say('парк победы');
  expect(await official().text('3. Сквер у школы № 2')).toContain('⚠️ «парк победы» уже есть в списке.');
  await official().press('Готово', '3. Сквер у школы № 2');
  await official().say('30.11.2026');
  expect(await official().text('Когда откроется?')).toContain('⚠️ Этот день уже прошёл.');
  await official().say('05.12.2026');
  await official().say('04.12.2026');
  expect(await official().text('Последний день?')).toContain('⚠️ Последний день раньше открытия.');
  await official().say('25.12.2026');
  await official().say('30.12.2026');
  await official().press('Сохранить черновик', 'Так это увидит житель.');
  expect(await official().text('Этап: Черновик')).toContain('⚠️ Осталось заполнить: текст');
  const handOver = await official()
    .press('Готово к размещению', 'Этап: Черновик')
    .catch(() => null);
  expect(handOver).toBeNull();
  await official().press('Заполнить: текст', 'Осталось заполнить');
  await official().say('Выберите, что благоустроить.');
  await official().press('Готово', 'Написано:');
  await official().press('Готово к размещению', 'Этап: Черновик');
  await official().sees('Этап: На размещении');
});

test('nobody without the role has the list, sees a card or forges an act', async () => {
  const executor = world.phone('executor');
  await executor.say('/menu');
  expect((await executor.buttons('Меню')).filter((caption) => caption.includes('ОГ'))).toEqual([]);
  expect((await executor.pressAnywhere('x:og:open:0')).showAlert).toBe(true);
  expect(await executor.pressAnywhere('x:ogOne:1')).toEqual({ text: 'Этого больше нет.', showAlert: true });
  expect((await executor.pressAnywhere('x:ogAct:2:2:td')).showAlert).toBe(true);
  expect(await world.phone('otherExecutor').pressAnywhere('x:ogAct:2:1:tb')).toEqual({
    text: 'Карточка изменилась, посмотрите её ещё раз.',
    showAlert: true,
  });
});
