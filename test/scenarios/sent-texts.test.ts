import { statement } from '../../src/database/database';
import { toPlainDate } from '../../src/regulation/calendar';
import { endedEngagement } from '../support/ended-engagement';
import { holds } from '../support/office-work';
import { INTAKE_TOKEN, World } from '../support/world';

// JSON may hold what PostgreSQL takes in no text and no jsonb: halves of surrogate pairs, and NUL.
const HALF = '\ud800';
const OTHER_HALF = '\udc00';
const dirty = (text: string) => `${text}${HALF}\u0000 ${OTHER_HALF}`;
const CLEANED = '\ufffd \ufffd';

let world: World;
let line = 0;
let poll = 0;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-28T10:00:00+03:00' });
  await holds(world, 'worker', ['engagement'], false);
  const days = { opensOn: toPlainDate('2026-12-01'), closesOn: toPlainDate('2026-12-25') };
  line = await endedEngagement(world, 'direct_line', 'running', { title: 'Прямая линия', ...days }, null);
  const questions = [{ text: 'Кому помочь?', options: ['Школам'], several: false, own: true }];
  poll = await endedEngagement(world, 'poll', 'summing_up', { title: 'Опрос', questions, ...days }, null);
});
afterAll(() => world.stop());

async function post(where: string, body: object) {
  const response = await fetch(`${world.application.address}${where}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${INTAKE_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, said: (await response.json()) as { errors?: { path: string }[] } };
}
const question = statement(
  'test.sent-question',
  'select key, text, settlement, address from line_question where engagement_id = $1',
);
const returned = statement('test.sent-results', 'select key, results from returned_result where engagement_id = $1');
const appeal = statement(
  'test.sent-appeal',
  'select a.text, a.address, p.name from appeal a join applicant p on p.appeal_id = a.id where a.number = $1',
);

test('what a question says is cleaned in every word, and its id sent again is the same', async () => {
  const sent = {
    ...{ id: dirty('q-1'), text: dirty('Когда?'), askedAt: '2026-12-20T09:30:00+03:00' },
    ...{ settlement: dirty('Секинесь'), address: dirty('Лесная, 1') },
  };
  expect((await post(`/api/direct-lines/${line}/questions`, sent)).status).toBe(201);
  expect((await post(`/api/direct-lines/${line}/questions`, sent)).status).toBe(200);
  expect(await world.fresh.database.query(question, [line])).toEqual([
    {
      key: `http:q-1${CLEANED}`,
      text: `Когда?${CLEANED}`,
      settlement: `Секинесь${CLEANED}`,
      address: `Лесная, 1${CLEANED}`,
    },
  ]);
});

test('so is what comes home of a poll, answers of citizens’ own included', async () => {
  const sent = {
    ...{ id: dirty('r-1'), countedOn: '2026-12-26', source: 'https://pos.gosuslugi.ru/polls/1', participants: 7 },
    counts: [
      { option: 'Школам', votes: 5 },
      { question: 'Кому помочь?', option: dirty('Паркам'), votes: 2 },
    ],
  };
  expect(await post(`/api/engagements/${poll}/results`, sent)).toMatchObject({ status: 201 });
  expect(await world.fresh.database.query(returned, [poll])).toMatchObject([
    { key: `r-1${CLEANED}`, results: { tallies: [{ own: [{ name: `Паркам${CLEANED}`, votes: 2 }] }] } },
  ]);
});

test('so is what an appeal says and who has sent it', async () => {
  const sent = {
    ...{ number: '7001', kind: 'message', registeredAt: '2026-12-28T09:00:00+03:00' },
    ...{ text: dirty('Яма'), address: dirty('Лесная, 1'), category: dirty('Дороги') },
    applicant: { name: dirty('Иванов'), phone: dirty('1') },
  };
  expect((await post('/api/appeals', sent)).status).toBe(201);
  expect(await world.fresh.database.query(appeal, ['7001'])).toEqual([
    { text: `Яма${CLEANED}`, address: `Лесная, 1${CLEANED}`, name: `Иванов${CLEANED}` },
  ]);
});

test('a word of which nothing is left, a number, a day, an address or a name of a field that holds one is refused by its place', async () => {
  const where = async (path: string, body: object) => {
    const { status, said } = await post(path, body);
    return [status, ...(said.errors ?? []).map((error) => error.path)];
  };
  const asked = { id: 'q-2', text: 'Когда?', askedAt: '2026-12-20T09:30:00+03:00' };
  const questions = `/api/direct-lines/${line}/questions`;
  expect(await where(questions, { ...asked, text: '\u0000' })).toEqual([400, 'text']);
  expect(await where(questions, { ...asked, askedAt: `${asked.askedAt}${HALF}` })).toEqual([400, 'askedAt']);
  expect(await where(questions, { ...asked, [`имя${HALF}`]: 'Иванов' })).toEqual([400, '["имя\\ud800"]']);
  const home = { id: 'r-2', countedOn: '2026-12-26', source: 'https://pos.gosuslugi.ru/polls/1', participants: 5 };
  const counts = [{ option: 'Школам', votes: 5 }];
  const results = `/api/engagements/${poll}/results`;
  expect(await where(results, { ...home, counts, countedOn: `2026-12-26${HALF}` })).toEqual([400, 'countedOn']);
  expect(await where(results, { ...home, counts, source: HALF })).toEqual([400, 'source']);
  expect(await where(results, { ...home, counts: [{ option: HALF, votes: 5 }] })).toEqual([
    400,
    'counts[0].option',
    'counts',
  ]);
  const appealed = { number: `7002${HALF}`, kind: 'message', registeredAt: '2026-12-28T09:00:00+03:00' };
  expect(await where('/api/appeals', appealed)).toEqual([400, 'number']);
  expect(await where('/api/appeals', { ...appealed, number: '7002', kind: `message${HALF}` })).toEqual([400, 'kind']);
});
