import { personIdOf } from '../support/engagements';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  for (const who of ['otherExecutor', 'executor'] as const) {
    const id = (await personIdOf(world, who)).toString(36);
    await world.phone('supervisor').pressAnywhere(`x:role:${id}:engagement:1`);
  }
});
afterAll(() => world.stop());

const official = () => world.phone('otherExecutor');
const colleague = () => world.phone('executor');
const WAITS = 'Другая начатая форма ждёт';
const DISPLACED = 'Ничего не сделано: открыт другой ввод. Введённое здесь сохранено.';

async function begins(kind: string, title: string): Promise<void> {
  await official().say('/menu');
  await official().press('ОГ: ', 'Меню');
  await official().press('Создать', 'ОГ: в работе');
  await official().press(kind, 'Что создать?');
  await official().say(title);
}
const withText = async (text: string): Promise<void> => {
  await official().say(text);
  await official().press('Готово', 'Написано:');
};
async function opens(title: string): Promise<void> {
  await official().say('/menu');
  await official().press('ОГ: ', 'Меню');
  await official().press('Черновики: ', 'ОГ: в работе');
  await official().press(title, 'Черновик');
}

test('what ОГ write is a draft from its first answer on: a second one that is begun loses nothing of the first', async () => {
  await begins('Новость', 'Открыт каток');
  await withText('Каток работает с 10 до 21 часа.');
  const skip = await official().remember('Пропустить', 'Пришлите картинки');
  await begins('Новость', 'Закрыт мост');
  // Where the first stood is the way back to it; its button of before does nothing and says so.
  expect(await official().text(WAITS)).toContain('Открыт каток');
  expect(await skip()).toEqual({ text: DISPLACED, showAlert: true });

  await opens('Открыт каток');
  await official().press('Как увидит житель', 'Открыт каток');
  expect(await official().text('Каток работает')).toContain('Открыт каток');

  // Back in the first, the second waits in turn.
  await official().press('Вернуться к вводу', DISPLACED);
  expect(await official().text('Пришлите картинки')).toContain('Открыт каток');
  expect(await official().text(WAITS)).toContain('Закрыт мост');
  await official().press('Пропустить', 'Пришлите картинки');
  const save = await official().remember('Сохранить черновик', 'Так это увидит житель.');
  await official().press('Сохранить черновик', 'Так это увидит житель.');
  expect(await official().text('Этап: Черновик')).toContain('Открыт каток');
  // One draft of each form, and a button of one that is over leads to it.
  world.later(60_000);
  await save();
  expect(await official().text('Этап: Черновик')).toContain('Открыт каток');
  await official().say('/menu');
  await official().press('ОГ: ', 'Меню');
  expect(await official().buttons('ОГ: в работе 2')).toContain('Черновики: 2');
});

test('a form that a day has ended leads to its draft, and what was given up may be brought back', async () => {
  await official().press('Вернуться к вводу', WAITS);
  await withText('Мост закрыт до весны.');
  const skip = await official().remember('Пропустить', 'Пришлите картинки');
  world.later(25 * 3_600_000);
  await skip();
  expect(await official().text('ОГ-2')).toContain('Закрыт мост');
  expect(await official().buttons('ОГ-2')).toContain('Готово к размещению');

  await begins('Новость', 'Написано по ошибке');
  await official().press('Отмена', 'Написано по ошибке');
  expect(await official().text('ОГ: в работе')).toContain('ОГ: в работе 2');
  await official().press('Завершённые', 'ОГ: в работе 2');
  await official().press('Написано по ошибке', 'ОГ: завершено и снято 1');
  expect(await official().buttons('Этап: Снято')).toContain('Вернуть снятое');
});

test('what a colleague has done with a draft is not written over by the form that still asks', async () => {
  await begins('Новость', 'Отключат воду');
  await colleague().say('/menu');
  await colleague().press('ОГ: ', 'Меню');
  await colleague().press('Отключат воду', 'ОГ: в работе');
  await colleague().press('Заполнить: текст', 'Этап: Черновик');
  await colleague().say('Воды не будет до обеда.');
  await colleague().press('Готово', 'Написано:');
  await colleague().sees('Этап: Черновик');
  await official().say('Воды не будет.');
  expect(await official().text('Это только что изменил другой сотрудник.')).toContain('Отключат воду');
  await official().press('Как увидит житель', 'Это только что изменил');
  expect(await official().text('Воды не будет до обеда.')).toContain('Отключат воду');
});

test('no form that stands in no card is lost with another: neither an absence nor a template, nor by /start', async () => {
  await begins('Новость', 'Праздник двора');
  await official().say('/start');
  expect(await official().text(WAITS)).toContain('Праздник двора');
  await official().press('Вернуться к вводу', 'Праздник двора');
  await withText('Приходите.');
  await official().say('/menu');
  await official().press('Отсутствие', 'Меню');
  await official().press('Записать отсутствие', 'Ваше отсутствие');
  expect(await official().text(WAITS)).toContain('Праздник двора');
});

test('/cancel gives up a draft as «Отмена» does, and says where it is', async () => {
  await begins('Новость', 'Начато зря');
  await official().say('/cancel');
  expect(await official().text('Черновик убран в «Завершённые»')).toContain('Начато зря');
  await official().press('Вернуть снятое', 'Начато зря');
  await official().sees('Этап: Черновик');
  // With what stood there before a form began nothing is done.
  await official().press('Заполнить: текст', 'Этап: Черновик');
  await official().say('/cancel');
  await official().sees('Отменено');
  await opens('Начато зря');
});

test('words that come a day too late hear what was begun, and go on from there', async () => {
  await begins('Новость', 'Ярмарка');
  world.later(25 * 3_600_000);
  await official().say('В субботу на площади.');
  const late = await official().text('Прошли сутки, ввод закрыт. Продолжите отсюда:');
  expect(late).toContain('Ярмарка');
  expect(late).not.toContain('Откройте обращение');
  await official().press('Заполнить: текст', 'Прошли сутки');

  await official().say('/menu');
  await official().press('Отсутствие', 'Меню');
  await official().press('Записать отсутствие', 'Ваше отсутствие');
  world.later(25 * 3_600_000);
  await official().say('завтра');
  expect(await official().text('Прошли сутки, ввод закрыт. Продолжите отсюда:')).toContain('Ваше отсутствие');
});
