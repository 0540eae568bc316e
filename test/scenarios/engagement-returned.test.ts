import { toPlainDate } from '../../src/regulation/calendar';
import { statement } from '../../src/database/database';
import { endedEngagement, VOTE } from '../support/ended-engagement';
import { holds } from '../support/office-work';
import { INTAKE_TOKEN, World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-28T10:00:00+03:00' });
  await holds(world, 'worker', ['engagement'], false);
  await holds(world, 'otherExecutor', ['engagement'], false);
  const days = { opensOn: toPlainDate('2026-12-01'), closesOn: toPlainDate('2026-12-25') };
  await endedEngagement(world, 'site_vote', 'summing_up', { ...VOTE, ...days }, null);
  await endedEngagement(world, 'site_vote', 'running', { ...VOTE, ...days, closesOn: toPlainDate('2026-12-30') }, null);
  await endedEngagement(world, 'hearings', 'summing_up', { title: 'Слушания', ...days }, null);
  const questions = [{ text: 'Кому помочь?', options: ['Школам', 'Паркам'], several: false, own: true }];
  await endedEngagement(world, 'poll', 'summing_up', { title: 'Опрос', questions, ...days }, null);
});
afterAll(() => world.stop());

const keeper = () => world.phone('worker');
const other = () => world.phone('otherExecutor');
const SOURCE = 'https://pos.gosuslugi.ru/votes/1/results';
const results = (changes: object = {}) => ({
  ...{ id: 'r-1', countedOn: '2026-12-26', source: SOURCE, participants: 812 },
  counts: [
    { option: 'Двор, ул. Ленина, 1', votes: 300 },
    { option: 'Парк Победы', votes: 512 },
  ],
  ...changes,
});
async function post(body: unknown, number = 'ОГ-1', token = INTAKE_TOKEN) {
  const response = await fetch(`${world.application.address}/api/engagements/${encodeURIComponent(number)}/results`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const said = (await response.json()) as {
    code?: string;
    result?: string;
    errors?: { path: string; reason: string }[];
  };
  return { status: response.status, said };
}
const faultsOf = async (changes: object) => {
  const { status, said } = await post(results(changes));
  return [status, ...(said.errors ?? []).map(({ path, reason }) => `${path}: ${reason}`)];
};
const told = statement('test.returned-told', 'select results from engagement_result order by number');
const states = statement('test.returned-states', 'select state from returned_result order by id');

test('what is not theirs, does not add up or is not over is refused in words, and nothing is kept', async () => {
  expect((await post(results(), 'ОГ-1', 'another')).status).toBe(401);
  expect((await post(results(), 'ОГ-77')).said.code).toBe('no_engagement');
  expect((await post(results(), 'вчерашнее')).said.code).toBe('no_engagement');
  expect(await post(results(), '2')).toMatchObject({ status: 409, said: { code: 'not_over' } });
  expect(await post(results(), '3')).toMatchObject({ status: 409, said: { code: 'not_counted' } });
  expect(
    await faultsOf({
      counts: [
        { option: 'Двор', votes: 300 },
        { option: 'Набережная', votes: 2 },
      ],
    }),
  ).toEqual([
    400,
    'counts[1].option: варианта «Набережная» нет',
    'counts: нет голосов за «Парк Победы»; если их не было, пришлите 0',
  ]);
  expect(await faultsOf({ participants: 900 })).toEqual([
    400,
    'participants: голосов 812, а участников 900: кто участвовал, тот голосовал',
  ]);
  expect(await faultsOf({ participants: 400 })).toEqual([
    400,
    'participants: за «Парк Победы» голосов 512, а участников 400',
  ]);
  expect(await faultsOf({ countedOn: '2026-12-24' })).toEqual([
    400,
    'countedOn: подсчитано раньше последнего дня: 2026-12-25',
  ]);
  expect(await faultsOf({ countedOn: '2026-12-29' })).toEqual([
    400,
    'countedOn: этот день ещё не наступил, сегодня 2026-12-28',
  ]);
  expect(
    await faultsOf({ countedOn: '26.12', source: 'http://пос', voters: [], counts: [{ option: ' ', votes: -1 }] }),
  ).toEqual([
    400,
    'countedOn: такого дня нет; запишите, например, так: 2026-12-26',
    'source: нужен адрес страницы, который начинается с https://',
    'counts[0].option: пусто',
    'counts[0].votes: не меньше 0',
    'voters: такого поля нет',
  ]);
  expect(await world.fresh.database.query(states)).toEqual([]);
});

test('a place comes as a number or as words', async () => {
  const counts = (of: number | string) => [
    { question: of, option: of, votes: 700 },
    { option: 2, votes: 5 },
  ];
  // The poll takes answers of citizens' own, so a wrong place would be one of these.
  const sent = { ...results({ counts: counts(1), source: SOURCE, participants: 705, id: 'place-1' }) };
  expect(await post(sent, '4')).toMatchObject({ status: 201 });
  expect(await post({ ...sent, counts: counts('1'), id: 'place-2' }, '4')).toMatchObject({ status: 201 });
  const [number, words] = await world.fresh.database.query<{ results: object }>(
    statement('test.returned-of-poll', 'select results from returned_result order by id'),
  );
  expect(number).toEqual(words);
  expect(number).toMatchObject({ results: { tallies: [{ counts: [{ votes: 700 }, { votes: 5 }], own: [] }] } });
  await world.fresh.database.query(statement('test.no-returned', 'delete from returned_result'));
  // What is told of these has come before the next test listens.
  await world.quiet();
});

test('they wait for whoever has the ОГ role, who hears of it once; nothing is told by them', async () => {
  const before = await other().lastId();
  expect(await post(results())).toMatchObject({ status: 201, said: { number: 'ОГ-1', result: 'created' } });
  expect(await post(results())).toMatchObject({ status: 200, said: { result: 'repeated' } });
  await world.quiet();
  await other().sees(/Двор или парк\nПришли итоги, посмотрите их[\s\S]*pos\.gosuslugi\.ru/);
  expect(await other().soundsSince(before)).toBe(1);
  expect(await world.fresh.database.query(told)).toEqual([]);
  await other().press('Открыть', 'Пришли итоги');
  expect(await other().text('Этап: Подведение итогов')).toContain('Из ПОС пришли итоги, их нужно подтвердить.');
  await other().press('Итоги из ПОС', 'Этап: Подведение итогов');
  const shown = await other().text('Принять эти итоги?');
  for (const part of ['Подсчитано 26.12.2026', `Откуда: ${SOURCE}`, 'Участников: 812', 'Парк Победы: 512 (63,1 %)'])
    expect(shown).toContain(part);
  // Whoever has not the role has none of it.
  expect((await world.phone('executor').pressAnywhere('x:ogHomeYes:1:1')).showAlert).toBe(true);
});

test('others take their place, the former can’t be taken any more, and what is declined is gone', async () => {
  const former = await other().remember('Принять', 'Принять эти итоги?');
  const better = [
    { option: '1', votes: 301 },
    { option: '2', votes: 512 },
  ];
  expect((await post(results({ id: 'r-2', participants: 813, counts: better }))).status).toBe(201);
  expect(await former()).toMatchObject({ showAlert: true, text: expect.stringContaining('Эти итоги уже не ждут') });
  await keeper().pressAnywhere('x:ogHome:1');
  await keeper().press('Не принимать', 'Принять эти итоги?');
  await keeper().sees(/Двор или парк[\s\S]*Этап: Подведение итогов/);
  expect(await keeper().buttons('Этап: Подведение итогов')).not.toContain('Итоги из ПОС');
  expect(await world.fresh.database.query(told)).toEqual([]);
});

test('two who take them at once take them once; they are the official’s, and the journal says whence', async () => {
  const last = [
    { option: 'двор', votes: 310 },
    { option: 'парк победы', votes: 512 },
  ];
  expect((await post(results({ id: 'r-3', participants: 822, counts: last }))).status).toBe(201);
  await keeper().pressAnywhere('x:ogHome:1');
  await other().pressAnywhere('x:ogHome:1');
  const [one, two] = [
    await keeper().remember('Принять', 'Принять эти итоги?'),
    await other().remember('Принять', 'Принять эти итоги?'),
  ];
  await Promise.all([one(), two()]);
  await world.quiet();
  expect(await world.fresh.database.query(told)).toMatchObject([{ results: { participants: 822 } }]);
  expect(await world.fresh.database.query(states)).toEqual([
    { state: 'replaced' },
    { state: 'declined' },
    { state: 'taken' },
  ]);
  await keeper().pressAnywhere('x:ogLog:1:0');
  const history = await keeper().text('История: Двор или парк');
  for (const part of ['Итоги пришли', 'Итоги не приняты', 'Внесены итоги', `адрес: ${SOURCE}`])
    expect(history).toContain(part);
  await keeper().pressAnywhere('x:ogOne:1');
  await keeper().press('Итоги подведены', /Двор или парк[\s\S]*Этап: Подведение итогов/);
  await keeper().say('Парк.');
  await keeper().sees('Этап: Завершено');
  expect(await post(results({ id: 'r-4' }))).toMatchObject({ status: 409, said: { code: 'no_results_now' } });
});

test('an answer of citizens’ own that begins as a line of a file’s sums is an answer', async () => {
  const counts = [
    { option: 'Школам', votes: 30 },
    { option: 'Паркам', votes: 20 },
    { option: 'Участникам СВО', votes: 40 },
    { option: 'Участников', votes: 3 },
    { option: 'Всего понемногу', votes: 7 },
  ];
  expect((await post(results({ participants: 100, counts }), 'ОГ-4')).said).toMatchObject({ result: 'created' });
  const kept = statement('test.returned-own', `select results from returned_result where engagement_id = 4`);
  const own = counts.slice(2).map(({ option: name, votes }) => ({ name, votes }));
  expect(await world.fresh.database.query(kept)).toMatchObject([
    { results: { participants: 100, tallies: [{ own: [own[0], own[2], own[1]] }] } },
  ]);
});
