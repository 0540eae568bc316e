import { card, inWork } from '../support/office-work';
import { World } from '../support/world';

let world: World;
let number: string;

beforeAll(async () => {
  world = await World.start({ now: '2026-11-24T10:00:00+03:00' });
  number = await inWork(world);
  // Half of the day for the report: told that day.
  await world.passTo('2026-11-24T16:30:00+03:00');
});
afterAll(() => world.stop());

const listsOf = async (who: 'executor' | 'otherExecutor' | 'coordinator') =>
  (await world.phone(who).messages()).filter(({ text }) => text?.startsWith('Дела на '));

test('at 8:15 the executor sees what ends today, once, silently, whatever ticks and whoever has nothing sees nothing', async () => {
  world.at('2026-11-25T08:14:50+03:00');
  await world.application.tick();
  await world.quiet();
  expect(await listsOf('executor')).toEqual([]);
  world.at('2026-11-25T08:15:05+03:00');
  for (let again = 0; again < 3; again += 1) await world.application.tick();
  await world.quiet();
  const lists = await listsOf('executor');
  expect(lists.map(({ text, silent }) => [text?.split('\n\n')[1], silent])).toEqual([
    [`№ ${number} · Мамадыш, ул. Советская, 15\nДоклад руководителю: сегодня до 10:00`, true],
  ]);
  expect(await listsOf('otherExecutor')).toEqual([]);
});

test('its button opens the card', async () => {
  await world.phone('executor').press(`…${number.slice(-7)}`, 'Дела на ');
  expect(await world.phone('executor').buttons(card(number))).toContain('📣 Доложить руководителю');
});

test('on the next working day the coordinator sees with whom it is overdue, and opens it', async () => {
  world.at('2026-11-26T08:15:05+03:00');
  await world.application.tick();
  await world.quiet();
  const [list] = await listsOf('coordinator');
  expect(list?.text).toContain(`Просрочено у сотрудников, с прошлых дней: 1\nПетров П.П.: № ${number}`);
  await world.phone('coordinator').press(`…${number.slice(-7)}`, 'Дела на ');
  expect(await world.phone('coordinator').text(card(number))).toContain('Петров П.П.');
});

test('on Monday the curator gets the week as a text, and as a workbook by its button', async () => {
  world.at('2026-11-30T09:00:05+03:00');
  await world.application.tick();
  await world.quiet();
  const curator = world.phone('secondCoordinator');
  expect((await curator.messages()).at(-1)?.text).toContain('Неделя 23.11–29.11.2026\nПоступило: 1\n');
  await curator.press('Таблица за неделю', 'Неделя 23.11–29.11.2026');
  await world.quiet();
  expect((await curator.messages()).at(-1)).toMatchObject({
    silent: true,
    document: { file_name: 'Неделя 23.11.2026–29.11.2026.xlsx' },
  });
  expect((await world.phone('coordinator').messages()).filter(({ text }) => text?.startsWith('Неделя'))).toEqual([]);
});
