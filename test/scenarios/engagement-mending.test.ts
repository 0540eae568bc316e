import { holds } from '../support/office-work';
import { keepEngagement } from '../support/engagements';
import type { Phone } from '../support/phone';
import { World } from '../support/world';

let world: World;
let keeper: Phone;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  await holds(world, 'worker', ['engagement'], false);
  keeper = world.phone('worker');
});
afterAll(() => world.stop());

const open = (id: number) => keeper.pressAnywhere(`x:ogOne:${id.toString(36)}`);

test('a poll of ten questions is mended by its numbers: written anew, moved, taken out, an option alone', async () => {
  const questions = Array.from({ length: 10 }, (_, index) => ({
    ...{ text: `Вопрос ${index + 1}?`, options: ['Да', 'Нет', 'Не знаю'], several: false, own: false },
  }));
  const id = await keepEngagement(world, { kind: 'poll' }, { title: 'О парке', text: 'Ответьте.', questions });
  await open(id);
  await keeper.press('Изменить', 'Этап: Черновик');
  await keeper.press('вопросы', 'Что изменить?');
  expect(await keeper.text('10. Вопрос 10?')).toContain('Номер открывает: изменить, переставить, убрать.');

  // One line mends the question and leaves its options.
  await keeper.press('3', '10. Вопрос 10?');
  await keeper.say('Каким быть парку?');
  expect(await keeper.text('10. Вопрос 10?')).toContain('3. Каким быть парку? · вариантов: 3, один ответ');
  // An option of it, then what it allows.
  await keeper.press('3', '10. Вопрос 10?');
  await keeper.press('2', 'Пришлите вопрос заново.');
  await keeper.say('да');
  expect(await keeper.text('▸ 2. Нет')).toContain('⚠️ «да» уже есть в списке.');
  await keeper.say('Спортивным');
  expect(await keeper.text('Пришлите вопрос заново.')).toContain('1. Да\n2. Спортивным\n3. Не знаю');
  await keeper.press('2', 'Пришлите вопрос заново.');
  await keeper.press('Выше', '▸ 2. Спортивным');
  await keeper.press('Назад', '▸ 1. Спортивным');
  await keeper.press('Добавить вариант', '1. Спортивным');
  await keeper.say('Тихим\nДетским');
  await keeper.press('Можно выбрать несколько', '5. Детским');
  expect(await keeper.buttons('5. Детским')).toContain('✓ Можно выбрать несколько');
  // It goes up, another goes.
  await keeper.press('Выше', '5. Детским');
  await keeper.press('Назад', '2. Каким быть парку?');
  await keeper.press('10', '10. Вопрос 10?');
  await keeper.press('Убрать', 'Пришлите вопрос заново.');
  const after = await keeper.text('9. Вопрос 9?');
  expect(after).toContain('2. Каким быть парку? · вариантов: 5, можно выбрать несколько\n3. Вопрос 2?');
  expect(after).not.toContain('Вопрос 10?');
  expect((await keeper.press('Готово', '9. Вопрос 9?')).text).toBe('Сохранено');
});

test('a question that is sent again takes the place of the one there after a word, and only then', async () => {
  const question = { text: 'Каким быть парку?', options: ['Тихим', 'Шумным'], several: true, own: false };
  const other = { text: 'Где?', options: ['Здесь', 'Там'], several: false, own: false };
  const id = await keepEngagement(world, { kind: 'poll' }, { title: 'О сквере', questions: [question, other] });
  await open(id);
  await keeper.press('Изменить', 'Этап: Черновик');
  await keeper.press('вопросы', 'Что изменить?');
  await keeper.say('Каким быть парку?\nТихим\nСпортивным\n\nКогда?\nВесной\nОсенью');
  expect(await keeper.text('3. Когда?')).toContain('Уже есть: «Каким быть парку?». Заменить тем, что пришло сейчас?');
  await keeper.press('Оставить прежнее', '3. Когда?');
  await keeper.press('1', '3. Когда?');
  await keeper.sees('2. Шумным');
  await keeper.press('Назад', '2. Шумным');
  await keeper.say('Каким быть парку?\nТихим\nСпортивным');
  await keeper.press('Заменить', 'Заменить тем');
  expect(await keeper.text('3. Когда?')).toContain('1. Каким быть парку? · вариантов: 2, можно выбрать несколько');
  await keeper.press('1', '3. Когда?');
  await keeper.sees('2. Спортивным');
  await keeper.press('Убрать', '2. Спортивным');
  await keeper.say('Где?\nЗдесь\nТам');
  expect(await keeper.text('2. Когда?')).toContain('⚠️ «Где?» уже есть в списке.');
  await keeper.press('Готово', '2. Когда?');
  await keeper.sees('Этап: Черновик');
});

test('«Сохранено» is said only where something has changed', async () => {
  const options = [
    { name: 'Двор', about: 'ул. Ленина, 1' },
    { name: 'Парк', about: '' },
  ];
  const id = await keepEngagement(world, { kind: 'site_vote' }, { title: 'Двор или парк', options });
  await open(id);
  await keeper.press('Изменить', 'Двор или парк');
  await keeper.press('варианты', 'Что изменить?');
  expect((await keeper.press('Готово', '2. Парк')).text).toBe('Ничего не изменилось.');
  await keeper.press('История', 'Этап: Черновик');
  expect(await keeper.text('История: Двор или парк')).not.toContain('Изменено');
  await open(id);
  await keeper.press('Изменить', 'Двор или парк');
  await keeper.press('варианты', 'Что изменить?');
  // One line is another name, its place stays.
  await keeper.press('1', '1. Двор');
  await keeper.say('Двор у школы');
  await keeper.sees('1. Двор у школы · ул. Ленина, 1');
  expect((await keeper.press('Готово', '2. Парк')).text).toBe('Сохранено');
});

test('a text that was refused and is sent mended leaves no gap behind it', async () => {
  await keeper.pressAnywhere('x:ogNew:news');
  await keeper.say('Каток');
  await keeper.say('Каток работает каждый день.');
  await keeper.say('<b>Вход</b> свободный, коньки свои.');
  expect(await keeper.text('Написано:')).toContain('⚠️ В тексте есть разметка');
  expect(await keeper.text('Написано:')).not.toContain('Проверьте, не осталось ли пропуска');
  await keeper.say('Вход свободный, коньки свои.');
  expect(await keeper.text('Вход свободный')).not.toContain('пропуска');
  await keeper.say('<i>Прокат</i> с девяти.');
  await keeper.say('Приходите всей семьёй.');
  expect(await keeper.text('Приходите')).toContain('Проверьте, не осталось ли пропуска');
  await keeper.press('Отмена', 'Приходите');
});

test('of hearings days that can’t be are not offered', async () => {
  await keeper.pressAnywhere('x:ogNew:hearings');
  await keeper.say('Планировка улицы Речной');
  await keeper.press('Заполнить позже', 'Напишите текст');
  await keeper.press('Пропустить', 'Пришлите картинки');
  await keeper.say('14.12.2026');
  await keeper.press('Пропустить', 'Где и когда опубликовано');
  await keeper.press('Пропустить', 'В пределах какой территории');
  // A week after the announcement, as the office gives it.
  expect((await keeper.buttons('Когда пройдут слушания?'))[0]).toContain('21.12');
  await keeper.press('Календарь', 'Когда пройдут слушания?');
  const december = await keeper.buttons('Когда пройдут слушания?');
  expect(december).toContain('21');
  // Before it, on a Saturday.
  for (const day of ['11', '13·', '19·', '26·']) expect(december).not.toContain(day);
  await keeper.press('▶', 'Когда пройдут слушания?');
  const january = await keeper.buttons('Когда пройдут слушания?');
  expect(
    january.filter((caption) => /^(?:1|2|9)·?/.test(caption) && caption.length < 4 && !/^\d\d/.test(caption)),
  ).toEqual([]);
  expect(january).toContain('12');
  await keeper.say('22.12.2026');
  await keeper.say('15:00');
  await keeper.say('Дом культуры');
  await keeper.press('Пропустить', 'Ссылка на материалы');
  await keeper.press('Календарь', 'Последний день?');
  const last = await keeper.buttons('Последний день?');
  expect(last).toContain('22');
  expect(last).not.toContain('21');
  await keeper.press('Отмена', 'Последний день?');
});

test('thirty projects are turned by ten, and the page stays while one is mended', async () => {
  const options = Array.from({ length: 30 }, (_, index) => ({ name: `Проект ${index + 1}`, about: 'Житель' }));
  const id = await keepEngagement(world, { kind: 'project_vote' }, { title: 'Проекты года', options });
  await open(id);
  await keeper.press('Изменить', 'Проекты года');
  await keeper.press('варианты', 'Что изменить?');
  await keeper.press('◀', '30. Проект 30');
  await keeper.press('15', '11. Проект 11');
  await keeper.press('Назад', '15. Проект 15');
  await keeper.press('15', '11. Проект 11');
  await keeper.say('Сквер у реки');
  await keeper.sees('15. Сквер у реки · Житель');
  expect(await keeper.text('15. Сквер у реки')).not.toContain('30. Проект 30');
});
