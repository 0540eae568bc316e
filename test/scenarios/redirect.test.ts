import { assign, card, inWork, open, ringing, takeIntoWork, task, write } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const REASON = 'Дорога республиканская, содержит Минтранс РТ.';

test('whoever passes an appeal under 59-ФЗ on reads until when, in the card and in the form, and that it is too late', async () => {
  const coordinator = world.phone('coordinator');
  const [inTime, late] = [
    await world.appeal({ kind: 'appeal59', registeredAt: '2026-11-24T09:00:00+03:00' }),
    await world.appeal({ kind: 'appeal59', registeredAt: '2026-11-10T09:00:00+03:00' }),
  ];
  const UNTIL = 'Перенаправить можно до 01.12';
  const OVER = '7 дней на перенаправление истекли 17.11, до приёма в бот';
  expect(await coordinator.text(inTime)).toContain(UNTIL);
  expect(await coordinator.text(late)).toContain('Перенаправить было можно до 17.11, до приёма в бот');
  expect(await coordinator.text(late)).not.toContain('7 дней');
  for (const act of ['Перенаправить', 'Передать в подведомственную']) {
    await coordinator.press(act, inTime);
    expect(await coordinator.text(inTime)).toContain(UNTIL);
    await coordinator.press('Отмена', inTime);
    await coordinator.press(act, late);
    expect(await coordinator.text(late)).toContain(OVER);
    await coordinator.press('Отмена', late);
  }
  // A message has no such term.
  const message = await world.appeal();
  await coordinator.press('Перенаправить', message);
  expect(await coordinator.text(message)).not.toMatch(/Перенаправить можно|7 дней/);
});

test('the coordinator redirects through agreement: agreed, approved, and the notice waits to be placed', async () => {
  const [coordinator, supervisor, approver] = [
    world.phone('coordinator'),
    world.phone('supervisor'),
    world.phone('approver'),
  ];
  const number = await world.appeal();
  await coordinator.press('Перенаправить', number);
  expect(await coordinator.buttons(number)).toEqual(['Минтранс РТ', 'Отмена']);
  await coordinator.press('Минтранс РТ', number);
  await coordinator.say(REASON);
  await coordinator.press('Оставить как есть', card(number));
  expect((await coordinator.buttons(number)).slice(-3)).toEqual(['Сразу на утверждение', 'Назад', 'Отмена']);
  expect(await ringing(world, () => coordinator.press('Шафеев И.Р.', number))).toEqual(['supervisor']);
  expect(await supervisor.text(number)).toMatch(/^Перенаправление ждёт вашего согласования\n/);
  expect(await supervisor.text(number)).toContain(`Куда: Минтранс РТ\nПричина: ${REASON}`);

  await supervisor.press('Согласовать перенаправление', number);
  expect(
    await ringing(world, async () =>
      expect((await supervisor.press('Гарипов Р.М.', number)).text).toBe('Согласовано, утверждает Гарипов Р.М.'),
    ),
  ).toEqual(['approver']);

  await approver.press('Утвердить перенаправление', number);
  expect(await approver.text(number)).toContain('Подтвердите: «Утвердить перенаправление».');
  // The task of placing the notice is the coordinators' move.
  expect(
    await ringing(world, async () =>
      expect((await approver.press('Подтвердить', number)).text).toBe(
        'Утверждено. Осталось отправить в ПОС: Минтранс РТ',
      ),
    ),
  ).toEqual(['coordinator']);
  expect((await world.status(number)).stage).toBe('delivery');
  const sending = task('Отправить в ПОС', number);
  expect(await coordinator.text(sending)).toContain(
    'Куда: Минтранс РТ\nПередайте в ПОС и само обращение в эту организацию: одного уведомления мало.',
  );
  expect(await coordinator.text(sending)).toContain('Ваше обращение перенаправлено по компетенции: Минтранс РТ.');
  expect(await coordinator.text(card(number))).toContain('На отправке');
  expect((await coordinator.press('Отправлено', sending)).text).toBe('Записано: отправлено');
  expect((await world.status(number)).stage).toBe('redirected');
  // The task stays where it was, and says that it is over.
  expect(await coordinator.buttons(sending)).toEqual(['Открыть обращение']);
  expect(await world.phone('secondCoordinator').buttons(sending)).toEqual(['Открыть обращение']);
});

test('straight to approval; the rejection comes back to coordination with its reason', async () => {
  const [coordinator, approver] = [world.phone('coordinator'), world.phone('approver')];
  const number = await world.appeal();
  await coordinator.press('Перенаправить', number);
  await coordinator.press('Минтранс РТ', number);
  await coordinator.say(REASON);
  await coordinator.press('Оставить как есть', card(number));
  await coordinator.press('Сразу на утверждение', number);
  expect(await coordinator.buttons(number)).toEqual(['Гарипов Р.М.', 'Через согласование', 'Назад', 'Отмена']);
  expect(await ringing(world, () => coordinator.press('Гарипов Р.М.', number))).toEqual(['approver']);

  await approver.press('Отклонить перенаправление', number);
  expect(await ringing(world, () => write(approver, 'Участок наш.'))).toEqual(['coordinator', 'secondCoordinator']);
  expect(await coordinator.text(number)).toMatch(/^Перенаправление отклонено\n/);
  expect(await coordinator.text(number)).toContain('Участок наш.');
  expect(await coordinator.text(number)).not.toContain('Куда:');
  // Assigned after that, it is the executor's own work: the talk of a redirect is over.
  await assign(world, number);
  expect(await world.phone('executor').text(number)).not.toContain('Участок наш.');
});

test('the executor redirects to an organization that nobody has entered yet, and gets it back for rework', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world);
  await executor.press('Перенаправить', number);
  await executor.say('Ро');
  expect(await executor.text(number)).toContain('По запросу «Ро» ничего нет.');
  await executor.say('Росреестр  <РТ>');
  expect(await executor.buttons(number)).toEqual(['Добавить: Росреестр <РТ>', 'Назад', 'Отмена']);
  await executor.press('Добавить', number);
  await executor.say('Вопрос о границах участка.');
  await executor.press('Оставить как есть', card(number));
  expect(await ringing(world, () => executor.press('Шафеев И.Р.', number))).toEqual(['supervisor']);
  expect(await supervisor.text(number)).toContain('Куда: Росреестр <РТ>');

  await supervisor.press('Отклонить перенаправление', number);
  expect(await ringing(world, () => write(supervisor, 'Сначала выезд.'))).toEqual(['executor']);
  expect(await executor.text(number)).toContain('В работе');
  expect(await executor.text(number)).toContain('Сначала выезд.');
  // The organization is in the list from now on, and is not offered twice.
  await executor.press('Перенаправить', number);
  await executor.say('росреестр <рт>');
  expect(await executor.buttons(number)).toEqual(['Росреестр <РТ>', 'Назад', 'Отмена']);
  await executor.say('/cancel');
});

test('agreement and approval of a redirect are passed on', async () => {
  const [coordinator, supervisor, approver] = [
    world.phone('coordinator'),
    world.phone('supervisor'),
    world.phone('approver'),
  ];
  const number = await world.appeal();
  await coordinator.press('Перенаправить', number);
  await coordinator.press('Минтранс РТ', number);
  await coordinator.say(REASON);
  await coordinator.press('Оставить как есть', card(number));
  await coordinator.press('Шафеев И.Р.', number);
  await supervisor.press('Передать согласование', number);
  expect(await ringing(world, () => supervisor.press('Гарипов Р.М.', number))).toEqual(['approver']);
  await approver.press('Согласовать перенаправление', number);
  await approver.press('Гарипов Р.М.', number);
  expect(await approver.buttons(number)).toContain('Передать утверждение');
});

test('a step back keeps what was written, and a stale button changes nothing', async () => {
  const [coordinator, second] = [world.phone('coordinator'), world.phone('secondCoordinator')];
  const number = await world.appeal();
  const stale = await second.remember('Перенаправить', number);
  await coordinator.press('Перенаправить', number);
  await coordinator.press('Минтранс РТ', number);
  await coordinator.say('Дорога не наша.');
  await coordinator.press('Назад', number);
  await coordinator.press('Назад', number);
  await coordinator.press('Минтранс РТ', number);
  expect(await coordinator.text(number)).toContain('Дорога не наша.');
  await coordinator.press('Отмена', number);
  await assign(world, number, 'otherExecutor');
  expect(await stale()).toEqual({ text: 'Уже назначено: Сидоров С.С.', showAlert: true });

  // Whose appeal it is no more hears that the form is closed, and what is typed after that is in no form.
  await takeIntoWork(world, number, 'otherExecutor');
  const executor = world.phone('otherExecutor');
  await executor.press('Вернуть на координацию', number);
  await assign(world, number);
  await executor.sees('То, что вы начали вводить, закрыто и не отправлено.');
  await executor.say('Не мой участок.');
  await open(world, 'executor', number);
  expect(await world.phone('executor').text(number)).not.toContain('Не мой участок.');

  // A form that the appeal has outrun says so to whoever types into it.
  const outrun = await world.appeal();
  await second.press('Перенаправить', outrun);
  await second.press('Минтранс РТ', outrun);
  await assign(world, outrun);
  await second.say('Дорога не наша.');
  await second.sees('Уже назначено: Петров П.П.');
});

test('a redirect is withdrawn while ПОС does not know of it; the day is asked when it was made before the term ended', async () => {
  const [coordinator, second, approver] = [
    world.phone('coordinator'),
    world.phone('secondCoordinator'),
    world.phone('approver'),
  ];
  const onItsWay = async () => {
    const number = await world.appeal({ kind: 'appeal59' });
    await coordinator.press('Перенаправить', card(number));
    await coordinator.press('Минтранс РТ', card(number));
    await coordinator.say(REASON);
    await coordinator.press('Оставить как есть', card(number));
    await coordinator.press('Сразу на утверждение', card(number));
    await coordinator.press('Гарипов Р.М.', card(number));
    await approver.press('Утвердить перенаправление', card(number));
    await approver.press('Подтвердить', card(number));
    return number;
  };
  const early = await onItsWay();
  const former = await second.remember('Отправлено', task('Отправить в ПОС', early));
  await coordinator.press('Отозвать', card(early));
  expect((await coordinator.press('Подтвердить', card(early))).text).toBe('Отозвано');
  expect((await world.status(early)).stage).toBe('coordination');
  expect(await former()).toEqual({ text: 'Это отозвано, размещать не нужно.', showAlert: true });
  expect(await second.text(task('Отправить в ПОС', early))).toContain('Отозвано, размещать не нужно.');

  const late = await onItsWay();
  world.at('2026-12-07T09:00:00+03:00');
  const sending = task('Отправить в ПОС', late);
  await coordinator.press('Отправлено', sending);
  expect(await coordinator.text(card(late))).toContain('В какой день это сделано?');
  expect(await coordinator.buttons(sending)).toContain('✅ Отправлено');
  await coordinator.say('27.11');
  expect((await world.status(late)).stage).toBe('redirected');
  expect(await coordinator.buttons(sending)).toEqual(['Открыть обращение']);
});
