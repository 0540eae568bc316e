import { openLine, type Line } from '../../../bots/telegram/line';
import { TELEGRAM_SERVICE } from '../../../bots/telegram/service';
import { insist } from '../../../bots/messenger/patience';
import { startBotApiSink, type BotApiSink, type SinkAnswer } from '../../support/bot-api-sink';
import { recordingLog } from '../../support/recording-log';
import { pause, until } from '../../support/until';

const TOKEN = '334:not-a-secret-of-anybody';
const ME: SinkAnswer = { result: { id: 334, is_bot: true, first_name: 'Bot', username: 'murajagat_bot' } };
const UNAUTHORIZED: SinkAnswer = { error: 401, description: 'Unauthorized' };

let sink: BotApiSink;
let log: ReturnType<typeof recordingLog>;
let stopping: AbortController;
beforeEach(async () => {
  sink = await startBotApiSink();
  log = recordingLog();
  stopping = new AbortController();
});
afterEach(async () => {
  stopping.abort();
  await sink.stop();
});

const open = (options: { badAfterMs?: number; onBad?: () => void } = {}): Line =>
  openLine({ token: TOKEN, apiRoot: sink.apiRoot, agent: undefined, log, ...options });
const patiently = () => ({ service: TELEGRAM_SERVICE, stopped: stopping.signal, log, waits: [10, 30] as const });

/** Answers these one after the other, then the last for ever. */
function inTurn(method: string, ...answers: readonly SinkAnswer[]): void {
  let times = 0;
  sink.on(method, () => answers[Math.min(times++, answers.length - 1)] ?? UNAUTHORIZED);
}

const TROUBLES: readonly (readonly [string, SinkAnswer])[] = [
  ['401', UNAUTHORIZED],
  ['404', { error: 404, description: 'Not Found' }],
  ['429', { error: 429, description: 'Too Many Requests', parameters: { retry_after: 0 } }],
  ['502', { error: 502, description: 'Bad Gateway' }],
  ['a cut line', 'reset'],
];

test.each(TROUBLES)('who we are is asked again after %s', async (_, trouble) => {
  inTurn('getMe', trouble, ME);
  expect((await insist('getMe', open().whoAmI, patiently()))?.username).toBe('murajagat_bot');
  expect(sink.callsOf('getMe')).toHaveLength(2);
});

test.each(TROUBLES)('the webhook is set again after %s', async (_, trouble) => {
  inTurn('setWebhook', trouble, { result: true });
  const line = open();
  expect(await insist('setWebhook', () => line.setWebhook('https://bot.example/', 'secret'), patiently())).toBe(true);
  expect(sink.callsOf('setWebhook')).toHaveLength(2);
});

test('three that were refused together keep to retry_after and do not come again together', async () => {
  let takenAt = Number.NEGATIVE_INFINITY;
  let refusals = 0;
  // as Telegram: one in a second
  sink.on('setWebhook', () => {
    if (performance.now() - takenAt < 1_000) {
      refusals += 1;
      return { error: 429, description: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } };
    }
    takenAt = performance.now();
    return { result: true };
  });
  const set = (line: Line) => insist('setWebhook', () => line.setWebhook('https://bot.example/', 's'), patiently());
  expect(await Promise.all([open(), open(), open()].map(set))).toEqual([true, true, true]);
  expect(refusals).toBeGreaterThanOrEqual(2);
  const at = sink.callsOf('setWebhook').map((call) => call.at);
  expect((at[3] ?? NaN) - (at[2] ?? NaN)).toBeGreaterThan(900);
});

test('whoever stops while Telegram refuses gives up at once', async () => {
  inTurn('getMe', UNAUTHORIZED);
  const asking = insist('getMe', open().whoAmI, { ...patiently(), waits: [3_600_000, 3_600_000] });
  await until('it has asked', () => sink.calls.length === 1);
  stopping.abort();
  expect(await asking).toBeNull();
});

test('one refusal is not a bad token; one that goes on is, told once in plain words, and it is forgotten when it is taken', async () => {
  const told: string[] = [];
  const line = open({ badAfterMs: 60, onBad: () => void told.push('bad') });
  inTurn('getMe', UNAUTHORIZED);
  const ask = () => line.telegram.getMe().catch(() => undefined);
  await ask();
  expect(line.trouble()).toBeNull();
  expect(line.trouble(0)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('@BotFather') as string });
  await pause(80);
  // two within the time are a gateway's mistake as well
  await ask();
  expect(told).toEqual([]);
  for (let times = 0; times < 3; times += 1) await ask();
  expect(told).toEqual(['bad']);
  expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
    { message: expect.stringMatching(/@BotFather.*BOT_TOKEN.*restart/) as string },
  ]);
  inTurn('getMe', ME);
  await ask();
  expect(line.trouble(0)).toBeNull();
  expect(log.lines.at(-1)?.message).toBe('Telegram takes the token again');
});

test('a flood or a failing server says nothing of the token, a refused message says that it is good', async () => {
  const line = open();
  const ask = () => line.telegram.getMe().catch(() => undefined);
  inTurn('getMe', UNAUTHORIZED, { error: 502, description: 'Bad Gateway' }, { error: 429, description: 'Too many' });
  for (let times = 0; times < 3; times += 1) await ask();
  expect(line.trouble(0)?.kind).toBe('refused');
  inTurn('getMe', { error: 403, description: 'Forbidden: bot was blocked by the user' });
  await ask();
  expect(line.trouble(0)).toBeNull();
});

test('where nobody else asks, trouble is asked about by the line itself until it is over', async () => {
  const line = open();
  inTurn('getMe', UNAUTHORIZED);
  await line.telegram.getMe().catch(() => undefined);
  const watching = line.watch(stopping.signal, 20);
  // three seconds of it count
  await until('it counts as trouble', () => line.trouble() !== null);
  inTurn('getMe', ME);
  await until('it is over', () => line.trouble(0) === null);
  const asked = sink.calls.length;
  await pause(100);
  expect(sink.calls).toHaveLength(asked);
  stopping.abort();
  await watching;
});
