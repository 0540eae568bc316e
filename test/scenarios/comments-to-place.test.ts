import { card, inWork, ringing, write } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const LIST = /^Комментарии для ПОС/;

async function comment(number: string, text: string, progress = 'осмотрено'): Promise<void> {
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', card(number));
  await write(executor, text);
  await executor.press(progress, card(number));
}

test('comments to place come without a sound and are one message, from which each is placed', async () => {
  const [coordinator, second] = [world.phone('coordinator'), world.phone('secondCoordinator')];
  const [one, other] = [await inWork(world), await inWork(world)];
  expect(
    await ringing(world, async () => {
      await comment(one, 'Яму огородили.');
      await comment(one, 'Асфальт заказан.', 'работы назначены');
      await comment(other, 'Осмотрели вместе с ДРСУ.');
    }),
  ).toEqual([]);

  for (const phone of [coordinator, second]) {
    const lists = (await phone.messages()).filter(({ text }) => LIST.test(text ?? ''));
    expect(lists.map(({ text }) => text?.split('\n'))).toEqual([
      [
        'Комментарии для ПОС: 3',
        '',
        `1. № ${one}, осмотрено: Яму огородили.`,
        `2. № ${one}, работы назначены: Асфальт заказан.`,
        `3. № ${other}, осмотрено: Осмотрели вместе с ДРСУ.`,
      ],
    ]);
    expect((await phone.messages()).some(({ text }) => /^Разместить в ПОС/.test(text ?? ''))).toBe(false);
  }

  // The task itself, with the text to copy; once it is done the list is shorter on every phone.
  await coordinator.press('2', LIST);
  const asked = await coordinator.text(/^Разместить в ПОС/);
  expect(asked).toContain('Асфальт заказан.');
  expect(asked).toContain('Статус в ПОС: работы назначены');
  expect((await coordinator.press('Размещено', /^Разместить в ПОС/)).text).toBe('Размещено');
  for (const phone of [coordinator, second])
    expect((await phone.text(LIST)).split('\n')).toEqual([
      'Комментарии для ПОС: 2',
      '',
      `1. № ${one}, осмотрено: Яму огородили.`,
      `2. № ${other}, осмотрено: Осмотрели вместе с ДРСУ.`,
    ]);

  for (let left = 2; left > 0; left -= 1) {
    await second.press('1', LIST);
    await second.press('Размещено', /^Разместить в ПОС/);
  }
  for (const phone of [coordinator, second]) expect(await phone.text(LIST)).toBe('Комментарии для ПОС: все размещены');
  expect(await coordinator.buttons(LIST)).toEqual([]);
});

test('a comment that leaves the status as it is asks for none, and history tells which status was placed', async () => {
  const [coordinator, executor] = [world.phone('coordinator'), world.phone('executor')];
  const number = await inWork(world);
  await comment(number, 'Ждём материалы.', 'без изменений');
  await coordinator.press('1', LIST);
  expect(await coordinator.text(/^Разместить в ПОС/)).not.toContain('Статус в ПОС');
  await coordinator.press('Размещено', /^Разместить в ПОС/);
  await comment(number, 'Начали.', 'работы ведутся');
  await coordinator.press('1', LIST);
  await coordinator.press('Размещено', /^Разместить в ПОС/);
  await executor.press('История', card(number));
  expect(await executor.text('История')).toMatch(/Размещено в ПОС\n.*\nКомментарий об исполнении · работы ведутся/);
});
