import { Telegram } from 'telegraf';
import { openLine } from '../../../bots/telegram/line';
import type { Polling } from '../../../bots/messenger/polling';
import { createPolling, type PollingOptions } from '../../../bots/telegram/polling';
import type { IncomingUpdate } from '../../../src/inbox/update';
import { CONFLICT, startBotApiSink, type BotApiSink } from '../../support/bot-api-sink';
import { recordingLog } from '../../support/recording-log';
import { pause, until } from '../../support/until';
import { ALLOWED_UPDATES, messageUpdate } from '../../support/updates';

const TOKEN = '334:not-a-secret-of-anybody';

let sink: BotApiSink;
let kept: number[];
let log: ReturnType<typeof recordingLog>;
let opened: Polling[];

beforeEach(async () => {
  sink = await startBotApiSink();
  kept = [];
  log = recordingLog();
  opened = [];
});

afterEach(async () => {
  for (const polling of opened) await polling.stop();
  await sink.stop();
});

function open(options: Partial<PollingOptions> = {}): Polling {
  const polling = createPolling({
    telegram: new Telegram(TOKEN, { apiRoot: sink.apiRoot }),
    receive: async (updates: readonly IncomingUpdate[]) => void kept.push(...updates.map(({ key }) => Number(key))),
    allowedUpdates: ALLOWED_UPDATES,
    log,
    longPollSeconds: 5,
    delays: { conflict: [60, 200], trouble: [20, 100] },
    ...options,
  });
  opened.push(polling);
  polling.start();
  return polling;
}

/** A client that remembers how long it kept still after each refusal. */
function watched() {
  const telegram = new Telegram(TOKEN, { apiRoot: sink.apiRoot });
  const rests: number[] = [];
  let refusedAt: number | null = null;
  const callApi = telegram.callApi.bind(telegram) as (...call: unknown[]) => Promise<unknown>;
  telegram.callApi = (async (...call: unknown[]) => {
    if (refusedAt !== null) rests.push(performance.now() - refusedAt);
    refusedAt = null;
    try {
      return await callApi(...call);
    } catch (error) {
      refusedAt = performance.now();
      throw error;
    }
  }) as typeof telegram.callApi;
  return { telegram, rests };
}

/** Milliseconds between a request, counted from 0, and the one before. */
const waitBefore = (index: number): number => (sink.calls[index]?.at ?? NaN) - (sink.calls[index - 1]?.at ?? NaN);

test('updates are confirmed only after they are kept', async () => {
  let keep: () => void = () => undefined;
  const keeping = new Promise<void>((resolve) => (keep = resolve));
  open({ receive: () => keeping });
  sink.push(messageUpdate(10, 1001), messageUpdate(11, 1002));
  await pause(100);
  expect(sink.unconfirmed).toEqual([10, 11]);
  keep();
  await until('they are confirmed', () => sink.unconfirmed.length === 0);
  expect(sink.callsOf('getUpdates').at(-1)?.params).toMatchObject({
    offset: 12,
    allowed_updates: [...ALLOWED_UPDATES],
  });
});

test('what could not be kept is asked for again', async () => {
  let failures = 2;
  open({
    receive: async (updates) => {
      if (failures-- > 0) throw new Error('no database');
      kept.push(...updates.map(({ key }) => Number(key)));
    },
  });
  sink.push(messageUpdate(10, 1001));
  await until('it is confirmed', () => sink.unconfirmed.length === 0);
  expect(kept).toEqual([10]);
  expect(log.lines.at(-1)?.message).toBe('Updates are being received again');
});

test('something that is not an update does not hold up the others', async () => {
  open();
  sink.push({ update_id: 'nine' as never }, messageUpdate(10, 1001));
  sink.on('getUpdates', ({ params }) => ({
    result: params['offset'] === undefined ? [null, messageUpdate(10, 1001)] : [],
  }));
  await until('the good one is kept', () => kept.includes(10));
  expect(log.lines).toContainEqual(
    expect.objectContaining({ level: 'error', message: 'Telegram sent something that is not an update' }),
  );
});

test('stop breaks the long poll off at once and confirms what was kept', async () => {
  const polling = open({
    receive: async (updates) => {
      kept.push(...updates.map(({ key }) => Number(key)));
      void polling.stop();
    },
  });
  sink.push(messageUpdate(10, 1001));
  await until('it is kept and confirmed', () => kept.length === 1 && sink.unconfirmed.length === 0);
  const before = sink.calls.length;
  await pause(150);
  expect(sink.calls.length).toBe(before);
});

test('stop does not wait for the end of a long poll', async () => {
  // for which the test would not wait either
  const polling = open({ longPollSeconds: 3_600 });
  await until('it polls', () => sink.calls.length === 1);
  await polling.stop();
});

test('a stopped poller may be started again', async () => {
  const polling = open();
  void polling.stop();
  polling.start();
  sink.push(messageUpdate(10, 1001));
  await until('it is kept', () => kept.includes(10));
});

test('a second poller waits longer and longer and says why; it goes on when the other one ends', async () => {
  let isTaken = true;
  sink.on('getUpdates', async () => {
    if (isTaken) return CONFLICT;
    await pause(50);
    return { result: [] };
  });
  open();
  await until('it has asked five times', () => sink.calls.length >= 5);
  // a busy machine makes waits longer, never shorter, but for the way of the request
  for (const [index, atLeast] of [60, 120, 200, 200].entries())
    expect(waitBefore(index + 1)).toBeGreaterThan(atLeast - 30);
  expect(log.lines).toContainEqual({
    level: 'warn',
    fields: { reason: expect.stringContaining('409: Conflict') as string },
    message: 'Another process polls with this token: stop one of them. Waiting for it to end',
  });
  isTaken = false;
  await until('it polls again', () => log.lines.at(-1)?.message === 'Updates are being received again');
});

test('two pollers of one token disturb each other without a hot loop and lose nothing', async () => {
  const pollers = [watched(), watched()];
  for (const { telegram } of pollers) open({ telegram });
  for (let id = 1; id <= 20; id += 1) {
    sink.push(messageUpdate(id, 1001));
    await pause(30);
  }
  await until('all are confirmed', () => sink.unconfirmed.length === 0);
  expect([...new Set(kept)].sort((one, other) => one - other)).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
  await until('each has disturbed the other', () => pollers.every(({ rests }) => rests.length > 0));
  // 60 ms at least; timers may be a millisecond early
  for (const { rests } of pollers) expect(Math.min(...rests)).toBeGreaterThan(58);
});

test('a webhook that is still set is removed', async () => {
  let isSet = true;
  sink.on('getUpdates', () =>
    isSet
      ? {
          error: 409,
          description:
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        }
      : { result: [] },
  );
  sink.on('deleteWebhook', () => {
    isSet = false;
    return { result: true };
  });
  open();
  await until('it polls', () => log.lines.at(-1)?.message === 'Updates are being received again');
  expect(sink.callsOf('deleteWebhook')).toHaveLength(1);
});

test.each([
  [401, 'Unauthorized'],
  [404, 'Not Found'],
])(
  'a refused token (%i) is asked about longer and longer, and polling goes on when it is taken again',
  async (error, description) => {
    let isRefused = true;
    sink.on('getUpdates', () => (isRefused ? { error, description } : { result: [] }));
    open();
    await until('it has asked five times', () => sink.calls.length >= 5);
    // 20, 40, 80, 100 ms, of which half may be spared by chance
    expect(waitBefore(3) + waitBefore(4)).toBeGreaterThan(60);
    isRefused = false;
    await until('it polls again', () => log.lines.at(-1)?.message === 'Updates are being received again');
  },
);

test('retry_after is kept to', async () => {
  let times = 0;
  sink.on('getUpdates', () =>
    ++times === 1
      ? { error: 429, description: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } }
      : { result: [] },
  );
  open();
  await until('it polls again', () => times > 1);
  const [first, second] = sink.calls;
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
});

test.each([
  ['a server error', { error: 502, description: 'Bad Gateway' } as const],
  ['a cut line', 'reset' as const],
])('%s is waited out, longer each time, and no log line holds the token', async (_, answer) => {
  let isBroken = true;
  sink.on('getUpdates', async () => {
    if (isBroken) return answer;
    await pause(50);
    return { result: [] };
  });
  open();
  await until('it has asked five times', () => sink.calls.length >= 5);
  // 20, 40, 80, 100 ms, of which half may be spared by chance
  expect(waitBefore(3) + waitBefore(4)).toBeGreaterThan(60);
  isBroken = false;
  await until('it polls again', () => log.lines.at(-1)?.message === 'Updates are being received again');
  expect(JSON.stringify(log.lines)).not.toContain('not-a-secret');
});

test('as soon as anything else reaches the messenger again it is asked, however long trouble has made the pause', async () => {
  const line = openLine({ token: TOKEN, apiRoot: sink.apiRoot, agent: undefined, log });
  sink.on('getUpdates', () => 'reset');
  open({
    telegram: line.createClient(),
    onAnswered: line.onAnswered,
    delays: { conflict: [60, 200], trouble: [3_600_000, 3_600_000] },
  });
  await until('the pause has begun', () => log.lines.length > 0);
  sink.on('getUpdates', () => ({ result: [] }));
  await line.telegram.callApi('sendMessage', { chat_id: 1, text: 'Связь есть' });
  await until('it polls again', () => log.lines.at(-1)?.message === 'Updates are being received again');
});

test('a server that answers at once with nothing is not asked in a hot loop', async () => {
  sink.on('getUpdates', () => ({ result: [] }));
  const before = performance.now();
  open();
  await until('it has asked five times', () => sink.calls.length === 5);
  // four rounds of 200 ms at least: a slow machine makes them longer, never shorter
  expect((sink.calls[4]?.at ?? NaN) - before).toBeGreaterThan(790);
});
