import { agree, approve, assign, card, holds, submit, takeIntoWork } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ env: { FOUR_EYES: 'forbid' } });
  await holds(world, 'supervisor', ['executor', 'supervisor'], true);
});
afterAll(() => world.stop());

test('with FOUR_EYES=forbid whoever sent the draft neither agrees nor approves; one person may do both for another', async () => {
  const [author, approver] = [world.phone('supervisor'), world.phone('approver')];
  const number = await world.appeal();
  await assign(world, number, 'supervisor');
  await takeIntoWork(world, number, 'supervisor');
  await author.press('Ответ на согласование', card(number));
  await author.press('Не решено', card(number));
  await author.say('Яма на ул. Советской, 15 внесена в план.');
  await author.press('Готово', 'Написано:');
  await author.press('Пропустить', card(number));
  expect(await author.buttons(card(number))).toEqual(['Гарипов Р.М.', 'Назад', 'Отмена']);
  await author.press('Гарипов Р.М.', card(number));

  // Neither is it passed back to the author, nor approved by them.
  await approver.press('Передать согласование', card(number));
  expect(await approver.text(card(number))).toContain('Список пуст.');
  await approver.press('Отмена', card(number));
  await approver.press('Согласовать', card(number));
  expect(await approver.buttons(card(number))).toEqual(['Гарипов Р.М.', 'Отмена']);
  await approver.press('Гарипов Р.М.', card(number));
  expect((await approve(world, number)).text).toBe('Утверждено');
});

test('another’s draft passes both hands', async () => {
  const number = await world.appeal();
  await assign(world, number);
  await takeIntoWork(world, number);
  await submit(world, number);
  await agree(world, number, { approver: 'supervisor' });
  await approve(world, number, { as: 'supervisor' });
  expect((await world.status(number)).stage).toBe('answered');
});
