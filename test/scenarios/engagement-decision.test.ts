import { keepEngagement, personIdOf } from '../support/engagements';
import { goesAway } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  const id = (await personIdOf(world, 'otherExecutor')).toString(36);
  await world.phone('supervisor').pressAnywhere(`x:role:${id}:engagement:1`);
});
afterAll(() => world.stop());

test('the list to which «Что теперь у вас» leads has what ОГ have sent for decision beside appeals', async () => {
  const [agreeingId, handedOverById] = [await personIdOf(world, 'approver'), await personIdOf(world, 'otherExecutor')];
  const row = { kind: 'news', stage: 'agreement', agreeingId, handedOverById } as const;
  const id = await keepEngagement(world, row, { title: 'Праздник двора', text: 'Приходите.' });
  const deputy = world.phone('supervisor');
  await goesAway(world, 'approver', '2026-12-01', '2026-12-05', 'supervisor');
  await deputy.say('/my');
  await deputy.press('Праздник двора', /^Мои/);
  expect(await deputy.text('Этап: Согласование')).toContain(`ОГ-${id}`);
  expect(await deputy.buttons('Этап: Согласование')).toContain('Согласовать');
});

test('«Размещено по ошибке» is asked once, and says what it takes away', async () => {
  const official = world.phone('otherExecutor');
  const address = 'https://pos.gosuslugi.ru/news/7';
  const row = { kind: 'news', stage: 'finished', address, placedNumber: 1 } as const;
  const id = await keepEngagement(world, row, { title: 'Отключат воду', text: 'Воды не будет.' });
  await official.pressAnywhere(`x:ogOne:${id.toString(36)}`);
  await official.press('Размещено по ошибке', 'Этап: Завершено');
  expect(await official.text('Бот уберёт адрес')).toContain(address);
  await official.press('Отмена', 'Бот уберёт адрес');
  await official.press('Размещено по ошибке', 'Этап: Завершено');
  await official.press('Подтвердить', 'Бот уберёт адрес');
  expect(await official.text('Этап: На размещении')).toContain(`ОГ-${id}`);
});

test('what a card has no room for is opened before it is decided: the decision stands under its end', async () => {
  const approver = world.phone('approver');
  const [approvingId, handedOverById] = [await personIdOf(world, 'approver'), await personIdOf(world, 'otherExecutor')];
  const row = { kind: 'news', stage: 'approval', approvingId, handedOverById } as const;
  const text = `${'Каток открыт. '.repeat(350)}Конец.`;
  const id = await keepEngagement(world, row, { title: 'Открыт каток', text });
  await approver.pressAnywhere(`x:ogOne:${id.toString(36)}`);
  expect(await approver.text('Этап: Утверждение')).toContain('Прочитайте целиком');
  const buttons = await approver.buttons('Этап: Утверждение');
  expect(buttons).toContain('Отклонить');
  expect(buttons).not.toContain('Утвердить');
  // The list is not theirs.
  expect(buttons).not.toContain('К списку');
  await approver.press('Прочитать и решить', 'Этап: Утверждение');
  expect(await approver.text('Конец.')).toContain('Каток открыт.');
  await approver.press('Утвердить', `Решение: Открыт каток · ОГ-${id}`);
  expect(await approver.text('Утверждено. Сообщено: Сидоров С.С.')).toContain(`ОГ-${id}`);
});
