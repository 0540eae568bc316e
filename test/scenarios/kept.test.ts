import { statement } from '../../src/database/database';
import { runDueReminders } from '../../src/jobs/tick';
import { assign, card, inWork, takeIntoWork } from '../support/office-work';
import { roundsUntil } from '../support/until';
import { World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.stop());

const unjudged = statement(
  'test-unjudged',
  `select 1 from attachment where judged_at is null and kind = 'photo' limit 1`,
);
const QUESTION = /К какому обращению\?|Это к № /;
/** And the clockwork does what is due then. */
async function aDayPasses(): Promise<void> {
  world.later(25 * 3_600_000);
  await runDueReminders(world.desk);
  await world.quiet();
}
const questions = async () =>
  (await world.phone('executor').messages()).filter(({ text }) => QUESTION.test(text ?? '')).length;

test('photos and words without a form are one question; the chosen appeal gets all of them in its comment', async () => {
  const executor = world.phone('executor');
  const [first, second] = [await inWork(world), await inWork(world, { address: 'ул. Ленина, 3' })];
  await executor.sendPhotos(3, 'Огородили яму.');
  await executor.say('Асфальт привезут завтра.');
  await executor.sendPhotos(1);
  expect(await questions()).toBe(1);
  const question = await executor.text(QUESTION);
  expect(question).toMatch(/^Принято фото: 4\n/);
  expect(question).toContain('Огородили яму.\nАсфальт привезут завтра.');
  expect(question).toContain('К какому обращению?');
  expect(await executor.buttons(QUESTION)).toEqual([
    `№ ${first} · Мамадыш, ул. Советская, 15`,
    `№ ${second} · Мамадыш, ул. Ленина, 3`,
    'Не нужно',
  ]);
  // Days may pass, and other forms be open and over meanwhile.
  await executor.press('Доложить руководителю', card(first));
  await executor.press('Отмена', card(first));
  world.later(3 * 24 * 3_600_000);
  await executor.press(`№ ${second}`, QUESTION);
  expect(await questions()).toBe(0);
  const form = (await executor.messages()).at(-1)?.text ?? '';
  expect(form).toContain(`№ ${second} · `);
  expect(form).toContain('Огородили яму.\nАсфальт привезут завтра.');
  expect(form).toContain('Принято фото: 4');
  await executor.press('Готово', card(second));
  await executor.press('работы назначены', card(second));
  expect(await executor.text(card(second))).toContain('Огородили яму.');
  expect(await executor.text(card(second))).toContain('4 фото');
});

test('words may be a comment or an answer; of the answer they are its text, looked at as typed ones are', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.say('Яма засыпана 25.11.2026, справки: +7 (917) 555-44-33.');
  expect(await executor.text(QUESTION)).toContain(`Это к № ${number}?`);
  await executor.press(`№ ${number}`, QUESTION);
  expect(await executor.buttons('Что это по')).toEqual([
    'Комментарий и фото',
    'Ответ на согласование',
    'Назад',
    'Не нужно',
  ]);
  await executor.press('Ответ на согласование', 'Что это по');
  await executor.press('Не решено', card(number));
  expect(await executor.text(card(number))).toContain('Яма засыпана 25.11.2026');
  expect(await executor.text(card(number))).toContain('В тексте есть: телефон не из списка исполкома');
  await executor.press('Оставить как есть', card(number));
  expect(await executor.buttons(card(number))).toContain('Готово');
});

test('a place asks nothing; «Не нужно» forgets what was sent', async () => {
  const executor = world.phone('executor');
  await inWork(world);
  await executor.sendPlace(55.7158, 52.41361);
  await executor.sees('Геопозиция принята: учитывается для фото следующих 10 минут.');
  expect(await questions()).toBe(0);
  await executor.say('Это сообщение не туда.');
  expect((await executor.press('Не нужно', QUESTION)).text).toBe('Не записано');
  expect(await questions()).toBe(0);
  await executor.sendPhotos(1);
  expect(await executor.text(QUESTION)).not.toContain('не туда');
});

test('what the appeal can’t take yet stays kept until it can', async () => {
  const executor = world.phone('executor');
  const number = await world.appeal();
  await assign(world, number);
  await executor.sendPhotos(2);
  expect(await executor.press(`№ ${number}`, QUESTION)).toEqual({
    text: 'Сейчас записать нельзя: обращение должно быть у вас в работе. Присланное сохранено.',
    showAlert: true,
  });
  await takeIntoWork(world, number);
  // Whoever sent them may still stand there: they are judged now, and not when the examiner next looks by itself (60 s).
  const opened = executor.press(`№ ${number}`, QUESTION);
  const areJudged = async () => (await world.fresh.database.query(unjudged)).length === 0;
  expect(await roundsUntil('photos that were kept are judged', areJudged, 1_000)).toBeLessThan(30);
  await opened;
  expect(await executor.text(card(number))).toContain('Принято фото: 2');
});

test('a number opens its card, a greeting is not kept, and whoever has no appeal is told what to do', async () => {
  const [executor, coordinator] = [world.phone('executor'), world.phone('coordinator')];
  await executor.sendPhotos(1);
  await executor.sees('Откройте обращение, нажмите «Комментарий и фото»');
  await executor.say('Яма засыпана полностью.');
  await executor.sees('Не понял, к чему это.');
  const number = await inWork(world);
  for (const small of ['Здравствуйте!', 'ок', '👍', '...']) await executor.say(small);
  expect(await questions()).toBe(0);
  await executor.say(number);
  expect((await executor.messages()).at(-1)?.text).toMatch(card(number));
  await coordinator.sendFile(Buffer.from('a;b'), 'реестр.csv', 'text/csv');
  expect((await coordinator.messages()).some(({ text }) => QUESTION.test(text ?? ''))).toBe(false);
});

test('what was written for a comment and left for a day is kept by itself, and the card shows the appeal again', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Комментарий и фото', card(number));
  await executor.sendPhotos(2);
  await executor.say('Яму огородили.');
  await aDayPasses();
  expect(await executor.buttons(card(number))).toContain('📷 Комментарий и фото');
  const question = await executor.text(QUESTION);
  expect(question).toMatch(/^Принято фото: 2\n/);
  expect(question).toContain('\nЯму огородили.\n');
  expect(question).toContain(`\nЭто к № ${number}?`);
  await executor.press(`№ ${number}`, QUESTION);
  expect(await executor.text(card(number))).toContain('Яму огородили.');
  expect(await executor.text(card(number))).toContain('Принято фото: 2');
});

test('whoever turns to something else in the middle of a comment or an answer finds what was written kept; «Отмена» drops it', async () => {
  const executor = world.phone('executor');
  const [number, other] = [await inWork(world), await inWork(world, { address: 'ул. Ленина, 3' })];
  await executor.press('Комментарий и фото', card(number));
  await executor.sendPhotos(2);
  await executor.say('Яму огородили.');
  await executor.press('Комментарий и фото', card(other));
  const question = await executor.text(QUESTION);
  expect(question).toMatch(/^Принято фото: 2\n/);
  expect(question).toContain('Яму огородили.');
  // What is being written when the kept is taken up is kept in its turn, and not mixed with it.
  await executor.say('Фонарь заказан.');
  await executor.press(`№ ${number}`, QUESTION);
  expect(await executor.text(card(number))).toContain('Принято фото: 2');
  expect(await executor.text(card(number))).not.toContain('Фонарь заказан.');
  expect(await executor.text(QUESTION)).toContain('Фонарь заказан.');
  await executor.press('Не нужно', QUESTION);
  await executor.press('Отмена', card(number));

  await executor.press('Ответ на согласование', card(number));
  await executor.press('Не решено', card(number));
  await executor.say('Работы перенесены на 30.11.2026.');
  await executor.say('/find');
  expect(await executor.text(QUESTION)).toContain('Работы перенесены на 30.11.2026.');
});

test('words that come to a form which is over since an hour are kept with what was written before', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Ответ на согласование', card(number));
  await executor.press('Не решено', card(number));
  await executor.say('Работы перенесены на 30.11.2026.');
  world.later(25 * 3_600_000);
  await executor.say('Причина: заморозки.');
  await executor.sees('Прошли сутки, ввод закрыт. Написанное сохранено');
  expect(await executor.text(QUESTION)).toContain('Работы перенесены на 30.11.2026.\nПричина: заморозки.');
  expect(await questions()).toBe(1);
});

test('a press on it says that what was written is kept; a form without words of that kind leaves none', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Комментарий и фото', card(number));
  await executor.say('Асфальт привезут завтра.');
  world.later(25 * 3_600_000);
  expect(await executor.press('Готово', card(number))).toEqual({
    text: 'Прошли сутки, ввод закрыт. Написанное сохранено: выберите ниже, куда его записать.',
    showAlert: true,
  });
  expect(await executor.text(QUESTION)).toContain('Асфальт привезут завтра.');
  await executor.press('Не нужно', QUESTION);
  await executor.press('Вернуть на координацию', card(number));
  await executor.say('Не мой участок.');
  await aDayPasses();
  expect(await questions()).toBe(0);
  expect(await executor.buttons(card(number))).toContain('📝 Ответ на согласование');
});
