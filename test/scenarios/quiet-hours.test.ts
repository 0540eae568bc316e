import { agree, approve, assign, ringing, submit, takeIntoWork } from '../support/office-work';
import { World } from '../support/world';

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
  await world.phone('coordinator').sees(/^Разместить в ПОС/);
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
  expect(await ringing(world, () => agree(world, number))).toEqual(['approver']);
  expect(await ringing(world, () => approve(world, number))).toEqual(['coordinator', 'secondCoordinator']);
});
