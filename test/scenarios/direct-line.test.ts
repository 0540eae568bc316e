import { statement } from '../../src/database/database';
import { holds } from '../support/office-work';
import { readPdf } from '../support/pdf-pages';
import type { Phone } from '../support/phone';
import { until } from '../support/until';
import { INTAKE_TOKEN, World } from '../support/world';

let world: World;
let keeper: Phone;
let executor: Phone;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  await holds(world, 'worker', ['engagement'], false);
  [keeper, executor] = [world.phone('worker'), world.phone('executor')];
});
afterAll(() => world.stop());

const post = (questions: unknown, line: number | string = 1) =>
  fetch(`${world.application.address}/api/direct-lines/${line}/questions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${INTAKE_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(questions),
  });
const asked = (index: number, text: string) => ({ id: `q-${index}`, text, askedAt: '2026-12-01T09:30:00+03:00' });

const TOPICS = ['фонарь', 'автобус', 'мусор', 'снег', 'школа', 'колодец', 'лифт', 'тротуар', 'парковка'];
const PLACES = ['Нагорная', 'Лесная', 'Речная', 'Заводская'];
/** Thirty-six about as many matters. */
const various = PLACES.flatMap((place, row) =>
  TOPICS.map((topic, at) => asked(row * TOPICS.length + at + 1, `Улица ${place}: ${topic} ${row}${at}`)),
);
const PIPE = 'Когда отремонтируют водопровод на улице Садовой? Мой телефон 8 917 123-45-67.';
const SAME = 'Когда же отремонтируют водопровод на Садовой улице?';

const idOf = statement('test.line-question-id', 'select id, version from line_question where number = $1');
const states = statement(
  'test.line-states',
  'select state, count(*)::int as count from line_question group by state order by state',
);
const appealsOfLine = statement(
  'test.line-appeals',
  `select a.number, a.kind, a.stage, a.text from appeal a where a.number like 'ПЛ-%' order by a.id`,
);
const row = async (number: number) => {
  const [found] = await world.fresh.database.query<{ id: number; version: number }>(idOf, [number]);
  return found ?? { id: 0, version: 0 };
};
/** Opens a question as its button does. */
const open = async (number: number, phone = keeper) =>
  phone.pressAnywhere(`x:lineOne:${(await row(number)).id.toString(36)}`);

test('a direct line that does not run yet takes no questions, and whoever sends them hears why', async () => {
  expect((await post(various)).status).toBe(404);
  await keeper.say('/menu');
  await keeper.press('ОГ: ', 'Меню');
  await keeper.press('Создать', 'ОГ: в работе 0');
  await keeper.press('Прямая линия', 'Что создать?');
  await keeper.say('О жилье и дорогах');
  await keeper.say('Задайте вопрос руководителю исполкома.');
  await keeper.press('Готово', 'Написано:');
  await keeper.say('Гарипов Р.М., руководитель исполкома');
  await keeper.press('Пропустить', 'Пришлите картинки');
  await keeper.say('01.12.2026');
  await keeper.say('10.12.2026');
  await keeper.say('20.12.2026');
  await keeper.press('Сохранить черновик', 'Так это увидит житель.');
  const closed = await post(various);
  expect([closed.status, ((await closed.json()) as { code: string }).code]).toEqual([409, 'line_closed']);

  await keeper.press('Готово к размещению', 'Этап: Черновик');
  await keeper.press('Разместить в ПОС', 'Этап: На размещении');
  await keeper.press('Размещено', 'Разместить в ПОС');
  await keeper.say('https://pos.gosuslugi.ru/og/1');
  await keeper.sees('Этап: Идёт');
});

test('bad questions are refused as a whole, with what is wrong where', async () => {
  const refused = await post([asked(1, 'Хорошо?'), { ...asked(2, ' '), name: 'Иванов' }, asked(1, 'Ещё раз?')]);
  expect(refused.status).toBe(400);
  const { errors } = (await refused.json()) as { errors: { path: string }[] };
  expect(errors.map(({ path }) => path).sort()).toEqual(['[1].name', '[1].text', '[2].id']);
  const never = ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+03:00', '9999-12-31T23:59:59-14:00'];
  const atBorders = await post(never.map((askedAt, index) => ({ ...asked(index, 'Когда?'), askedAt })));
  expect(atBorders.status).toBe(400);
  expect(JSON.stringify(await atBorders.json())).toMatch(/раньше 2000.*раньше 2000.*больше чем на сутки впереди/s);
  expect((await post([])).status).toBe(400);
  expect((await post(various, 'один')).status).toBe(404);
  expect(await world.fresh.database.query(states)).toEqual([]);
});

test('forty come by HTTP and by hand; sent again they are the same', async () => {
  const sent = [...various, asked(37, PIPE), asked(38, SAME)];
  const first = await post(sent);
  expect(first.status).toBe(201);
  const again = await post(sent);
  expect(again.status).toBe(200);
  const { results } = (await again.json()) as { results: object[] };
  expect([results.length, results[0], results.at(-1)]).toEqual([
    38,
    { id: 'q-1', number: 1, result: 'repeated' },
    { id: 'q-38', number: 38, result: 'repeated' },
  ]);

  await keeper.press('Вопросы', 'Этап: Идёт');
  await keeper.sees('Номер прямой линии для HTTP: 1');
  await keeper.press('Добавить вопрос', 'Вопросы: О жилье');
  await keeper.say('Будет ли каток у школы?');
  await keeper.sees('Вопрос № 39 записан.');
  await keeper.press('Ещё вопрос', 'Вопрос № 39 записан.');
  await keeper.say('Почему вы такие идиоты?');
  await keeper.sees('Вопрос № 40 записан.');
  await keeper.press('К вопросам', 'Вопрос № 40 записан.');
  expect(await keeper.buttons('Вопросы: О жилье')).toContain('• Новые: 40');
});

test('a moderator sees no telephone, is told of rudeness and joins a repeat by one press, and back', async () => {
  await open(38);
  const card = await keeper.text('Вопрос № 38');
  expect(card).toContain('Похоже на вопрос № 37:');
  expect(card).not.toContain('123-45');
  expect((await keeper.press('Объединить с № 37', 'Вопрос № 38')).text).toBe('Вопросы объединены.');
  await keeper.press('Вернуть в новые', 'Повторяет вопрос № 37');
  await keeper.press('Объединить с № 37', 'Вопрос № 38');
  await open(37);
  const leading = await keeper.text('Вопрос № 37');
  expect(leading).toContain('Спрашивали ещё: № 38');
  expect(leading).toContain('личные данные');
  expect(leading).not.toContain('123-45-67');

  await open(40);
  expect(await keeper.text('Вопрос № 40')).toContain('Похоже на грубость');
  await keeper.press('Отклонить', 'Вопрос № 40');
  await keeper.say('Оскорбления');
  await keeper.sees('Отклонён: Оскорбления');
});

test('an official gets a short task with a sound, answers it, and ОГ hears of it silently', async () => {
  await open(37);
  const before = await executor.lastId();
  await keeper.press('Поручить', 'Вопрос № 37');
  await keeper.say('петр');
  await keeper.press('Петров П.П.', 'Кому поручить ответ?');
  await keeper.press('3 дн.', 'Сколько рабочих дней на ответ?');
  await keeper.sees('Отвечает Петров П.П., до 04.12');
  await world.quiet();
  const told = await executor.text('Вам вопрос прямой линии № 37, ответ до 04.12');
  expect(told).not.toContain('123-45-67');
  expect(await executor.soundsSince(before)).toBe(1);

  const heard = await keeper.lastId();
  await executor.press('Открыть вопрос', 'Вам вопрос прямой линии № 37');
  const { id, version } = await row(37);
  await executor.press('Ответить', 'Вопрос № 37');
  await executor.say('Ремонт водопровода на Садовой закончат до 20 декабря.');
  await executor.press('Готово', 'Написано:');
  await executor.sees('Ответ дан: Петров П.П.');
  // A button of before it was answered does nothing more.
  expect(await executor.pressAnywhere(`x:lineAct:${id.toString(36)}:${version.toString(36)}:gb`)).toEqual({
    text: 'Вопрос изменился, посмотрите его ещё раз.',
    showAlert: true,
  });
  await world.quiet();
  await keeper.sees('На вопрос прямой линии № 37 есть ответ');
  expect(await keeper.soundsSince(heard)).toBe(0);
});

test('what is not one’s own is given back; others see none of it, even by a forged button', async () => {
  await open(39);
  await keeper.press('Поручить', 'Вопрос № 39');
  await keeper.press('Петров П.П.', 'Кому поручить ответ?');
  await keeper.say('31');
  await keeper.sees('Нужно число от 1 до 30.');
  await keeper.say('1');
  await world.quiet();
  await executor.say('/menu');
  await executor.press('Вопросы прямой линии: 1', 'Меню');
  await executor.press('Будет ли каток', 'на которые отвечаете вы');
  await executor.press('Не ко мне', 'Вопрос № 39');
  await executor.say('Катки у отдела спорта');
  await world.quiet();
  await keeper.sees('Вопрос прямой линии № 39 вернули вам');
  await open(39);
  expect(await keeper.text('Вопрос № 39')).toContain('Возвращён: Катки у отдела спорта');

  const other = world.phone('otherExecutor');
  const { id, version } = await row(39);
  await other.say('/menu');
  await open(39, other);
  await other.sees('Этого вопроса больше нет.');
  for (const act of ['gi', 'an', 'dc', 'ap'])
    expect(await other.pressAnywhere(`x:lineAct:${id.toString(36)}:${version.toString(36)}:${act}`)).toEqual({
      text: 'Этого вопроса больше нет.',
      showAlert: true,
    });
  expect((await other.pressAnywhere('x:line:1:all:0')).showAlert).toBe(true);
  expect((await other.pressAnywhere('x:linePaper:1')).showAlert).toBe(true);
});

test('three become appeals, each asked once and made once, and the rest is answered', async () => {
  for (const [number, caption] of [
    [1, 'Сделать сообщением'],
    [2, 'Сделать сообщением'],
    [3, 'Сделать обращением 59-ФЗ'],
  ] as const) {
    await open(number);
    await keeper.press(caption, `Вопрос № ${number}:`);
    const press = await keeper.remember('Подтвердить', 'его получат координаторы');
    await Promise.all([press(), press()]);
    await keeper.sees(`Стал обращением № ПЛ-1-${number}`);
  }
  await world.quiet();
  expect(await world.fresh.database.query(appealsOfLine)).toMatchObject([
    { number: 'ПЛ-1-1', kind: 'message', stage: 'coordination' },
    { number: 'ПЛ-1-2', kind: 'message', stage: 'coordination' },
    { number: 'ПЛ-1-3', kind: 'appeal59', stage: 'coordination', text: 'Улица Нагорная: мусор 02' },
  ]);
  await world.phone('coordinator').sees('ПЛ-1-3');

  for (const number of [...various.keys()].map((index) => index + 1).filter((one) => one > 3 && one !== 36)) {
    await open(number);
    await keeper.press('Ответить', `Вопрос № ${number}:`);
    await keeper.say(`Сделаем до весны, вопрос ${number}.`);
    await keeper.press('Готово', 'Написано:');
  }
  expect(await world.fresh.database.query(states)).toEqual([
    { state: 'answered', count: 33 },
    { state: 'appeal', count: 3 },
    { state: 'declined', count: 1 },
    { state: 'joined', count: 1 },
    { state: 'new', count: 2 },
  ]);
}, 300_000);

test('the protocol says what became of each of the forty', async () => {
  await open(39);
  await keeper.press('К вопросам', 'Вопрос № 39');
  await keeper.press('Протокол', 'Вопросы: О жилье');
  await world.quiet();
  const sent = async () => (await keeper.messages()).flatMap(({ document }) => (document ? [document] : []));
  await until('both papers come', async () => (await sent()).length === 2);
  const [docx, document] = await sent();
  expect([docx?.file_name, document?.file_name]).toEqual(['протокол-1.docx', 'протокол-1.pdf']);
  const response = await fetch(`${world.stand.url}/stand/files/${document?.file_id}`);
  const text = readPdf(new Uint8Array(await response.arrayBuffer())).pages.join(' ');
  expect(text).toContain('Протокол прямой линии');
  expect(text).toContain('«О жилье и дорогах»');
  expect(text).toContain(
    'Вопросов: 40. С ответом: 33. Повторяют другие: 1. Стали обращениями: 3. Отклонено: 1. Без ответа: 2.',
  );
  expect(text).toContain('Ремонт водопровода на Садовой закончат до 20 декабря.');
  expect(text).toContain('Этот вопрос задавали ещё: № 38.');
  expect(text).toContain('Зарегистрирован как обращение № ПЛ-1-3.');
  expect(text).not.toContain('123-45-67');
});
