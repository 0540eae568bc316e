import { brief, card, inWork } from '../support/office-work';
import { World, type Who } from '../support/world';

// What falls within a quarter of an hour of the morning list is one message with it.
let world: World;
let number: string;
beforeAll(async () => {
  world = await World.start({ now: '2026-11-24T16:00:00+03:00' });
  // Its whole term ends on the next day.
  number = await inWork(world, { registeredAt: '2026-11-15T09:00:00+03:00' });
  const executor = world.phone('executor');
  await executor.press('Выезд', card(number));
  await executor.press('Завтра', number);
  await executor.say('09:22');
  await executor.say('ул. Советская, 15');
  await executor.press(brief('otherExecutor'), number);
  await executor.press('Отправить', number);
  await executor.press('Выезд', card(number));
  await executor.press('Завтра', number);
  await executor.say('09:16');
  await executor.say('ул. Лесная, 1');
  await executor.press('Отправить', number);
});
afterAll(() => world.stop());

const heard = new Map<Who, number>();
async function since(who: Who) {
  const after = heard.get(who) ?? 0;
  const messages = (await world.phone(who).messages()).filter(({ message_id: id }) => id > after);
  heard.set(who, await world.phone(who).lastId());
  return messages.map(({ text, silent }) => ({ text: text ?? '', silent }));
}

test('what is due as the office opens waits for the list of 8:15, which then sounds', async () => {
  await world.passTo('2026-11-25T07:59:00+03:00');
  for (const who of ['executor', 'otherExecutor'] as const) await since(who);
  await world.passTo('2026-11-25T08:00:10+03:00');
  expect(await since('executor')).toEqual([]);
  await world.passTo('2026-11-25T08:15:05+03:00');
  const [list, ...more] = await since('executor');
  expect(more).toEqual([]);
  expect(list?.silent).toBe(false);
  expect(list?.text).toMatch(/^Дела на ср 25\.11\n/);
  expect(list?.text).toContain(`№ ${number}`);
  expect(list?.text.split(number)).toHaveLength(2);
});

test('what comes a minute after a list that sounded is shown in it, and no second list comes', async () => {
  await world.passTo('2026-11-25T08:16:10+03:00');
  expect(await since('executor')).toEqual([]);
  await world.quiet();
  expect(await world.phone('executor').text('Дела на ср 25.11')).toContain('ул. Лесная, 1');
});

test('what comes some minutes later brings the list along: one message, and the one before goes', async () => {
  await world.passTo('2026-11-25T08:22:10+03:00');
  const [list, ...more] = await since('executor');
  expect(more).toEqual([]);
  expect(list?.silent).toBe(false);
  expect(list?.text).toMatch(/^Дела на ср 25\.11\n/);
  expect(list?.text).toContain('ул. Советская, 15');
  const lists = (await world.phone('executor').messages()).filter(({ text }) => text?.startsWith('Дела на '));
  expect(lists).toHaveLength(1);
  // Whoever has no list is reminded as at any other hour.
  const [invited] = await since('otherExecutor');
  expect(invited?.text).toContain('Через час выезд 25.11 09:22');
});

test('after a quarter of an hour a reminder is a message of its own', async () => {
  await world.passTo('2026-11-25T15:00:10+03:00');
  const [duty, ...more] = await since('executor');
  expect(more).toEqual([]);
  expect(duty?.text).toContain('доложите руководителю до');
});
