import { brief, card, goesAway, holds, inWork, open, ringing } from '../support/office-work';
import type { Phone } from '../support/phone';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const PLACE = 'ул. Советская, 15, у подъезда';

/** Tomorrow at the hour, with the other executor, from the card to the toast. */
async function plan(phone: Phone, number: string, what: 'Выезд' | 'Совещание', hour: string): Promise<string | null> {
  await phone.press(what, card(number));
  await phone.press('Завтра', number);
  await phone.say(hour);
  await phone.say(PLACE);
  await phone.press(brief('otherExecutor'), number);
  await phone.say('МУП «Водоканал»');
  await phone.press('Сторонние: МУП «Водоканал»', card(number));
  return (await phone.press('Отправить', number)).text;
}

test('an invitation is heard: who invites, for what, when and where, and that one takes part; the card lists the visit', async () => {
  const [executor, other] = [world.phone('executor'), world.phone('otherExecutor')];
  const number = await inWork(world);
  expect(await ringing(world, () => plan(executor, number, 'Выезд', '14:30'))).toEqual(['otherExecutor']);
  const invitation = await other.text('приглашает на выезд');
  expect(invitation.split('\n')).toEqual([
    'Петров П.П. приглашает на выезд',
    'Когда: чт 26.11 14:30',
    `Где: ${PLACE}`,
    expect.stringContaining(`По обращению № ${number}: `),
    'Участвуют: Петров П.П., Сидоров С.С., МУП «Водоканал»',
    'Вы участвуете.',
  ]);
  expect(await executor.text(card(number))).toContain(
    `Выезд 26.11 14:30, ${PLACE}. Участвуют: Сидоров С.С., МУП «Водоканал»`,
  );
});

test('a visit is moved: its people hear of it, and are reminded of the new hour only', async () => {
  const [executor, other] = [world.phone('executor'), world.phone('otherExecutor')];
  const number = await inWork(world);
  await plan(executor, number, 'Выезд', '14:30');
  // There is one, so it is not asked which.
  await executor.press('Перенести выезд', card(number));
  expect(await executor.text(number)).toContain('На какой день перенести?');
  await executor.say('27.11');
  expect(
    await ringing(world, async () => {
      await executor.say('10:00');
      expect((await executor.text(card(number))).split('\n')).toContain(
        `Выезд 27.11 10:00, ${PLACE}. Участвуют: Сидоров С.С., МУП «Водоканал»`,
      );
    }),
  ).toEqual(['otherExecutor']);
  expect((await other.text(/^Выезд перенесён/)).split('\n')).toEqual([
    'Выезд перенесён: Петров П.П.',
    'Было: чт 26.11 14:30',
    'Когда: пт 27.11 10:00',
    `Где: ${PLACE}`,
    expect.stringContaining(`По обращению № ${number}: `),
    'Участвуют: Петров П.П., Сидоров С.С., МУП «Водоканал»',
    'Вы участвуете.',
  ]);

  // The old evening and the old hour are nobody's any more.
  const before = (await other.messages()).length;
  await world.passTo('2026-11-25T18:00:05+03:00');
  await world.passTo('2026-11-26T13:30:05+03:00');
  const told = (await other.messages()).slice(before).map(({ text }) => text ?? '');
  expect(told.filter((text) => text.includes(number))).toEqual([]);
  expect(await ringing(world, () => world.passTo('2026-11-26T18:00:05+03:00'))).toEqual(['executor', 'otherExecutor']);
  await other.sees(`№ ${number}. Завтра выезд 27.11 10:00`);

  // Moved once more, after the evening was told: that message goes, and the new evening is told anew.
  await executor.press('Перенести выезд', card(number));
  await executor.say('28.11');
  await executor.say('9:00');
  await world.quiet();
  const standing = (await other.messages()).map(({ text }) => text ?? '');
  expect(standing.filter((text) => text.includes(`№ ${number}. Завтра`))).toEqual([]);
  expect(await ringing(world, () => world.passTo('2026-11-27T18:00:05+03:00'))).toEqual(['executor', 'otherExecutor']);
  await other.sees(`№ ${number}. Завтра выезд 28.11 09:00`);
});

test('a meeting is cancelled: its people hear why, nobody is reminded, and it has no result', async () => {
  const [executor, other] = [world.phone('executor'), world.phone('otherExecutor')];
  await world.passTo('2026-11-30T10:00:00+03:00');
  const number = await inWork(world);
  await plan(executor, number, 'Совещание', '14:30');
  await executor.press('Ещё', card(number));
  expect(await executor.buttons(card(number))).not.toContain('Отменить выезд');
  const buttons = (await executor.sees(card(number))).reply_markup?.inline_keyboard.flat() ?? [];
  const result = buttons.find(({ text }) => text === 'Итог совещания')?.callback_data ?? '';
  await executor.press('Отменить совещание', card(number));
  expect(
    await ringing(world, async () => {
      await executor.say('Кабинет занят');
      if ((await executor.buttons(number)).includes('Отправить')) await executor.press('Отправить', number);
    }),
  ).toEqual(['otherExecutor']);
  expect((await other.text(/^Совещание отменено/)).split('\n')).toEqual([
    'Совещание отменено: Петров П.П.',
    'Было: вт 01.12 14:30',
    `Где: ${PLACE}`,
    expect.stringContaining(`По обращению № ${number}: `),
    'Причина: Кабинет занят',
  ]);
  expect(await executor.text(card(number))).not.toContain('Совещание 01.12');
  for (const caption of ['Итог совещания', 'Перенести совещание', 'Отменить совещание'])
    expect(await executor.buttons(card(number))).not.toContain(caption);
  expect((await executor.pressAnywhere(result)).text).toBe('Открытых совещаний нет.');

  const before = (await other.messages()).length;
  await world.passTo('2026-12-01T13:30:05+03:00');
  const told = (await other.messages()).slice(before).map(({ text }) => text ?? '');
  expect(told.filter((text) => text.includes(number))).toEqual([]);
});

test('whoever stands in for an absent participant is told so', async () => {
  await goesAway(world, 'otherExecutor', '2026-12-01', '2026-12-04', 'worker');
  const number = await inWork(world);
  expect(await plan(world.phone('executor'), number, 'Выезд', '9:00')).toBe('Выезд 02.12 09:00, напомню участникам');
  expect(await world.phone('worker').text('приглашает на выезд')).toMatch(
    /Вы замещаете участника, который отсутствует\.$/,
  );
});

test('whoever is invited says that they cannot come, from the invitation: its organizer hears why', async () => {
  const [executor, other] = [world.phone('executor'), world.phone('otherExecutor')];
  await world.passTo('2026-12-07T10:00:00+03:00');
  const number = await inWork(world);
  await plan(executor, number, 'Совещание', '14:30');
  await other.press('Не смогу', new RegExp(`приглашает на совещание[^]*№ ${number}`));
  expect(await other.text(card(number))).toContain('Напишите причину');
  // It is asked below the invitation, not in a card somewhere above.
  const texts = (await other.messages()).map(({ text }) => text ?? '');
  expect(texts.findLastIndex((text) => text.includes('Напишите причину'))).toBeGreaterThan(
    texts.findLastIndex((text) => text.includes('приглашает на совещание')),
  );
  await other.say('Суд в это время');
  expect(await ringing(world, () => other.press('Отправить', card(number)))).toEqual(['executor']);
  expect((await executor.text(/не сможет прийти/)).split('\n')).toEqual([
    'Сидоров С.С. не сможет прийти',
    'Когда: вт 08.12 14:30',
    `Где: ${PLACE}`,
    expect.stringContaining(`По обращению № ${number}: `),
    'Причина: Суд в это время',
  ]);
  expect(await executor.text(card(number))).not.toContain('Участвуют: Сидоров С.С.');
  // Nobody reminds them of it.
  expect(await ringing(world, () => world.passTo('2026-12-08T13:30:05+03:00'))).not.toContain('otherExecutor');
});

test('the outcome of a visit is asked for at the next opening, and takes photos and papers', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await plan(executor, number, 'Выезд', '10:00');
  await world.passTo('2026-12-09T16:59:00+03:00');
  expect(await ringing(world, () => world.passTo('2026-12-10T08:15:05+03:00'))).toContain('executor');
  expect(await executor.text('Дела на чт 10.12')).toContain('итог выезда: сегодня');
  await world.passTo('2026-12-11T08:15:05+03:00');
  expect(await executor.text('Дела на пт 11.12')).toContain('итог выезда');
  await executor.press('Итог выезда', card(number));
  await executor.sendPhotos(2);
  await executor.sendFile(Buffer.from('%PDF-1.7 акт'), 'Акт осмотра.pdf', 'application/pdf');
  await executor.say('Яма 2 на 3 метра.');
  expect((await executor.press('Отправить', card(number))).text).toBe('Итог выезда записан');
  const shown = await executor.text(card(number));
  expect(shown).toContain('Итог: Яма 2 на 3 метра.');
  expect(shown).toContain('2 фото');
});

test('whoever takes no part in the work is not offered: they could open no card of it, nor say «Не смогу»', async () => {
  const executor = world.phone('executor');
  await holds(world, 'worker', ['admin', 'engagement'], false);
  const number = await inWork(world);
  await executor.press('Выезд', card(number));
  await executor.say('14.12');
  await executor.say('15:00');
  await executor.say(PLACE);
  const offered = (await executor.buttons(card(number))).join('\n');
  expect(offered).toContain(brief('otherExecutor'));
  expect(offered).not.toContain(brief('worker'));
  await executor.say('Мастеров');
  expect((await executor.buttons(card(number))).join('\n')).not.toContain(brief('worker'));
  await executor.say('/cancel');
  await holds(world, 'worker', ['executor'], false);
});

test('an appeal is closed on the morning of its visit: nobody goes there, and opened again the visit stands', async () => {
  const [coordinator, other] = [world.phone('coordinator'), world.phone('otherExecutor')];
  await world.passTo('2026-12-14T10:00:00+03:00');
  const number = await inWork(world);
  await plan(world.phone('executor'), number, 'Выезд', '10:00');
  await world.passTo('2026-12-14T18:00:05+03:00');
  await other.sees(`№ ${number}. Завтра выезд 15.12 10:00`);
  await world.passTo('2026-12-15T08:30:05+03:00');
  await open(world, 'coordinator', number);
  await coordinator.press('Закрыть без ответа', card(number));
  await coordinator.press('отозвано заявителем', card(number));
  await coordinator.say('Заявитель позвонил и отозвал');
  expect(await ringing(world, () => coordinator.press('Подтвердить', card(number)))).toEqual([
    'executor',
    'otherExecutor',
  ]);
  expect((await other.text(/^Выезд отменён/)).split('\n')).toEqual([
    'Выезд отменён: Кузнецова Ю.Ю.',
    'Было: вт 15.12 10:00',
    `Где: ${PLACE}`,
    expect.stringContaining(`По обращению № ${number}: `),
    'Причина: закрыто без ответа. Заявитель позвонил и отозвал',
  ]);
  const standing = (await other.messages()).map(({ text }) => text ?? '');
  expect(standing.filter((text) => text.includes(`№ ${number}. Завтра`))).toEqual([]);

  await coordinator.press('Открыть снова', card(number));
  expect(await ringing(world, () => coordinator.press('Подтвердить', card(number)))).toEqual([
    'executor',
    'otherExecutor',
  ]);
  expect((await other.text(/^Выезд состоится/)).split('\n').slice(0, 2)).toEqual([
    'Выезд состоится: Кузнецова Ю.Ю.',
    'Когда: вт 15.12 10:00',
  ]);
  expect(await other.buttons(/^Выезд состоится/)).toContain('Не смогу');
  expect(await world.phone('executor').buttons(/^Выезд состоится/)).not.toContain('Не смогу');
  await world.passTo('2026-12-15T09:00:05+03:00');
  await other.sees(`№ ${number}. Через час выезд`);
});
