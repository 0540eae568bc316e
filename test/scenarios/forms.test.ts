import { databaseOf } from '../../src/database/database';
import { runDueReminders } from '../../src/jobs/tick';
import { assign, brief, card, inWork, open, write } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ env: { PERSONAL_DATA_IN_CHAT: 'on_request' } });
});
afterAll(() => world.stop());

test('contacts are shown on request to whoever works on the appeal, are journaled, and vanish after five minutes', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Показать контакты', card(number));
  expect(await executor.text(/^Контакты/)).toBe(
    `Контакты по № ${number}. Сообщение исчезнет через 5 минут.\nИванов Пётр Сергеевич\n+7 917 123-45-67`,
  );
  await executor.press('Назад', card(number));
  await executor.press('История', card(number));
  expect(await executor.text('История')).toContain('Показаны контакты\nПетров П.П., исполнитель');
  await executor.press('К карточке', 'История');
  await open(world, 'otherExecutor', number);
  expect(await world.phone('otherExecutor').buttons(card(number))).toEqual(['История', 'Сроки', 'Почему такой срок']);
  world.later(5 * 60_000 + 1_000);
  await runDueReminders(world.desk);
  await world.quiet();
  expect((await executor.messages()).some(({ text }) => text?.includes('123-45-67'))).toBe(false);
});

test('the flat in a place is hidden in chats, and whole for whoever may see the contacts', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world, { address: 'ул. Давыдова, 98, кв. 5' });
  expect(await executor.text(card(number))).toContain('ул. Давыдова, 98, кв. •••\n');
  await executor.press('Выезд', card(number));
  await executor.press('Завтра', card(number));
  await executor.press('14:00', card(number));
  // Whoever is invited is led to the house.
  expect(await executor.buttons(card(number))).toContain('Мамадыш, ул. Давыдова, 98');
  await executor.press('Отмена', card(number));
  await executor.press('Показать контакты', card(number));
  expect(await executor.text(`Контакты по № ${number}`)).toContain('Мамадыш, ул. Давыдова, 98, кв. 5');
  await executor.say('/my');
  expect(await executor.text(/^Мои: \d/)).toContain('ул. Давыдова, 98, кв. •••');
});

test('an answer that is written before its type is chosen waits for its question', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Ответ на согласование', card(number));
  await executor.say('Яма на ул. Советской, 15 засыпана 25.11.2026.');
  await executor.say('Спросить: 8 917 123-45-67.');
  expect(await executor.text(card(number))).toContain('засыпана 25.11.2026.\nСпросить');
  expect(await executor.buttons(card(number))).toContain('Не решено');
  await executor.press('Не решено', card(number));
  // It is looked at as any other.
  expect(await executor.text(card(number))).toContain('Так и оставить?');
  await executor.press('Оставить как есть', card(number));
  expect(await executor.text(card(number))).toContain('засыпана 25.11.2026.\nСпросить');

  await executor.press('Назад', card(number));
  await executor.say('Весной дорогу отремонтируют целиком.');
  await executor.press('Решено', card(number));
  expect(await executor.text(card(number))).toContain('123-45-67.\nВесной дорогу отремонтируют целиком.');
  expect(await executor.buttons(card(number))).toContain('Готово');
  await executor.press('Отмена', card(number));
});

test('whoever mends their message is told that the form holds the former words', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Ответ на согласование', card(number));
  await executor.press('Не решено', card(number));
  await executor.say('Яма на ул. Советской, 15 внесена в план на декабрь 2025 года.');
  await executor.rewrite('Яма на ул. Советской, 15 внесена в план на декабрь 2026 года.');
  await executor.sees('Правку отправленного сообщения я не вижу');
  expect(await executor.text(card(number))).toContain('декабрь 2025 года');
  await executor.press('Написать заново', card(number));
  await executor.say('Яма на ул. Советской, 15 внесена в план на декабрь 2026 года.');
  // Telegram says «edited» of a link as well, once it has looked at it.
  const last = await executor.lastId();
  await executor.rewrite('Яма на ул. Советской, 15 внесена в план на декабрь 2026 года.');
  expect(await executor.lastId()).toBe(last);
  await executor.press('Отмена', card(number));
  await executor.rewrite('Никому.');
  expect(await executor.lastId()).toBe(last);
});

test('photos that come before the type is chosen, or after «Готово», are a part of the report all the same', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Ответ на согласование', card(number));
  await executor.sendPhotos(2, 'Яма засыпана 25.11.2026.');
  expect(await executor.text(card(number))).toContain(
    'Яма засыпана 25.11.2026.\nПринято фото: 2\n\nКакой ответ готовите?',
  );
  expect(await executor.buttons(card(number))).toEqual(['Решено', 'Не решено', 'Отложено', 'Отклонено', 'Отмена']);
  await executor.press('Отложено', card(number));
  await executor.sendPhotos(1);
  await executor.press('Завтра', card(number));
  expect(await executor.text(card(number))).toContain('Яма засыпана 25.11.2026.\nПринято фото: 3');
  await executor.press('Готово', card(number));
  await executor.press('Готово', card(number));
  await executor.sendPhotos(1, 'Вид с дороги');
  await executor.sees('Фото приняты, текст под ними нет');
  expect(await executor.text(card(number))).toMatch(/Принято фото: 4\n[^]*Кому отправить на согласование\?/);
  await executor.press(brief('supervisor'), card(number));
  expect(await executor.text(card(number))).toContain('4 фото');

  const other = await inWork(world);
  await executor.press('Комментарий и фото', card(other));
  await write(executor, 'Осмотрели.');
  await executor.sendPhotos(2);
  expect(await executor.text(card(other))).toContain('Принято фото: 2\n\nКак идут работы?');
  await executor.press('осмотрено', card(other));
  expect(await executor.text(card(other))).toContain('2 фото');
});

test('words where a button is awaited, words where photos are, and a caption beside photos: each is answered, nothing is lost in silence', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Ответ на согласование', card(number));
  await executor.say('Решено');
  expect(await executor.text(card(number))).toContain('Сейчас нужен выбор кнопкой. /cancel прервёт ввод.');
  await executor.press('Решено', card(number));
  await write(executor, 'Первая часть.', 'Вторая часть от 25.11.2026.');
  await executor.sendPhotos(1, 'До и после');
  await executor.sees('Фото приняты, текст под ними нет');
  await executor.say('Вот так');
  expect(await executor.text(card(number))).toContain('Здесь нужно фото или файл.');
  await executor.press('Готово', card(number));
  await executor.press('Назад', card(number));
  await executor.press('Назад', card(number));
  expect(await executor.text(card(number))).toContain('Первая часть.\nВторая часть от 25.11.2026.');
  await executor.say('/cancel');
  expect((await executor.messages()).slice(-2).map(({ text }) => text)).toEqual([
    'Отменено',
    expect.stringMatching(card(number)),
  ]);
  expect(await executor.buttons(card(number))).toContain('📝 Ответ на согласование');
  await executor.say('/cancel');
  await executor.sees('Отменять нечего.');
});

test('a short answer is one message; said again after «Назад» it takes the place of the first; the last of an act waits for «Отправить»', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Запросить документы', card(number));
  await executor.say('Росреестр');
  expect(await executor.text(card(number))).toContain('У кого: Росреестр\n\nЧто запросить?');
  await executor.press('Назад', card(number));
  expect(await executor.buttons(card(number))).toEqual(['Готово', 'Написать заново', 'Отмена']);
  await executor.say('Кадастровая палата');
  await executor.say('Выписка');
  expect(await executor.text(card(number))).toContain('У кого: Кадастровая палата\nЧто: Выписка\n\nК какому дню?');
  await executor.press('Отмена', card(number));
  await executor.press('Вернуть на координацию', card(number));
  await executor.say('Не мой участок.');
  await executor.say('Это соседний район.');
  expect(await executor.text(card(number))).toContain('Не мой участок.\nЭто соседний район.');
  expect((await executor.press('Отправить', card(number))).text).toBe('Возвращено на координацию');
});

test('long lists turn by pages and keep the page while one chooses', async () => {
  const executor = world.phone('executor');
  for (let index = 0; index < 12; index += 1) {
    await databaseOf(world.desk).query({
      name: `add-outside-${index}`,
      text: `insert into organization (name, kind) values ('Ведомство ${index + 10}', 'outside')`,
    });
  }
  const number = await inWork(world);
  await executor.press('Перенаправить', card(number));
  expect((await executor.buttons(card(number))).slice(-4)).toEqual(['◀', '1/2', '▶', 'Отмена']);
  await executor.press('▶', card(number));
  expect(await executor.buttons(card(number))).toEqual([
    'Ведомство 17',
    'Ведомство 18',
    'Ведомство 19',
    'Ведомство 20',
    'Ведомство 21',
    'Минтранс РТ',
    '◀',
    '2/2',
    '▶',
    'Отмена',
  ]);
  await executor.press('Отмена', card(number));
});

test('a form that was left for a day says so', async () => {
  const executor = world.phone('executor');
  const number = await world.appeal();
  await assign(world, number);
  await executor.press('Вернуть на координацию', card(number));
  world.later(25 * 3_600_000);
  await executor.say('Не мой участок.');
  await executor.sees('Прошли сутки, ввод закрыт.');
  // What was typed is not lost.
  await executor.say('Ещё слово');
  await executor.sees('Не мой участок.\nЕщё слово\nК какому обращению?');
  await executor.press('Не нужно', 'К какому обращению?');
  expect((await world.status(number)).stage).toBe('assigned');
});

test('a press on a form that was left for a day says the same, and shows the card as it is now', async () => {
  const executor = world.phone('executor');
  const number = await world.appeal();
  await assign(world, number);
  await executor.press('Вернуть на координацию', card(number));
  const cancel = await executor.remember('Отмена', card(number));
  world.later(25 * 3_600_000);
  const expired = { text: 'Прошли сутки, ввод закрыт. Откройте обращение и начните снова.', showAlert: true };
  expect(await executor.press('Отмена', card(number))).toEqual(expired);
  expect(await executor.buttons(card(number))).toContain('▶️ Взять в работу');
  expect(await cancel()).toEqual(expired);
  await executor.say('Не мой участок.');
  await executor.press('Не нужно', 'Не мой участок.\nК какому обращению?');
});
