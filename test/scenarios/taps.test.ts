import { card, inWork } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('a card offers five acts; «Ещё» shows the rest in its place, «Назад» the five again', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  const before = await executor.lastId();
  const five = await executor.buttons(card(number));
  expect(five.slice(0, 6)).toEqual([
    '📷 Комментарий и фото',
    '📝 Ответ на согласование',
    '📣 Доложить руководителю',
    'Выезд',
    'Запросить документы',
    'Ещё',
  ]);
  await executor.press('Ещё', card(number));
  expect(await executor.buttons(card(number))).toEqual([
    'Совещание',
    'Передать в подведомственную',
    'Перенаправить',
    'Вернуть на координацию',
    'Назад',
  ]);
  await executor.press('Назад', card(number));
  expect(await executor.buttons(card(number))).toEqual(five);
  expect(await executor.lastId()).toBe(before);
});
