import { agree, approve, assign, card, enter, inWork, ringing, sign, submit, write } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('the agreeing supervisor rejects, the executor reads why until the answer is sent again', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world);
  expect(await ringing(world, () => submit(world, number))).toEqual(['supervisor']);
  expect(await supervisor.text(number)).toMatch(/^Ответ ждёт вашего согласования\n/);

  await supervisor.press('Отклонить', number);
  expect(await supervisor.buttons(number)).toEqual(['Отмена']);
  let toast;
  expect(await ringing(world, async () => (toast = await write(supervisor, 'Нет даты работ <и> адреса.')))).toEqual([
    'executor',
  ]);
  expect(toast).toEqual({ text: 'Возвращено исполнителю: Петров П.П.', showAlert: false });

  expect(await executor.text(number)).toMatch(/^Ответ возвращён на доработку\n/);
  expect(await executor.text(number)).toContain('Нет даты работ <и> адреса.');
  // A look at the history and a form begun and cancelled do not lose the reason.
  await executor.press('История', number);
  await executor.press('К карточке', 'История');
  await executor.press('Ответ на согласование', number);
  expect(await executor.text(number)).toContain('Замечание: Нет даты работ <и> адреса.');
  // In view while the text is typed too.
  await executor.press('Не решено', number);
  await executor.say('Яма на ул. Советской, 15 засыпана.');
  expect(await executor.text(number)).toContain('Замечание: Нет даты работ <и> адреса.');
  await executor.press('Отмена', number);
  expect(await executor.text(number)).toContain('Нет даты работ <и> адреса.');

  await submit(world, number, { text: 'Яма на ул. Советской, 15 засыпана 25.11.2026.' });
  expect(await executor.text(number)).not.toContain('Нет даты работ');
  expect(await supervisor.text(number)).toContain('засыпана 25.11.2026');
});

test('who decides on the next answer reads the remark to the former one, and sees what has changed since', async () => {
  const [supervisor, approver] = [world.phone('supervisor'), world.phone('approver')];
  const number = await inWork(world);
  const reject = async (why: string) => {
    await supervisor.press('Отклонить', number);
    await write(supervisor, why);
  };
  await submit(world, number, { text: 'Яма на ул. Советской, 15 засыпана.' });
  expect(await supervisor.text(number)).not.toContain('отклонён');
  await reject('Нет даты работ.');

  await submit(world, number, { text: 'Яма на ул. Советской, 15 засыпана.' });
  expect(await supervisor.text(number)).toMatch(
    /Прежде ответ отклонён 25\.11 \d\d:\d\d, Шафеев И\.Р\.\nНет даты работ\.\nТекст ответа с тех пор не изменился/,
  );
  expect(await supervisor.buttons(number)).not.toContain('Что изменено');
  await reject('Дату всё-таки назовите.');

  await submit(world, number, { text: 'Яма на ул. Советской, 15 засыпана 25.11.2026.' });
  expect(await supervisor.text(number)).toContain('Дату всё-таки назовите.');
  expect(await supervisor.text(number)).not.toContain('не изменился');
  await supervisor.press('Что изменено', card(number));
  expect(await supervisor.text(/^Что изменено после замечания, № /)).toContain('25.11.2026');
  // Neither for the executor, who has answered it, nor where nothing is decided.
  expect(await world.phone('executor').text(number)).not.toContain('Дату всё-таки');

  await agree(world, number, { text: 'Яма на ул. Советской, 15 засыпана щебнем 25.11.2026.' });
  await enter(world, number);
  expect(await approver.text(card(number))).toContain('Дату всё-таки назовите.');
  await approver.press('Что изменено', card(number));
  expect(await approver.text(/^Что изменено после замечания, № /)).toContain('щебнем 25.11.2026');
  expect(await approver.text(/^Что изменено, № /)).toContain('щебнем');
  await sign(world, number);
  expect(await approver.text(card(number))).not.toContain('Дату всё-таки');
});

test('the approver rejects; nobody agrees or approves twice, and the second round passes', async () => {
  const approver = world.phone('approver');
  const number = await inWork(world);
  await submit(world, number);
  expect(await ringing(world, () => agree(world, number))).toEqual(['coordinator']);
  expect(await ringing(world, () => enter(world, number))).toEqual(['approver']);
  await approver.press('Отклонить', number);
  // What stands in ПОС already is taken out of it: the coordinators' move.
  expect(await ringing(world, () => write(approver, 'Ответьте по существу.'))).toEqual(['coordinator', 'executor']);
  const card = await world.phone('executor').text(number);
  expect(card).toContain('В работе');
  expect(card).not.toContain('Согласующий');
  await submit(world, number);
  await agree(world, number);
  await approve(world, number);
  expect((await world.status(number)).stage).toBe('answered');
});

test('agreement and approval are passed on; only those who may approve are offered for approval', async () => {
  const [supervisor, approver] = [world.phone('supervisor'), world.phone('approver')];
  const number = await inWork(world);
  await submit(world, number);
  await supervisor.press('Передать согласование', number);
  expect(await supervisor.buttons(number)).toEqual(['Гарипов Р.М.', 'Отмена']);
  expect(await ringing(world, () => supervisor.press('Гарипов Р.М.', number))).toEqual(['approver']);
  expect(await approver.text(number)).toMatch(/^Передано вам\n/);
  expect(await supervisor.buttons(number)).not.toContain('✅ Согласовать');

  await agree(world, number, { as: 'approver', approver: 'approver' });
  await enter(world, number);
  await approver.press('Передать утверждение', number);
  expect(await approver.text(number)).toContain('Выбирать не из кого');
  expect(await approver.buttons(number)).toEqual(['Отмена']);
  await approver.press('Отмена', number);
  expect(await approver.buttons(number)).toContain('✅ Утвердить');
});

test('an executor returns it to coordination: every coordinator reads why, and whoever gets it next does not', async () => {
  const [coordinator, second, executor] = [
    world.phone('coordinator'),
    world.phone('secondCoordinator'),
    world.phone('executor'),
  ];
  const number = await inWork(world);
  await executor.press('Вернуть на координацию', number);
  let toast;
  const rang = await ringing(world, async () => (toast = await write(executor, 'Это участок тепловых сетей.')));
  expect(rang).toEqual(['coordinator', 'secondCoordinator']);
  expect(toast).toEqual({ text: 'Возвращено на координацию', showAlert: false });
  expect(await second.text(number)).toMatch(/^Возвращено на координацию\n/);
  expect(await second.text(number)).toMatch(
    /Возвращено на координацию 25\.11 \d\d:\d\d, Петров П\.П\.\nЭто участок тепловых сетей\./,
  );
  expect(await executor.buttons(number)).toEqual(['История', 'Сроки', 'Почему такой срок']);
  expect(await ringing(world, () => assign(world, number, 'otherExecutor'))).toEqual(['otherExecutor']);
  expect(await world.phone('otherExecutor').text(number)).not.toContain('тепловых сетей');
  await coordinator.press('История', card(number));
  expect(await coordinator.text('История')).toContain('Это участок тепловых сетей.');
  await coordinator.press('К карточке', 'История');
});

test('a reason without words is asked again, a long one is refused with its length', async () => {
  const supervisor = world.phone('supervisor');
  const number = await inWork(world);
  await submit(world, number);
  await supervisor.press('Отклонить', number);
  await supervisor.say('👍👍👍');
  expect(await supervisor.text(number)).toContain('Нужен текст словами.');
  expect(await supervisor.buttons(number)).toEqual(['Отмена']);
  await supervisor.say('а'.repeat(3000));
  expect(await supervisor.text(number)).toContain('Слишком длинно: знаков 3000, можно до 1000.');
  await supervisor.say('/cancel');
  expect(await supervisor.buttons(number)).toContain('✅ Согласовать');
});

test('a card that comes anew after two days leaves no words of its former stage: Telegram would not delete it', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world);
  await submit(world, number);
  world.expectsRefusals(/can't be deleted for everyone/);
  const { body } = await world.stand.control('GET', 'clock');
  await world.stand.control('PUT', 'clock', { now: new Date(Date.parse(body.now) + 49 * 3_600_000).toISOString() });
  await supervisor.press('Отклонить', number);
  await write(supervisor, 'Нет даты.');
  expect(await executor.text(card(number))).toMatch(/^Ответ возвращён на доработку\n/);
  const cards = (await executor.messages()).filter(({ text = '' }) => card(number).test(text));
  expect(cards).toHaveLength(1);
  expect((await executor.messages()).map(({ text }) => text)).toContain('Карточка теперь ниже.');
});
