import { assign, card, submit, takeIntoWork, write } from '../support/office-work';
import { World } from '../support/world';

/* «Без фото» is a trait of a category, which an admin sets: benefits and certificates have nothing to see. */

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

async function inWork(): Promise<string> {
  const number = await world.appeal();
  await assign(world, number);
  await takeIntoWork(world, number);
  return number;
}

/** «Без фото» of the category, on or off. */
async function toggle(path: string): Promise<void> {
  const admin = world.phone('supervisor');
  await admin.say('/admin');
  await admin.press('Категории', 'Управление');
  await admin.press(path, 'Категории');
  await admin.press('Без фото', path);
}
const PIT = 'Дороги / Содержание дорог / Яма';

test('where there is something to see, «Решено» without a photo asks why', async () => {
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Ответ на согласование', card(number));
  await executor.press('Решено', card(number));
  await write(executor, 'Яма на ул. Советской, 15 заделана 25.11.2026.');
  expect(await executor.text(card(number))).toContain('Пришлите фото выполненных работ.');
  expect(await executor.buttons(card(number))).toContain('Без фото');
});

test('an admin says in the chat that a category is without photos, sees it there, and the journal of changes has it', async () => {
  const admin = world.phone('supervisor');
  await toggle(PIT);
  expect(await admin.text(PIT)).toContain('Без фото: снимать нечего');
  await admin.say('/admin');
  await admin.press('Изменения', 'Управление');
  expect((await admin.text('Изменения')).split('\n')[1]).toMatch(`категория без фото, ${PIT}: да`);
});

test('there no photo is asked for, neither of the work nor with a comment, and «Решено» goes on without a reason', async () => {
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', card(number));
  const comment = await executor.text(card(number));
  expect(comment).toContain('Напишите комментарий. Можно несколькими сообщениями.');
  expect(comment).not.toContain('пришлите фото');
  expect((await executor.buttons(card(number))).join()).not.toContain('где вы');
  await executor.press('Отмена', card(number));

  await executor.press('Ответ на согласование', card(number));
  await executor.press('Решено', card(number));
  await write(executor, 'Справка по ул. Советской, 15 выдана 25.11.2026.');
  const asked = await executor.text(card(number));
  expect(asked).not.toMatch(/фото выполненных|Почему без фото/);
  expect(asked).toContain('Пришлите файлы, если есть.');
  const buttons = await executor.buttons(card(number));
  expect(buttons).toContain('Пропустить');
  expect(buttons).not.toContain('Без фото');
  await executor.press('Пропустить', card(number));
  await executor.press('Шафеев', card(number));
  expect((await world.status(number)).stage).toBe('answer_agreement');
});

test('a supervisor who makes «Решено» of it is not asked for a photo either', async () => {
  const number = await inWork();
  await submit(world, number);
  const supervisor = world.phone('supervisor');
  await supervisor.press('Изменить проект', card(number));
  await supervisor.press('Тип: Не решено', card(number));
  await supervisor.press('Решено', card(number));
  expect(await supervisor.buttons(card(number))).not.toContain('Без фото');
});

test('an admin takes it back, and a photo is asked for again', async () => {
  await toggle(PIT);
  expect(await world.phone('supervisor').text(PIT)).not.toContain('снимать нечего');
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', card(number));
  expect(await executor.text(card(number))).toContain('Напишите комментарий и пришлите фото.');
});
