import {
  agree,
  assign,
  brief,
  card,
  goesAway,
  holds,
  inWork,
  isDisabled,
  open,
  ringing,
  submit,
  takeIntoWork,
  write,
} from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('an assignment is undone within a minute, and everything is as before', async () => {
  const [coordinator, second, executor, other] = [
    world.phone('coordinator'),
    world.phone('secondCoordinator'),
    world.phone('executor'),
    world.phone('otherExecutor'),
  ];
  const number = await inWork(world);
  await assign(world, number, 'otherExecutor');
  await executor.sees(`№ ${number} больше не у вас: назначение изменено`);
  // Only whoever assigned may take it back.
  expect(await coordinator.buttons(card(number))).toContain('↩️ Отменить назначение');
  expect(await second.buttons(card(number))).not.toContain('↩️ Отменить назначение');
  expect(
    await ringing(world, async () =>
      expect((await coordinator.press('Отменить назначение', card(number))).text).toBe('Назначение отменено'),
    ),
  ).toEqual(['executor']);
  await other.sees(`№ ${number} больше не у вас: назначение отменено`);
  expect(await executor.text(card(number))).toContain('В работе');
  expect(await coordinator.text(card(number))).toContain('Исполнитель: Петров П.П.');
});

test('after a minute, or when the executor has begun, it stands', async () => {
  const coordinator = world.phone('coordinator');
  const late = await world.appeal();
  await assign(world, late);
  world.later(61_000);
  expect(await coordinator.press('Отменить назначение', card(late))).toEqual({
    text: 'Минута прошла. Назначьте исполнителя заново.',
    showAlert: true,
  });
  expect((await world.status(late)).stage).toBe('assigned');
  expect(await coordinator.buttons(card(late))).not.toContain('↩️ Отменить назначение');

  const begun = await world.appeal();
  await assign(world, begun);
  const undo = await coordinator.remember('Отменить назначение', card(begun));
  await takeIntoWork(world, begun);
  expect((await undo()).text).toBe('Уже взято в работу: Петров П.П.');
});

test('two coordinators assign at once: one wins, the other reads who', async () => {
  const [coordinator, second] = [world.phone('coordinator'), world.phone('secondCoordinator')];
  const number = await world.appeal();
  await coordinator.press('Назначить исполнителя', card(number));
  await second.press('Назначить исполнителя', card(number));
  const presses = await Promise.all([
    coordinator.remember(brief('executor'), card(number)).then((press) => press()),
    second.remember(brief('otherExecutor'), card(number)).then((press) => press()),
  ]);
  await world.quiet();
  expect(presses.filter(({ showAlert }) => !showAlert)).toHaveLength(1);
  expect(presses.find(({ showAlert }) => showAlert)?.text).toMatch(/^Уже назначено: (Петров П\.П\.|Сидоров С\.С\.)$/);
  // Whoever won may take it back, so that nobody's load hangs on who it was.
  const winner = presses[0].showAlert ? second : coordinator;
  expect((await winner.press('Отменить назначение', card(number))).text).toBe('Назначение отменено');
});

test('the list of executors shows the load, the usual one first, and who is away with the deputy', async () => {
  const coordinator = world.phone('coordinator');
  await goesAway(world, 'otherExecutor', '2026-11-24', '2026-11-26', 'executor');
  const number = await world.appeal();
  await coordinator.press('Назначить исполнителя', card(number));
  const [usual, away, worker] = await coordinator.buttons(card(number));
  expect(usual).toMatch(/^★ Петров П\.П\. · \d+$/);
  expect(away).toBe('Сидоров С.С. · 0 · нет до 26.11, замещает Петров П.П.');
  expect(worker).toBe('Мастеров М.М. · 0 · МБУ «Благоустройство»');
  await coordinator.say('маст');
  expect(await coordinator.buttons(card(number))).toEqual([
    'Мастеров М.М. · 0 · МБУ «Благоустройство»',
    'Назад',
    'Отмена',
  ]);
  await coordinator.press('Назад', card(number));
  expect(await coordinator.buttons(card(number))).toHaveLength(4);
  // What is assigned to whoever is away rings at the deputy's, who may act, and not at theirs.
  await coordinator.press('Сидоров С.С.', card(number));
  expect(await coordinator.text(card(number))).toContain(
    'Сидоров С.С. отсутствует до 26.11 (замещает Петров П.П.). Назначить всё равно?',
  );
  await coordinator.press('Назад', card(number));
  expect(await coordinator.buttons(card(number))).toHaveLength(4);
  await coordinator.press('Сидоров С.С.', card(number));
  expect(await ringing(world, () => coordinator.press('Да, назначить', card(number)))).toEqual(['executor']);
  expect(await world.phone('executor').text(card(number))).toContain(
    'Исполнитель: Сидоров С.С. (отсутствует, замещает Петров П.П.)\nВы замещаете: Сидоров С.С.',
  );
  expect(await world.phone('otherExecutor').text(card(number))).not.toContain('Вы замещаете');
  expect((await world.phone('executor').press('Взять в работу', card(number))).text).toContain('В работе');
  await open(world, 'executor', number);
  await world.phone('executor').press('История', card(number));
  expect(await world.phone('executor').text('История')).toContain('Петров П.П. (замещает: Сидоров С.С.), исполнитель');
});

test('whoever is away or switched off is replaced by a coordinator, and work goes on', async () => {
  const coordinator = world.phone('coordinator');
  const number = await inWork(world);
  await submit(world, number, { agreeing: 'supervisor' });
  expect(await coordinator.buttons(card(number))).not.toContain('Заменить участника');
  await goesAway(world, 'supervisor', '2026-11-25', '2026-11-30');
  await open(world, 'coordinator', number);
  expect(await coordinator.text(card(number))).toContain('Согласующий: Шафеев И.Р. (отсутствует)');
  await coordinator.press('Заменить участника', card(number));
  // Who is away, and who may stand in, is one each: neither is asked, both are said, «Назад» shows them.
  expect(await coordinator.text(card(number))).toContain(
    'Участник: согласующий\nКто: Гарипов Р.М.\n\nНапишите причину.',
  );
  await coordinator.press('Назад', card(number));
  expect(await coordinator.buttons(card(number))).toEqual(['Гарипов Р.М.', 'Назад', 'Отмена']);
  await coordinator.press('Назад', card(number));
  expect(await coordinator.buttons(card(number))).toEqual(['согласующий', 'Отмена']);
  await coordinator.press('согласующий', card(number));
  expect(
    await ringing(world, async () =>
      expect((await write(coordinator, 'Отпуск.')).text).toBe('Участник заменён: Гарипов Р.М.'),
    ),
  ).toEqual(['approver']);
  expect(await world.phone('approver').text(card(number))).toMatch(
    /^Вас назначили вместо другого участника\nОтпуск\.\n/,
  );
  await agree(world, number, { as: 'approver' });

  // The approver loses the right; nobody else has it, so it is given to the second coordinator first.
  await holds(world, 'approver', ['supervisor'], false);
  await holds(world, 'secondCoordinator', ['coordinator', 'curator', 'supervisor'], true);
  await open(world, 'coordinator', number);
  await coordinator.press('Заменить участника', card(number));
  expect(await coordinator.text(card(number))).toContain('Участник: утверждающий\nКто: Насибулина Г.Р.');
  // Without sound: the draft has yet to be entered into ПОС.
  expect(await ringing(world, () => write(coordinator, 'Право утверждать передано.'))).toEqual([]);

  // An executor who was switched off.
  const other = await inWork(world, {}, 'worker');
  await isDisabled(world, 'worker');
  await open(world, 'coordinator', other);
  await coordinator.press('Заменить участника', card(other));
  await coordinator.press('Петров П.П.', card(other));
  expect(await ringing(world, () => write(coordinator, 'Уволился.'))).toEqual(['executor']);
  expect(await world.phone('executor').buttons(card(other))).toContain('📝 Ответ на согласование');
});
