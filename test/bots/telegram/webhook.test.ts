import { request as httpRequest } from 'node:http';
import fastify, { type FastifyInstance } from 'fastify';
import { Telegram } from 'telegraf';
import { createPolling } from '../../../bots/telegram/polling';
import { registerWebhook } from '../../../bots/telegram/webhook';
import { systemClock } from '../../../src/clock';
import { statement } from '../../../src/database/database';
import { createInbox } from '../../../src/inbox/queue';
import type { IncomingUpdate } from '../../../src/inbox/update';
import { startBotApiSink } from '../../support/bot-api-sink';
import { type FreshDatabase, freshDatabase } from '../../support/database';
import { lines, openSocket } from '../../support/raw-socket';
import { recordingLog } from '../../support/recording-log';
import { until } from '../../support/until';
import { ALLOWED_UPDATES, messageUpdate } from '../../support/updates';

const SECRET = 'a-secret_of-the-webhook';
const rowOf = statement(
  'test.inbox-row',
  'select key, lane, place, payload, state from inbox_update where key = $1::text',
);

let fresh: FreshDatabase;
let app: FastifyInstance;
let address: string;
let failure: Error | null = null;
let receive: (updates: readonly IncomingUpdate[]) => Promise<void>;
const log = recordingLog();

beforeAll(async () => {
  fresh = await freshDatabase();
  const inbox = createInbox({ messenger: 'telegram', database: fresh.database, clock: systemClock, log });
  receive = async (updates) => {
    if (failure !== null) throw failure;
    await inbox.receive(updates);
  };
  app = fastify();
  registerWebhook(app, { secret: SECRET, receive, allowedUpdates: ALLOWED_UPDATES, log });
  address = `${await app.listen({ port: 0, host: '127.0.0.1' })}/telegram/webhook`;
});

afterAll(async () => {
  await app.close();
  await fresh.drop();
});

async function post(
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const response = await fetch(address, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET, ...headers },
  });
  return { status: response.status, text: await response.text() };
}

const rows = (updateId: number) => fresh.database.query<object>(rowOf, [String(updateId)]);

test('an update is in the inbox before 200 is answered', async () => {
  expect(await post(JSON.stringify(messageUpdate(1, 1001, 'Яма у дома')))).toEqual({ status: 200, text: '' });
  expect(await rows(1)).toMatchObject([
    { key: '1', lane: '1001', place: 1, state: 'new', payload: { message: { text: 'Яма у дома' } } },
  ]);
});

test('an update delivered twice is one row and 200 both times', async () => {
  const body = JSON.stringify(messageUpdate(2, 1001));
  expect([(await post(body)).status, (await post(body)).status]).toEqual([200, 200]);
  expect(await rows(2)).toHaveLength(1);
});

test('an update that came by polling and comes again by the webhook is one row', async () => {
  const sink = await startBotApiSink();
  const polling = createPolling({
    telegram: new Telegram('334:not-a-secret-of-anybody', { apiRoot: sink.apiRoot }),
    receive,
    allowedUpdates: ALLOWED_UPDATES,
    log,
    longPollSeconds: 5,
  });
  const update = messageUpdate(9, 1001);
  try {
    polling.start();
    sink.push(update);
    await until('it is confirmed', () => sink.unconfirmed.length === 0);
  } finally {
    await polling.stop();
    await sink.stop();
  }
  expect((await post(JSON.stringify(update))).status).toBe(200);
  expect(await rows(9)).toHaveLength(1);
});

test('a kind that is not handled is done as soon as it is kept', async () => {
  expect((await post('{"update_id":3,"poll":{"id":"1"}}')).status).toBe(200);
  expect(await rows(3)).toMatchObject([{ state: 'done', payload: null }]);
});

test('NUL and halves of surrogate pairs do not break the row', async () => {
  expect((await post('{"update_id":4,"message":{"from":{"id":1001},"text":"a\\u0000b\\ud83dc"}}')).status).toBe(200);
  expect(await rows(4)).toMatchObject([{ payload: { message: { text: 'a\ufffdb\ufffdc' } } }]);
});

test('Cyrillic split between two chunks of the body comes together again', async () => {
  const body = Buffer.from(JSON.stringify(messageUpdate(5, 1001, 'Ж')));
  const middle = body.indexOf(0xd0) + 1;
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET };
    const request = httpRequest(address, { method: 'POST', headers }, (response) =>
      resolve(response.resume().statusCode),
    );
    request.on('error', reject);
    request.write(body.subarray(0, middle));
    setTimeout(() => request.end(body.subarray(middle)), 50);
  });
  expect(status).toBe(200);
  expect(await rows(5)).toMatchObject([{ payload: { message: { text: 'Ж' } } }]);
});

test.each([
  ['no JSON', 'hello', 'Not an update: the body is not JSON.'],
  ['nothing', '', 'Not an update: the body is not JSON.'],
  ['null', 'null', 'Not an update: an update is an object with a whole non-negative update_id.'],
  ['a list', '[]', 'Not an update: an update is an object with a whole non-negative update_id.'],
  ['a wrong id', '{"update_id":"9"}', 'Not an update: an update is an object with a whole non-negative update_id.'],
])('%s is answered 400 with what is wrong', async (_, body, text) => {
  expect(await post(body)).toEqual({ status: 400, text });
});

test.each([
  ['another', 'a-secret_of-the-webhooK'],
  ['a longer', `${SECRET}x`],
  ['an empty', ''],
])('%s secret is refused and nothing is kept', async (_, secret) => {
  const { status } = await post(JSON.stringify(messageUpdate(6, 1001)), { 'x-telegram-bot-api-secret-token': secret });
  expect(status).toBe(401);
  expect(await rows(6)).toEqual([]);
});

test('a wrong secret ends the connection with the answer, without waiting for the body', async () => {
  const socket = await openSocket(
    Number(new URL(address).port),
    lines('POST /telegram/webhook HTTP/1.1', 'Host: bot', 'Content-Type: application/json'),
    lines('X-Telegram-Bot-Api-Secret-Token: wrong', 'Content-Length: 1000', '', '{'),
  );
  await until('it is ended', () => socket.isEnded);
  expect(socket.heard).toContain('401 Unauthorized');
});

test('more than 1 MB is answered 413 and nothing is kept', async () => {
  expect((await post(JSON.stringify(messageUpdate(7, 1001, 'ж'.repeat(600_000))))).status).toBe(413);
  expect(await rows(7)).toEqual([]);
});

test('503 only when the update could not be kept, so that Telegram sends it again', async () => {
  failure = new Error('no database');
  expect((await post(JSON.stringify(messageUpdate(8, 1001)))).status).toBe(503);
  failure = null;
  expect((await post(JSON.stringify(messageUpdate(8, 1001)))).status).toBe(200);
  expect(await rows(8)).toHaveLength(1);
});
