import { card, inWork, submit } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const SAYS = 'Прочтёт заявитель.';

test('a question for a text that the applicant will read says so, and no other does', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world);
  await executor.press('Комментарий и фото', number);
  expect(await executor.text(card(number))).toContain(`Комментарий и статус разместят в ПОС. ${SAYS}`);
  await executor.press('Отмена', number);
  await executor.press('Вернуть на координацию', number);
  expect(await executor.text(card(number))).toContain('Напишите причину.');
  expect(await executor.text(card(number))).not.toContain(SAYS);
  await executor.press('Отмена', number);
  await executor.press('Ответ на согласование', number);
  await executor.press('Не решено', number);
  expect(await executor.text(card(number))).toContain(SAYS);
  await executor.press('Отмена', number);

  await submit(world, number);
  await supervisor.press('Изменить проект', card(number));
  expect(await supervisor.text(card(number))).toContain(SAYS);
  await supervisor.press('Отмена', card(number));
});

test('of a redirect and of an extension the applicant reads the notice, not the reason for colleagues', async () => {
  const [coordinator, approver] = [world.phone('coordinator'), world.phone('approver')];
  const number = await world.appeal({ kind: 'appeal59' });
  await coordinator.press('Перенаправить', number);
  await coordinator.press('Минтранс РТ', number);
  expect(await coordinator.text(card(number))).not.toContain(SAYS);
  await coordinator.say('Дорога республиканская.');
  expect(await coordinator.text(card(number))).toContain(SAYS);
  await coordinator.press('Отмена', number);
  await approver.say(number);
  await approver.press('Продлить срок', card(number));
  await approver.say('5');
  await approver.say('Ждём ответа на запрос.');
  expect(await approver.text(card(number))).toContain(SAYS);
});
