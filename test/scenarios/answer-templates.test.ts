import { card, inWork } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const TEXT =
  'По обращению № {номер} от {дата} по адресу {адрес} сообщаем: работы выполнит бригада МКУ «Благоустройство» до {срок}.\nИсполнитель {исполнитель}.';

test('a coordinator writes a template in the chat: an unknown placeholder is refused with the known ones, a double tap adds one', async () => {
  const coordinator = world.phone('coordinator');
  await coordinator.say('/menu');
  await coordinator.press('Шаблоны ответов', 'Меню');
  await coordinator.press('Новый шаблон', 'Шаблоны ответов: 0');
  await coordinator.press('Дороги / Содержание дорог / Яма', 'Для каких обращений');
  await coordinator.say('Яма, план работ');
  await coordinator.say('По адресу {адресс} работы идут.');
  expect(await coordinator.text('Пришлите текст шаблона')).toContain(
    '⚠️ Не знаю {адресс}. Можно: {номер}, {дата}, {адрес}, {тема}, {исполнитель}, {срок}, {сегодня}.',
  );
  await coordinator.say(TEXT);
  const shown = await coordinator.text('Яма, план работ');
  expect(shown).toContain('Для чего: Дороги / Содержание дорог / Яма');
  expect(shown).toContain('{исполнитель}');
  expect(shown).toContain('По обращению № 327441806 от 12.11.2026 по адресу Мамадыш, ул. Советская, 15');

  await coordinator.press('Назад', 'Для чего:');
  await coordinator.press('Новый шаблон', 'Шаблоны ответов: 1');
  await coordinator.press('Для всех обращений', 'Для каких обращений');
  await coordinator.say('Общий');
  await coordinator.say('Обращение {номер} рассмотрено.');
  const remove = await coordinator.remember('Удалить', 'Для чего: Для всех обращений');
  await Promise.all([remove(), remove()]);
  await world.quiet();
  await coordinator.press('Вернуть', 'Шаблон «Общий» удалён.');
  await coordinator.press('Переименовать', 'Для чего: Для всех обращений');
  await coordinator.say('Для любого');
  await coordinator.press('Назад', 'Для любого');
  expect(await coordinator.buttons('Шаблоны ответов: 2')).toEqual([
    'Для любого · Для всех обращений',
    'Яма, план работ · Дороги / Содержание дорог / Яма',
    'Новый шаблон',
    'Меню',
  ]);
});

test('whoever writes an answer is offered those for its appeal first, filled in, to be written on', async () => {
  const number = await inWork(world);
  const executor = world.phone('executor');
  await executor.press('Ответ на согласование', card(number));
  await executor.press('Не решено', card(number));
  expect(await executor.buttons(card(number))).toEqual(['📄 Яма, план работ', '📄 Для любого', 'Назад', 'Отмена']);
  const press = await executor.remember('📄 Яма, план работ', card(number));
  await Promise.all([press(), press()]);
  await world.quiet();
  const written = await executor.text('Написано:');
  expect(written).toContain(
    `По обращению № ${number} от 25.11.2026 по адресу Мамадыш, ул. Советская, 15 сообщаем: работы выполнит бригада`,
  );
  expect(written).toContain('Исполнитель Петров П.П.');
  await executor.press('Скопировать текст', 'Написано:');
  expect(await executor.text('Ваш текст, №')).toContain('Исполнитель Петров П.П.');
  await executor.say('Ограждение поставлено 24 ноября.');
  await executor.press('Готово', 'Написано:');
  await executor.press('Пропустить', card(number));
  await executor.press('Шафеев И.Р.', card(number));
  expect(await world.phone('supervisor').text(card(number))).toContain('Ограждение поставлено 24 ноября.');
});

test('what a template could not fill in keeps an answer from being sent, and a removed one is not put in', async () => {
  const number = await inWork(world, { address: undefined, settlement: undefined });
  const executor = world.phone('executor');
  await executor.press('Ответ на согласование', card(number));
  await executor.press('Не решено', card(number));
  const general = await executor.remember('📄 Для любого', card(number));
  const coordinator = world.phone('coordinator');
  await coordinator.press('Для любого', 'Шаблоны ответов: 2');
  await coordinator.press('Удалить', 'Для чего: Для всех обращений');
  await general();
  await world.quiet();
  expect(await executor.buttons(card(number))).toEqual(['📄 Яма, план работ', 'Назад', 'Отмена']);

  await executor.press('📄 Яма, план работ', card(number));
  expect((await executor.press('Готово', 'Написано:')).text).toBe(
    'В тексте осталось заполнить: {адрес}. Допишите и пришлите текст заново.',
  );
  expect((await world.status(number)).stage).toBe('in_progress');
});

test('an executor’s forged press changes no template', async () => {
  expect(await world.phone('executor').pressAnywhere('x:templateOff:1:on')).toEqual({
    text: 'Шаблоны меняют координаторы и администраторы.',
    showAlert: true,
  });
});
