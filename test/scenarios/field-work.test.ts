import { assign, brief, card, inWork, ringing, takeIntoWork, write } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('the executor reports within a working day; the supervisor says «Принято» or gives an instruction', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await world.appeal();
  await assign(world, number);
  expect(await executor.text(number)).toContain('Доложить руководителю до 26.11 10:0');
  await executor.press('Доложить руководителю', number);
  // The usual supervisor comes first.
  expect(await executor.buttons(number)).toEqual(['★ Шафеев И.Р.', 'Гарипов Р.М.', 'Отмена']);
  expect(
    await ringing(world, async () =>
      expect((await executor.press('Шафеев И.Р.', number)).text).toBe('Доложено: Шафеев И.Р.'),
    ),
  ).toEqual([]);
  expect(await supervisor.text(number)).toMatch(/^Исполнитель доложил вам\n/);
  expect(await executor.buttons(number)).not.toContain('📣 Доложить руководителю');

  // «Принято» is nobody's move: the executor's card says so, and no message does.
  const before = await executor.lastId();
  expect(
    await ringing(world, async () => expect((await supervisor.press('Принято', number)).text).toBe('Принято')),
  ).toEqual([]);
  expect(await executor.lastId()).toBe(before);
  expect(await executor.text(card(number))).toMatch(/Доложено 25\.11 10:\d\d: Шафеев И\.Р\., принято/);
  expect(await supervisor.buttons(number)).not.toContain('👌 Принято');

  await supervisor.press('Дать указание', number);
  expect(
    await ringing(world, async () => {
      await supervisor.say('Сначала огородите яму.');
      expect((await supervisor.press('Без срока', number)).text).toBe('Указание передано: Петров П.П.');
    }),
  ).toEqual(['executor']);
  expect(await executor.text('Указание руководителя')).toContain('Сначала огородите яму.');
  await takeIntoWork(world, number);
  expect(await executor.text(card(number))).toContain('Сначала огородите яму.');
});

test('an instruction is read even by an executor who has a form open in the card', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world);
  await executor.press('Доложить руководителю', number);
  await executor.press('Шафеев И.Р.', number);
  await executor.press('Выезд', number);
  await supervisor.press('Дать указание', number);
  await supervisor.say('Возьмите дорожников.');
  await supervisor.press('Без срока', number);
  const form = await executor.text(number);
  expect(form).toMatch(/^Указание руководителя\n/);
  expect(form).toContain('Возьмите дорожников.');
  expect(form).toContain('В какой день?');
  await executor.press('Отмена', number);
});

test('a day may be typed as people say it, in either language', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Выезд', number);
  await executor.say('в пятницу');
  expect(await executor.text(number)).toContain('пт 27.11, во сколько?');
  await executor.press('Назад', number);
  await executor.say('иртәгә');
  expect(await executor.text(number)).toContain('чт 26.11, во сколько?');
  await executor.press('Отмена', number);
});

test('a visit: who takes part is told, reminded the evening before and an hour before, and its result is kept', async () => {
  const [executor, other] = [world.phone('executor'), world.phone('otherExecutor')];
  const number = await inWork(world);
  await executor.press('Выезд', number);
  expect(await executor.buttons(number)).toEqual([
    'Сегодня',
    'Завтра',
    '+5 · пн 30.11',
    '+7 · ср 02.12',
    'Календарь',
    'Отмена',
  ]);
  await executor.press('Сегодня', number);
  // Of today's hours only those to come.
  expect((await executor.buttons(number))[0]).toBe('11:00');
  await executor.say('8:00');
  expect(await executor.text(number)).toContain('Это время уже прошло.');
  await executor.press('Завтра', number);
  await executor.say('14:30');
  await executor.say('ул. Советская, 15, у подъезда');
  expect(await executor.text(number)).toContain('Когда: 26.11 14:30\nГде: ул. Советская, 15, у подъезда');
  await executor.press('Сидоров С.С.', number);
  expect(await executor.buttons(number)).toContain('✓ Сидоров С.С.');
  // A surname is looked for among the people of the bot; an outside body is one only by its own button.
  await executor.say('гарип');
  expect(await executor.buttons(number)).toEqual(['Гарипов Р.М.', 'Сторонние: гарип', 'Отправить', 'Назад', 'Отмена']);
  expect(await executor.text(number)).not.toMatch(/Сторонние: гарип/);
  await executor.say('МУП «Водоканал»');
  expect(await executor.text(number)).toContain('среди сотрудников никого нет');
  await executor.press('Сторонние: МУП «Водоканал»', number);
  expect(await executor.text(number)).toContain('Сторонние: МУП «Водоканал»');
  await executor.press('Убрать сторонних', number);
  expect(await executor.text(number)).not.toContain('Сторонние: МУП');
  await executor.say('МУП «Водоканал»');
  await executor.press('Сторонние: МУП «Водоканал»', number);
  expect(await executor.text(number)).toContain('Сторонние: МУП «Водоканал»');
  expect(
    await ringing(world, async () =>
      expect((await executor.press('Отправить', number)).text).toBe('Выезд 26.11 14:30, напомню участникам'),
    ),
  ).toEqual(['otherExecutor']);
  expect(await other.text('Петров П.П. приглашает на выезд')).toContain(
    'Когда: чт 26.11 14:30\nГде: ул. Советская, 15, у подъезда',
  );

  await world.passTo('2026-11-25T17:59:00+03:00');
  expect(await ringing(world, () => world.passTo('2026-11-25T18:00:05+03:00'))).toEqual(['executor', 'otherExecutor']);
  await other.sees(`№ ${number}. Завтра выезд 26.11 14:30, ул. Советская, 15, у подъезда`);
  await executor.sees(`№ ${number}. Завтра выезд`);
  await world.passTo('2026-11-26T13:29:00+03:00');
  expect(await ringing(world, () => world.passTo('2026-11-26T13:30:05+03:00'))).toEqual(['executor', 'otherExecutor']);
  await other.sees(`№ ${number}. Через час выезд`);

  await executor.press('Итог выезда', card(number));
  // The only one that is open is not asked about; «Назад» shows it all the same.
  expect(await executor.text(card(number))).toContain('26.11 14:30, ул. Советская, 15, у подъезда\n\nНапишите итог.');
  await executor.press('Назад', card(number));
  await executor.press('26.11 14:30 · ул. Советская, 15', card(number));
  expect((await write(executor, 'Яма 2 на 3 метра.')).text).toBe('Итог выезда записан');
  expect(await executor.text(card(number))).toContain(
    'Выезд 26.11 14:30, ул. Советская, 15, у подъезда. Итог: Яма 2 на 3 метра.',
  );
  expect(await executor.buttons(card(number))).not.toContain('Итог выезда');
});

test('the place of the appeal is a button; where it is not known, it is written', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world, { settlement: 'Усали', address: 'ул. Центральная, 3, тел. 8 917 123-45-67' });
  await executor.press('Выезд', number);
  await executor.press('Завтра', number);
  await executor.press('09:00', number);
  expect(await executor.buttons(number)).toEqual([
    'Усали, ул. Центральная, 3, тел. +7 ••• •••-••-67',
    'Назад',
    'Отмена',
  ]);
  await executor.press('Усали', number);
  expect(await executor.text(number)).toContain('Где: Усали, ул. Центральная, 3');
  expect((await executor.press('Отправить', number)).text).toMatch(/^Выезд /);
  const nowhere = await inWork(world, { settlement: undefined, address: undefined });
  await executor.press('Выезд', nowhere);
  await executor.press('Завтра', nowhere);
  await executor.press('09:00', nowhere);
  expect(await executor.buttons(nowhere)).toEqual(['Назад', 'Отмена']);
  await executor.press('Отмена', nowhere);
});

test('a meeting is the same beside a table; once its result is noted nobody is reminded', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Совещание', number);
  await executor.say('30.11');
  await executor.press('10:00', number);
  await executor.say('Исполком, каб. 12');
  await executor.press(brief('approver'), number);
  expect((await executor.press('Отправить', number)).text).toBe('Совещание 30.11 10:00, напомню участникам');
  expect(await world.phone('approver').text('Петров П.П. приглашает на совещание')).toContain(
    'Когда: пн 30.11 10:00\nГде: Исполком, каб. 12',
  );
  await executor.press('Итог совещания', number);
  expect((await write(executor, 'Ремонт в декабре.')).text).toBe('Итог совещания записан');
  await world.passTo('2026-11-30T08:59:00+03:00');
  expect(await ringing(world, () => world.passTo('2026-11-30T09:30:00+03:00'))).toEqual([]);
});

test('documents are asked of whoever may be asked, and come in', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Запросить документы', number);
  await executor.say('Мамадышский районный суд');
  expect(await executor.text(number)).toContain(
    'У судов, органов дознания и предварительного следствия запрашивать нельзя',
  );
  // what only sounds like one is asked about, and the answer is kept
  await executor.say('Федерация судей');
  expect(await executor.text(number)).toContain('Похоже на суд, орган дознания или следствия');
  expect(await executor.buttons(number)).toEqual(['Всё равно запросить', 'Написать заново', 'Отмена']);
  await executor.press('Всё равно запросить', number);
  await executor.say('Список судей');
  expect((await executor.press('+7', number)).text).toContain('Запрос записан');
  expect(await executor.text(number)).toContain('Запрос: Федерация судей, Список судей, до');
  await executor.press('История', number);
  expect(await executor.text(`История № ${number}`)).toContain(
    'Федерация судей · подтверждено, что запросить можно · к ',
  );
  await executor.press('К карточке', `История № ${number}`);
  await executor.press('Документы получены', number);
  await executor.press('Федерация судей, Список судей', number);

  await executor.press('Запросить документы', number);
  await executor.say('Росреестр');
  await executor.say('Выписка о границах участка');
  expect((await executor.press('+7', number)).text).toBe('Запрос записан, срок до 07.12');
  expect(await executor.text(number)).toContain('Запрос: Росреестр, Выписка о границах участка, до 07.12');
  await executor.press('Документы получены', number);
  expect((await executor.press('Росреестр, Выписка о границах участка', number)).text).toBe('Документы получены');
  expect(await executor.buttons(number)).not.toContain('Документы получены');
});

test('a request by a day off is by the next working day, and is cancelled with a word', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Запросить документы', number);
  await executor.say('Росреестр');
  await executor.say('Выписка');
  await executor.say('05.12');
  await executor.sees('Запрос записан, срок до 07.12 · 05.12 выходной, будет 07.12');
  await executor.press('Отменить запрос', number);
  // The only one that waits is not asked for.
  expect(await executor.text(number)).toContain('Запрос: Росреестр, Выписка');
  expect((await write(executor, 'Выписка нашлась')).text).toBe('Запрос отменён');
  expect(await executor.text(number)).not.toContain('Запрос: Росреестр');
  expect(await executor.buttons(number)).not.toContain('Отменить запрос');
});

test('a comment needs words or a photo, and carries its status to every card', async () => {
  const [executor, coordinator] = [world.phone('executor'), world.phone('coordinator')];
  const number = await inWork(world);
  await executor.press('Комментарий и фото', number);
  expect(await executor.buttons(number)).toEqual(['📍 Геопозиция', 'Отмена']);
  await executor.sendPhotos(2, 'Огородили.');
  await executor.sees(/Принято фото: 2/);
  expect(await executor.text(number)).toContain('Огородили.');
  expect(await executor.text(number)).toContain('Если прислать фото файлом, сохранятся время и место съёмки.');
  await executor.press('Готово', number);
  expect(await executor.buttons(number)).toEqual([
    'осмотрено',
    'работы назначены',
    'работы ведутся',
    'работы завершены',
    'без изменений',
    'Назад',
    'Отмена',
  ]);
  expect((await executor.press('работы ведутся', number)).text).toBe('Записано: работы ведутся');
  expect(await coordinator.text(card(number))).toContain('Ход работ: работы ведутся');
  // Its author is the first who is asked to place it.
  expect(await executor.text(/^Разместить в ПОС/)).toContain('Файлы к нему: 2');
  const before = (await executor.messages()).length;
  await executor.press('Файлы', /^Разместить в ПОС/);
  expect((await executor.messages()).length).toBe(before + 2);
});

test('a comment may leave the status as it is, and the card keeps the former one', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Комментарий и фото', number);
  await write(executor, 'Техника вышла.');
  expect((await executor.press('без изменений', number)).text).toBe('Комментарий записан');
  expect(await executor.text(card(number))).not.toContain('Ход работ');
  await executor.press('Комментарий и фото', number);
  await write(executor, 'Начали засыпать.');
  await executor.press('работы ведутся', number);
  await executor.press('Комментарий и фото', number);
  await write(executor, 'Продолжаем.');
  expect((await executor.press('без изменений', number)).text).toBe('Комментарий записан');
  expect(await executor.text(card(number))).toContain('Ход работ: работы ведутся');
  await executor.press('История', card(number));
  expect(await executor.text('История')).toContain('Продолжаем.');
  await executor.press('К карточке', 'История');
});
