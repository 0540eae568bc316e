import { card, open } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const EMPTY = { text: undefined, address: undefined, settlement: undefined };

test('what is pasted from ПОС loses the applicant’s lines, its address is offered as the place, and the next one is a press away', async () => {
  const coordinator = world.phone('coordinator');
  const first = await world.appeal(EMPTY);
  const second = await world.appeal(EMPTY);
  await coordinator.press('➕ Дополнить', card(first));
  await coordinator.say(
    'Заявитель: Иванов Пётр Сергеевич\nТелефон: 8 917 123-45-67\nАдрес: ул. Мира, 3\nЯма у подъезда, третий день.',
  );
  const asked = await coordinator.text(card(first));
  expect(asked).toContain('Убрано из текста: заявитель, телефон.');
  expect(asked).toContain('Яма у подъезда, третий день.');
  expect(asked).not.toMatch(/Иванов|Мира/);
  await coordinator.press('Готово', card(first));
  await coordinator.press('ул. Мира, 3', card(first));
  await coordinator.press('Пропустить', card(first));
  expect((await coordinator.press('Подтвердить', card(first))).text).toBe('Сведения дополнены');
  const completed = await coordinator.text(card(first));
  expect(completed).toContain('ул. Мира, 3\n');
  expect(completed).toContain('Яма у подъезда, третий день.');

  expect(await coordinator.buttons('Без текста или адреса ещё 1 обращение.')).toEqual([
    `Дополнить следующее: № ${second}`,
  ]);
  await coordinator.press('Дополнить следующее', 'Без текста или адреса');
  expect(await coordinator.text(card(second))).toContain('Вставьте текст обращения из ПОС.');
  await coordinator.say('Почта: a@b.ru');
  expect(await coordinator.text(card(second))).toContain('Убрано из текста: почта.');
  await coordinator.say('Не горит фонарь у дома 5.');
  await coordinator.press('Готово', card(second));
  expect((await coordinator.buttons(card(second))).join()).not.toContain('Мира');
  await coordinator.say('ул. Гагарина, 5');
  await coordinator.press('Пропустить', card(second));
  const before = (await coordinator.messages()).length;
  await coordinator.press('Подтвердить', card(second));
  // nothing else lacks anything
  expect((await coordinator.messages()).slice(before).map(({ text }) => text)).toEqual([]);
});

test('a point of the district with its numbers exchanged is asked for again; one outside is taken, and the card says so', async () => {
  const coordinator = world.phone('coordinator');
  const number = await world.appeal({ ...EMPTY, text: 'Яма.' });
  await coordinator.press('➕ Дополнить', card(number));
  await coordinator.say('Казанский тракт, у поворота');
  await coordinator.say('51.41, 55.71');
  expect(await coordinator.text(card(number))).toContain('Похоже, широта и долгота перепутаны');
  await coordinator.say('59.9, 30.3');
  await coordinator.press('Подтвердить', card(number));
  await open(world, 'coordinator', number);
  expect(await coordinator.text(card(number))).toContain('Точка на карте вне района (?), проверьте её');
});
