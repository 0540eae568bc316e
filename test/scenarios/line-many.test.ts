import { statement } from '../../src/database/database';
import { holds } from '../support/office-work';
import { keepEngagement } from '../support/engagements';
import type { Phone } from '../support/phone';
import { INTAKE_TOKEN, World } from '../support/world';

let world: World;
let keeper: Phone;
let line: number;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  await holds(world, 'worker', ['engagement'], false);
  keeper = world.phone('worker');
  line = await keepEngagement(
    world,
    { kind: 'direct_line', stage: 'running', address: 'https://pos.gosuslugi.ru/og/1', placedNumber: 1 },
    { title: 'О жилье и дорогах', opensOn: '2026-12-01' as never, closesOn: '2026-12-20' as never },
  );
});
afterAll(() => world.stop());

const TOPICS = ['фонарь', 'автобус', 'мусор', 'водопровод'];
const asked = (index: number, text: string, address?: string) => ({
  ...{ id: `q-${index}`, text, address, askedAt: '2026-12-01T09:30:00+03:00' },
});
/** Sixty, fifteen of each matter. */
const sixty = Array.from({ length: 60 }, (_, index) =>
  asked(index + 1, `${TOPICS[index % 4]}: дом ${index + 1}, когда?`, `улица Лесная, ${index + 1}`),
);
const post = (questions: unknown) =>
  fetch(`${world.application.address}/api/direct-lines/${line}/questions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${INTAKE_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(questions),
  });
const states = statement(
  'test.states-of-line',
  'select state, count(*)::int as count from line_question group by state order by state',
);
const idOf = statement('test.id-of-question', 'select id from line_question where number = $1');
const open = async (number: number) => {
  const [found] = await world.fresh.database.query<{ id: number }>(idOf, [number]);
  return keeper.pressAnywhere(`x:lineOne:${(found?.id ?? 0).toString(36)}`);
};

test('sixty questions are given in twenty presses, and whoever gets fifteen hears once', async () => {
  expect((await post(sixty)).status).toBe(201);
  await keeper.pressAnywhere(`x:line:${line.toString(36)}:new:0`);
  let presses = 0;
  const press = async (caption: string, on: string | RegExp) => {
    presses += 1;
    return keeper.press(caption, on);
  };
  const executor = world.phone('executor');
  const before = await executor.lastId();
  for (const topic of TOPICS) {
    await press('Выбрать несколько', 'Вопросы: О жилье');
    await keeper.say(topic);
    await press('Отметить все: 15', `По запросу «${topic}»: 15`);
    await press('Поручить: 15', 'Отмечены:');
    await press('Петров П.П.', 'Кому поручить ответ?');
    expect((await press('3 дн.', 'Сколько рабочих дней на ответ?')).text).toBe('Поручено. Вопросов: 15.');
  }
  expect(presses).toBe(20);
  expect(await world.fresh.database.query(states)).toEqual([{ state: 'given', count: 60 }]);
  await world.quiet();
  expect(await executor.soundsSince(before)).toBe(4);
  await executor.sees('Вам вопросы прямой линии: 15, ответ до 04.12');
  await executor.press('К моим вопросам', 'Вам вопросы прямой линии: 15');
  await executor.sees('на которые отвечаете вы');
});

test('the list stays on its page after an act, on its card and on several', async () => {
  await keeper.pressAnywhere(`x:line:${line.toString(36)}:given:0`);
  await keeper.press('▶', 'Вопросы: О жилье');
  await keeper.press('▶', 'Вопросы: О жилье');
  await keeper.press('№ 14', 'Вопросы: О жилье');
  await keeper.press('Ответить', 'Вопрос № 14');
  await keeper.say('Фонарь горит с понедельника.');
  await keeper.press('Готово', 'Написано:');
  await keeper.press('К вопросам', 'Ответ дан');
  expect(await keeper.buttons('Вопросы: О жилье')).toEqual(expect.arrayContaining(['• У исполнителей: 59', '3/10']));

  // The choice goes on about where the list stands, and back to it.
  await keeper.press('Выбрать несколько', 'Вопросы: О жилье');
  await keeper.press('13', 'Номер отмечает вопрос.');
  await keeper.press('15', '✓ № 13');
  expect(await keeper.text('✓ № 15')).toContain('Отмечены: № 13, № 15');
  await keeper.press('✓ 13', '✓ № 15');
  await keeper.press('16', '✓ № 15');
  await keeper.press('Ответить: 2', '✓ № 16');
  await keeper.say('Вывезем в среду.');
  await keeper.press('Готово', 'Написано:');
  expect(await keeper.buttons('Вопросы: О жилье')).toEqual(expect.arrayContaining(['• У исполнителей: 57', '3/10']));
  expect(await world.fresh.database.query(states)).toEqual([
    { state: 'answered', count: 3 },
    { state: 'given', count: 57 },
  ]);
});

test('alike ones are offered together and joined to the earliest at once', async () => {
  const bridge = [
    'Когда починят мост через речку Вятку',
    'Мост через речку Вятку когда починят?',
    'Речку Вятку мост починят когда',
  ];
  await post(bridge.map((text, index) => asked(100 + index, text)));
  await open(62);
  await keeper.press('Похожие вместе: 3', 'Вопрос № 62');
  expect(await keeper.text('Отмечены:')).toContain('Отмечены: № 61, № 62, № 63');
  await keeper.press('Объединить: 3', 'Отмечены: № 61');
  await keeper.sees('Повторяет вопрос № 61');
  await open(61);
  await keeper.sees('Спрашивали ещё: № 62, № 63');
});

test('what somebody else has done meanwhile is left as it is, and a second press does nothing', async () => {
  await post([asked(200, 'Будет ли каток?'), asked(201, 'Будет ли ёлка?')]);
  await keeper.pressAnywhere(`x:line:${line.toString(36)}:new:0`);
  await keeper.press('Выбрать несколько', 'Вопросы: О жилье');
  await keeper.say('64-65');
  await keeper.press('Отметить все: 2', 'По запросу «64-65»: 2');
  await keeper.press('Отклонить: 2', 'Отмечены: № 64, № 65');
  await world.fresh.database.query(
    statement('test.somebody-else', 'update line_question set version = version + 1 where number = 65'),
  );
  await keeper.say('Не по теме');
  await keeper.sees('Вопрос отклонён. Вопросов: 1. Не вышло: 1 (№ 65), они изменились.');
  expect(await world.fresh.database.query(states)).toEqual(
    expect.arrayContaining([
      { state: 'declined', count: 1 },
      { state: 'new', count: 2 },
    ]),
  );
});

test('an executor answers several of their own at once, and gives back several; ОГ hears once of each', async () => {
  const executor = world.phone('executor');
  const heard = await keeper.lastId();
  await executor.pressAnywhere('x:lineMine:0');
  await executor.press('Выбрать несколько', 'на которые отвечаете вы');
  await executor.say('водопровод');
  const [found] = /По запросу «водопровод»: (\d+)/.exec(await executor.text('По запросу «водопровод»:'))!.slice(1);
  await executor.press(`Отметить все: ${found}`, 'По запросу «водопровод»');
  expect((await executor.buttons('Отмечены:')).join()).not.toMatch(/Поручить|Отклонить|Объединить|Сделать сообщением/);
  await executor.press(`Ответить: ${found}`, 'Отмечены:');
  await executor.say('Ремонт закончат до 20 декабря.');
  await executor.press('Готово', 'Написано:');
  await executor.sees('на которые отвечаете вы');
  await world.quiet();
  await keeper.sees(`На вопросы прямой линии есть ответ: ${found}`);
  expect(await keeper.soundsSince(heard)).toBe(0);

  await executor.press('Выбрать несколько', 'на которые отвечаете вы');
  await executor.press('3', 'Номер отмечает вопрос.');
  await executor.press('7', '✓ № 3');
  await executor.press('Не ко мне: 2', '✓ № 7');
  await executor.say('Мусор вывозит другой отдел');
  await world.quiet();
  await keeper.sees('Вопросы прямой линии вернули вам: 2');

  const other = world.phone('otherExecutor');
  await other.say('/menu');
  await other.pressAnywhere(`x:lineMyMany:${line.toString(36)}:0`);
  await other.sees('Вопросы прямых линий ведёт ОГ.');
});
