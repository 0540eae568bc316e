import { QueryFailedError } from 'typeorm';
import type { Logger } from 'pino';
import { createLog } from '../../../src/adapters/log';

/** What the log writes while `work` runs: the raw text, and its lines parsed. */
function capture(work: (log: Logger) => void): { text: string; lines: Record<string, unknown>[] } {
  let text = '';
  work(createLog('debug', { write: (line) => void (text += line) }));
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { text, lines };
}

const TOKEN = '123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0';

test.each<[what: string, fields: object, message: string, secret: string]>([
  ['a bot token in an address', {}, `fetch https://api.telegram.org/bot${TOKEN}/getMe failed`, TOKEN],
  ['a short bot token in an address', {}, 'http://127.0.0.1:8081/bot42:TRAINING/getMe', '42:TRAINING'],
  ['a bot token alone', { value: TOKEN }, 'x', TOKEN],
  ['a bot token in an error', { err: new Error(`at /bot${TOKEN}/x`) }, 'x', TOKEN],
  ['a bot token in the cause of an error', { err: new Error('x', { cause: new Error(`/bot${TOKEN}/`) }) }, 'x', TOKEN],
  ['a bot token in a field of a field', { a: { b: [`/bot${TOKEN}/`] } }, 'x', TOKEN],
  ['an authorization header', { headers: { authorization: 'Bearer very-secret' } }, 'x', 'very-secret'],
  ['an Authorization header in text', {}, 'Authorization: Bearer very-secret', 'very-secret'],
  ['a password in an address', { url: 'postgres://bot:very-secret@db/office' }, 'x', 'very-secret'],
  ['an applicant', { applicant: { name: 'Иванов Иван' } }, 'x', 'Иванов'],
  ['an applicant deep inside', { body: [{ applicant: { name: 'Иванов Иван' } }] }, 'x', 'Иванов'],
  ['a phone in a message', {}, 'звонить +7 912 345-67-22', '345'],
  ['a phone in a field', { text: 'звонить +7 912 345-67-22' }, 'x', '345'],
  ['an e-mail in an error that is the whole entry', new Error('no such ivanov@example.org'), '', 'ivanov@'],
  [
    'the parameters of a query',
    { err: new QueryFailedError('select $1', ['Иванов'], new Error('bad')) },
    'x',
    'Иванов',
  ],
  [
    'the detail of a violated constraint',
    { error: Object.assign(new Error('duplicate key'), { detail: 'Key (name)=(Иванов)' }) },
    'x',
    'Иванов',
  ],
])('%s does not reach the log', (_, fields, message, secret) => {
  const { text, lines } = capture((log) => {
    if (message === '') log.error(fields);
    else log.error(fields, message);
  });
  expect(lines).toHaveLength(1);
  // the milliseconds of the hour may have any digits in them
  expect(text.replace(/"time":\d+/, '')).not.toContain(secret);
});

test('the address of a call to Telegram stays readable without its token', () => {
  const { lines } = capture((log) => {
    log.warn(`POST https://api.telegram.org/bot${TOKEN}/sendMessage`);
  });
  expect(lines[0]).toMatchObject({ level: 'warn', msg: 'POST https://api.telegram.org/bot***/sendMessage' });
});

test('an error keeps its type, message, code, stack and cause', () => {
  const error = Object.assign(new TypeError('broken', { cause: new Error('inner') }), { code: 'E_BROKEN' });
  const { lines } = capture((log) => {
    log.error({ err: error, appealId: 12 }, 'could not send');
  });
  expect(lines[0]).toMatchObject({
    level: 'error',
    msg: 'could not send',
    appealId: 12,
    err: {
      type: 'TypeError',
      message: 'broken',
      code: 'E_BROKEN',
      stack: expect.stringContaining('log.test'),
      cause: { message: 'inner' },
    },
  });
});

test('ordinary fields, dates and numbers pass as they are', () => {
  const at = new Date('2026-11-25T09:00:00Z');
  const { lines } = capture((log) => {
    log.info({ number: '327441806', chatId: -1001234567890, at, none: null }, 'registered');
  });
  expect(lines[0]).toMatchObject({
    number: '327441806',
    chatId: -1001234567890,
    at: '2026-11-25T09:00:00.000Z',
    none: null,
    msg: 'registered',
  });
});

test('a field that contains itself does not hang the log', () => {
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  expect(
    capture((log) => {
      log.info({ loop }, 'x');
    }).lines,
  ).toHaveLength(1);
});

test.each([
  ['info', ['info', 'warn']],
  ['silent', []],
] as const)('level %s writes %j', (level, written) => {
  const seen: unknown[] = [];
  const log = createLog(level, { write: (line) => void seen.push((JSON.parse(line) as { level: string }).level) });
  log.debug({}, 'x');
  log.info({}, 'x');
  log.warn({}, 'x');
  expect(seen).toEqual(written);
});
