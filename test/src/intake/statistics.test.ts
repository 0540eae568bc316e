import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { wordsOf } from '../../../src/i18n';
import { problem } from '../../../src/intake/answers';
import { intakeWords } from '../../../src/intake/complaints';
import { createHttpServer } from '../../../src/intake/http';
import { statisticsAnswer } from '../../../src/intake/statistics-answer';
import { TATARSTAN } from '../../../src/regulation/district';
import { toPlainDate } from '../../../src/regulation/calendar';
import type { Figures, Statistics, StatisticsWish } from '../../../src/usecases/statistics/figures';

const TOKEN = 'first-token-of-reports';
const NEXT_TOKEN = 'second-token-of-reports';

const figures: Figures = {
  received: 41,
  answered: { resolved: 20, notResolved: 3, declined: 1, other: 0 },
  postponed: 2,
  redirected: 4,
  closed: 0,
  open: 11,
  backlog: 1,
  missed: { total: 3, byStage: { in_progress: 1 }, whole: 1, duty: 1, redirect: 0, assumed: 0 },
  inTerm: { kept: 27, of: 28 },
  fastTrack: { kept: 0, of: 0 },
  duty: { kept: 9, of: 10 },
  reexamined: 1,
  reexaminedFor: { formal_answer: 1, photo_other_time: 0, photo_other_place: 0, photo_used_before: 0, other: 0 },
  working: { median: 2_120, p90: 5_040, of: 24 },
  stages: {},
  marks: { '1': 0, '2': 1, '3': 0, '4': 2, '5': 7 },
};
const statistics = (wish: StatisticsWish): Statistics => ({
  period: { from: wish.from, to: wish.to },
  by: wish.by,
  asOf: new Date('2026-11-30T14:00:00.400Z'),
  lag: 0,
  rows: [
    { id: '7', key: 'Кузнецова Ю.Ю.', ...figures },
    { id: null, key: null, ...figures },
  ],
  total: figures,
  before: null,
  yearBefore: null,
});

const running: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

interface Started {
  readonly tokens?: string[];
  readonly found?: (wish: StatisticsWish) => Statistics | null;
}
interface Asked {
  readonly token?: string | null;
  readonly accept?: string;
  readonly method?: string;
}

async function start({ tokens = [TOKEN], found = statistics }: Started = {}) {
  const asked: StatisticsWish[] = [];
  const server = createHttpServer({
    clock: { now: () => new Date('2026-11-30T14:00:00Z') },
    log: pino({ level: 'silent' }),
    words: intakeWords(wordsOf('ru')),
    tokens: ['token-of-the-intake'],
    registerAppeals: async () => [],
    registerWithPhotos: async () => Promise.reject(new Error('No photos come here')),
    files: { keep: async () => null },
    pictures: { examine: async () => ({ outcome: 'not_picture', format: null, width: null, height: null }) },
    officeCentre: async () => null,
    district: TATARSTAN,
    gatherQuestions: async () => 'gone' as const,
    returnResults: async () => 'gone' as const,
    readAppealStatus: async () => null,
    health: async () => ({ ready: true, reasons: [] }),
    metrics: async () => [],
    reportTokens: tokens,
    readStatistics: async (wish) => {
      asked.push(wish);
      return found(wish);
    },
    zone: 'Europe/Moscow',
  });
  running.push(server);
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  const ask = async (query: string, { token = TOKEN, accept = '', method = 'GET' }: Asked = {}) => {
    const response = await fetch(`${address}/api/statistics${query}`, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...(accept && { accept }) },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const { status, headers } = response;
    const isJson = /json/.test(headers.get('content-type') ?? '');
    return { status, headers, bytes, body: (isJson ? JSON.parse(bytes.toString()) : null) as unknown };
  };
  return { ask, asked };
}
const NOVEMBER = '?from=2026-11-01&to=2026-11-30&by=executor';

test('a period is answered as the contract has it', async () => {
  const { ask, asked } = await start();
  const { status, body } = await ask(NOVEMBER);
  expect(status).toBe(200);
  const row = {
    received: 41,
    answered: { resolved: 20, notResolved: 3, declined: 1, other: 0 },
    postponed: 2,
    redirected: 4,
    closed: 0,
    open: 11,
    missed: { total: 3, byStage: { in_progress: 1 }, whole: 1, duty: 1, redirect: 0 },
    keptInTerm: 27 / 28,
    reexamined: 1,
    dutyKept: 0.9,
    fastTrackKept: null,
    workingMinutes: { median: 2_120, p90: 5_040 },
    marks: { '1': 0, '2': 1, '3': 0, '4': 2, '5': 7 },
  };
  expect(body).toEqual({
    from: '2026-11-01',
    to: '2026-11-30',
    asOf: '2026-11-30T17:00:00+03:00',
    by: 'executor',
    rows: [
      { key: 'Кузнецова Ю.Ю.', ...row },
      { key: null, ...row },
    ],
    total: row,
  });
  expect(() => statisticsAnswer.parse(body)).not.toThrow();
  expect(asked).toEqual([{ from: toPlainDate('2026-11-01'), to: toPlainDate('2026-11-30'), by: 'executor' }]);
});

test('by nothing unless it is said', async () => {
  const { ask, asked } = await start();
  await ask('?from=2026-11-01&to=2026-11-01');
  expect(asked[0]).toMatchObject({ by: 'none' });
});

test('as a table it is UTF-8 with a byte order mark, semicolons, dotted names and rows only', async () => {
  const { ask } = await start();
  const { bytes, headers } = await ask(NOVEMBER, { accept: 'text/csv' });
  expect(headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [headings = '', ...rows] = bytes.subarray(3).toString().trimEnd().split('\r\n');
  expect(headings.split(';').slice(0, 4)).toEqual(['key', 'received', 'answered.resolved', 'answered.notResolved']);
  const cells = (row: string | undefined) =>
    Object.fromEntries(headings.split(';').map((name, index) => [name, row?.split(';')[index]]));
  expect(rows).toHaveLength(2);
  expect(cells(rows[0])).toMatchObject({
    key: 'Кузнецова Ю.Ю.',
    received: '41',
    'missed.total': '3',
    'missed.byStage.in_progress': '1',
    'missed.byStage.coordination': '0',
    dutyKept: '0.9',
    fastTrackKept: '',
    'workingMinutes.p90': '5040',
    'marks.5': '7',
  });
  expect(cells(rows[1])).toMatchObject({ key: '' });
});

test.each(['=cmd()', '+1', '-1', '@a', 'a;"b"\nc'])(
  'a name that a spreadsheet would take for more stays a name: %j',
  async (key) => {
    const found = (wish: StatisticsWish) => ({ ...statistics(wish), rows: [{ id: '1', key, ...figures }] });
    const { ask } = await start({ found });
    const row = (await ask(NOVEMBER, { accept: 'text/csv' })).bytes.toString().split('\r\n')[1] ?? '';
    expect(row).not.toMatch(/^[=+\-@]/);
    if (key.includes(';')) expect(row.startsWith('"a;""b""\nc";41')).toBe(true);
  },
);

test.each([
  ['text/csv', 'text/csv'],
  ['application/json', 'application/json'],
  ['*/*', 'application/json'],
  ['text/csv;q=0.5, application/json', 'application/json'],
  ['text/html, text/csv', 'text/csv'],
])('who accepts %s gets %s', async (accept, type) => {
  const { ask } = await start();
  expect((await ask(NOVEMBER, { accept })).headers.get('content-type')).toContain(type);
});

test('either of two tokens opens it, and no other', async () => {
  const { ask, asked } = await start({ tokens: [TOKEN, NEXT_TOKEN] });
  expect((await ask(NOVEMBER, { token: NEXT_TOKEN })).status).toBe(200);
  for (const token of [null, 'token-of-the-intake', `${TOKEN}x`]) {
    const { status, headers, body } = await ask(NOVEMBER, { token });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(problem.parse(body)).toMatchObject({ todo: expect.stringContaining('REPORT_TOKEN') });
  }
  expect(asked).toHaveLength(1);
});

test('without a token of its own it is off, and says how to switch it on', async () => {
  const { ask } = await start({ tokens: [] });
  const { status, body } = await ask(NOVEMBER);
  expect(status).toBe(503);
  expect(problem.parse(body)).toMatchObject({ code: 'report_off', todo: expect.stringContaining('REPORT_TOKEN') });
});

test.each([
  ['?from=2026-11-30&to=2026-11-01', ['to']],
  ['?from=2000-01-01&to=2040-01-01', ['to']],
  ['?from=2026-11-01&to=2026-11-31', ['to']],
  ['?to=2026-11-30', ['from']],
  ['', ['from', 'to']],
  ['?from=2026-11-01&to=2026-11-30&by=week', ['by']],
  ['?from=2026-11-01&to=2026-11-30&form=csv', ['form']],
  ['?from=2026-11-01&from=2026-11-02&to=2026-11-30', ['from']],
  ['?from=01.11.2026&to=вчера&by=', ['from', 'to', 'by']],
])('%s is refused with what is wrong, where, and what to do', async (query, paths) => {
  const { ask, asked } = await start();
  const { status, body, headers } = await ask(encodeURI(query));
  expect(status).toBe(400);
  expect(headers.get('content-type')).toContain('application/problem+json');
  const { code, errors = [] } = problem.parse(body);
  expect(code).toBe('bad_query');
  expect(errors.map(({ path }) => path)).toEqual(paths);
  expect(errors.every(({ reason, todo }) => reason !== '' && todo !== undefined)).toBe(true);
  expect(asked).toEqual([]);
});

test('while everything is counted for the first time it says when to come again', async () => {
  const { ask } = await start({ found: () => null });
  const { status, headers, body } = await ask(NOVEMBER);
  expect(status).toBe(503);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(problem.parse(body).code).toBe('being_counted');
});

test('nothing else is done there', async () => {
  const { ask } = await start();
  const { status, headers } = await ask(NOVEMBER, { method: 'POST' });
  expect(status).toBe(405);
  expect(headers.get('allow')).toBe('GET, HEAD, OPTIONS');
});
