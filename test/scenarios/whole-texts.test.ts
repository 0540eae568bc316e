import { brief, card, inWork, write } from '../support/office-work';
import type { Phone } from '../support/phone';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const LINE = 'Участок дороги отремонтирован, асфальт уложен 25.11.2026, мусор вывезен.\n';

/** What has come since, of one text. */
async function partsSince(phone: Phone, before: number, what: string): Promise<string[]> {
  const texts = (await phone.messages()).filter(({ message_id: id }) => id > before).map(({ text }) => text ?? '');
  return texts.filter((text) => text.startsWith(what));
}
const bodyOf = (part: string): string => part.slice(part.indexOf('\n\n') + 2);
const seen = (text: string): string => text.replace(/\s+/g, '');

test('an appeal of 8,000 characters is read whole by everybody, masked, and the card says how much it shows', async () => {
  const text = `${LINE.repeat(110)}Мой телефон 8 917 123-45-67.`;
  const number = await world.appeal({ text });
  const coordinator = world.phone('coordinator');
  expect(await coordinator.text(card(number))).toMatch(/Показано 1\s?\d{3} из 8\s?\d{3} знаков/);
  const before = await coordinator.lastId();
  expect((await coordinator.press('Весь текст', card(number))).text).toBe('Весь текст: 3 сообщения');
  await world.quiet();
  const parts = await partsSince(coordinator, before, 'Текст обращения');
  expect(parts.map((part) => part.split('\n')[0])).toEqual(
    [1, 2, 3].map((part) => `Текст обращения, № ${number}. Часть ${part} из 3`),
  );
  const whole = parts.map(bodyOf).join('');
  expect(seen(whole)).toBe(seen(`${LINE.repeat(110)}Мой телефон +7 ••• •••-••-67.`));
  expect(await coordinator.soundsSince(before)).toBe(0);
  expect(await coordinator.buttons(`№ ${number}. Часть 3 из 3`)).toEqual(['Открыть']);
});

test('a short appeal has no such button', async () => {
  const number = await world.appeal();
  expect(await world.phone('coordinator').buttons(card(number))).not.toContain('Весь текст');
});

test('whoever agrees reads the draft whole from the form, and whoever writes one their own', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world);
  const first = LINE.repeat(50).trim();
  const second = LINE.repeat(50).trim();
  await executor.press('Ответ на согласование', card(number));
  await executor.press('Не решено', card(number));
  await executor.say(first);
  await executor.say(second);
  expect(await executor.text(card(number))).toMatch(/Показано 1\s?\d{3} из 7\s?\d{3} знаков/);
  let before = await executor.lastId();
  await executor.press('Весь текст', card(number));
  await world.quiet();
  const own = await partsSince(executor, before, 'Ваш текст');
  expect(seen(own.map(bodyOf).join(''))).toBe(seen(first + second));

  await executor.press('Готово', card(number));
  await executor.press('Пропустить', card(number));
  await executor.press(brief('supervisor'), card(number));
  await supervisor.press('Согласовать', card(number));
  before = await supervisor.lastId();
  await supervisor.press('Весь текст', card(number));
  await world.quiet();
  const draft = await partsSince(supervisor, before, 'Проект ответа');
  expect(draft[0]).toMatch(new RegExp(`^Проект ответа, № ${number}\\. Часть 1 из 2\n`));
  expect(seen(draft.map(bodyOf).join(''))).toBe(seen(first + second));
  await supervisor.press('Отмена', card(number));
});

test('what counts for an answer travels with it: photos of a comment that it takes along come with the task for ПОС', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world);
  await executor.press('Комментарий и фото', card(number));
  await executor.sendPhotos(2);
  await write(executor, 'Яма засыпана.');
  await executor.press('работы завершены', card(number));
  await executor.press('Ответ на согласование', card(number));
  await executor.press('Решено', card(number));
  await write(executor, 'Яма на ул. Советской, 15 засыпана 25.11.2026.');
  await executor.press('Добавить прежние: 2', card(number));
  await executor.press('Готово', card(number));
  await executor.press(brief('supervisor'), card(number));
  await supervisor.press('Согласовать', card(number));
  await supervisor.press(brief('approver'), card(number));
  await world.quiet();
  const task = new RegExp(`^Внести в ПОС\\n.* № ${number}`);
  const coordinator = world.phone('coordinator');
  expect(await coordinator.text(task)).toContain('Файлы к нему: 2');
  const before = (await coordinator.messages()).length;
  await coordinator.press('Файлы', task);
  await world.quiet();
  expect((await coordinator.messages()).length).toBe(before + 2);
});
