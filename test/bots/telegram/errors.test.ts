import { createServer as createHttpServer, type Agent } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { Telegram, TelegramError } from 'telegraf';
import { NetworkError } from '../../../bots/messenger/exchange';
import { createCall } from '../../../bots/telegram/call';
import { isMessageGone, isQueryTooOld, outcomeOf } from '../../../bots/telegram/errors';
import { describeError } from '../../../src/process/log';
import type { Delivery } from '../../../src/outbox/delivery';

const PERSON = '1001';
const GROUP = '-100123';
const TOKEN = '334:not-a-secret-of-anybody';

const answer = (
  error_code: number,
  description: string,
  parameters?: { retry_after?: number; migrate_to_chat_id?: number },
) => new TelegramError({ error_code, description, ...(parameters === undefined ? {} : { parameters }) });

test.each<[code: number, description: string, chatId: string, outcome: Delivery['outcome'], more?: object]>([
  [
    400,
    'Bad Request: message is not modified: specified new message content and reply markup are exactly the same',
    PERSON,
    'sent',
  ],
  [400, 'Bad Request: chat not found', PERSON, 'unreachable', { reason: 'never_started' }],
  [400, 'Bad Request: chat not found', GROUP, 'unreachable', { reason: 'kicked' }],
  [400, 'Bad Request: message thread not found', GROUP, 'unreachable', { reason: 'topic_gone' }],
  [400, 'Bad Request: TOPIC_CLOSED', GROUP, 'unreachable', { reason: 'topic_gone' }],
  [400, 'Bad Request: not enough rights to send text messages to the chat', GROUP, 'unreachable', { reason: 'muted' }],
  [400, 'Bad Request: CHAT_WRITE_FORBIDDEN', GROUP, 'unreachable', { reason: 'muted' }],
  [400, 'Bad Request: PEER_ID_INVALID', PERSON, 'unreachable', { reason: 'never_started' }],
  [400, 'Bad Request: INPUT_USER_DEACTIVATED', PERSON, 'unreachable', { reason: 'deactivated' }],
  [400, 'Bad Request: message is too long', PERSON, 'dead'],
  [400, "Bad Request: can't parse entities", PERSON, 'dead'],
  [403, 'Forbidden: bot was blocked by the user', PERSON, 'unreachable', { reason: 'blocked' }],
  [403, 'Forbidden: user is deactivated', PERSON, 'unreachable', { reason: 'deactivated' }],
  [403, "Forbidden: bot can't initiate conversation with a user", PERSON, 'unreachable', { reason: 'never_started' }],
  [403, 'Forbidden: bot was kicked from the group chat', GROUP, 'unreachable', { reason: 'kicked' }],
  [403, 'Forbidden: bot was kicked from the supergroup chat', GROUP, 'unreachable', { reason: 'kicked' }],
  [403, 'Forbidden: bot is not a member of the supergroup chat', GROUP, 'unreachable', { reason: 'kicked' }],
  [403, 'Forbidden: the group chat was deleted', GROUP, 'unreachable', { reason: 'kicked' }],
  [403, "Forbidden: bot can't send messages to bots", PERSON, 'dead'],
  [401, 'Unauthorized', PERSON, 'retry', { afterSeconds: 20, ofAllChats: true }],
  [404, 'Not Found', PERSON, 'retry', { afterSeconds: 20, ofAllChats: true }],
  [413, 'Request Entity Too Large', PERSON, 'dead'],
])('%i %s (chat %s) → %s', (code, description, chatId, outcome, more = {}) => {
  expect(outcomeOf(answer(code, description), 'send', chatId)).toMatchObject({ outcome, ...more });
});

test('429 carries the wait that Telegram asks for', () => {
  const error = answer(429, 'Too Many Requests: retry after 17', { retry_after: 17 });
  expect(outcomeOf(error, 'send', PERSON)).toMatchObject({ outcome: 'retry', afterSeconds: 17 });
});

test('a group that became a supergroup carries its new id', () => {
  const error = answer(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
    migrate_to_chat_id: -100_777,
  });
  expect(outcomeOf(error, 'edit', '-123')).toEqual({ outcome: 'migrated', toChatId: '-100777' });
});

test.each([
  ['message to edit not found', 'skipped'],
  ["message can't be edited", 'skipped'],
  ['MESSAGE_ID_INVALID', 'skipped'],
  ['message is not modified: exactly the same', 'sent'],
])('an edit that meets «%s» is %s', (description, outcome) => {
  const error = answer(400, `Bad Request: ${description}`);
  expect(outcomeOf(error, 'edit', PERSON)).toMatchObject({ outcome });
});

describe('over a real network', () => {
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
    // What nobody reads of does not end by itself, and jest would wait for it.
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  const portOf = async (server: Server): Promise<number> => {
    servers.push(server);
    server.on('connection', (socket: Socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  /** A line on which this happens to whoever comes. */
  const line = (happens: (socket: Socket) => void): Promise<number> =>
    portOf(
      createTcpServer((socket) => {
        socket.on('error', () => undefined);
        happens(socket);
      }),
    );
  const afterBytes = (happens: (socket: Socket) => void) => (socket: Socket) =>
    void socket.once('data', () => happens(socket));
  const reset = (socket: Socket) => socket.resetAndDestroy();
  /** Somebody who takes the whole request and answers so. */
  const answering = (status: number, type: string, body: string): Promise<number> =>
    portOf(
      createHttpServer((request, response) => {
        request.resume().on('end', () => response.writeHead(status, { 'content-type': type }).end(body));
      }),
    );

  const LIMIT_MS = 1_000;
  const send = (apiRoot: string, agent?: Agent, payload: object = { text: 'x' }): Promise<unknown> =>
    createCall(new Telegram(TOKEN, { apiRoot, ...(agent ? { agent } : {}) }))(
      'sendMessage',
      { chat_id: 1001, text: '', ...payload },
      LIMIT_MS,
    ).then(
      () => null,
      (error: unknown) => error,
    );
  const plain = (port: number): string => `http://127.0.0.1:${port}/`;
  const secure = (port: number): string => `https://127.0.0.1:${port}/`;
  const TELEGRAM = 'https://api.telegram.org/';
  const through = (port: number): Agent => new HttpsProxyAgent(`http://127.0.0.1:${port}`);
  const proxyThatSays = async (head: string): Promise<Agent> =>
    through(await line(afterBytes((socket) => socket.end(head))));

  test.each<[what: string, fail: () => Promise<unknown>, outcome: Delivery['outcome']]>([
    ['nobody is at the other end', () => send('http://127.0.0.1:1/'), 'retry'],
    ['the name leads nowhere', () => send('http://no.such.host.invalid/'), 'retry'],
    ['the line is cut before a byte', async () => send(plain(await line(reset))), 'retry'],
    ['the line is cut in the TLS handshake', async () => send(secure(await line(afterBytes(reset)))), 'retry'],
    ['nobody speaks in the TLS handshake', async () => send(secure(await line(() => undefined))), 'retry'],
    [
      'the line is cut in the middle of an upload',
      async () => {
        const port = await line(afterBytes(reset));
        const document = { source: Buffer.alloc(20_000_000), filename: 'a.bin' };
        return send(plain(port), undefined, { document });
      },
      'retry',
    ],
    ['the proxy is not there', () => send(TELEGRAM, through(1)), 'retry'],
    ['the proxy closes at CONNECT', async () => send(TELEGRAM, await proxyThatSays('')), 'retry'],
    ['the proxy cuts at CONNECT', async () => send(TELEGRAM, through(await line(afterBytes(reset)))), 'retry'],
    ['the proxy is silent', async () => send(TELEGRAM, through(await line(() => undefined))), 'retry'],
    [
      'the proxy wants a password',
      async () =>
        send(TELEGRAM, await proxyThatSays('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n')),
      'retry',
    ],
    [
      'the proxy forbids',
      async () => send(TELEGRAM, await proxyThatSays('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')),
      'retry',
    ],
    [
      'the proxy has no way',
      async () => send(TELEGRAM, await proxyThatSays('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n')),
      'retry',
    ],
    [
      'a page says that it is blocked',
      async () => send(plain(await answering(200, 'text/html; charset=utf-8', '<html>Доступ закрыт</html>'))),
      'retry',
    ],
    ['somebody in between forbids', async () => send(plain(await answering(403, 'text/plain', 'no'))), 'retry'],

    ['the line is cut after the request', async () => send(plain(await line(afterBytes(reset)))), 'ambiguous'],
    ['nobody answers the request', async () => send(plain(await line(() => undefined))), 'ambiguous'],
    ['a gateway has failed', async () => send(plain(await answering(502, 'text/plain', 'x'))), 'ambiguous'],
    ['a gateway has waited in vain', async () => send(plain(await answering(504, 'text/plain', 'x'))), 'ambiguous'],
    [
      'Telegram has failed',
      async () => send(plain(await answering(500, 'application/json', '{"ok":false}'))),
      'ambiguous',
    ],
    ['the answer is empty', async () => send(plain(await answering(200, 'application/json', '{}'))), 'ambiguous'],
    ['the answer is nothing', async () => send(plain(await answering(200, 'application/json', 'null'))), 'ambiguous'],
    ['the answer is half', async () => send(plain(await answering(200, 'application/json', '{"ok":tr'))), 'ambiguous'],
  ])('%s: %j', async (_, fail, outcome) => {
    const error = await fail();
    expect(error).toBeInstanceOf(NetworkError);
    expect(outcomeOf(error, 'send', PERSON)).toEqual({ outcome, error: expect.any(String) });
    // it says the same however often it arrives
    expect(outcomeOf(error, 'edit', PERSON)).toMatchObject({ outcome: 'retry' });
    expect(describeError(error)).not.toContain('not-a-secret');
    expect(inspect(error)).not.toContain('not-a-secret');
  });

  test('what Telegram itself refuses is its word', async () => {
    const body = JSON.stringify({ ok: false, error_code: 403, description: 'Forbidden: bot was blocked by the user' });
    const error = await send(plain(await answering(403, 'application/json', body)));
    expect(outcomeOf(error, 'send', PERSON)).toMatchObject({ outcome: 'unreachable', reason: 'blocked' });
  });
});

test('a fault of ours, or of the database, is not called a delivery', () => {
  const lost = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  expect(() => outcomeOf(lost, 'send', PERSON)).toThrow(lost);
  const error = new TypeError("Cannot read properties of undefined (reading 'number')");
  expect(() => outcomeOf(error, 'send', PERSON)).toThrow(error);
});

test.each([
  [isMessageGone, 'Bad Request: message to edit not found'],
  [isMessageGone, 'Bad Request: there is no text in the message to edit'],
  [isMessageGone, 'Bad Request: message to delete not found'],
  [isQueryTooOld, 'Bad Request: query is too old and response timeout expired or query ID is invalid'],
])('%p knows «%s»', (knows, description) => {
  expect(knows(answer(400, description))).toBe(true);
  expect(knows(answer(400, 'Bad Request: chat not found'))).toBe(false);
  expect(knows(new Error(description))).toBe(false);
});
