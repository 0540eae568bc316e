import {
  agree,
  approve,
  assign,
  brief,
  card,
  enter,
  ringing,
  sign,
  submit,
  takeIntoWork,
} from '../support/office-work';
import { PEOPLE, World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-11-25T20:00:00+03:00' });
});
afterAll(() => world.stop());

test('outside working hours everything comes and nothing rings', async () => {
  let number = '';
  expect(await ringing(world, async () => (number = await world.appeal()))).toEqual([]);
  await world.phone('coordinator').sees(number);
  expect(await ringing(world, () => assign(world, number))).toEqual([]);
  await world.phone('executor').sees('Назначено вам');
  await takeIntoWork(world, number);
  expect(await ringing(world, () => submit(world, number))).toEqual([]);
  expect(await ringing(world, () => agree(world, number))).toEqual([]);
  expect(await ringing(world, () => approve(world, number))).toEqual([]);
  await world.phone('coordinator').sees(/^Внести в ПОС/);
});

test('in working hours it rings where the move is, and nowhere else', async () => {
  world.at('2026-11-26T09:00:00+03:00');
  let number = '';
  expect(await ringing(world, async () => (number = await world.appeal()))).toEqual([
    'coordinator',
    'secondCoordinator',
  ]);
  expect(await ringing(world, () => assign(world, number))).toEqual(['executor']);
  expect(await ringing(world, () => takeIntoWork(world, number))).toEqual([]);
  expect(await ringing(world, () => submit(world, number))).toEqual(['supervisor']);
  // It is entered into ПОС first, and signed there then.
  expect(await ringing(world, () => agree(world, number))).toEqual(['coordinator']);
  expect(await ringing(world, () => enter(world, number))).toEqual(['approver']);
  expect(await ringing(world, () => sign(world, number))).toEqual([]);
});

test('a card that was long on its way and finds the appeal elsewhere comes without its old heading and without a sound', async () => {
  const number = await world.appeal();
  const [coordinator, executor] = [world.phone('coordinator'), world.phone('executor')];
  const before = await executor.lastId();
  await coordinator.press('Назначить исполнителя', card(number));
  world.expectsRefusals(/Too Many Requests/);
  await world.stand.control('POST', 'faults', {
    kind: '429',
    method: 'sendMessage',
    chatId: PEOPLE.executor.telegramId,
    times: 1,
    retryAfter: 3,
  });
  // the coordinator does not wait for the executor's phone
  await (
    await coordinator.remember(brief('executor'), card(number))
  )();
  await (
    await coordinator.remember('Отменить назначение', card(number))
  )();
  await world.quiet();
  // Neither of the assignment nor of its end: they have heard of nothing.
  expect((await executor.messages()).filter(({ text }) => text?.includes(number))).toEqual([]);
  expect(await executor.soundsSince(before)).toBe(0);
});
