import { performance } from 'node:perf_hooks';
import { statement } from '../../../src/database';
import { createBudgets, TELEGRAM_LIMITS, type Limits } from '../../../src/outbox/budgets';
import type { Delivery, Messenger } from '../../../src/outbox/delivery';
import { enqueue } from '../../../src/outbox/enqueue';
import { outboxStatus } from '../../../src/outbox/queue';
import type { SenderOptions } from '../../../src/outbox/sender';
import { startBotApiSink, type BotApiSink, type SinkAnswer } from '../../support/bot-api-sink';
import { type FreshDatabase, freshDatabase } from '../../support/database';
import { commit, outboxRows, startSender, text, type SenderProcess } from '../../support/outbox-world';
import { textMessenger } from '../../support/text-messenger';
import { pause, until } from '../../support/until';

const empty = statement('test.sender-empty', 'truncate outbox_message, outbox_hold');

let fresh: FreshDatabase;
let sink: BotApiSink;
let processes: SenderProcess[];

beforeAll(async () => {
  fresh = await freshDatabase();
});

beforeEach(async () => {
  sink = await startBotApiSink();
  processes = [];
});

afterEach(async () => {
  for (const process of processes) await process.stop();
  await sink.stop();
  await fresh.database.query(empty);
});

afterAll(() => fresh.drop());

async function open(options: Partial<SenderOptions> = {}): Promise<SenderProcess> {
  const process = await startSender(fresh.url, { messenger: textMessenger(sink.apiRoot), ...options });
  processes.push(process);
  return process;
}

const say = (...messages: Parameters<typeof commit>[1]) => commit(fresh.database, messages);
const rows = () => outboxRows(fresh.database);
const states = async () => (await rows()).map(({ state }) => state);
const textsTo = (chatId: number) =>
  sink.calls.filter(({ params }) => params['chat_id'] === chatId).map(({ params }) => params['text']);
const allAre = (state: string) => async () => (await states()).every((one) => one === state);

describe('order', () => {
  test('each chat gets its messages in the order of their commits, one at a time, many chats side by side', async () => {
    const busy = new Set<unknown>();
    let most = 0;
    let overlaps = 0;
    sink.on('sendMessage', async ({ params }) => {
      if (busy.has(params['chat_id'])) overlaps += 1;
      busy.add(params['chat_id']);
      most = Math.max(most, busy.size);
      await pause(Math.random() * 10);
      busy.delete(params['chat_id']);
      return { result: { message_id: 5 } };
    });
    await say(...Array.from({ length: 200 }, (_, index) => text(`m${index}`, 1001 + (index % 10))));
    await open();
    await until('all are sent', allAre('sent'));
    expect(overlaps).toBe(0);
    expect(most).toBeGreaterThan(5);
    for (let chat = 0; chat < 10; chat += 1) {
      expect(textsTo(1001 + chat)).toEqual(Array.from({ length: 20 }, (_, round) => `m${round * 10 + chat}`));
    }
  });

  test('a message for later holds up nobody, and goes when its moment has come', async () => {
    let now = new Date('2026-11-25T06:00:00Z');
    await say(text('later', 1001, { notBefore: new Date('2026-11-25T07:00:00Z') }), text('now', 1001));
    const { sender } = await open({ clock: { now: () => now } });
    await until('the second one is sent', () => textsTo(1001).length === 1);
    now = new Date('2026-11-25T07:00:00Z');
    sender.wake();
    await until('the first one too', allAre('sent'));
    expect(textsTo(1001)).toEqual(['now', 'later']);
  });

  test('five thousand waiting for one chat do not slow down the others', async () => {
    await say(...Array.from({ length: 5_000 }, (_, index) => text(`m${index}`, -100_123)));
    const { sender } = await open({ budgets: createBudgets(TELEGRAM_LIMITS) });
    await until('the group has used its budget', () => textsTo(-100_123).length === 20);
    const before = performance.now();
    await say(text('hello', 1001));
    sender.wake();
    await until('the other chat has its message', () => textsTo(1001).length === 1);
    expect(performance.now() - before).toBeLessThan(500);
  });
});

describe('redraws', () => {
  test('a redraw that is being merged in an open transaction is not sent before it commits, nor overtaken', async () => {
    await say(text('card:12:7', 1001, { mergeable: true, params: { text: 'old' } }), text('after', 1001));
    await fresh.database.transaction(async (tx) => {
      await enqueue(tx, [text('card:12:7', 1001, { mergeable: true, params: { text: 'new' } })], new Date(0));
      await open({ pollMilliseconds: 50 });
      await pause(200);
      expect(sink.calls).toEqual([]);
    });
    await until('both are sent', allAre('sent'));
    expect(textsTo(1001)).toEqual(['new', 'after']);
  });

  test('a redraw asked for while one is under way is sent after it', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    sink.on('editMessageText', async () => (await gate, { result: true }));
    await say(text('card', 1001, { mergeable: true, params: { text: '1' } }));
    const { sender } = await open();
    await until('it is under way', () => sink.calls.length === 1);
    await say(text('card', 1001, { mergeable: true, params: { text: '2' } }));
    await say(text('card', 1001, { mergeable: true, params: { text: '3' } }));
    sender.wake();
    release();
    await until('both are sent', allAre('sent'));
    expect(textsTo(1001)).toEqual(['1', '3']);
  });

  test('a redraw that failed and was asked for again meanwhile gives way to its successor', async () => {
    let times = 0;
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    sink.on('editMessageText', async () => {
      if (++times > 1) return { result: true };
      await gate;
      return { error: 500, description: 'Internal Server Error' };
    });
    await say(text('card', 1001, { mergeable: true, params: { text: '1' } }));
    const { sender } = await open();
    await until('it is under way', () => times === 1);
    await say(text('card', 1001, { mergeable: true, params: { text: '2' } }));
    sender.wake();
    release();
    await until('the second is sent', async () => (await states()).includes('sent'));
    expect(await states()).toEqual(['skipped', 'sent']);
    expect(textsTo(1001)).toEqual(['1', '2']);
  });
});

describe('what Telegram answers', () => {
  test('retry_after holds the chat, is written down, and a restart keeps to it', async () => {
    let times = 0;
    sink.on('sendMessage', ({ params }): SinkAnswer => {
      if (params['chat_id'] === 1001 && ++times === 1) {
        return { error: 429, description: 'Too Many Requests: retry after 2', parameters: { retry_after: 2 } };
      }
      return { result: { message_id: 1 } };
    });
    await say(text('a', 1001), text('b', 1001), text('c', 1002));
    const first = await open();
    await until('the others are sent', () => textsTo(1002).length === 1);
    await until('the wait is written down', async () => (await states())[0] === 'new');
    await first.stop();
    const second = await open();
    await until('all are sent', allAre('sent'));
    expect(textsTo(1001)).toEqual(['a', 'a', 'b']);
    const [refused, again] = sink.calls.filter(({ params }) => params['text'] === 'a');
    expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1_950);
    expect(second.sender.totals).toMatchObject({ sent: 2, retry: 0 });
  });

  test('a server error is tried again, and the chat keeps its order', async () => {
    let times = 0;
    sink.on('sendMessage', (): SinkAnswer =>
      ++times <= 2 ? { error: 502, description: 'Bad Gateway' } : { result: { message_id: 1 } },
    );
    await say(text('a', 1001), text('b', 1001));
    await open();
    await until('both are sent', allAre('sent'));
    expect(textsTo(1001)).toEqual(['a', 'a', 'a', 'b']);
    expect((await rows())[0]).toMatchObject({ attempts: 3, messageId: 1 });
  });

  test.each([
    ['blocked', 'Forbidden: bot was blocked by the user', 403, 1001],
    ['deactivated', 'Forbidden: user is deactivated', 403, 1001],
    ['never_started', 'Bad Request: chat not found', 400, 1001],
    ['kicked', 'Forbidden: bot was kicked from the supergroup chat', 403, -100_123],
  ])(
    'a chat that is %s is told about; its message is dead, the next one is tried again',
    async (reason, description, error, chatId) => {
      let times = 0;
      sink.on('sendMessage', (): SinkAnswer =>
        ++times === 1 ? { error, description } : { result: { message_id: 1 } },
      );
      await say(text('a', chatId), text('b', chatId));
      const { unreachable } = await open();
      await until('both are over', async () => (await states()).join() === 'dead,sent');
      expect(unreachable).toEqual([[chatId, reason]]);
      expect((await rows())[0]?.reason).toContain(description);
      expect(await outboxStatus(fresh.database, new Date(0))).toMatchObject({ dead: 1, new: 0 });
    },
  );

  test('a message that Telegram will never take is dead with the reason', async () => {
    sink.on('sendMessage', () => ({ error: 400, description: 'Bad Request: message is too long' }));
    await say(text('a', 1001));
    const { log } = await open();
    await until('it is dead', allAre('dead'));
    expect(await rows()).toMatchObject([{ attempts: 1, reason: '400: Bad Request: message is too long' }]);
    expect(log.lines).toContainEqual(expect.objectContaining({ message: 'A message will never arrive' }));
  });

  test('a group that became a supergroup gets everything under its new id', async () => {
    sink.on('sendMessage', ({ params }): SinkAnswer =>
      params['chat_id'] === -500
        ? {
            error: 400,
            description: 'Bad Request: group chat was upgraded to a supergroup chat',
            parameters: { migrate_to_chat_id: -100_500 },
          }
        : { result: { message_id: 1 } },
    );
    await say(text('a', -500), text('b', -500));
    const { migrated } = await open();
    await until('both are sent', allAre('sent'));
    expect(migrated).toEqual([[-500, -100_500]]);
    expect(textsTo(-100_500)).toEqual(['a', 'b']);
  });

  test('a send of unknown fate is sent once more and stays marked', async () => {
    let times = 0;
    sink.on('sendMessage', (): SinkAnswer => (++times === 1 ? 'reset' : { result: { message_id: 7 } }));
    await say(text('a', 1001), text('b', 1001));
    await open();
    await until('both are sent', allAre('sent'));
    expect(textsTo(1001)).toEqual(['a', 'a', 'b']);
    expect((await rows()).map(({ ambiguousSends }) => ambiguousSends)).toEqual([1, 0]);
  });

  test('a send of unknown fate is not sent a third time', async () => {
    sink.on('sendMessage', ({ params }): SinkAnswer =>
      params['text'] === 'a' ? 'reset' : { result: { message_id: 7 } },
    );
    await say(text('a', 1001), text('b', 1001));
    await open();
    await until('the next one is sent', async () => (await states())[1] === 'sent');
    expect(await rows()).toMatchObject([{ state: 'ambiguous', ambiguousSends: 2, attempts: 2 }, { state: 'sent' }]);
  });

  test('an edit of unknown fate is simply made again: it says the same', async () => {
    let times = 0;
    sink.on('editMessageText', (): SinkAnswer => (++times <= 2 ? 'reset' : { result: true }));
    await say(text('card', 1001, { mergeable: true }));
    await open();
    await until('it is made', allAre('sent'));
    expect(await rows()).toMatchObject([{ attempts: 3, ambiguousSends: 0 }]);
  });
});

describe('our own faults', () => {
  test('a message that cannot be rendered does not end the sender; it is tried a few times', async () => {
    let times = 0;
    const deliver = async ({ key }: { key: string }): Promise<Delivery> => {
      if (key === 'bad' && ++times < 2) throw new TypeError('no such template');
      return { outcome: 'sent' };
    };
    await say(text('bad', 1001), text('good', 1002));
    const { log } = await open({ messenger: { deliver } });
    await until('both are sent', allAre('sent'));
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'A message could not be made' }),
    );
  });

  test('the fifth fault is the last', async () => {
    await say(text('bad', 1001));
    await fresh.database.dataSource.query('update outbox_message set attempts = 4');
    await open({ messenger: { deliver: () => Promise.reject(new TypeError('no such template')) } });
    await until('it is dead', allAre('dead'));
    expect(await rows()).toMatchObject([{ attempts: 5, reason: 'no such template' }]);
  });

  test('a message that fails alone, time after time, no longer holds up its chat', async () => {
    await say(text('bad', 1001), text('good', 1001), text('other', 1002));
    await fresh.database.dataSource.query(`update outbox_message set attempts = 6 where key = 'bad'`);
    const deliver = async ({ key }: { key: string }): Promise<Delivery> => {
      if (key === 'bad') return pause(100).then(() => ({ outcome: 'retry', error: '500: Internal Server Error' }));
      return { outcome: 'sent' };
    };
    await open({ messenger: { deliver } });
    await until('the others are sent', async () => (await states()).join() === 'new,sent,sent');
  });

  test('a listener that fails does not keep a message from being marked', async () => {
    sink.on('sendMessage', () => ({ error: 403, description: 'Forbidden: bot was blocked by the user' }));
    await say(text('a', 1001));
    await open({ onUnreachable: () => Promise.reject(new Error('a bug')) });
    await until('it is dead', allAre('dead'));
  });

  test('a message that there is no longer a reason for is skipped', async () => {
    await say(text('a', 1001));
    await open({ messenger: { deliver: async () => ({ outcome: 'skipped', reason: 'the appeal is closed' }) } });
    await until('it is skipped', allAre('skipped'));
    expect(await rows()).toMatchObject([{ reason: 'the appeal is closed' }]);
  });
});

describe('budgets', () => {
  /** Telegram's, so many times as fast. */
  const faster = (times: number): Limits => ({
    token: { count: 30, milliseconds: 1_020 / times },
    privateChat: { burst: 3, milliseconds: 1_020 / times },
    group: { count: 20, milliseconds: 61_200 / times },
  });

  function fullestWindow(moments: readonly number[], milliseconds: number): number {
    return Math.max(...moments.map((start) => moments.filter((at) => at >= start && at < start + milliseconds).length));
  }

  test('300 messages to 300 chats go at no less than 95 % of what is allowed, and at no more', async () => {
    await say(...Array.from({ length: 300 }, (_, index) => text(`m${index}`, 1001 + index)));
    const overHttp = textMessenger(sink.apiRoot);
    const departures: number[] = [];
    const deliver: Messenger['deliver'] = (message) => {
      departures.push(performance.now());
      return overHttp.deliver(message);
    };
    await open({ messenger: { deliver }, budgets: createBudgets(faster(4)) });
    await until('all are sent', () => sink.calls.length === 300);
    const seconds = ((departures.at(-1) ?? 0) - (departures[0] ?? 0)) / 1_000;
    expect(300 / seconds).toBeGreaterThan(0.95 * 4 * 30);
    expect(fullestWindow(departures, 1_000 / 4)).toBeLessThanOrEqual(30);
  });

  test('a group that has used up its minute slows down no private chat', async () => {
    const measure = async (alongside: number): Promise<number> => {
      const keyed = (name: string) => `${name}:${alongside}`;
      const group = -100_000 - alongside;
      const chatId = 5_000 + alongside;
      await say(...Array.from({ length: alongside }, (_, index) => text(keyed(`g${index}`), group)));
      await say(...Array.from({ length: 15 }, (_, index) => text(keyed(`m${index}`), chatId)));
      const process = await open({ budgets: createBudgets(faster(10)) });
      const before = performance.now();
      await until('the private chat has all', () => textsTo(chatId).length === 15);
      const time = performance.now() - before;
      if (alongside > 0) expect(textsTo(group).length).toBeLessThanOrEqual(20);
      await process.stop();
      return time;
    };
    const alone = await measure(0);
    expect(await measure(60)).toBeLessThan(1.1 * alone + 50);
  });
});

describe('several processes', () => {
  test('only one of two sends, and what the other commits reaches it at once', async () => {
    const one = await open({ pollMilliseconds: 5_000 });
    const two = await open({ pollMilliseconds: 5_000 });
    await say(text('a', 1001), text('b', 1002));
    const before = performance.now();
    two.sender.wake();
    await until('both are sent', allAre('sent'));
    expect(performance.now() - before).toBeLessThan(1_500);
    expect([one.sender.totals.sent, two.sender.totals.sent]).toEqual([2, 0]);
  });

  test('when the one that sends ends, the other one goes on within two seconds', async () => {
    const one = await open();
    const two = await open();
    await one.stop();
    await say(text('a', 1001));
    two.sender.wake();
    await until('it is sent', allAre('sent'), 2_000);
    expect(two.sender.totals.sent).toBe(1);
  });

  test('when its session is broken, the sending is taken over, and nothing is lost or doubled', async () => {
    const one = await open();
    const two = await open();
    const pids: { pid: number }[] = await fresh.database.dataSource.query(
      `select pid from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`,
    );
    expect(pids).toHaveLength(1);
    await fresh.database.dataSource.query('select pg_terminate_backend($1)', [pids[0]?.pid]);
    await say(...Array.from({ length: 20 }, (_, index) => text(`m${index}`, 1001 + (index % 4))));
    two.sender.wake();
    await until('all are sent', allAre('sent'), 4_000);
    expect(sink.calls).toHaveLength(20);
    expect(one.sender.totals.sent + two.sender.totals.sent).toBe(20);
  });

  test('what a vanished process was sending is sent once more, marked; a redraw is just redrawn', async () => {
    let isLost = true;
    const hang = (): SinkAnswer | Promise<SinkAnswer> =>
      isLost ? new Promise<SinkAnswer>(() => undefined) : { result: { message_id: 9 } };
    sink.on('sendMessage', hang);
    sink.on('editMessageText', hang);
    await say(text('a', 1001), text('card', 1002, { mergeable: true }));
    const lost = await startSender(fresh.url, { messenger: textMessenger(sink.apiRoot) });
    await until('both are under way', () => sink.calls.length === 2);
    await lost.vanish();
    isLost = false;
    await open();
    await until('both are sent', allAre('sent'));
    expect(await rows()).toMatchObject([
      { key: 'a', ambiguousSends: 1, attempts: 2, messageId: 9 },
      { key: 'card', ambiguousSends: 0, attempts: 2 },
    ]);
  });

  test('stop waits for what is under way', async () => {
    sink.on('sendMessage', () => pause(300).then(() => ({ result: { message_id: 3 } })));
    await say(text('a', 1001), text('b', 1001));
    const process = await open();
    await until('it is under way', () => sink.calls.length === 1);
    expect(await process.stop()).toBe(true);
    expect(await rows()).toMatchObject([{ state: 'sent', messageId: 3 }, { state: 'new' }]);
  });
});

test('the status counts what waits and what failed, and the age of the oldest', async () => {
  await fresh.database.dataSource.query(`
    insert into outbox_message (key, mergeable, chat_id, kind, params, silent, state, created_at, due_at)
    values ('a', false, 1, 'text', '{}', false, 'new', '2026-11-25T06:00:00Z', null),
           ('b', false, 1, 'text', '{}', false, 'new', '2026-11-25T05:00:00Z', '2026-11-25T07:00:00Z'),
           ('c', false, 1, 'text', '{}', false, 'sent', '2026-11-25T05:00:00Z', null),
           ('d', false, 1, 'text', '{}', false, 'dead', '2026-11-25T05:00:00Z', null),
           ('e', false, 1, 'text', '{}', false, 'ambiguous', '2026-11-25T05:00:00Z', null),
           ('f', false, 1, 'text', '{}', false, 'sending', '2026-11-25T05:00:00Z', null)`);
  expect(await outboxStatus(fresh.database, new Date('2026-11-25T06:00:30Z'))).toEqual({
    new: 2,
    sending: 1,
    ambiguous: 1,
    dead: 1,
    oldestSeconds: 30,
  });
});
