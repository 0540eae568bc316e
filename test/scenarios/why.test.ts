import { card, inWork } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const WHY = 'Почему такой срок';

test('a card says day by day why its terms are what they are: the whole, the stage, the one day', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world, {
    registeredAt: '2026-11-24T09:00:00+03:00',
    address: 'ул. Вахитова, 3',
    category: 'Прочее',
  });
  await executor.press(WHY, card(number));
  const whole = await executor.text(WHY);
  expect(whole).toContain('Общий срок: до 24.12.2026 включительно');
  expect(whole).toContain('30 календарных дней со дня регистрации (п. 3 Порядка)');
  expect(whole).toContain('вт 24.11: с этого дня, сам он не считается');
  expect(whole).toContain('25.11–24.12: 30 дней, выходные тоже считаются');
  await executor.press('Срок этапа', WHY);
  const stage = await executor.text(WHY);
  expect(stage).toMatch(/Этап «В работе»: до \d\d\.12 \d\d:\d\d/);
  expect(stage).toMatch(/Этапу отведено 60 % рабочего времени с 24\.11 09:00 до 24\.12: \d+ ч(?: \d+ мин)? из \d+ ч/);
  expect(stage).toContain('выходных');
  expect(stage).toContain('Производственный календарь 2026 года: ТК РФ');
  expect(stage).toContain('Доли сроков этапов предположительные');
  await executor.press('Доклад', WHY);
  expect(await executor.text(WHY)).toMatch(/Получено 25\.11 10:\d\d, в рабочее время: один рабочий день/);
  await executor.press('К карточке', WHY);
  expect(await executor.text(card(number))).toContain('Срок до 24.12');
});

test('what was corrected is said beside the account, which counts by what stands now', async () => {
  const coordinator = world.phone('coordinator');
  const number = await world.appeal({ registeredAt: '2026-11-24T09:00:00+03:00', address: 'ул. Вахитова, 5' });
  await coordinator.press('Исправить сведения', card(number));
  await coordinator.press('Дата регистрации: 24.11 09:00', card(number));
  await coordinator.say('23.11');
  await coordinator.press('Дальше', card(number));
  await coordinator.say('В ПОС записано иначе.');
  await coordinator.press('Подтвердить', card(number));
  await coordinator.press(WHY, card(number));
  const text = await coordinator.text(WHY);
  expect(text).toContain('Общий срок: до 03.12.2026 включительно');
  expect(text).toContain('Фаст-трек: 10 календарных дней со дня регистрации (п. 3 Порядка)');
  expect(text).toContain('исправлены сведения, которые меняют срок: был до 04.12, стал до 03.12');
});
