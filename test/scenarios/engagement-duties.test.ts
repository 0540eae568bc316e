import { statement } from '../../src/database/database';
import { toPlainDate as day } from '../../src/regulation/calendar';
import { endedEngagement, VOTE } from '../support/ended-engagement';
import { keepEngagement, personIdOf } from '../support/engagements';
import { brief, goesAway, holds, inWork, isDisabled } from '../support/office-work';
import type { Phone } from '../support/phone';
import { INTAKE_TOKEN, World, type Who } from '../support/world';

// What ОГ has given to officials: their mornings, their deputies, and what stands with nobody.
let world: World;
let keeper: Phone;
let executor: Phone;
let line: number;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  await holds(world, 'worker', ['engagement'], false);
  [keeper, executor] = [world.phone('worker'), world.phone('executor')];
  line = await keepEngagement(
    world,
    { kind: 'direct_line', stage: 'running', address: 'https://pos.gosuslugi.ru/lines/1', placedNumber: 1 },
    {
      ...{ title: 'О дорогах', answering: 'Гарипов Р.М.', opensOn: day('2026-12-01') },
      ...{ closesOn: day('2026-12-31'), resultsBy: day('2027-01-20') },
    },
  );
  const questions = [1, 2, 3, 4, 5].map((number) => ({
    ...{ id: `q-${number}`, text: `Когда починят дорогу № ${number}?`, askedAt: '2026-12-01T09:30:00+03:00' },
  }));
  await fetch(`${world.application.address}/api/direct-lines/${line}/questions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${INTAKE_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(questions),
  });
});
afterAll(() => world.stop());

const idOf = statement('test.duty-question', 'select id from line_question where number = $1');
/** Opens a question as its button does. */
async function open(number: number, phone = keeper): Promise<void> {
  const [row] = await world.fresh.database.query<{ id: number }>(idOf, [number]);
  await phone.pressAnywhere(`x:lineOne:${(row?.id ?? 0).toString(36)}`);
}
async function give(number: number, whom: string, days: number): Promise<void> {
  await open(number);
  await keeper.press('Поручить', `Вопрос № ${number}`);
  await keeper.press(whom, 'Кому поручить ответ?');
  await keeper.say(String(days));
  await keeper.sees(`Отвечает ${whom}`);
  await world.quiet();
}

const heard = new Map<Who, number>();
/** What has come to somebody since this was asked before: words, and whether they sounded. */
async function since(who: Who): Promise<{ text: string; silent: boolean }[]> {
  const after = heard.get(who) ?? 0;
  const messages = (await world.phone(who).messages()).filter(({ message_id: id }) => id > after);
  heard.set(who, await world.phone(who).lastId());
  return messages.map(({ text = '', silent }) => ({ text, silent }));
}
/** The morning of this day, as these people have it. */
async function morning(date: string, ...people: Who[]): Promise<{ text: string; silent: boolean }[][]> {
  await world.passTo(`${date}T08:14:00+03:00`);
  for (const who of people) await since(who);
  await world.passTo(`${date}T08:15:05+03:00`);
  const all: { text: string; silent: boolean }[][] = [];
  for (const who of people) all.push(await since(who));
  return all;
}

test('whoever was given a question is reminded before, on and after its day; ОГ hear once that it is late', async () => {
  await give(1, 'Петров П.П.', 3);
  expect(await morning('2026-12-02', 'executor', 'worker')).toEqual([[], []]);
  for (const [date, said] of [
    ['2026-12-03', 'Вопрос № 1: ответ до 04.12 · О дорогах'],
    ['2026-12-04', 'Вопрос № 1: ответ сегодня · О дорогах'],
  ] as const) {
    const [mine, ofKeeper] = await morning(date, 'executor', 'worker');
    expect(mine).toEqual([{ text: expect.stringContaining(said), silent: false }]);
    expect(ofKeeper).toEqual([]);
  }
  const late = 'Вопрос № 1: срок ответа 04.12 истёк · О дорогах';
  const [mine, ofKeeper] = await morning('2026-12-07', 'executor', 'worker');
  expect(mine).toEqual([{ text: expect.stringContaining(late), silent: false }]);
  expect(ofKeeper).toEqual([
    { text: expect.stringContaining('О дорогах: вопросы без ответа в срок: 1'), silent: false },
  ]);
  const [again, notAgain] = await morning('2026-12-08', 'executor', 'worker');
  expect(again).toEqual([{ text: expect.stringContaining(late), silent: false }]);
  expect(notAgain).toEqual([]);

  await executor.press('Вопрос № 1', late);
  await executor.press('Ответить', 'Вопрос № 1: О дорогах');
  await executor.say('Починим до конца декабря.');
  await executor.press('Готово', 'Написано:');
  await world.quiet();
  await keeper.sees('На вопрос прямой линии № 1 есть ответ');
  expect(await morning('2026-12-09', 'executor', 'worker')).toEqual([[], []]);
});

const DATES = { opensOn: day('2026-12-01'), closesOn: day('2026-12-08'), resultsBy: day('2026-12-10') };

test('a person who is ОГ and something else has one message of a morning', async () => {
  world.at('2026-12-09T10:00:00+03:00');
  await holds(world, 'executor', ['executor', 'engagement'], false);
  await give(2, 'Петров П.П.', 1);
  await endedEngagement(world, 'site_vote', 'summing_up', { ...VOTE, ...DATES }, null);
  const number = await inWork(world, { registeredAt: '2026-12-09T09:00:00+03:00' });
  const [mine, ofKeeper] = await morning('2026-12-10', 'executor', 'worker');
  expect(mine).toEqual([{ text: expect.stringMatching(/^Дела на чт 10\.12\n/), silent: false }]);
  for (const said of [
    `№ ${number}`,
    'Вопрос № 2: ответ сегодня · О дорогах',
    'Двор или парк: сегодня последний рабочий день, чтобы подвести итоги',
  ])
    expect(mine?.[0]?.text).toContain(said);
  expect(ofKeeper).toEqual([{ text: expect.stringContaining('Двор или парк: сегодня последний'), silent: false }]);
  expect(ofKeeper?.[0]?.text).not.toContain('Вопрос № 2');
  await executor.press('Двор или парк', 'Дела на чт 10.12');
  await executor.sees('Этап: Подведение итогов');
  await holds(world, 'executor', ['executor'], false);
});
test('while somebody is away their deputy is reminded and acts, and the journal says for whom', async () => {
  world.at('2026-12-10T10:00:00+03:00');
  await open(2);
  await keeper.press('Отклонить', 'Вопрос № 2');
  await keeper.say('Не о дорогах');
  await give(3, 'Петров П.П.', 2);
  await goesAway(world, 'executor', '2026-12-11', '2026-12-31', 'otherExecutor');
  const [ofDeputy, mine] = await morning('2026-12-11', 'otherExecutor', 'executor');
  expect(ofDeputy).toEqual([
    {
      text: expect.stringContaining('Вопрос № 3: ответ до 14.12 · О дорогах · вы замещаете: Петров П.П.'),
      silent: false,
    },
  ]);
  expect(mine?.filter(({ text }) => text.includes('Вопрос № 3'))).toEqual([]);
  const deputy = world.phone('otherExecutor');
  await deputy.say('/menu');
  await deputy.press('Вопросы прямой линии: 1', 'Меню');
  await deputy.press('Когда починят дорогу № 3?', 'на которые отвечаете вы');
  await deputy.sees('Вы замещаете: Петров П.П.');
  await deputy.press('Не ко мне', 'Вопрос № 3');
  await deputy.say('Дорога областная');
  await world.quiet();
  await keeper.sees('Вопрос прямой линии № 3 вернули вам');
  const entries = statement(
    'test.duty-entries',
    `select person_id as "personId", journal_entry.told ->> 'onBehalfOfId' as "forId" from journal_entry
     where action = 'workOnQuestion' and details ->> 'act' = 'giveBack'`,
  );
  expect(await world.fresh.database.query(entries)).toEqual([
    { personId: await personIdOf(world, 'otherExecutor'), forId: String(await personIdOf(world, 'executor')) },
  ]);
});

const taskOf = statement(
  'test.duty-task',
  `insert into engagement_task (engagement_id, text, state, version, given_to_id, given_by_id, due_on, form_id, given_at)
   select e.id, 'Составить смету', 'given', 1, $1, $2, '2026-12-01', 0, now() from engagement e where e.kind = 'site_vote'`,
);

test('what somebody who was switched off has stands with nobody: ОГ hear once and give it to another by one press', async () => {
  world.at('2026-12-11T11:00:00+03:00');
  await give(4, 'Сидоров С.С.', 5);
  await give(5, 'Сидоров С.С.', 6);
  const [holderId, keeperId] = [await personIdOf(world, 'otherExecutor'), await personIdOf(world, 'worker')];
  await world.fresh.database.query(taskOf, [holderId, keeperId]);
  await isDisabled(world, 'otherExecutor');
  await since('worker');
  // Nobody is told at night.
  await world.passTo('2026-12-11T20:00:00+03:00');
  expect(await since('worker')).toEqual([]);
  world.at('2026-12-14T10:00:00+03:00');
  for (let again = 0; again < 3; again += 1) await world.application.tick();
  await world.quiet();
  const told = (await since('worker')).filter(({ text }) => !text.startsWith('Дела на'));
  expect(told).toEqual([
    {
      text: 'Сидоров С.С.: доступ отключён, вопросы и поручения остались без ответственного\nВопросы прямых линий: 2\nПоручения по итогам: 1',
      silent: false,
    },
  ]);

  await keeper.press('Передать другому', 'Сидоров С.С.: доступ отключён');
  const before = await world.phone('supervisor').lastId();
  expect(await keeper.buttons('Кому передать вопросы и поручения?')).not.toContain('Петров П.П.');
  const pass = await keeper.remember('Шафеев И.Р.', 'Кому передать вопросы и поручения?');
  // Somebody without the role forges it; then it is pressed twice.
  const forged = `x:ogDutyTo:${holderId.toString(36)}:${(await personIdOf(world, 'supervisor')).toString(36)}`;
  expect((await world.phone('coordinator').pressAnywhere(forged)).showAlert).toBe(true);
  expect((await pass()).text).toBe('Передано: 3');
  expect(await pass()).toEqual({ text: 'Передавать уже нечего.', showAlert: true });
  await world.quiet();
  const supervisor = world.phone('supervisor');
  const said = await supervisor.text('Вам переданы вопросы и поручения другого сотрудника: Сидоров С.С.');
  expect(said).toContain('Вопросы прямых линий: 2\nПоручения по итогам: 1');
  expect(await supervisor.soundsSince(before)).toBe(1);
  await supervisor.press('Вопросы прямой линии: 2', 'Вам переданы вопросы и поручения');
  expect(await supervisor.buttons('на которые отвечаете вы')).toEqual(
    expect.arrayContaining([expect.stringContaining('№ 4 до 18.12'), expect.stringContaining('№ 5 до 21.12')]),
  );
  // What was late gets the next working day.
  await supervisor.say('/menu');
  await supervisor.press('Поручения по итогам: 1', 'Меню');
  expect(await supervisor.buttons('Ваши поручения по итогам')).toContain('до 15.12 Составить смету');
});

test('whoever is away without a deputy is told of once, and back at work keeps what is theirs', async () => {
  world.at('2026-12-14T11:00:00+03:00');
  await give(3, brief('coordinator'), 5);
  await goesAway(world, 'coordinator', '2026-12-15', '2026-12-16');
  await morning('2026-12-15', 'worker');
  const told = async () =>
    (await keeper.messages()).filter(({ text }) => text?.startsWith('Кузнецова Ю.Ю. отсутствует, заместителя нет'));
  expect(await told()).toHaveLength(1);
  await world.passTo('2026-12-16T10:00:00+03:00');
  expect(await told()).toHaveLength(1);
  await world.passTo('2026-12-17T10:00:00+03:00');
  await keeper.press('Передать другому', 'Кузнецова Ю.Ю. отсутствует');
  await keeper.sees('Передавать нечего.');
});

test('what waits for a supervisor who may decide no more is told to ОГ each morning', async () => {
  await keepEngagement(
    world,
    { stage: 'agreement', agreeingId: await personIdOf(world, 'approver') },
    { title: 'Каток' },
  );
  const waits = 'Каток: назначенный руководитель больше не может решать: верните в черновик и отправьте другому';
  const texts = (messages: readonly { text: string }[]) => messages.map(({ text }) => text).join('\n');
  const [before] = await morning('2027-02-02', 'worker');
  expect(texts(before ?? [])).not.toContain('Каток');
  await holds(world, 'approver', ['curator'], false);
  const [after, former] = await morning('2027-02-03', 'worker', 'approver');
  expect(texts(after ?? [])).toContain(waits);
  expect(texts(former ?? [])).not.toContain('Каток');
});
