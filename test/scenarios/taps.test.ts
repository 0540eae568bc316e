import { assign, card, inWork } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

/** A button of the executor's as it is now, to be pressed in a copy that the network has left standing. */
async function copy(caption: string, number: string) {
  const executor = world.phone('executor');
  const { reply_markup: markup } = await executor.sees(card(number));
  const data = markup?.inline_keyboard.flat().find(({ text }) => text.endsWith(caption))?.callback_data ?? '';
  return async () => executor.pressAnywhere(data);
}

test('a card offers five rows; «Ещё» shows the rest in its place, «Назад» the five again', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  const before = await executor.lastId();
  const five = await executor.buttons(card(number));
  expect(five.slice(0, 6)).toEqual([
    '📷 Комментарий и фото',
    '📝 Ответ на согласование',
    '📣 Доложить руководителю',
    'История',
    'Сроки',
    'Ещё',
  ]);
  await executor.press('Ещё', card(number));
  expect(await executor.buttons(card(number))).toEqual([
    'Выезд',
    'Запросить документы',
    'Совещание',
    'Перенаправить',
    'Передать в подведомственную',
    'Вернуть на координацию',
    'Документ к обращению',
    'Почему такой срок',
    'Назад',
  ]);
  await executor.press('Назад', card(number));
  expect(await executor.buttons(card(number))).toEqual(five);
  expect(await executor.lastId()).toBe(before);
});

test('one menu or list lives in a chat: the next one takes its place, by command or by button', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  const lists = async () =>
    (await executor.messages())
      .filter(
        ({ text, reply_markup }) =>
          /Меню|Мои обращения|Поиск|здравствуйте|Найдено|По запросу/.test(text ?? '') ||
          reply_markup?.inline_keyboard.flat().some(({ text: caption }) => caption === 'Меню'),
      )
      .map(({ text }) => (text ?? '').split('\n')[0]);
  for (const command of [
    '/menu',
    '/my',
    '/menu',
    '/start',
    '/find Мамадыш',
    '/find Советская',
    '/my',
    '/find ничего',
    '/menu',
  ]) {
    await executor.say(command);
    expect([command, (await lists()).length]).toEqual([command, 1]);
  }
  // A search whose list has gone waits for no words any more.
  await executor.press('Найти');
  await executor.say(number);
  expect(await lists()).toEqual([]);
  await executor.say('/my');
  await executor.say('/menu');
  expect(await lists()).toHaveLength(1);
});

test('«Готово» on a copy of an open form takes what was written since; of another question it says that this one waits below', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  const waits = { text: 'Ничего не сделано: бот ждёт ответа. Вопрос ниже.', showAlert: true };
  const copied = (caption: string) => copy(caption, number);
  await executor.press('Комментарий и фото', card(number));
  const cancel = await copied('Отмена');
  await executor.say('Осмотрели.');
  const [done, again] = [await copied('Готово'), await copied('Написать заново')];
  await executor.say('Заказали щебень.');
  // What was written since would be lost by it.
  expect(await again()).toEqual(waits);
  expect(await executor.text(card(number))).toMatch(/Осмотрели\.\nЗаказали щебень\./);
  expect(await done()).toEqual({ text: null, showAlert: false });
  expect(await executor.text(card(number))).toContain('Как идут работы?');
  world.later(10_000);
  expect(await done()).toEqual(waits);
  expect((await executor.messages()).at(-1)?.text).toContain('Как идут работы?');
  expect(await cancel()).toEqual({ text: 'Отменено', showAlert: false });
  expect(await executor.buttons(card(number))).toContain('📷 Комментарий и фото');
});

test('in a form that another has displaced one tap still chooses, what sends does nothing and says so, and either waits for the other', async () => {
  const executor = world.phone('executor');
  const [first, second] = [await inWork(world), await inWork(world)];
  const DISPLACED = 'Ничего не сделано: открыт другой ввод. Введённое здесь сохранено.';
  const told = { text: DISPLACED, showAlert: true };
  await executor.press('Выезд', card(first));
  await executor.press('Завтра', card(first));
  await executor.say('14:30');
  const pick = await executor.remember('Мамадыш, ул. Советская, 15', card(first));
  await executor.press('Комментарий и фото', card(second));
  await executor.say('Осмотрели.');
  await executor.sendPhotos(1);
  const done = await executor.remember('Готово', card(second));
  // One tap has chosen: it holds, and the form that was opened since waits in turn.
  expect((await pick()).showAlert).toBe(false);
  await world.quiet();
  expect(await executor.text(card(first))).toContain('Когда: 26.11 14:30\nГде: Мамадыш, ул. Советская, 15');
  await executor.sees('Другая начатая форма ждёт');
  // What was written there is asked about, as whatever comes without a form.
  expect(await executor.text('Осмотрели.')).toContain('К какому обращению?');

  world.later(10_000);
  expect(await done()).toEqual(told);
  await world.quiet();
  await executor.press('Вернуться к вводу', DISPLACED);
  expect(await executor.text(card(second))).toMatch(/Осмотрели\.\n[^]*Принято фото: 1/);
  expect((await executor.messages()).map(({ text }) => text ?? '').filter((text) => /К какому/.test(text))).toEqual([]);
  await executor.press('Готово', card(second));
  expect((await executor.press('осмотрено', card(second))).showAlert).toBe(false);
  expect(await executor.text(card(second))).toContain('Осмотрели.');
  // It has acted: nothing to come back to.
  world.later(10_000);
  expect((await executor.messages()).map(({ text }) => text)).not.toContain(DISPLACED);
});

test('an act begun again in a copy of its card goes on where its form stands: there is one of it, and nothing to come back to', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  const before = await executor.lastId();
  const again = await copy('Ответ на согласование', number);
  await executor.press('Ответ на согласование', card(number));
  const solved = await copy('Решено', number);
  await executor.press('Решено', card(number));
  await executor.say('Яма на ул. Советской, 15 засыпана 25.11.2026.');
  world.later(10_000);
  expect((await again()).showAlert).toBe(false);
  await world.quiet();
  expect(await executor.text(card(number))).toContain('засыпана 25.11.2026.');
  expect(await executor.buttons(card(number))).toContain('Готово');
  world.later(10_000);
  expect(await solved()).toEqual({ text: 'Ничего не сделано: бот ждёт ответа. Вопрос ниже.', showAlert: true });
  await executor.press('Готово', card(number));
  expect(await executor.text(card(number))).toContain('Пришлите фото выполненных работ');
  const since = (await executor.messages()).filter(({ message_id: id }) => id > before);
  const told = since.map(({ text }) => text ?? '');
  expect(told.filter((text) => /форма ждёт|К какому обращению/.test(text))).toEqual([]);
  await executor.press('Отмена', card(number));
});

test('«Отменить назначение» goes from the card when its minute is over', async () => {
  const coordinator = world.phone('coordinator');
  const number = await world.appeal();
  await assign(world, number);
  expect(await coordinator.buttons(card(number))).toContain('↩️ Отменить назначение');
  world.later(61_000);
  await world.application.tick();
  await world.quiet();
  const buttons = await coordinator.buttons(card(number));
  expect(buttons).not.toContain('↩️ Отменить назначение');
  expect(buttons).toContain('👤 Назначить исполнителя');
});
