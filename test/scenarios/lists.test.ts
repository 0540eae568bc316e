import { statement } from '../../src/database/database';
import { holds } from '../support/office-work';
import { World } from '../support/world';

let world: World;
const numbers: string[] = [];
beforeAll(async () => {
  world = await World.start();
  for (let index = 0; index < 9; index += 1)
    numbers.push(
      await world.appeal({ address: `ул. Советская, ${index + 1}`, kind: index === 8 ? 'appeal59' : 'message' }),
    );
  // Two of them are with the executor.
  for (const number of numbers.slice(0, 2)) {
    await world.phone('coordinator').press('Назначить исполнителя', number);
    await world.phone('coordinator').press('Петров П.П.', number);
  }
  await world.quiet();
});
afterAll(() => world.stop());

const assignExists = statement(
  'test.overdue-one',
  `with late as (update appeal set due_at = $2, stage_due_at = $2, received_at = $3 where number = $1 returning id)
  update open_work set due_at = $2, stage_due_at = $2 where appeal_id = (select id from late)`,
);

/** A share of a whole that begins later may be a second less, so what came later may be due a second earlier: here all are due at once. */
const dueAtOnce = statement(
  'test.due-at-once',
  `with told as (update appeal set stage_due_at = $1 where kind = 'message' and stage = 'coordination' returning id)
   update open_work set stage_due_at = $1 where appeal_id in (select id from told)`,
);

test('/menu shows one’s lists with counts, and what one may do', async () => {
  const [coordinator, executor, curator] = [
    world.phone('coordinator'),
    world.phone('executor'),
    world.phone('secondCoordinator'),
  ];
  await coordinator.say('/menu');
  expect(await coordinator.buttons('Меню')).toEqual([
    'На координации · 7',
    'На согласовании',
    'На утверждении',
    'Просрочено',
    'Скоро срок',
    'В организациях',
    'Не в ПОС',
    'Отразить в ПОС',
    'Зарегистрировать',
    'Найти',
    'Контроль сроков',
    'Отчёт',
    'Шаблоны ответов',
    'Отсутствие',
    'Параметры',
  ]);
  await executor.say('/menu');
  expect(await executor.buttons('Меню')).toEqual(['Мои · 2', 'Просрочено', 'Найти', 'Отсутствие', 'Параметры']);
  await curator.say('/menu');
  expect(await curator.buttons('Меню')).toContain('Отчёт');
  const admin = world.phone('supervisor');
  await admin.say('/menu');
  expect(await admin.buttons('Меню')).toEqual([
    'Мои',
    // «На утверждении» is for whoever may approve.
    'На согласовании',
    'Просрочено',
    'Найти',
    'Шаблоны ответов',
    'Отсутствие',
    'Параметры',
    'Управление',
  ]);
});

test('a list turns its pages in place, opens cards and leads back', async () => {
  await world.fresh.database.query(dueAtOnce, ['2026-11-26T08:06:00+03:00']);
  const coordinator = world.phone('coordinator');
  await coordinator.say('/menu');
  const menu = await coordinator.sees('Меню');
  await coordinator.press('На координации', 'Меню');
  const first = await coordinator.sees('На координации: 7');
  expect(first.message_id).toBe(menu.message_id);
  // Seven fit one page, the shortest term first, 59-ФЗ with its 30 days last.
  expect(first.reply_markup?.inline_keyboard.flat().map(({ text }) => text)).toEqual([
    ...numbers.slice(2).map((number) => `…${number.slice(-7)}`),
    'Отразить в ПОС',
    'Меню',
  ]);
  const lines = first.text?.split('\n\n') ?? [];
  expect(lines[1]?.replace(/\d\d:\d\d/, '…')).toBe(
    `№ ${numbers[2]} · На координации · этап до 26.11 …, до 05.12\nМамадыш, ул. Советская, 3 · Яма · у координаторов`,
  );
  expect(lines.at(-1)).toContain(`№ ${numbers[8]}`);

  const eighth = await world.appeal({ address: 'ул. Лесная, 8' });
  await coordinator.press('Меню', 'На координации: 7');
  expect((await coordinator.sees(/^Меню/)).message_id).toBe(menu.message_id);
  await coordinator.press('На координации', /^Меню/);
  expect(await coordinator.buttons('На координации: 8')).toEqual(expect.arrayContaining(['◀', '1/2', '▶']));
  await coordinator.press('▶', 'На координации: 8');
  expect(await coordinator.buttons('На координации: 8')).toEqual([
    `…${numbers[8]?.slice(-7)}`,
    '◀',
    '2/2',
    '▶',
    'Отразить в ПОС',
    'Меню',
  ]);
  await coordinator.press('▶', 'На координации: 8');

  await coordinator.press('Назначить исполнителя', eighth);
  await coordinator.press('Сидоров С.С.', eighth);
  // The second page is no more: what is left is shown.
  await coordinator.pressData(menu.message_id, 'l:c:1');
  await world.quiet();
  expect(await coordinator.text('На координации: 7')).toContain(numbers[2]);
  await coordinator.press(`…${numbers[3]?.slice(-7)}`, 'На координации: 7');
  const messages = await coordinator.messages();
  expect(messages.at(-1)?.text).toContain(`№ ${numbers[3]}`);
});

test('/my is what waits for me, or the first list I have; an empty one says so kindly', async () => {
  await world.phone('executor').say('/my');
  expect(await world.phone('executor').text('Мои: 2')).toMatch(
    new RegExp(`№ ${numbers[0]} · Назначено · (?:этап|доложить) до 2\\d\\.11 \\d\\d:\\d\\d, до 05\\.12`),
  );
  await world.phone('approver').say('/my');
  await world.phone('approver').sees('У вас сейчас ничего не ждёт');
  await world.phone('coordinator').say('/my');
  await world.phone('coordinator').sees(/^На координации: 7/);
});

test('/my of a coordinator who is an executor too says what is to be distributed, whatever they hold themselves', async () => {
  const both = world.phone('coordinator');
  await holds(world, 'coordinator', ['coordinator', 'executor'], false);
  await both.say('/my');
  await both.sees(/^На координации: 7/);
  await both.press('Назначить исполнителя', numbers[4]);
  await both.press('Кузнецова Ю.Ю.', numbers[4]);
  await both.say('/my');
  expect(await both.text(/^Мои: 1/)).toContain(numbers[4]);
  expect(await both.buttons(/^Мои: 1/)).toContain('На координации · 6');
  // as it was
  await both.press('Отменить назначение', numbers[4]);
  await holds(world, 'coordinator', ['coordinator'], false);
});

test('overdue comes first, with since when and whose', async () => {
  const due = new Date('2026-11-20T23:59:59+03:00');
  const receivedAt = (day: string) => [numbers[1], due, new Date(`${day}T10:00:00+03:00`)];
  await world.fresh.database.query(assignExists, receivedAt('2026-11-23'));
  const coordinator = world.phone('coordinator');
  await coordinator.say('/control');
  await coordinator.press('Просрочено', 'Контроль сроков');
  // nobody's fault
  expect(await coordinator.text('Просрочено: 1')).toContain(
    `№ ${numbers[1]} · Назначено · просрочено до приёма в бот, срок был 20.11\n`,
  );
  await world.fresh.database.query(assignExists, receivedAt('2026-10-21'));
  await coordinator.say('/control');
  expect(await coordinator.buttons('Контроль сроков')).toEqual([
    'Просрочено · 1',
    'Скоро срок',
    'Без доклада · 3',
    'В работе · 10',
    'Отложено',
    'В организациях',
    'Не в ПОС',
    'На повторном рассмотрении',
    'Готовил и утвердил один',
    'Похоже на формальные',
    'Замечания к фото',
    'Низкие оценки',
    'Закрыты без ответа',
    'Неполные',
    'Сверка с ПОС',
    'Меню',
  ]);
  await coordinator.press('Просрочено', 'Контроль сроков');
  expect(await coordinator.text('Просрочено: 1')).toContain(
    `№ ${numbers[1]} · Назначено · ❗️ просрочено с 21.11\nМамадыш, ул. Советская, 2 · Яма · Петров П.П.`,
  );
  await coordinator.press('Меню', 'Просрочено: 1');
  await coordinator.sees('Просрочено сейчас: 1 обращение');
  const executor = world.phone('executor');
  await executor.say('/control');
  await executor.sees('Контроль сроков открыт координаторам и кураторам');
});

test('what is in work opens by stage and by executor, with how much of it is overdue', async () => {
  const coordinator = world.phone('coordinator');
  await coordinator.say('/control');
  await coordinator.press('В работе · 10', 'Контроль сроков');
  expect(await coordinator.buttons('В работе: 10')).toEqual(
    expect.arrayContaining(['По этапам', 'По исполнителям', '▶']),
  );
  await coordinator.press('По этапам', 'В работе: 10');
  expect(await coordinator.buttons('В работе, по этапам: 10')).toEqual([
    'На координации · 7',
    'Назначено · 3, просрочено 1',
    'По этапам',
    'По исполнителям',
    'Контроль сроков',
  ]);
  await coordinator.press('Назначено · 3, просрочено 1', 'В работе, по этапам: 10');
  expect(await coordinator.text('В работе, Назначено: 3')).toContain(`№ ${numbers[1]}`);
  await coordinator.press('По исполнителям', 'В работе, Назначено: 3');
  await coordinator.press('Петров П.П. · 2, просрочено 1', 'В работе, по исполнителям: 10');
  await coordinator.press(`…${numbers[1]?.slice(-7)}`, 'В работе, Петров П.П.: 2');
  expect((await coordinator.messages()).at(-1)?.text).toContain(`№ ${numbers[1]}`);
  await coordinator.press('Меню', 'В работе, Петров П.П.: 2');
  await coordinator.press('Контроль сроков', /^Меню/);
  await coordinator.sees('Контроль сроков');
});

test('a forged list is refused, a forged page is the last one', async () => {
  const executor = world.phone('executor');
  await executor.say('/my');
  const mine = await executor.sees('Мои: 2');
  for (const list of ['c', 's', 'w', 'p', 'r', 'k', 't', 'e', 'b'])
    expect(await executor.pressData(mine.message_id, `l:${list}:0`)).toEqual({
      text: 'Этот список вам не открыт.',
      showAlert: true,
    });
  expect(await executor.pressData(mine.message_id, 'l:m:2000')).toEqual({ text: null, showAlert: false });
  await world.quiet();
  expect(await executor.text('Мои: 2')).toContain(numbers[0]);
});

describe('/find', () => {
  test('with words at once, by pages, and with other words right after', async () => {
    const executor = world.phone('executor');
    await executor.say('/find Советская');
    const found = await executor.text('По запросу «Советская»: 9');
    expect(found).toContain('Можно сразу написать другой запрос');
    await executor.press('▶', 'По запросу');
    expect(await executor.buttons('По запросу')).toContain('2/2');
    await executor.say('Советская 5');
    expect(await executor.text('По запросу «Советская 5»: 1')).toContain(numbers[4]);
    expect((await executor.messages()).filter(({ text }) => text?.includes('По запросу') === true)).toHaveLength(1);
    await executor.say(numbers[7]?.slice(0, -1) ?? '');
    await executor.press(`…${numbers[2]?.slice(-7)}`, 'По запросу');
    expect((await executor.messages()).at(-1)?.text).toContain(`№ ${numbers[2]}`);
  });

  test('with the whole number opens the appeal at once, asked for, after the command, and by itself', async () => {
    const approver = world.phone('approver');
    const last = async () => (await approver.messages()).at(-1)?.text;
    await approver.say('/find');
    await approver.say(numbers[3] ?? '');
    expect(await last()).toContain(`№ ${numbers[3]} · `);
    expect((await approver.messages()).some(({ text }) => text?.includes('Что найти?') === true)).toBe(false);
    await approver.say(`/find № ${numbers[2]}`);
    expect(await last()).toContain(`№ ${numbers[2]} · `);
    await approver.say(numbers[4] ?? '');
    expect(await last()).toContain(`№ ${numbers[4]} · `);
    await approver.say('327');
    expect(await last()).toContain('Не понял, к чему это');
  });

  test('with a number leaves the form that is open', async () => {
    const coordinator = world.phone('coordinator');
    await coordinator.press('Назначить исполнителя', numbers[5]);
    await coordinator.say(`/find ${numbers[3]}`);
    expect((await coordinator.messages()).at(-1)?.text).toContain(`№ ${numbers[3]} · `);
    expect(await coordinator.buttons(`№ ${numbers[5]} · На координации\n`)).toContain('Отмена');
    await coordinator.press('Отмена', `№ ${numbers[5]} · На координации\n`);
  });

  test('keeps its pages when something else has been asked meanwhile', async () => {
    const coordinator = world.phone('coordinator');
    await coordinator.say('/find Мамадыш');
    await coordinator.press('Назначить исполнителя', numbers[5]);
    await coordinator.press('▶', 'По запросу «Мамадыш»');
    expect(await coordinator.buttons('По запросу «Мамадыш»')).toContain('2/2');
    await coordinator.say('/cancel');
  });

  test('asks, says what is wrong with a query, and stops on «Отмена»', async () => {
    const approver = world.phone('approver');
    await approver.say('/find');
    await approver.sees('Что найти?');
    for (const [query, complaint] of [
      ['я', 'две буквы'],
      ['😀😀😀', 'две буквы'],
      ['ы'.repeat(4000), 'Запрос длинный'],
    ] as const) {
      await approver.say(query);
      expect(await approver.text('Что найти?')).toContain(complaint);
    }
    await approver.say('<b>нет</b> & такого');
    expect(await approver.text('ничего не нашлось')).toContain('«<b>нет</b> & такого»');
    // with a list found already, a query that can't be looked for asks anew, and the next one is looked for
    await approver.say('я');
    expect(await approver.text('Что найти?')).toContain('две буквы');
    await approver.say('Советская 5');
    await approver.sees('По запросу «Советская 5»: 1');
    await approver.say('/find');
    await approver.press('Отмена', 'Что найти?');
    await approver.say('Советская');
    await approver.sees('Не понял, к чему это');
  });

  test('by an executor', async () => {
    await world.phone('coordinator').say('/find Петров');
    expect(await world.phone('coordinator').text('По запросу «Петров»: 2')).toContain(numbers[0]);
    await world.phone('coordinator').say('/cancel');
  });
});

test('/report counts for coordinators and curators only', async () => {
  await world.phone('secondCoordinator').say('/report');
  const report = await world.phone('secondCoordinator').text('Отчёт за ноябрь 2026 года');
  expect(report).toContain('Поступило: 10');
  expect(report).toContain('В работе: 10\nПросрочено сейчас: 1');
  await world.phone('executor').say('/report');
  await world.phone('executor').sees('Отчёт открыт кураторам и координаторам');
});

test('what is to be placed opens with its text, and leaves the list when it is placed', async () => {
  await world.fresh.database.query(
    statement(
      'test.delivery-in-list',
      `insert into delivery (appeal_id, kind, text, queued_at) select id, 'comment', 'Яма засыпана.', registered_at from appeal where number = $1`,
    ),
    [numbers[6]],
  );
  const coordinator = world.phone('coordinator');
  await coordinator.say('/control');
  await coordinator.press('Не в ПОС · 1', 'Контроль сроков');
  expect(await coordinator.text('Не в ПОС: 1')).toContain('Разместить: Комментарий');
  await coordinator.press(`…${numbers[6]?.slice(-7)}`, 'Не в ПОС: 1');
  await coordinator.sees('Яма засыпана.');
  await coordinator.press('Размещено', 'Яма засыпана.');
  await coordinator.say('/control');
  expect(await coordinator.buttons('Контроль сроков')).toContain('Не в ПОС');
});
