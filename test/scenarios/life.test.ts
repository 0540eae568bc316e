import { agree, card, enter, inWork, submit } from '../support/office-work';
import { playWholeLife } from '../support/whole-life';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('an appeal lives from registration to the approved answer, and everybody sees it', () => playWholeLife(world));

test('whoever wrote an answer hears that another text was signed in ПОС', async () => {
  const [executor, approver] = [world.phone('executor'), world.phone('approver')];
  const number = await inWork(world);
  await submit(world, number);
  await agree(world, number);
  await enter(world, number);
  await approver.press('Утвердить', card(number));
  await approver.press('С правкой в ПОС', card(number));
  await approver.say('Яма засыпана 25.11.2026, асфальт положат весной.');
  expect((await approver.press('Отправить', card(number))).text).toBe('Утверждено');
  await world.quiet();
  expect(await executor.text(`№ ${number}: ответ утверждён`)).toBe(
    `№ ${number}: ответ утверждён с правкой в ПОС, новый текст в карточке`,
  );
  expect(await executor.text(card(number))).toContain('асфальт положат весной');
});
