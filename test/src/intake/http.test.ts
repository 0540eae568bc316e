import { connect } from 'node:net';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { TATARSTAN } from '../../../src/regulation/district';
import { wordsOf } from '../../../src/i18n';
import { intakeWords } from '../../../src/intake/complaints';
import { appealStatus, problem, registration, type AppealStatus } from '../../../src/intake/answers';
import { watchConnections, type Connections } from '../../../src/intake/connections';
import { PROBLEM_CODES } from '../../../src/intake/problems';
import { createHttpServer, type HttpServerOptions } from '../../../src/intake/http';
import type { AppealRecord } from '../../../src/usecases/intake/register-appeals';
import { lines, openSocket } from '../../support/raw-socket';
import { NEVER_MS, until } from '../../support/until';

const words = intakeWords(wordsOf('ru'));

const TOKEN = 'first-token-of-the-office';
const NEXT_TOKEN = 'second-token-of-the-office';
const appeal = { number: '327441806', kind: 'message', registeredAt: '2026-11-25T09:00:00+03:00' };
const secret = { name: 'Сидорова Мария', email: 'maria@example.ru', phone: '89172223344', address: 'ул. Тайная, 1' };

const running: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** The server with a registry that fits in an array, and what it wrote to its log. */
async function start(
  changes: Partial<HttpServerOptions> = {},
  plugins: (server: FastifyInstance) => void = () => undefined,
) {
  const registered: AppealRecord[] = [];
  const logged: string[] = [];
  const server = createHttpServer({
    clock: { now: () => new Date('2026-11-25T09:00:00Z') },
    log: pino({ level: 'trace' }, { write: (line) => void logged.push(line) }),
    words,
    tokens: [TOKEN],
    registerAppeals: async (records) =>
      records.map((record) => {
        const known = registered.findIndex(({ number }) => number === record.number);
        if (known !== -1) return { number: record.number, id: known + 1, result: 'repeated' };
        return { number: record.number, id: registered.push(record), result: 'created' };
      }),
    registerWithPhotos: async () => {
      throw new Error('No photos come here');
    },
    files: { keep: async () => null },
    pictures: { examine: async () => ({ outcome: 'not_picture', format: null, width: null, height: null }) },
    officeCentre: async () => null,
    district: TATARSTAN,
    gatherQuestions: async () => 'gone' as const,
    returnResults: async () => 'gone' as const,
    readAppealStatus: async (number) => {
      const id = registered.findIndex((record) => record.number === number) + 1;
      return id === 0 ? null : statusOf(number, id);
    },
    health: async () => ({ ready: true, reasons: [] }),
    metrics: async () => [],
    reportTokens: [],
    readStatistics: async () => null,
    zone: 'Europe/Moscow',
    ...changes,
  });
  plugins(server);
  running.push(server);
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  const ask = async (path: string, init: RequestInit & { token?: string | null } = {}) => {
    const { token = TOKEN, headers, ...rest } = init;
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(`${address}${path}`, {
      ...rest,
      headers: { ...authorization, ...(headers as object) },
    });
    const text = await response.text();
    const isJson = /^application\/(?:problem\+)?json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson && text !== '' ? JSON.parse(text) : null) as unknown,
    };
  };
  const post = (body: unknown, init: { token?: string | null; type?: string } = {}) =>
    ask('/api/appeals', {
      method: 'POST',
      token: init.token === undefined ? TOKEN : init.token,
      headers: { 'content-type': init.type ?? 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { address, ask, post, registered, logged };
}

function statusOf(number: string, id: number): AppealStatus {
  const due = new Date('2026-12-25T20:59:59Z');
  return {
    number,
    id,
    kind: 'message',
    stage: 'coordination',
    registeredAt: new Date('2026-11-25T06:00:00Z'),
    terms: {
      days: 30,
      due,
      firstDue: due,
      overdue: false,
      stageDue: null,
      stageOverdue: false,
      postponedUntil: null,
      finishedAt: null,
      unloadedYears: [],
      missed: [],
      provisionalDays: [],
    },
    answerType: null,
    delivery: [],
  };
}

describe('registering', () => {
  test('one appeal is created, then repeated', async () => {
    const { post } = await start();
    expect(await post(appeal)).toMatchObject({
      status: 201,
      body: { results: [{ number: '327441806', id: 1, result: 'created' }] },
    });
    expect(await post(appeal)).toMatchObject({
      status: 200,
      body: { results: [{ number: '327441806', id: 1, result: 'repeated' }] },
    });
  });

  test('an array is answered item by item, 201 when any of them is new', async () => {
    const { post } = await start();
    await post(appeal);
    const answer = await post([appeal, { ...appeal, number: '2' }]);
    expect(answer.status).toBe(201);
    expect(registration.parse(answer.body).results.map(({ result }) => result)).toEqual(['repeated', 'created']);
  });

  test('an array with one bad item registers nothing and names the field', async () => {
    const { post, registered } = await start();
    const answer = await post([appeal, { ...appeal, number: '2', kind: 'appeal59', fastTrackDays: 10 }]);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        type: '/api/problems/not_accepted',
        title: 'Ничего не зарегистрировано.',
        status: 400,
        detail: 'Ничего не зарегистрировано: 1 ошибка. Исправьте то, что названо в errors, и пришлите всё ещё раз.',
        code: 'not_accepted',
        errors: [
          {
            path: '[1].fastTrackDays',
            pointer: '/1/fastTrackDays',
            reason: 'у обращения по 59-ФЗ фаст-трека не бывает',
            todo: 'уберите fastTrackDays или укажите null',
          },
        ],
      },
    });
    expect(registered).toEqual([]);
  });

  test.each([
    ['cut short', '{"number": "1"', 400, 'bad_json'],
    ['empty', '', 400, 'bad_json'],
    ['of another kind', 'null', 400, 'not_accepted'],
    ['with a prototype in it', '{"__proto__": {"number": "1"}}', 400, 'bad_json'],
    ['over a megabyte', JSON.stringify({ text: 'я'.repeat(600_000) }), 413, 'too_large'],
  ])('a body %s is refused', async (_, body, status, code) => {
    const { post, registered } = await start();
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(problem.parse(answer.body).code).toBe(code);
    expect(registered).toEqual([]);
  });

  const bytes = (text: string) => Buffer.from(text);
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  test.each([
    [
      'of no UTF-8',
      Buffer.concat([bytes('{"number": "'), Buffer.from([0xff]), bytes('"}')]),
      '',
      'это не UTF-8: ошибка в байте 13',
    ],
    ['of Windows-1251', Buffer.from([0x7b, 0x22, 0xcd, 0xee]), '', 'это не UTF-8: ошибка в байте 3'],
    ['cut in its third line', '{\n"number": "1",\n', '', 'ошибка в строке 3, столбце 1'],
    ['with a comment', '{"number": "1" /* the first */}', '', 'ошибка в строке 1, столбце 16'],
    ['with a comma too many', '[{"number": "1",}]', '', 'ошибка в строке 1, столбце 17'],
    ['with a line break in a text', '{"text": "one\ntwo"}', '', /^ошибка в строке/],
    ['with nothing in it', ' \n', '', 'тело пустое'],
    ['as deep as a well', deep, '', 'слишком глубокая вложенность'],
    [
      'of more names than a megabyte of appeals has',
      `{${Array(150_000).fill('"n":1').join(',')}}`,
      '',
      'полей и значений больше 100 тысяч',
    ],
    ['cut in a well', deep.slice(0, 150_000), '', 'слишком глубокая вложенность'],
    [
      'with one name twice',
      '[{"number": "1", "applicant": {"name": "a", "name": "b"}}]',
      '/0/applicant/name',
      'это поле записано дважды',
    ],
    ['with its prototype', '{"number": "1", "__proto__": {"kind": "message"}}', '/__proto__', 'такого поля нет'],
  ])('a body %s is told where it is wrong', async (_, body, pointer, reason) => {
    const { ask, registered } = await start();
    const answer = await ask('/api/appeals', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(answer.status).toBe(400);
    const { code, errors = [] } = problem.parse(answer.body);
    expect(code).toBe('bad_json');
    expect(errors).toEqual([
      { path: expect.any(String), pointer, reason: expect.stringMatching(reason), todo: expect.any(String) },
    ]);
    expect(registered).toEqual([]);
  });

  test.each([
    [{ ...appeal, number: 1e400 }, '/number', /строка/],
    [
      `{"number": "1", "kind": "message", "registeredAt": "2026-11-25T09:00:00+03:00", "latitude": 1e400, "longitude": 51}`,
      '/latitude',
      'слишком большое число',
    ],
    [{ ...appeal, latitude: 1e300, longitude: 51 }, '/latitude', 'не больше 90'],
    [{ ...appeal, latitude: 19.5, longitude: 55.7 }, '/latitude', 'похоже, широта и долгота переставлены'],
    [{ ...appeal, latitude: 0, longitude: 0 }, '/latitude', 'эта точка не в России'],
    [{ ...appeal, constructor: { prototype: {} } }, '/constructor', 'такого поля нет'],
    [{ ...appeal, registeredAt: '2027-11-25T09:00:00+03:00' }, '/registeredAt', 'дата больше чем на сутки впереди'],
    [{ ...appeal, 'a/b~c': 1 }, '/a~1b~0c', 'такого поля нет'],
    [deep.slice(99_990, 100_010), '', /нужен тип «объект»/],
  ])('a field that cannot be is named by its pointer (%#)', async (body, pointer, reason) => {
    const { post } = await start();
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(problem.parse(answer.body)).toMatchObject({
      code: 'not_accepted',
      errors: [{ pointer: expect.stringContaining(pointer), reason: expect.stringMatching(reason) }],
    });
  });

  test("latitude and longitude in each other's place are seen by where the office is", async () => {
    const { post } = await start({ officeCentre: async () => ({ latitude: 55.7, longitude: 51.4 }) });
    const turned = { ...appeal, number: '2', latitude: 51.41, longitude: 55.71 };
    expect(await post([{ ...appeal, latitude: 55.71, longitude: 51.41 }, turned])).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/1/latitude', reason: 'похоже, широта и долгота переставлены' }] },
    });
    // far away both ways: whatever it means, it is not that
    expect((await post({ ...appeal, latitude: 43.1, longitude: 131.9 })).status).toBe(201);
  });

  test('a point of the district with its numbers exchanged is refused, one outside both ways is taken', async () => {
    const { post, registered } = await start();
    // 56.5 N, 54 E is of the district; exchanged it is still in Russia
    expect(await post({ ...appeal, latitude: 54.2, longitude: 56.5 })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/latitude', reason: 'похоже, широта и долгота переставлены' }] },
    });
    expect((await post({ ...appeal, latitude: 59.9, longitude: 30.3 })).status).toBe(201);
    expect(registered).toHaveLength(1);
  });

  test('NUL and halves of pairs are taken out of the texts', async () => {
    const { post, registered } = await start();
    expect((await post({ ...appeal, text: 'Яма\u0000 у\ud800 школы' })).status).toBe(201);
    expect(registered[0]?.text).toBe('Яма у\ufffd школы');
  });

  test('a number twice in one array is a repeat when both say the same, in whatever order and writing', async () => {
    const { post, registered } = await start();
    const again = { registeredAt: '2026-11-25T06:00:00Z', kind: 'message', number: ' 327441806 ', text: '' };
    const answer = await post([appeal, { ...appeal, number: '2' }, again]);
    expect(answer).toMatchObject({
      status: 201,
      body: {
        results: [
          { number: '327441806', id: 1, result: 'created' },
          { number: '2', id: 2, result: 'created' },
          { number: '327441806', id: 1, result: 'repeated' },
        ],
      },
    });
    expect(registered).toHaveLength(2);
  });

  test('and a bad item when they differ: it is told in what', async () => {
    const { post, registered } = await start();
    const answer = await post([appeal, { ...appeal, fact: 'Яма', fastTrackDays: 3 }]);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        errors: [
          {
            pointer: '/1/number',
            reason: 'этот номер уже есть в списке: [0], а сведения другие: fact, fastTrackDays',
            todo: 'оставьте одно из двух или сделайте их одинаковыми',
          },
        ],
      },
    });
    expect(registered).toEqual([]);
  });

  test.each(['gzip', 'br', 'deflate, gzip'])('a body packed by %s is not unpacked', async (encoding) => {
    const { ask } = await start();
    const answer = await ask('/api/appeals', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': encoding },
      body: gzipSync(JSON.stringify(appeal)),
    });
    expect(answer.status).toBe(415);
    expect(answer.headers.get('accept-encoding')).toBe('identity');
    expect(problem.parse(answer.body)).toMatchObject({
      code: 'encoded',
      todo: expect.stringContaining('Content-Encoding'),
    });
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])('%s is refused', async (type) => {
    const { post } = await start();
    const answer = await post(appeal, { type });
    expect(answer.status).toBe(415);
    expect(problem.parse(answer.body).todo).toContain('Content-Type: application/json');
  });
});

describe('the token', () => {
  test.each([
    ['no token', null],
    ['a wrong token', 'wrong'],
    ['a token cut short', TOKEN.slice(0, -1)],
    ['a token with more behind it', `${TOKEN}x`],
  ])('%s is refused before the body is looked at', async (_, token) => {
    const { post, ask } = await start();
    const answer = await post('{', { token });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(problem.parse(answer.body).code).toBe('unauthorized');
    expect((await ask('/api/appeals/327441806', { token })).status).toBe(401);
  });

  test('two are right while they are rotated', async () => {
    const { post } = await start({ tokens: [TOKEN, NEXT_TOKEN] });
    expect((await post(appeal, { token: TOKEN })).status).toBe(201);
    expect((await post(appeal, { token: NEXT_TOKEN })).status).toBe(200);
  });

  test('an office without one is told how to switch the intake on', async () => {
    const { post, ask } = await start({ tokens: [] });
    const answer = await post(appeal);
    expect(answer.status).toBe(503);
    expect(problem.parse(answer.body).todo).toContain('INTAKE_TOKEN');
    expect((await ask('/api/appeals/1')).status).toBe(503);
    expect((await ask('/health')).status).toBe(200);
  });
});

describe('a request', () => {
  test('keeps the id that its caller gave it, in the answer, in a problem and in the log', async () => {
    const { ask, logged } = await start();
    const id = '01JDK3-caller.7:1';
    const answer = await ask('/api/appeals/1', { headers: { 'x-request-id': id } });
    expect(answer.headers.get('x-request-id')).toBe(id);
    expect(problem.parse(answer.body)).toMatchObject({
      requestId: id,
      instance: `/api/requests/${encodeURIComponent(id)}`,
    });
    expect(logged.join('')).toContain(`"requestId":"${id}"`);
    expect((await ask('/health', { headers: { 'x-request-id': id } })).headers.get('x-request-id')).toBe(id);
  });

  test.each([
    ['none', undefined],
    ['a phone', '89172223344'],
    ['a sentence', 'my request'],
    ['a book', 'a'.repeat(101)],
    ['an address', '../../etc'],
    ['Cyrillic', '\u00d0'],
  ])('with %s for its id gets one of ours', async (_, id) => {
    const { ask, logged } = await start();
    const answer = await ask('/api/appeals/1', id === undefined ? {} : { headers: { 'x-request-id': id } });
    const { requestId } = problem.parse(answer.body);
    expect(requestId).toMatch(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    expect(logged.join('')).toContain(requestId);
    if (id !== undefined) expect(logged.join('')).not.toContain(id);
  });

  test('that is refused is answered with problem details, of which the type tells more', async () => {
    const { ask, post } = await start();
    const answer = await post('{');
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const { type, title, status, todo } = problem.parse(answer.body);
    expect(await ask(type, { token: null })).toMatchObject({ status: 200, body: { type, title, status, todo } });
  });

  test.each([
    ['GET', '/api/appeals', 'POST, OPTIONS'],
    ['HEAD', '/api/appeals', 'POST, OPTIONS'],
    ['PUT', '/api/appeals', 'POST, OPTIONS'],
    ['DELETE', '/api/appeals/327441806', 'GET, HEAD, OPTIONS'],
    ['POST', '/api/appeals/327441806', 'GET, HEAD, OPTIONS'],
    ['PATCH', '/api/appeals/327441806', 'GET, HEAD, OPTIONS'],
  ])('by %s to %s is told what there is', async (method, path, allow) => {
    const { ask, registered } = await start();
    const body = ['GET', 'HEAD'].includes(method)
      ? {}
      : { body: 'whatever', headers: { 'content-type': 'text/plain' } };
    const answer = await ask(path, { method, ...body });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    if (method !== 'HEAD') expect(problem.parse(answer.body).code).toBe('wrong_method');
    expect(await ask(path, { method: 'OPTIONS' })).toMatchObject({ status: 204, text: '' });
    expect((await ask(path, { method, token: null })).status).toBe(401);
    expect(registered).toEqual([]);
  });

  test('by HEAD says as much as by GET, without the body', async () => {
    const { ask, post } = await start();
    await post(appeal);
    expect(await ask('/api/appeals/327441806', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    expect(await ask('/api/appeals/1', { method: 'HEAD' })).toMatchObject({ status: 404, text: '' });
  });
});

describe('the limit', () => {
  test('a token that asks too often waits as long as it is told, another does not', async () => {
    const { post } = await start({ tokens: [TOKEN, NEXT_TOKEN], requestsPerMinute: 3 });
    for (let index = 0; index < 3; index += 1) expect((await post(appeal)).status).toBeLessThan(300);
    const answer = await post(appeal);
    expect(answer.status).toBe(429);
    const seconds = Number(answer.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(problem.parse(answer.body).todo).toMatch(/^Повторите через \d+ секунд/);
    expect((await post(appeal, { token: NEXT_TOKEN })).status).toBe(200);
  });

  test('guessing tokens is limited too, and does not shut out the right one', async () => {
    const { post } = await start({ requestsPerMinute: 3 });
    const statuses = [];
    for (let index = 0; index < 5; index += 1) statuses.push((await post(appeal, { token: `guess-${index}` })).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await post(appeal)).status).toBe(201);
  });
});

describe('reading an appeal', () => {
  test('gives stage, terms and delivery', async () => {
    const { post, ask } = await start();
    await post(appeal);
    expect(await ask('/api/appeals/327441806')).toMatchObject({
      status: 200,
      body: {
        number: '327441806',
        stage: 'coordination',
        terms: { days: 30, due: '2026-12-25T20:59:59.000Z' },
        delivery: [],
      },
    });
  });

  test('a number with Cyrillic letters and a slash is found', async () => {
    const { post, ask } = await start();
    const number = `${'Щ'.repeat(38)}/1`;
    await post({ ...appeal, number });
    expect((await ask(`/api/appeals/${encodeURIComponent(number)}`)).body).toMatchObject({ number });
  });

  test.each(['/api/appeals/1', '/api/appeals/%3Cscript%3E', `/api/appeals/${'1'.repeat(200)}`, '/api/appeals/%00'])(
    '%s is not there',
    async (path) => {
      const { ask } = await start();
      const answer = await ask(path);
      expect(answer.status).toBe(404);
      expect(problem.parse(answer.body).code).toBe('no_appeal');
    },
  );
});

describe('the description', () => {
  interface Document {
    openapi: string;
    paths: Record<
      string,
      Record<string, { responses: object; requestBody?: { content: Record<string, { example: object }> } }>
    >;
    components: { schemas: Record<string, { required: string[]; additionalProperties: boolean; properties: object }> };
  }

  test('is OpenAPI 3.1, open to everybody, and its example is accepted', async () => {
    const { ask, post } = await start();
    const document = (await ask('/api/openapi.json', { token: null })).body as Document;
    expect(document.openapi).toBe('3.1.0');
    const example = document.paths['/api/appeals']?.['post']?.requestBody?.content['application/json']?.example;
    expect((await post(example)).status).toBe(201);
  });

  test('names what is required and every answer', async () => {
    const { ask } = await start();
    const { paths, components } = (await ask('/api/openapi.json')).body as Document;
    expect(components.schemas['Appeal']).toMatchObject({
      required: ['number', 'kind', 'registeredAt'],
      additionalProperties: false,
      properties: { registeredAt: { type: 'string', format: 'date-time' }, kind: { enum: ['message', 'appeal59'] } },
    });
    expect(components.schemas['AppealStatus']).toMatchObject({ properties: { registeredAt: { format: 'date-time' } } });
    expect(Object.keys(paths['/api/appeals']?.['post']?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '201', '400', '401', '408', '413', '415', '429', '503', '507']),
    );
    expect(Object.keys(paths['/api/appeals/{number}']?.['get']?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '400', '401', '404']),
    );
    expect(Object.keys(paths['/api/statistics']?.['get']?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '400', '401', '503']),
    );
  });

  test('says what a number is made of, and that a point has two halves', async () => {
    const { ask } = await start();
    const { properties, dependentRequired } = ((await ask('/api/openapi.json')).body as Document).components.schemas[
      'Appeal'
    ] as unknown as { properties: { number: { pattern: string } }; dependentRequired: object };
    const number = new RegExp(properties.number.pattern);
    expect(['327441806', 'АБ-1/2', '1'].every((text) => number.test(text))).toBe(true);
    expect(['', 'АБВ', '<1>', '1'.repeat(41)].some((text) => number.test(text))).toBe(false);
    expect(dependentRequired).toEqual({ latitude: ['longitude'], longitude: ['latitude'] });
  });

  test('every reference in it leads somewhere', async () => {
    const { ask } = await start();
    const { text, body } = await ask('/api/openapi.json');
    const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '');
    expect(names.length).toBeGreaterThan(5);
    expect(Object.keys((body as Document).components.schemas)).toEqual(expect.arrayContaining(names));
  });

  test('says of every field what it is, in both languages', async () => {
    for (const language of ['ru', 'tt'] as const) {
      const { ask } = await start({ words: intakeWords(wordsOf(language)) });
      const { components } = (await ask('/api/openapi.json')).body as Document;
      expect(silentFields(components.schemas)).toEqual([]);
    }
  });

  test('every code of a problem that it names leads to its page', async () => {
    const { ask } = await start();
    for (const code of PROBLEM_CODES) {
      const page = (await ask(`/api/problems/${code}`, { token: null })).body;
      expect(page).toMatchObject({ type: `/api/problems/${code}`, title: expect.stringMatching(/\.$/) });
    }
  });

  test('the status of an appeal is what it says', () => {
    expect(appealStatus.parse(statusOf('1', 1))).toEqual(statusOf('1', 1));
  });
});

describe('watching', () => {
  test('health is 200 when ready, 503 with the reasons when not', async () => {
    expect(await (await start()).ask('/health', { token: null })).toMatchObject({
      status: 200,
      body: { status: 'ready', reasons: [] },
    });
    const ailing = await start({ health: async () => ({ ready: false, reasons: ['PostgreSQL does not answer'] }) });
    expect(await ailing.ask('/health')).toMatchObject({
      status: 503,
      body: { status: 'not ready', reasons: ['PostgreSQL does not answer'] },
    });
  });

  test('what is to be seen to beside the work is a warning, and health stays 200 and short', async () => {
    const warnings = ['The disk is nearly full: 812 MB are left for /var/lib/murajagat/files'];
    const { ask } = await start({ health: async () => ({ ready: true, reasons: [], warnings }) });
    const answer = await ask('/health', { token: null });
    expect(answer).toMatchObject({ status: 200, body: { status: 'ready', reasons: [], warnings } });
    expect(answer.text.length).toBeLessThan(2_000);
  });

  test('metrics are Prometheus text, escaped', async () => {
    const { ask } = await start({
      metrics: async () => [
        {
          name: 'outbox_waiting',
          help: 'Messages that wait,\nby \\ kind',
          type: 'gauge',
          samples: [{ labels: { kind: 'a "card"\\\n' }, value: 3 }, { value: Infinity }],
        },
        { name: 'presses_total', help: 'Presses', type: 'counter', samples: [{ value: 0.5 }] },
      ],
    });
    const answer = await ask('/metrics', { token: null });
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.text).toBe(
      [
        '# HELP outbox_waiting Messages that wait,\\nby \\\\ kind',
        '# TYPE outbox_waiting gauge',
        'outbox_waiting{kind="a \\"card\\"\\\\\\n"} 3',
        'outbox_waiting +Inf',
        '# HELP presses_total Presses',
        '# TYPE presses_total counter',
        'presses_total 0.5',
        '',
      ].join('\n'),
    );
  });

  test.each(['/', '/api', '/api/problems/unheard_of', '/favicon.ico'])(
    'GET %s is not there, and says so in JSON',
    async (path) => {
      const { ask } = await start();
      const answer = await ask(path);
      expect(answer.status).toBe(404);
      expect(problem.parse(answer.body).code).toBe('no_route');
    },
  );

  test('an address that can not be decoded is a bad request', async () => {
    const { ask } = await start();
    const answer = await ask('/api/appeals/%zz');
    expect(answer.status).toBe(400);
    expect(problem.parse(answer.body).code).toBe('bad_request');
  });

  test('what is not HTTP at all is answered and closed', async () => {
    const { address, ask } = await start();
    const socket = connect(Number(new URL(address).port), '127.0.0.1').setEncoding('utf8');
    socket.write('\u0000\u0001 rubbish\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [string];
    expect(answer).toContain('400 Bad Request');
    expect(problem.parse(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))))).toMatchObject({ code: 'bad_request' });
    await once(socket, 'close');
    expect((await ask('/health')).status).toBe(200);
  });
});

describe('a connection', () => {
  const limits = { headers: 150, request: 400, photos: 400, keepAlive: 150, checking: 30 };
  const port = (address: string) => Number(new URL(address).port);
  const post = lines('POST /api/appeals HTTP/1.1', 'Host: bot', 'Content-Type: application/json');
  const body = lines('Content-Length: 1000', '', '{');
  const parts = lines('POST /api/appeals HTTP/1.1', 'Host: bot', 'Content-Type: multipart/form-data; boundary=cut');
  const half = lines('Content-Length: 1000', '', '--cut');
  test.each([
    ['says nothing', []],
    ['sends half its headers', [post]],
    ['sends half its photos', [parts, lines(`Authorization: Bearer ${TOKEN}`), half]],
    ['sends half its body', [post, lines(`Authorization: Bearer ${TOKEN}`), body]],
    ['asks nothing more', [lines('GET /health HTTP/1.1', 'Host: bot', '')]],
  ])('that %s is ended', async (_, words) => {
    const { address } = await start({ limits });
    const socket = await openSocket(port(address), ...words);
    await until('it is ended', () => socket.isEnded);
  });

  test.each([
    ['a wrong token', {}, '401 Unauthorized'],
    ['the intake switched off', { tokens: [] }, '503 Service Unavailable'],
  ])('is ended after the answer to %s, without waiting for the body', async (_, changes, status) => {
    const { address } = await start(changes);
    const socket = await openSocket(port(address), post, lines('Authorization: Bearer wrong'), body);
    await until('it is ended', () => socket.isEnded);
    expect(socket.heard).toContain(status);
    expect(socket.heard.toLowerCase()).toContain('connection: close');
  });

  test('with a request in hand gets its answer when the server ends, one with half a request is ended at once', async () => {
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => (answer = resolve));
    let connections: Connections | null = null;
    const { address } = await start(
      { health: () => asked.then(() => ({ ready: true, reasons: [] })) },
      (server) => (connections = watchConnections(server)),
    );
    const waiting = await openSocket(port(address), lines('GET /health HTTP/1.1', 'Host: bot', ''));
    const half = await openSocket(port(address), post);
    const ending = connections!.close(NEVER_MS);
    await until('the half is ended', () => half.isEnded);
    expect(waiting.isEnded).toBe(false);
    answer();
    await ending;
    await until('the other is ended', () => waiting.isEnded);
    expect(waiting.heard).toContain('200 OK');
  });

  test('of a stranger goes when there are too many, the longest silent first; one by which a token was shown stays', async () => {
    const { address } = await start({ mostStrangers: 3 });
    const get = lines('GET /api/appeals/1 HTTP/1.1', 'Host: bot', `Authorization: Bearer ${TOKEN}`, '');
    const caller = await openSocket(port(address), get);
    await until('the caller is answered', () => caller.heard.includes('404'));
    const watcher = await openSocket(port(address));
    const silent = await openSocket(port(address), post);
    watcher.say(lines('GET /health HTTP/1.1', 'Host: bot', ''));
    await until('the watcher is answered', () => watcher.heard.includes('200 OK'));
    const others = [await openSocket(port(address)), await openSocket(port(address), post)];
    await until('the longest silent is ended', () => silent.isEnded);
    expect([caller, watcher, ...others].map(({ isEnded }) => isEnded)).toEqual([false, false, false, false]);
    const late = await openSocket(port(address), get);
    await until('another caller is answered', () => late.heard.includes('404'));
    caller.say(get);
    await until('the first is answered again', () => caller.heard.split('404').length > 2);
    for (const socket of [caller, watcher, late, ...others]) socket.drop();
  });

  test('by which the body never ends does not hold the end of the server', async () => {
    let connections: Connections | null = null;
    const { address } = await start({}, (server) => (connections = watchConnections(server)));
    const socket = await openSocket(port(address), post, lines(`Authorization: Bearer ${TOKEN}`), body);
    await connections!.close(50);
    await until('it is ended', () => socket.isEnded);
  });
});

describe('breakage', () => {
  test('is answered without its cause and logged without people', async () => {
    const { post, logged } = await start({
      registerAppeals: async () => {
        throw Object.assign(new Error(`duplicate key (${secret.phone}, ${secret.email})`), {
          code: '23505',
          parameters: [secret],
        });
      },
    });
    const answer = await post({ ...appeal, text: 'Пожаловалась на яму', applicant: { type: 'person', ...secret } });
    expect(answer.status).toBe(500);
    expect(problem.parse(answer.body).title).toBe('Не получилось, запрос не выполнен.');
    const log = logged.join('');
    expect(log).toContain('23505');
    for (const word of [...Object.values(secret), 'Пожаловалась', TOKEN]) expect(log).not.toContain(word);
    expect(answer.text).not.toContain('duplicate');
  });

  test('a refused request leaves nothing of it in the log', async () => {
    const { post, logged } = await start();
    await post({ ...appeal, kind: 'x', applicant: { type: 'person', ...secret } });
    await post(`{"phone": "${secret.phone}"`);
    const log = logged.join('');
    expect(log).toContain('HTTP request refused');
    for (const word of [...Object.values(secret), TOKEN]) expect(log).not.toContain(word);
  });
});

/** Where a property has no description, by its path. */
function silentFields(schema: unknown, at: readonly string[] = []): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    const path = [...at, key];
    const isProperty = at.at(-1) === 'properties';
    const silent = isProperty && !('description' in (value as object)) ? [path.join('.')] : [];
    return [...silent, ...silentFields(value, path)];
  });
}

test('another part may add a route that reads its body in its own way, without the token', async () => {
  const { ask, post } = await start({}, (server) => {
    void server.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
      scope.post('/telegram/webhook', async (request) => ({ bytes: (request.body as Buffer).length }));
    });
  });
  expect(await ask('/telegram/webhook', { method: 'POST', token: null, body: '{"broken' })).toMatchObject({
    status: 200,
    body: { bytes: 8 },
  });
  expect((await post('{"broken')).status).toBe(400);
});
