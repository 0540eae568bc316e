import { assign, card, open, ringing, takeIntoWork } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('what is no more in ПОС is closed without an answer: its people are told, a curator finds it, and it is opened again', async () => {
  const [coordinator, executor, curator] = [
    world.phone('coordinator'),
    world.phone('executor'),
    world.phone('secondCoordinator'),
  ];
  const number = await world.appeal();
  await assign(world, number);
  await takeIntoWork(world, number);

  await coordinator.press('Закрыть без ответа', card(number));
  expect(await coordinator.buttons(card(number))).toEqual([
    'отозвано заявителем',
    'удалено в ПОС',
    'передано другим',
    'другое',
    'Отмена',
  ]);
  await coordinator.press('отозвано заявителем', card(number));
  await coordinator.say('Заявитель позвонил и отозвал');
  expect(await coordinator.text(card(number))).toContain('Основание: отозвано заявителем');
  const rang = await ringing(world, async () =>
    expect((await coordinator.press('Подтвердить', card(number))).text).toBe('Закрыто без ответа'),
  );
  expect(rang).toEqual([]);
  await executor.sees(`№ ${number}: закрыто без ответа, делать больше ничего не нужно`);
  const text = await coordinator.text(card(number));
  expect(text).toContain('Закрыто без ответа 25.11');
  expect(text).toContain('Причина: отозвано заявителем. Заявитель позвонил и отозвал');
  await open(world, 'executor', number);
  expect(await executor.buttons(card(number))).not.toContain('Ответ на согласование');

  await curator.say('/control');
  await curator.press('Закрыты без ответа · 1', 'Контроль сроков');
  expect(await curator.text('Закрыты без ответа: 1')).toContain(number);

  await coordinator.press('Открыть снова', card(number));
  expect((await coordinator.press('Подтвердить', card(number))).text).toMatch(/^Открыто снова, срок до /);
  await executor.sees(`№ ${number}: открыто снова`);
  expect(await executor.text(card(number))).toContain('В работе');
});
