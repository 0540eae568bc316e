import { Telegram, TelegramError } from 'telegraf';
import { classifyError, isMessageGone, isQueryTooOld } from '../../../bots/telegram/classify-error';
import { describeError } from '../../../src/log';
import type { Delivery } from '../../../src/outbox/delivery';
import { startBotApiSink, type SinkAnswer } from '../../support/bot-api-sink';

const PERSON = 1001;
const GROUP = -100_123;
const TOKEN = '334:not-a-secret-of-anybody';

const answer = (
  error_code: number,
  description: string,
  parameters?: { retry_after?: number; migrate_to_chat_id?: number },
) => new TelegramError({ error_code, description, ...(parameters === undefined ? {} : { parameters }) });

/** As node-fetch makes them; it has no types here, and the real ones are met below over HTTP. */
const fetchError = (code: string, reason: string) =>
  Object.assign(new Error(`request to https://api.telegram.org/bot${TOKEN}/sendMessage failed, reason: ${reason}`), {
    name: 'FetchError',
    type: 'system',
    code,
  });

test.each<[code: number, description: string, chatId: number, outcome: Delivery['outcome'], more?: object]>([
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
  [401, 'Unauthorized', PERSON, 'retry', { afterSeconds: 60 }],
  [404, 'Not Found', PERSON, 'retry', { afterSeconds: 60 }],
  [413, 'Request Entity Too Large', PERSON, 'dead'],
  [500, 'Internal Server Error', PERSON, 'retry'],
  [502, 'Bad Gateway', PERSON, 'retry'],
  [504, 'Gateway Timeout', PERSON, 'ambiguous'],
])('%i %s (chat %i) → %s', (code, description, chatId, outcome, more = {}) => {
  expect(classifyError(answer(code, description), { call: 'send', chatId })).toMatchObject({ outcome, ...more });
});

test('429 carries the wait that Telegram asks for', () => {
  const error = answer(429, 'Too Many Requests: retry after 17', { retry_after: 17 });
  expect(classifyError(error, { call: 'send', chatId: PERSON })).toMatchObject({ outcome: 'retry', afterSeconds: 17 });
});

test('a group that became a supergroup carries its new id', () => {
  const error = answer(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
    migrate_to_chat_id: -100_777,
  });
  expect(classifyError(error, { call: 'edit', chatId: -123 })).toEqual({ outcome: 'migrated', toChatId: '-100777' });
});

test.each([
  ['message to edit not found', 'skipped'],
  ["message can't be edited", 'skipped'],
  ['MESSAGE_ID_INVALID', 'skipped'],
  ['message is not modified: exactly the same', 'sent'],
])('an edit that meets «%s» is %s', (description, outcome) => {
  const error = answer(400, `Bad Request: ${description}`);
  expect(classifyError(error, { call: 'edit', chatId: PERSON })).toMatchObject({ outcome });
});

test.each<[code: string, reason: string, send: Delivery['outcome']]>([
  ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:443', 'retry'],
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND api.telegram.org', 'retry'],
  ['EAI_AGAIN', 'getaddrinfo EAI_AGAIN api.telegram.org', 'retry'],
  ['ENETUNREACH', 'connect ENETUNREACH', 'retry'],
  ['ETIMEDOUT', 'connect ETIMEDOUT 149.154.167.220:443', 'retry'],
  ['ETIMEDOUT', '', 'retry'],
  ['ECONNRESET', 'Client network socket disconnected before secure TLS connection was established', 'retry'],
  ['CERT_HAS_EXPIRED', 'certificate has expired', 'retry'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate', 'retry'],
  ['ETIMEDOUT', 'read ETIMEDOUT', 'ambiguous'],
  ['ECONNRESET', 'socket hang up', 'ambiguous'],
  ['ECONNRESET', 'read ECONNRESET', 'ambiguous'],
  ['EPIPE', 'write EPIPE', 'ambiguous'],
])('%s (%s) is %s for a send, and a retry for an edit', (code, reason, send) => {
  const error = fetchError(code, reason);
  expect(classifyError(error, { call: 'send', chatId: PERSON }).outcome).toBe(send);
  expect(classifyError(error, { call: 'edit', chatId: PERSON }).outcome).toBe('retry');
});

describe('over real HTTP', () => {
  async function callAgainst(answerWith: SinkAnswer | 'hang', signal?: AbortSignal): Promise<unknown> {
    const sink = await startBotApiSink();
    sink.on('sendMessage', () => (answerWith === 'hang' ? new Promise<SinkAnswer>(() => undefined) : answerWith));
    const telegram = new Telegram(TOKEN, { apiRoot: sink.apiRoot });
    try {
      return await telegram
        .callApi('sendMessage', { chat_id: PERSON, text: 'x' }, signal === undefined ? {} : { signal: signal as never })
        .then(
          () => null,
          (error: unknown) => error,
        );
    } finally {
      await sink.stop();
    }
  }

  test('a line cut after the request is ambiguous', async () => {
    expect(classifyError(await callAgainst('reset'), { call: 'send', chatId: PERSON }).outcome).toBe('ambiguous');
  });

  test('a timeout after the request is ambiguous', async () => {
    const error = await callAgainst('hang', AbortSignal.timeout(100));
    expect(classifyError(error, { call: 'send', chatId: PERSON }).outcome).toBe('ambiguous');
  });

  test('nobody at the other end is a retry', async () => {
    const telegram = new Telegram(TOKEN, { apiRoot: 'http://127.0.0.1:1' });
    const error: unknown = await telegram.getMe().then(
      () => null,
      (failure: unknown) => failure,
    );
    expect(classifyError(error, { call: 'send', chatId: PERSON }).outcome).toBe('retry');
    expect(describeError(error)).not.toContain('not-a-secret');
  });
});

test('a fault of ours is not called a delivery', () => {
  const error = new TypeError("Cannot read properties of undefined (reading 'number')");
  expect(() => classifyError(error, { call: 'send', chatId: PERSON })).toThrow(error);
});

test.each([
  [isMessageGone, 'Bad Request: message to edit not found'],
  [isMessageGone, 'Bad Request: message to delete not found'],
  [isQueryTooOld, 'Bad Request: query is too old and response timeout expired or query ID is invalid'],
])('%p knows «%s»', (knows, description) => {
  expect(knows(answer(400, description))).toBe(true);
  expect(knows(answer(400, 'Bad Request: chat not found'))).toBe(false);
  expect(knows(new Error(description))).toBe(false);
});
