import { appealId, assign, card, inWork, ringing } from '../support/office-work';
import { PEOPLE, World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const CORRECT = 'Исправить сведения';

test('a coordinator corrects kind, date and place in one go; the new term is shown first and told to whom it concerns', async () => {
  const [coordinator, executor] = [world.phone('coordinator'), world.phone('executor')];
  const number = await inWork(world);
  await coordinator.press(CORRECT, card(number));
  expect(await coordinator.text(card(number))).toContain('Что исправить? Рядом то, что записано здесь.');
  expect(await coordinator.buttons(card(number))).toEqual([
    'Вид: Сообщение',
    'Категория: Дороги · Содержание дорог · Яма',
    'Дата регистрации: 25.11 09:00',
    `Номер: ${number}`,
    '№ ЕПГУ: не указано',
    'Место: Мамадыш, ул. Советская, 15',
    'Точка: не указано',
    expect.stringMatching(/^Текст: Яма напротив дома 15\./),
    'Отмена',
  ]);
  expect((await coordinator.buttons(card(number))).join()).not.toContain('917');

  await coordinator.press('Вид: Сообщение', card(number));
  await coordinator.press('Обращение 59-ФЗ', card(number));
  expect(await coordinator.text(card(number))).toContain('Вид: Сообщение → Обращение 59-ФЗ');
  await coordinator.press('Дата регистрации: 25.11 09:00', card(number));
  await coordinator.say('20.11');
  expect(await coordinator.text(card(number))).toContain('Дата регистрации: 25.11 09:00 → 20.11 09:00');
  expect(await coordinator.text(card(number))).toContain('Срок: был до 05.12, станет до 20.12');
  await coordinator.press('Место: Мамадыш, ул. Советская, 15', card(number));
  await coordinator.press('Мамадыш', card(number));
  await coordinator.say('ул. Ленина, 8');
  expect(await coordinator.text(card(number))).toContain('Исправить что-то ещё?');
  await coordinator.press('Дальше', card(number));
  await coordinator.say('В ПОС записано иначе.');
  const summary = await coordinator.text(card(number));
  expect(summary).toContain('Место: Мамадыш, ул. Советская, 15 → Мамадыш, ул. Ленина, 8');
  expect(summary).toContain('Причина: В ПОС записано иначе.');
  expect(summary).toContain('Подтвердите: «Исправить сведения».');

  let toast;
  const rang = await ringing(world, async () => (toast = (await coordinator.press('Подтвердить', card(number))).text));
  expect(toast).toBe('Сведения исправлены, срок до 20.12');
  expect(rang).toEqual([]);
  for (const phone of [executor, world.phone('secondCoordinator')])
    expect(await phone.text(`№ ${number}: сведения исправлены`)).toBe(
      `№ ${number}: сведения исправлены, срок 05.12 → 20.12`,
    );
  expect(await executor.text(card(number))).toContain('ул. Ленина, 8');

  await coordinator.press('История', card(number));
  const history = await coordinator.text('История');
  expect(history).toContain('Вид: Сообщение → Обращение 59-ФЗ');
  expect(history).toContain('В ПОС записано иначе.');
  await coordinator.press('К карточке', 'История');
});

test('a number that is in use is refused with a button to its appeal', async () => {
  const coordinator = world.phone('coordinator');
  const [number, other] = [await world.appeal(), await world.appeal()];
  await coordinator.press(CORRECT, card(number));
  await coordinator.press(`Номер: ${number}`, card(number));
  await coordinator.say('№');
  expect(await coordinator.text(card(number))).toContain('⚠️');
  await coordinator.say(other);
  expect(await coordinator.text(card(number))).toContain(`№ ${other} уже занят другим обращением.`);
  const buttons = await coordinator.buttons(card(number));
  expect(buttons[0]).toBe(`Открыть № ${other}`);
  expect(buttons).not.toContain('Дальше');
  await coordinator.press(`Номер: ${other}`, card(number));
  await coordinator.say(`${other}-Б`);
  expect(await coordinator.buttons(card(number))).toContain('Дальше');
  await coordinator.say('/cancel');
});

test('category, point and text: from the list, from the map, in several messages; the text is not in the history', async () => {
  const [coordinator, executor] = [world.phone('coordinator'), world.phone('executor')];
  const number = await world.appeal();
  await assign(world, number);
  await coordinator.press(CORRECT, card(number));
  await coordinator.press('Категория: Дороги · Содержание дорог · Яма', card(number));
  await coordinator.say('Озеленение улиц');
  await coordinator.press('Пропустить', card(number));
  expect(await coordinator.text(card(number))).toContain('→ Озеленение улиц');
  await coordinator.press('Точка: не указано', card(number));
  await coordinator.say('где-то там');
  expect(await coordinator.text(card(number))).toContain('Нужна геопозиция через скрепку или координаты');
  await world.stand.control('POST', `people/${PEOPLE.coordinator.telegramId}/send`, {
    location: { latitude: 55.71, longitude: 52.29 },
  });
  await world.quiet();
  expect(await coordinator.text(card(number))).toContain('Точка: не указано → 55.71000, 52.29000');
  const [text = ''] = (await coordinator.buttons(card(number))).filter((caption) => caption.startsWith('Текст: '));
  await coordinator.press(text, card(number));
  await coordinator.say('Упало дерево у дома 3.');
  await coordinator.say('Звоните: 8 917 765-43-21.');
  expect(await coordinator.text(card(number))).not.toContain('765-43-21');
  await coordinator.press('Готово', card(number));
  expect(await coordinator.text(card(number))).toContain('Текст исправлен');
  await coordinator.press('Дальше', card(number));
  await coordinator.say('Перепутали два обращения.');
  await coordinator.press('Подтвердить', card(number));
  expect(await executor.text(card(number))).toContain('Упало дерево у дома 3.');
  await coordinator.press('История', card(number));
  expect(await coordinator.text('История')).toContain('Текст исправлен');
  expect(await coordinator.text('История')).not.toContain('Упало дерево');
  await coordinator.press('К карточке', 'История');
});

test('of an answered appeal kind and number stay as they are', async () => {
  const coordinator = world.phone('coordinator');
  const number = await world.appeal();
  await world.fresh.database.query(
    {
      name: 'test.answered-by-pos',
      text: `update appeal set stage = 'answered', finished_at = now() where number = $1`,
    },
    [number],
  );
  await coordinator.pressAnywhere(`o:${(await appealId(world, number)).toString(36)}`);
  await coordinator.press(CORRECT, card(number));
  const buttons = (await coordinator.buttons(card(number))).join('\n');
  expect(buttons).not.toMatch(/^(Вид|Номер): /m);
  expect(buttons).toMatch(/^Дата регистрации: /m);
  await coordinator.say('/cancel');
});
