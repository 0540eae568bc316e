import { agree, card, inWork, ringing, submit, task, write } from '../support/office-work';
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
  expect(await other.text(ENTRY())).toContain('Выполняет: Кузнецова Ю.Ю., до 25.11 13:');
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
  expect(await world.phone('secondCoordinator').text(ENTRY())).not.toContain('Выполняет');
});

test('the history says who took it and gave it back', async () => {
  const coordinator = world.phone('coordinator');
  await coordinator.press('Открыть обращение', ENTRY());
  await coordinator.press('История', new RegExp(`№ ${number} · `));
  const history = await coordinator.text('Задание возвращено всем');
  expect(history).toContain('Задание взято на себя');
});

test('the executor takes the entry of their own draft: its card is theirs to see, and coordinators are asked no more', async () => {
  const [executor, coordinator] = [world.phone('executor'), world.phone('coordinator')];
  await executor.press('Задание для ПОС', card(number));
  expect(await ringing(world, () => executor.press('Беру на себя', ENTRY()))).toEqual([]);
  expect(await coordinator.text(ENTRY())).toContain('Выполняет: Петров П.П., до ');
  expect(await coordinator.buttons(ENTRY())).not.toContain('Беру на себя');
  expect(await ringing(world, () => executor.press('Не успеваю', ENTRY()))).not.toContain('executor');
  await executor.press('Беру на себя', ENTRY());
  expect((await executor.press('Внесено в ПОС', ENTRY())).text).toContain('Внесено');
});

test('and a comment of their own, which they confirm themselves; another executor sees no task of it', async () => {
  const executor = world.phone('executor');
  const commented = await inWork(world);
  await executor.press('Комментарий и фото', card(commented));
  await write(executor, 'Яма огорожена.');
  await executor.press('без изменений', card(commented));
  await executor.press('Задание для ПОС', card(commented));
  const own = task('Разместить в ПОС', commented);
  await executor.press('Беру на себя', own);
  await executor.press('Размещено', own);
  expect(await executor.text(own)).toContain('Петров П.П.');
  expect(await executor.buttons(card(commented))).not.toContain('Задание для ПОС');
});
