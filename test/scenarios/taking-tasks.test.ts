import { agree, inWork, ringing, submit, task } from '../support/office-work';
import { World } from '../support/world';

// Wednesday, working time.
let world: World;
let number: string;
beforeAll(async () => {
  world = await World.start({ now: '2026-11-25T09:00:00+03:00' });
  number = await inWork(world);
  await submit(world, number);
  await agree(world, number);
});
afterAll(() => world.stop());

const ENTRY = () => task('Внести в ПОС', number);

test('whoever takes a task is named on everybody’s copy, silently', async () => {
  const [coordinator, other] = [world.phone('coordinator'), world.phone('secondCoordinator')];
  expect(await ringing(world, () => coordinator.press('Беру на себя', ENTRY()))).toEqual([]);
  expect(await other.text(ENTRY())).toContain('На себя: Кузнецова Ю.Ю., до 25.11 13:');
  expect(await other.buttons(ENTRY())).not.toContain('Беру на себя');
  expect(await coordinator.buttons(ENTRY())).toContain('Не успеваю');
});

test('what has been taken is nagged of to that person alone', async () => {
  expect(await ringing(world, () => world.passTo('2026-11-25T12:59:00+03:00'))).toEqual([]);
});

test('after four working hours it is everybody’s again, with one ring', async () => {
  expect(await ringing(world, () => world.passTo('2026-11-25T13:30:00+03:00'))).toContain('coordinator');
  expect(await world.phone('secondCoordinator').buttons(ENTRY())).toContain('Беру на себя');
});

test('whoever can’t manage it gives it back, and it sounds on the others’ phones', async () => {
  const coordinator = world.phone('coordinator');
  await coordinator.press('Беру на себя', ENTRY());
  expect(await ringing(world, () => coordinator.press('Не успеваю', ENTRY()))).toEqual(['secondCoordinator']);
  expect(await world.phone('secondCoordinator').text(ENTRY())).not.toContain('На себя');
});

test('the history says who took it and gave it back', async () => {
  const coordinator = world.phone('coordinator');
  await coordinator.press('Открыть обращение', ENTRY());
  await coordinator.press('История', new RegExp(`№ ${number} · `));
  const history = await coordinator.text('Задание возвращено всем');
  expect(history).toContain('Задание взято на себя');
});
