import { agree, card, inWork, ringing, submit } from '../support/office-work';
import { World } from '../support/world';

// Wednesday, working time.
let world: World;
let number: string;
beforeAll(async () => {
  world = await World.start({ now: '2026-11-25T10:00:00+03:00' });
  number = await inWork(world);
  const executor = world.phone('executor');
  await executor.press('Доложить руководителю', card(number));
  await executor.press('Шафеев И.Р.', card(number));
});
afterAll(() => world.stop());

async function instruct(text: string, day: string): Promise<string | null> {
  const supervisor = world.phone('supervisor');
  await supervisor.press('Дать указание', card(number));
  await supervisor.say(text);
  return (await supervisor.press(day, card(number))).text;
}

test('an instruction has a day: both cards say by when, and its executor is rung once', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  expect(
    await ringing(world, async () =>
      expect(await instruct('Огородите яму.', 'Завтра')).toBe('Указание передано: Петров П.П., срок до 26.11'),
    ),
  ).toEqual(['executor']);
  const line = 'Указание до 26.11 (Шафеев И.Р.): Огородите яму.';
  for (const phone of [executor, supervisor]) {
    expect(await phone.text(card(number))).toContain(line);
    // Said once.
    expect((await phone.text(card(number))).split('Огородите яму.')).toHaveLength(2);
  }
});

test('it is nagged of on its day, with the morning list and its sound, and each morning after it, through whatever stage', async () => {
  const executor = world.phone('executor');
  await submit(world, number);
  expect(await ringing(world, () => world.passTo('2026-11-26T08:15:05+03:00'))).toContain('executor');
  expect(await executor.text('Дела на чт 26.11')).toContain('Указание руководителя: сегодня');
  await world.passTo('2026-11-27T08:15:05+03:00');
  expect(await executor.text('Дела на пт 27.11')).toContain('Указание руководителя');
});

test('carried out, it is told to its giver without a sound, and nothing waits any more', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  await executor.press('Указание выполнено', card(number));
  expect(
    await ringing(world, async () =>
      expect((await executor.press('Огородите яму.', card(number))).text).toBe(
        'Указание выполнено, сообщу руководителю',
      ),
    ),
  ).toEqual([]);
  expect(await supervisor.text(`№ ${number}: указание выполнено`)).toContain('Петров П.П.\nОгородите яму.');
  expect(await executor.text(card(number))).not.toContain('Огородите яму.');
  await agree(world, number);
  expect(await executor.buttons(card(number))).not.toContain('Указание выполнено');
});

test('its giver takes it back; a day off is the next working day', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  number = await inWork(world);
  await executor.press('Доложить руководителю', card(number));
  await executor.press('Шафеев И.Р.', card(number));
  const supervisorCard = card(number);
  await supervisor.press('Дать указание', supervisorCard);
  await supervisor.say('Пересчитайте смету.');
  await supervisor.say('05.12');
  expect(await supervisor.text(supervisorCard)).toContain('Указание до 07.12 (Шафеев И.Р.): Пересчитайте смету.');
  await supervisor.press('Отозвать указание', supervisorCard);
  expect((await supervisor.press('Пересчитайте смету.', supervisorCard)).text).toBe('Указание отозвано');
  await executor.sees(`№ ${number}: указание отозвано`);
  expect(await executor.text(card(number))).not.toContain('Указание до');
});
