import { statement } from '../../src/database/database';
import { keepEngagement } from '../support/engagements';
import { assign, card, holds } from '../support/office-work';
import type { Phone } from '../support/phone';
import { INTAKE_TOKEN, World } from '../support/world';

let world: World;
let keeper: Phone;
let second: Phone;
let executor: Phone;
let coordinator: Phone;
let line: number;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  for (const who of ['worker', 'otherExecutor'] as const) await holds(world, who, ['engagement'], false);
  [keeper, second] = [world.phone('worker'), world.phone('otherExecutor')];
  [executor, coordinator] = [world.phone('executor'), world.phone('coordinator')];
  line = await keepEngagement(
    world,
    { kind: 'direct_line', stage: 'running', address: 'https://pos.gosuslugi.ru/og/1', placedNumber: 1 },
    { title: 'О жилье и дорогах', opensOn: '2026-12-01' as never, closesOn: '2026-12-20' as never },
  );
  const asked = ['Когда починят фонарь на Лесной?', 'Будет ли каток?', 'Где контейнер?'];
  await fetch(`${world.application.address}/api/direct-lines/${line}/questions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${INTAKE_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(asked.map((text, at) => ({ id: `q-${at}`, text, askedAt: '2026-12-01T09:30:00+03:00' }))),
  });
  for (const phone of [keeper, second, executor, coordinator]) await phone.say('/menu');
});
afterAll(() => world.stop());

const idOf = statement('test.id-of-asked', 'select id, version from line_question where number = $1');
const row = async (number: number) => {
  const [found] = await world.fresh.database.query<{ id: number; version: number }>(idOf, [number]);
  return found ?? { id: 0, version: 0 };
};
const open = async (number: number, phone = keeper) =>
  phone.pressAnywhere(`x:lineOne:${(await row(number)).id.toString(36)}`);
const takenBack = statement(
  'test.taken-back',
  `select j.action, p.name from journal_entry j join appeal a on a.id = j.appeal_id left join person p on p.id = j.person_id
   where a.number = $1 order by j.id`,
);

async function becomes(number: number, caption: string): Promise<void> {
  await open(number);
  await keeper.press(caption, `Вопрос № ${number}:`);
  await keeper.press('Подтвердить', 'его получат координаторы');
  await world.quiet();
}

test('a question that became an appeal by mistake is taken back to whoever had it, with its day, and the appeal is none', async () => {
  await open(1);
  await keeper.press('Поручить', 'Вопрос № 1');
  await keeper.press('Петров П.П.', 'Кому поручить ответ?');
  await keeper.press('3 дн.', 'Сколько рабочих дней на ответ?');
  await becomes(1, 'Сделать сообщением');
  const number = `ПЛ-${line}-1`;
  await coordinator.sees(card(number));
  await executor.sees('Вопрос прямой линии № 1 больше не у вас');

  await open(1);
  const [first, again] = [
    await keeper.remember('Вернуть в прямую линию', 'Вопрос № 1'),
    await (async () => (await open(1, second), second.remember('Вернуть в прямую линию', 'Вопрос № 1')))(),
  ];
  const answers = (await Promise.all([first(), first(), again()])).map(({ text }) => text);
  expect(answers.filter((text) => text === 'Вопрос снова здесь, обращение отозвано.')).toHaveLength(1);
  await world.quiet();
  expect(await keeper.text('Вопрос № 1')).toContain('Отвечает Петров П.П., до 04.12');
  await executor.sees('Вам вопрос прямой линии № 1, ответ до 04.12');
  expect(await coordinator.text(card(number))).toContain('Отозвано 01.12: вопрос вернули в прямую линию');
  expect((await coordinator.buttons(card(number))).join()).not.toMatch(
    /Открыть снова|Исправить сведения|Фото заявителя|Документ/,
  );
  expect(await world.fresh.database.query(takenBack, [number])).toEqual([
    { action: 'register', name: null },
    { action: 'returnToLine', name: expect.stringMatching(/Мастеров|Сидоров/) },
  ]);
});

test('nobody finds it in a list, and made an appeal again it has another number', async () => {
  const curator = world.phone('secondCoordinator');
  await curator.say('/menu');
  expect((await curator.buttons('Меню')).join()).not.toMatch(/На координации: [1-9]|Закрыто без ответа: [1-9]/);
  await becomes(1, 'Сделать обращением 59-ФЗ');
  await keeper.sees(`Стал обращением № ПЛ-${line}-1-2`);
  expect(await coordinator.text(card(`ПЛ-${line}-1-2`))).not.toContain(`ПЛ-${line}-1 `);
});

test('with an appeal on which somebody has acted nothing is taken back, and ОГ hears who has done what', async () => {
  await becomes(2, 'Сделать сообщением');
  const { id, version } = await row(2);
  await open(2);
  expect(await keeper.buttons('Вопрос № 2')).toContain('Вернуть в прямую линию');
  await assign(world, `ПЛ-${line}-2`);
  const forged = await keeper.pressAnywhere(`x:lineAct:${id.toString(36)}:${version.toString(36)}:tb`);
  expect(forged.showAlert).toBe(true);
  expect(forged.text).toBe('С обращением уже работают, вопрос не вернуть. Назначен исполнитель: Кузнецова Ю.Ю.');
  expect(await keeper.buttons('Вопрос № 2')).not.toContain('Вернуть в прямую линию');
  expect(await keeper.text('Вопрос № 2')).toContain('Назначен исполнитель: Кузнецова Ю.Ю.');
});

test('when the term to distribute it is over it is an appeal for good', async () => {
  await becomes(3, 'Сделать сообщением');
  await open(3);
  expect(await keeper.buttons('Вопрос № 3')).toContain('Вернуть в прямую линию');
  const { id, version } = await row(3);
  await world.passTo('2026-12-09T10:00:00+03:00');
  const late = await keeper.pressAnywhere(`x:lineAct:${id.toString(36)}:${version.toString(36)}:tb`);
  expect(late).toEqual({ text: expect.stringContaining('вопрос не вернуть'), showAlert: true });
});

const standing = statement(
  'test.engagement-standing',
  `select address, placed_number as placed, stage, stage_at::text as since from engagement where id = $1`,
);

test('«Размещено по ошибке» is taken back while nothing else was done: the address, the version and the day stand as before', async () => {
  const address = 'https://pos.gosuslugi.ru/vote/7';
  const id = await keepEngagement(
    world,
    { kind: 'poll', stage: 'running', address, placedNumber: 1 },
    {
      ...{ title: 'Где быть катку', text: 'Выберите.' },
      questions: [{ text: 'Где?', options: ['У школы', 'В парке'], several: false, own: false }],
      ...({ opensOn: '2026-12-01', closesOn: '2026-12-20', resultsBy: '2026-12-25' } as object),
    },
  );
  const stands = async () => (await world.fresh.database.query(standing, [id]))[0];
  const before = await stands();
  const misplace = async () => {
    await keeper.pressAnywhere(`x:ogOne:${id.toString(36)}`);
    await keeper.press('Размещено по ошибке', 'Этап: Идёт');
    await keeper.press('Подтвердить', 'его вернёт «Всё-таки размещено»');
    await keeper.sees('Этап: На размещении');
  };
  await misplace();
  expect(await stands()).toMatchObject({ address: null, stage: 'placing' });

  await second.pressAnywhere(`x:ogOne:${id.toString(36)}`);
  const [mine, theirs] = [
    await keeper.remember('Всё-таки размещено', 'Этап: На размещении'),
    await second.remember('Всё-таки размещено', 'Этап: На размещении'),
  ];
  const said = (await Promise.all([mine(), mine(), theirs()])).map(({ text }) => text);
  expect(said.filter((text) => text === 'Размещение возвращено')).toHaveLength(1);
  expect(await stands()).toEqual(before);
  await keeper.sees(address);

  await misplace();
  await keeper.press('Вернуть в черновик', 'Этап: На размещении');
  await keeper.press('Готово к размещению', 'Этап: Черновик');
  await keeper.sees('Этап: На размещении');
  expect(await keeper.buttons('Этап: На размещении')).not.toContain('Всё-таки размещено');
});
