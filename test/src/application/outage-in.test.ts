import { TelegramError } from 'telegraf';
import { NetworkError } from '../../../bots/messenger/exchange';
import { outcomeOf } from '../../../bots/telegram/errors';
import { outageIn } from '../../../src/application/outage-in';
import { AppError } from '../../../src/errors';
import { freshDatabase } from '../../support/database';
import { statement } from '../../../src/database/database';

const within = (error: unknown) => outageIn(error, { outcomeOf })?.of ?? 'ours';
const failing = (code: string, fields: object = {}) =>
  Object.assign(new Error(`it failed: ${code}`), { code, ...fields });
const answer = (error_code: number, description: string, retry_after?: number) =>
  new TelegramError({ error_code, description, ...(retry_after !== undefined && { parameters: { retry_after } }) });

test.each([
  [new NetworkError('unsent', 'refused'), 'messenger'],
  [new NetworkError('unknown', '500: Internal Server Error'), 'messenger'],
  [answer(401, 'Unauthorized'), 'messenger'],
  [answer(400, 'Bad Request: message is too long'), 'ours'],
  [answer(403, 'Forbidden: bot was blocked by the user'), 'ours'],
  [failing('ECONNRESET'), 'messenger'],
  [failing('ECONNREFUSED', { syscall: 'connect' }), 'database'],
  [new AppError('download_failed', 'A file could not be fetched: ETIMEDOUT'), 'messenger'],
  [new AppError('download_failed', 'Telegram answered 502', { status: 502 }), 'messenger'],
  [new AppError('download_failed', 'Telegram answered 404', { status: 404 }), 'ours'],
  [failing('ENOSPC', { syscall: 'write' }), 'disk'],
  [failing('EROFS', { syscall: 'open' }), 'disk'],
  [failing('ENOENT', { syscall: 'open' }), 'ours'],
  [failing('EACCES', { syscall: 'mkdir' }), 'ours'],
  [failing('ENOENT', { syscall: 'connect' }), 'database'],
  [failing('57P01'), 'database'],
  [failing('53300'), 'database'],
  [failing('55P03'), 'database'],
  [failing('25P03'), 'database'],
  [failing('40P01'), 'database'],
  [failing('57014'), 'database'],
  [failing('23505'), 'ours'],
  [failing('42703'), 'ours'],
  [new Error('Connection terminated unexpectedly'), 'database'],
  [new TypeError('x is undefined'), 'ours'],
  ['a text', 'ours'],
])('%s is %s', (error, whose) => {
  expect(within(error)).toBe(whose);
});

test('how long to wait is what the messenger says', () => {
  expect(outageIn(answer(429, 'Too Many Requests', 7), { outcomeOf })).toEqual({ of: 'messenger', afterSeconds: 7 });
});

test('a database that is away, that was taken away and that is too slow are outages, as the driver tells of them', async () => {
  const fresh = await freshDatabase({ poolSize: 2 });
  const ask = (text: string) =>
    fresh.database.query(statement(`test.outage.${text.length}`, text)).then(() => 'answered', within);
  try {
    expect(await ask('select pg_terminate_backend(pg_backend_pid())')).toBe('database');
    expect(await ask(`select set_config('statement_timeout', '1', false), pg_sleep(0)`)).toBe('answered');
    expect(await ask('select pg_sleep(5)')).toBe('database');
    expect(await ask('select no_such_column')).toBe('ours');
  } finally {
    await fresh.drop();
  }
});
