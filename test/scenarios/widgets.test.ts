import { holds } from '../support/office-work';
import type { Phone } from '../support/phone';
import { World } from '../support/world';

let world: World;
let keeper: Phone;
let admin: Phone;
beforeAll(async () => {
  world = await World.start();
  await holds(world, 'worker', ['engagement'], false);
  [keeper, admin] = [world.phone('worker'), world.phone('supervisor')];
});
afterAll(() => world.stop());

const openWidgets = async () => {
  await keeper.say('/menu');
  await keeper.press('Виджеты голосований', 'Меню');
  return keeper.sees('Виджеты голосований');
};
const saysNumber = async (part: string, text: string) => {
  await admin.press(part, 'Виджет голосований');
  await admin.say(text);
};

test('ОГ makes a look, an admin says the numbers, and the code is there to copy, as a file, and as a picture', async () => {
  await openWidgets();
  await keeper.press('Новый виджет', 'Виджетов пока нет');
  await keeper.sees('Как назвать виджет?');
  await keeper.say('Главная <b>страница</b>');
  await keeper.press('Рамка', 'Какой код нужен?');
  await keeper.press('✓ Голосования', 'Что показывать?');
  await keeper.press('Готово', 'Что показывать?');
  await keeper.press('Тёмный', 'Какие цвета?');
  const card = await keeper.text('Контраст текста');
  expect(card).toContain('Главная <b>страница</b>');
  expect(card).toContain('Показывает: Опросы, Обсуждения и слушания');
  expect(card).toContain('администратор ещё не подтвердил');

  await keeper.press('Код', 'Контраст текста');
  await keeper.sees('Нужен ОКТМО. Его указывает администратор');
  await keeper.press('Назад', 'Нужен ОКТМО');
  expect((await keeper.press('Код файлом', 'Контраст текста')).text).toContain('Нужен ОКТМО');

  await admin.say('/admin');
  await admin.press('Параметры', 'Управление');
  await admin.press('Виджет голосований', 'Параметры');
  await saysNumber('ОКТМО', '9264');
  await admin.sees('В ОКТМО муниципального образования 8 цифр.');
  await admin.say('92 644 000');
  await admin.sees('ОКТМО: 92644000');
  await admin.press('↑ 10: голосования', 'Виджет голосований');
  await admin.press('Подтвердить таблицу', '10: голосования');
  await admin.sees('Подтверждено.');

  await keeper.press('Код', 'Контраст текста');
  const code = await keeper.text('Скопируйте целиком');
  // Polls were 10 until the admin said that votes are: they are 20 now.
  expect(code).toContain('<iframe id="widgetPosId"');
  expect(code).toContain('type=[20,30]');
  expect(code).toContain('municipality_id=92644000');
  expect(code).not.toContain('не подтвердил');
  await keeper.press('Код файлом', 'Скопируйте целиком');
  const file = (await keeper.messages()).find(({ document }) => document !== undefined);
  expect(file?.document?.file_name).toMatch(/^виджет-\d+\.html$/);

  await keeper.press('Назад', 'Скопируйте целиком');
  await keeper.press('Ссылки', 'Контраст текста');
  expect(await keeper.text('Для сайта и объявлений')).toContain('org-activities?mun_code=92644000');
  await keeper.press('Назад', 'Для сайта и объявлений');
  await keeper.press('Что значат параметры', 'Контраст текста');
  expect(await keeper.text('Что значит каждый параметр')).toContain('maxElement=3 сколько строк на странице');
  await keeper.press('Назад', 'Что значит каждый параметр');
  await keeper.press('Как выглядит', 'Контраст текста');
  await keeper.sees('Примерно так будет выглядеть «Главная <b>страница</b>»');
});

test('colours of the office’s own are taken when people can read them', async () => {
  await openWidgets();
  await keeper.press('Главная', 'Виджеты голосований');
  await keeper.press('Изменить', 'Контраст текста');
  await keeper.press('Цвета', 'Контраст текста');
  await keeper.press('Свои цвета', 'Какие цвета?');
  await keeper.say('белый');
  await keeper.sees('Не похоже на цвет');
  await keeper.say('#fff');
  await keeper.sees('Какой цвет текста? Фон #FFFFFF.');
  await keeper.say('cccccc');
  await keeper.sees('Плохо читается: контраст с фоном 1,5:1');
  await keeper.say('#222222');
  await keeper.say('7A1F1F');
  expect(await keeper.text('Свои цвета (')).toContain('фон #FFFFFF, текст #222222, ссылки и кнопки #7A1F1F');
});

test('one that was deleted by a slip comes back; whoever has lost the role is told so', async () => {
  await openWidgets();
  await keeper.press('Главная', 'Виджеты голосований');
  await keeper.press('Изменить', 'Контраст текста');
  await keeper.press('Размер', 'Контраст текста');
  await keeper.say('10');
  await keeper.sees('Нужно число от 150 до 1200.');
  await keeper.say('265');
  await keeper.press('333', 'Какая высота?');
  await keeper.sees('Размер: 265 пикс. × 333 пикс.');
  await keeper.press('Изменить', 'Размер: 265');
  await keeper.press('Удалить', 'Размер: 265');
  await keeper.press('Вернуть', 'удалён из списка');
  await keeper.sees('Размер: 265 пикс. × 333 пикс.');

  await keeper.press('Изменить', 'Размер: 265');
  await keeper.press('Название', 'Размер: 265');
  await holds(world, 'worker', ['executor'], false);
  await keeper.say('Чужое');
  await keeper.sees('Виджеты ведёт ОГ.');
  expect(await keeper.pressAnywhere('x:widget:1:code')).toEqual({ text: 'Виджеты ведёт ОГ.', showAlert: true });
  expect(await keeper.pressAnywhere('x:widgetOffice')).toMatchObject({ showAlert: true });
});
