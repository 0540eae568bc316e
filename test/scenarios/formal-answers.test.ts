import { card, inWork, submit } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const GOOD =
  'Яма на ул. Советской, 15 засыпана асфальтобетонной смесью 24 ноября, работы принял мастер участка МКУ «Благоустройство», ограждение снято.';

test('an answer that looks formal is advised against with reasons, is sent all the same, and those who decide see why', async () => {
  const number = await inWork(world);
  const executor = world.phone('executor');
  await executor.press('Ответ на согласование', card(number));
  await executor.press('Не решено', card(number));
  await executor.say('Меры будут приняты в ближайшее время.');
  expect(await executor.text('Написано:')).toContain(
    `⚠️ Похоже на формальный ответ:
· очень коротко: 6 слов
· общие слова без сроков и чисел: «меры будут приняты», «в ближайшее время»
· нет ни номера, ни даты, ни места обращения
Отправить можно и так.`,
  );
  await executor.press('Готово', 'Написано:');
  await executor.press('Пропустить', card(number));
  await executor.press('Шафеев И.Р.', card(number));
  expect((await world.status(number)).stage).toBe('answer_agreement');

  expect(await world.phone('supervisor').text(card(number))).toContain('· очень коротко: 6 слов');
  expect(await executor.text(card(number))).not.toContain('формальный');
  const curator = world.phone('secondCoordinator');
  await curator.say('/control');
  await curator.press('Похоже на формальные · 1', 'Контроль сроков');
  expect(await curator.text('Похоже на формальные: 1')).toContain(
    '⚠️ Очень коротко, общие слова без сроков и чисел, нет ни номера, ни даты, ни места обращения',
  );
  await curator.press(`…${number.slice(-7)}`, 'Похоже на формальные: 1');
  expect(await curator.text(card(number))).toContain('⚠️ Похоже на формальный ответ:');
});

test('an answer that repeats another one leads to it, while it is written and afterwards', async () => {
  const first = await inWork(world);
  await submit(world, first, { text: GOOD });
  const second = await inWork(world);
  const executor = world.phone('executor');
  await executor.press('Ответ на согласование', card(second));
  await executor.press('Не решено', card(second));
  await executor.say(GOOD.replace('снято', 'убрано'));
  expect(await executor.text('Написано:')).toContain(`· почти тот же текст, что в ответе по № ${first}`);
  await executor.press(`Похожий ответ: № ${first}`, 'Написано:');
  expect(await executor.text(card(first))).toContain('ограждение снято');

  await executor.press('Готово', 'Написано:');
  await executor.press('Пропустить', card(second));
  await executor.press('Шафеев И.Р.', card(second));
  const supervisor = world.phone('supervisor');
  await supervisor.press(`Похожий ответ: № ${first}`, card(second));
  expect((await supervisor.messages()).at(-1)?.text).toMatch(card(first));
});
