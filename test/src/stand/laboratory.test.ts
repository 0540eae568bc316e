import { startStand } from '../../../src/stand/server';
import { StandClient, type Loose } from './support';

const people = [1, 2].map((id) => ({ id, name: `Человек ${id}`, started: true }));
const send = (client: StandClient, chatId: number, text = 'Текст') =>
  client.api('sendMessage', { chat_id: chatId, text });

describe('faults', () => {
  let client: StandClient;
  beforeEach(async () => {
    client = await StandClient.start({ people });
  });
  afterEach(() => client.close());
  const texts = async (): Promise<string[]> =>
    (await client.control('GET', 'chats/1/messages')).body.messages.map(({ text }: { text: string }) => text);

  test('429 and 500 come as often as ordered, for the ordered chat and method, and nothing is sent', async () => {
    await client.control('POST', 'faults', { kind: '429', method: 'sendMessage', chatId: 1, times: 1, retryAfter: 7 });
    expect((await send(client, 2)).status).toBe(200);
    expect((await send(client, 1)).body).toEqual({
      ok: false,
      error_code: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    });
    await client.control('POST', 'faults', { kind: '500', times: 1 });
    expect((await send(client, 1)).body).toMatchObject({ ok: false, error_code: 500 });
    expect(await texts()).toEqual([]);
    expect((await send(client, 1)).status).toBe(200);
  });

  test('a connection is reset before the request is accepted, or after', async () => {
    await client.control('POST', 'faults', { kind: 'reset-before', method: 'sendMessage', times: 1 });
    await expect(send(client, 1, 'не дошло')).rejects.toThrow('socket hang up');
    await client.control('POST', 'faults', { kind: 'reset-after', method: 'sendMessage', times: 1 });
    await expect(send(client, 1, 'дошло')).rejects.toThrow('socket hang up');
    expect(await texts()).toEqual(['дошло']);
    const { body } = await client.control('GET', 'requests?after=0');
    expect(body.requests).toMatchObject([
      { method: 'sendMessage', chatId: 1, ok: false, fault: 'reset-before' },
      { method: 'sendMessage', chatId: 1, ok: true, code: 200, fault: 'reset-after' },
    ]);
  });

  test('a slow answer is slow', async () => {
    await client.control('POST', 'faults', { kind: 'slow', method: 'sendMessage', delayMs: 300, times: 1 });
    const began = performance.now();
    expect((await send(client, 1)).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(290);
  });

  test('an update comes twice, even after it was confirmed', async () => {
    await client.control('POST', 'faults', { kind: 'duplicate', method: 'message', times: 1 });
    await client.control('POST', 'people/1/send', { text: 'раз' });
    const [first] = await client.updates();
    expect(await client.updates(first.update_id + 1)).toEqual([first]);
    expect(await client.updates(first.update_id + 1)).toEqual([]);
  });

  test('an update is overtaken by the next one', async () => {
    await client.control('POST', 'faults', { kind: 'reorder', times: 1 });
    await client.control('POST', 'people/1/send', { text: 'раз' });
    await client.control('POST', 'people/1/send', { text: 'два' });
    expect(await client.updates()).toMatchObject([{ message: { text: 'два' } }, { message: { text: 'раз' } }]);
  });

  test('an update that nothing overtakes comes late, not never', async () => {
    await client.control('POST', 'faults', { kind: 'reorder', times: 1 });
    await client.control('POST', 'people/1/send', { text: 'раз' });
    expect(await client.updates(undefined, 10)).toMatchObject([{ message: { text: 'раз' } }]);
  });

  test('are taken away together', async () => {
    await client.control('POST', 'faults', { kind: '500' });
    expect((await send(client, 1)).status).toBe(500);
    await client.control('DELETE', 'faults');
    expect((await send(client, 1)).status).toBe(200);
  });

  test.each<[object, string]>([
    [{ kind: 'fire' }, 'kind'],
    [{ kind: '500', probability: 2 }, 'probability'],
    [{ kind: 'duplicate', method: 'sendMessage' }, 'method'],
    [{ kind: '500', chance: 1 }, 'chance'],
  ])('%j is refused with the field that is wrong', async (fault, field) => {
    const { status, body } = await client.control('POST', 'faults', fault);
    expect(status).toBe(400);
    expect(body.error).toEqual({ field, reason: expect.any(String), todo: expect.any(String) });
  });
});

/** The machine's own time stands until it is moved: a slow machine would use up the seconds of a budget. */
function machineTime(): { pass(milliseconds: number): void } {
  let now = Date.parse('2026-11-25T07:00:00Z');
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  return { pass: (milliseconds) => void (now += milliseconds) };
}
afterEach(() => jest.restoreAllMocks());

describe('flood budgets', () => {
  test('a private chat takes three at once, then one a second; a refused message is not shown', async () => {
    const time = machineTime();
    const client = await StandClient.start({ flood: true, people });
    const codes = [];
    for (let count = 0; count < 4; count += 1) codes.push((await send(client, 1)).status);
    expect(codes).toEqual([200, 200, 200, 429]);
    const refused = await send(client, 1);
    expect(refused.body).toEqual({
      ok: false,
      error_code: 429,
      description: 'Too Many Requests: retry after 1',
      parameters: { retry_after: 1 },
    });
    expect((await client.control('GET', 'chats/1/messages')).body.messages).toHaveLength(3);
    expect((await send(client, 2)).status).toBe(200);
    time.pass(899);
    expect((await send(client, 1)).status).toBe(429);
    // a tenth of a second is forgiven
    time.pass(1);
    expect((await send(client, 1)).status).toBe(200);
    await client.close();
  });

  test('a group takes 20 a minute, edits among them', async () => {
    const time = machineTime();
    const client = await StandClient.start({ flood: true, people, groups: [{ id: -1001, title: 'Г', members: [1] }] });
    const { message_id } = await client.result('sendMessage', { chat_id: -1001, text: '0' });
    for (let count = 1; count < 20; count += 1)
      await client.result('editMessageText', { chat_id: -1001, message_id, text: `${count}` });
    const last = () => client.api('editMessageText', { chat_id: -1001, message_id, text: '20' });
    time.pass(10_000);
    expect(await last()).toMatchObject({ status: 429, body: { parameters: { retry_after: 50 } } });
    time.pass(50_000);
    expect((await last()).status).toBe(200);
    await client.close();
  });

  test('all chats together take 30 a second', async () => {
    const time = machineTime();
    const many = Array.from({ length: 40 }, (_, index) => ({ id: index + 1, name: 'Ч', started: true }));
    const client = await StandClient.start({ flood: true, people: many });
    const arrived = async () => {
      const statuses = await Promise.all(many.map(async ({ id }) => (await send(client, id)).status));
      return statuses.filter((status) => status === 200).length;
    };
    expect(await arrived()).toBe(30);
    time.pass(1_000);
    expect(await arrived()).toBe(30);
    await client.close();
  });
});

describe('the clock', () => {
  test('runs on from where it is put, and message dates follow it', async () => {
    const time = machineTime();
    const client = await StandClient.start({ people });
    const { body } = await client.control('PUT', 'clock', { now: '2026-12-31T08:29:58+03:00' });
    expect(Date.parse(body.now)).toBe(Date.parse('2026-12-31T05:29:58Z'));
    time.pass(5_000);
    const { date } = await client.result('sendMessage', { chat_id: 1, text: 'Текст' });
    expect(date).toBe(Date.parse('2026-12-31T05:30:03Z') / 1_000);
    await client.control('PUT', 'clock', { now: '2026-01-01T00:00:00Z' });
    time.pass(9_000);
    expect((await client.control('GET', 'clock')).body.now).toMatch(/^2026-01-01T00:00:09/);
    expect((await client.control('PUT', 'clock', { now: 'завтра' })).body.error.field).toBe('now');
    await client.close();
  });
});

test('at another address each browser comes in by a code of its own, and nobody by a foreign name', async () => {
  const codes: string[] = [];
  const stand = await startStand(
    { port: 0, flood: false, host: '0.0.0.0', people },
    { onCode: (code) => codes.push(code) },
  );
  // Another address than the one by which this machine calls itself.
  const url = stand.url.replace('127.0.0.1', '127.0.0.2');
  const statusOf = async (address: string, headers: Record<string, string> = {}) =>
    (await fetch(address, { headers })).status;
  const enter = (code = '') =>
    fetch(`${url}/stand/enter`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ code }),
    });

  expect(await statusOf(`${stand.url}/stand/state`)).toBe(200);
  expect(await statusOf(`${url}/stand/state`)).toBe(401);
  expect(await statusOf(`${url}/stand/events`)).toBe(401);
  expect(await statusOf(`${url}/stand/clock`, { cookie: 'stand=1' })).toBe(401);
  expect(await statusOf(`${url}/`)).toBe(200);
  expect(await statusOf(`${url}/bot${stand.token}/getMe`)).toBe(200);

  expect((await enter('AAAA-AAAA')).status).toBe(403);
  const entered = await enter(codes[0]?.toLowerCase().replace('-', ' '));
  expect(entered.status).toBe(200);
  const [cookie = ''] = entered.headers.getSetCookie();
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
  const headers = { cookie: `other=1; ${cookie.split(';')[0]}` };
  expect(await statusOf(`${url}/stand/state`, headers)).toBe(200);
  expect(await statusOf(`${url}/stand/state`, { ...headers, origin: 'http://example.com' })).toBe(403);

  expect((await enter(codes[0])).status).toBe(403);
  expect(codes).toHaveLength(2);
  expect(codes[1]).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
  const { request } = await import('node:http');
  const foreign = await new Promise((resolve) => {
    request(`${url}/stand/state`, { headers: { ...headers, host: 'evil.example' } }, ({ statusCode }) =>
      resolve(statusCode),
    ).end();
  });
  expect(foreign).toBe(403);
  await stand.close();
});

describe('the door', () => {
  let client: StandClient;
  beforeAll(async () => {
    client = await StandClient.start({ people });
  });
  afterAll(() => client.close());

  test.each<[string, Record<string, string>, number]>([
    ['no Origin', {}, 200],
    ['its own Origin', { origin: 'self' }, 200],
    ['a foreign Origin', { origin: 'https://example.com' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['a page from a file', { origin: 'null' }, 403],
  ])('with %s', async (_what, { origin }, status) => {
    const headers = origin === undefined ? {} : { origin: origin === 'self' ? client.url : origin };
    for (const path of ['/stand/state', `/bot${client.stand.token}/getMe`])
      expect((await fetch(client.url + path, { headers })).status).toBe(status);
  });

  test('a foreign Host is refused', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(`${client.url}/stand/state`, { headers: { host: 'evil.example' } }, ({ statusCode }) =>
        resolve(statusCode),
      ).end();
    });
    expect(status).toBe(403);
  });

  test.each<['PUT' | 'POST' | 'GET', string, object | undefined, number, string]>([
    ['PUT', 'people/x', { name: 'А' }, 400, 'ID'],
    ['PUT', 'people/5', { name: '' }, 400, 'name'],
    ['PUT', 'people/5', { name: 'А', age: 5 }, 400, 'age'],
    ['PUT', 'groups/5', { title: 'А' }, 400, 'ID'],
    ['PUT', 'groups/-5', { title: 'А', members: [99] }, 400, 'members'],
    ['POST', 'people/99/send', { text: 'А' }, 404, 'ID'],
    ['POST', 'people/1/send', {}, 400, 'text'],
    ['POST', 'people/1/send', { text: 'А', chatId: 2 }, 404, 'chatId'],
    ['POST', 'people/1/press', { messageId: 5, data: 'a' }, 404, 'messageId'],
    ['POST', 'people/1/press', { messageId: 5, data: 'ж'.repeat(33) }, 400, 'data'],
    ['GET', 'chats/99/messages', undefined, 404, 'ID'],
    ['POST', 'samples/none', undefined, 404, 'NAME'],
    ['GET', 'documents/none', undefined, 404, 'NAME'],
    ['PUT', 'clock/coming-up', { next: null }, 400, 'pastMorning'],
    ['POST', 'restart', undefined, 409, 'stand'],
    ['GET', 'requests?after=x', undefined, 400, 'after'],
    ['GET', 'nowhere', undefined, 404, 'address'],
  ])('%s /stand/%s %j is refused with %i and the field %s', async (method, path, body, status, field) => {
    const answer = await client.control(method, path, body);
    expect({ status: answer.status, field: answer.body.error?.field }).toEqual({ status, field });
  });

  test('a body that is no JSON is refused', async () => {
    const response = await fetch(`${client.url}/stand/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect({ status: response.status, body: await response.json() }).toMatchObject({
      status: 400,
      body: { error: { field: 'body' } },
    });
  });

  test('the OpenAPI document describes every address of the control API', async () => {
    const { body } = await client.control('GET', 'openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/stand/people/{id}/press', '/stand/faults', '/stand/clock', '/stand/requests']),
    );
    expect(body.paths['/stand/people/{id}/press'].post.requestBody.content['application/json'].schema.required).toEqual(
      ['messageId', 'data'],
    );
  });

  test('what can be ordered of MAX stands there under its own addresses, as of Telegram', async () => {
    const { body } = await client.control('GET', 'openapi.json');
    const paths = Object.keys(body.paths);
    const ofPhones = paths.filter((path) => /^\/stand\/(people|groups|chats|files|events|faults|requests)/.test(path));
    expect(ofPhones.length).toBeGreaterThan(12);
    expect(paths).toEqual(expect.arrayContaining(ofPhones.map((path) => path.replace('/stand/', '/stand/max/'))));
  });
});

test('a sample sends its request with the time of the stand in it', async () => {
  const client = await StandClient.start({ people });
  const received = await StandClient.start({ people });
  const sampler = await StandClient.start({
    samples: [
      {
        name: 'hello',
        title: 'Привет',
        request: {
          method: 'POST',
          url: `${received.apiRoot}/sendMessage`,
          headers: { 'content-type': 'application/json' },
          body: { chat_id: 1, text: 'Сейчас {{now}}' },
        },
      },
    ],
  });
  expect((await sampler.control('GET', 'samples')).body).toEqual({ samples: [{ name: 'hello', title: 'Привет' }] });
  await sampler.control('PUT', 'clock', { now: '2027-01-01T00:00:00Z' });
  const { body } = await sampler.control('POST', 'samples/hello');
  expect(body).toMatchObject({
    status: 200,
    body: { ok: true, result: { text: expect.stringMatching(/^Сейчас 2027-01-01T00:00:0/) } },
  });
  await Promise.all([client.close(), received.close(), sampler.close()]);
});

test('a document is handed out with days of the stand in it', async () => {
  const document = { name: 'export', title: 'Выгрузка', fileName: 'Выгрузка.csv', mimeType: 'text/csv' };
  const client = await StandClient.start({
    documents: [{ ...document, text: '{{day-1}};{{day}};{{day+32}}' }],
    timeZone: 'Europe/Moscow',
  });
  await client.control('PUT', 'clock', { now: '2026-11-30T22:30:00Z' });
  expect((await client.control('GET', 'state')).body.documents).toEqual([
    { name: 'export', title: 'Выгрузка', fileName: 'Выгрузка.csv' },
  ]);
  const response = await fetch(`${client.url}/stand/documents/export`);
  expect(await response.text()).toBe('30.11.2026;01.12.2026;02.01.2027');
  await client.close();
});

test('menus of commands: the narrowest scope wins, then the language', async () => {
  const client = await StandClient.start({
    people: [{ id: 1, name: 'А', languageCode: 'tt', started: true }],
    groups: [{ id: -1001, title: 'Г', members: [1] }],
  });
  const menu = async (chatId?: number): Promise<string[]> =>
    (
      await client.control('GET', `people/1/commands${chatId === undefined ? '' : `?chatId=${chatId}`}`)
    ).body.commands.map(({ description }: { description: string }) => description);
  const set = (description: string, more: object = {}) =>
    client.result('setMyCommands', { commands: [{ command: 'menu', description }], ...more });
  expect(await menu()).toEqual([]);
  await set('всем');
  expect(await menu()).toEqual(['всем']);
  await set('в группах', { scope: { type: 'all_group_chats' } });
  expect(await menu(-1001)).toEqual(['в группах']);
  await set('ему', { scope: { type: 'chat', chat_id: 1 } });
  await set('аңа', { scope: { type: 'chat', chat_id: 1 }, language_code: 'tt' });
  expect(await menu()).toEqual(['аңа']);
  await client.result('deleteMyCommands', { scope: { type: 'chat', chat_id: 1 }, language_code: 'tt' });
  expect(await menu()).toEqual(['ему']);
  expect(
    (await client.api('setMyCommands', { commands: [{ command: 'Меню', description: 'а' }] })).body.description,
  ).toBe('Bad Request: BOT_COMMAND_INVALID');
  expect(
    (await client.api('setMyCommands', { commands: [], scope: { type: 'chat', chat_id: 77 } })).body.description,
  ).toBe('Bad Request: chat not found');
  await client.close();
});

test('block, unblock and kick are told to the bot', async () => {
  const client = await StandClient.start({ people });
  await client.control('POST', 'people/1/block');
  await client.control('POST', 'people/1/unblock');
  await client.control('PUT', 'groups/-1001', { title: 'Г', members: [1] });
  await client.control('PUT', 'groups/-1001', { title: 'Г', members: [1], botStatus: 'kicked' });
  const updates = await client.updates();
  expect(
    updates.map(({ my_chat_member: change }: Loose) => [
      change.chat.id,
      change.old_chat_member.status,
      change.new_chat_member.status,
    ]),
  ).toEqual([
    [1, 'member', 'kicked'],
    [1, 'kicked', 'member'],
    [-1001, 'left', 'member'],
    [-1001, 'member', 'kicked'],
  ]);
  await client.close();
});
