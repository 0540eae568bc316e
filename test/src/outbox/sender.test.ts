import { TELEGRAM_LIMITS } from '../../../bots/telegram/limits';
import { createBudgets } from '../../../src/outbox/budgets';
import type { Delivery } from '../../../src/outbox/delivery';
import { enqueue } from '../../../src/outbox/enqueue';
import { outboxStatus } from '../../../src/outbox/queue';
import type { SinkAnswer } from '../../support/bot-api-sink';
import { outboxWorld, text } from '../../support/outbox-world';
import { TEXTS } from '../../support/text-messenger';
import { pause, until } from '../../support/until';

const isReached = async (): Promise<boolean> => true;
const world = outboxWorld();
const { open, say, rows, states, allAre, textsTo } = world;

describe('order', () => {
  test('each chat gets its messages in the order of their commits, one at a time, many chats side by side', async () => {
    const busy = new Set<unknown>();
    let most = 0;
    let overlaps = 0;
    world.sink.on('sendMessage', async ({ params }) => {
      if (busy.has(params['chat_id'])) overlaps += 1;
      busy.add(params['chat_id']);
      most = Math.max(most, busy.size);
      // whoever is first waits for the others: one after another they would wait in vain
      await until('many chats are busy', () => most > 5);
      await pause(1);
      busy.delete(params['chat_id']);
      return { result: { message_id: 5 } };
    });
    await say(...Array.from({ length: 200 }, (_, index) => text(`m${index}`, 1001 + (index % 10))));
    await open();
    await until('all are sent', allAre('sent'));
    expect(overlaps).toBe(0);
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

  test('a message that waits for a moment of a clock that was set back since goes at once', async () => {
    await say(text('remove', 1001, { notBefore: new Date('2026-11-26T06:05:00Z') }));
    await open({ clock: { now: () => new Date('2026-11-25T06:00:00Z') } });
    await until('it is sent', allAre('sent'));
  });

  test('five thousand waiting for one chat do not slow down the others', async () => {
    await say(...Array.from({ length: 5_000 }, (_, index) => text(`m${index}`, -100_123)));
    // behind the group it would be an hour
    const group = { count: 20, milliseconds: 3_600_000 };
    const { sender } = await open({ budgets: createBudgets({ ...TELEGRAM_LIMITS, group }) });
    await until('the group has used its budget', () => textsTo(-100_123).length === 20);
    await say(text('hello', 1001));
    sender.wake();
    await until('the other chat has its message', () => textsTo(1001).length === 1);
    expect(textsTo(-100_123)).toHaveLength(20);
  });
});

describe('redraws', () => {
  test('a redraw that is being merged in an open transaction is not sent before it commits, nor overtaken', async () => {
    await say(text('card:12:7', 1001, { mergeable: true, params: { text: 'old' } }), text('after', 1001));
    await world.database.transaction(async (tx) => {
      await enqueue(tx, [text('card:12:7', 1001, { mergeable: true, params: { text: 'new' } })], new Date(0));
      const { sender } = await open({ pollMilliseconds: 50 });
      // each shows that the sender has looked: once, twice, thrice
      for (const chatId of [1002, 1003, 1004]) {
        await say(text(`beside:${chatId}`, chatId));
        sender.wake();
        await until('a message to another chat is sent', () => textsTo(chatId).length === 1);
      }
      expect(textsTo(1001)).toEqual([]);
    });
    await until('all are sent', allAre('sent'));
    expect(textsTo(1001)).toEqual(['new', 'after']);
  });

  test('a redraw asked for while one is under way is sent after it', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    world.sink.on('editMessageText', async () => (await gate, { result: true }));
    await say(text('card', 1001, { mergeable: true, params: { text: '1' } }));
    const { sender } = await open();
    await until('it is under way', () => world.sink.calls.length === 1);
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
    world.sink.on('editMessageText', async () => {
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
    world.sink.on('sendMessage', ({ params }): SinkAnswer => {
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
    const [refused, again] = world.sink.calls.filter(({ params }) => params['text'] === 'a');
    expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1_950);
    expect(second.sender.totals).toMatchObject({ sent: 2, retry: 0 });
  });

  test('a server error is tried again, and the chat keeps its order', async () => {
    let times = 0;
    world.sink.on('sendMessage', (): SinkAnswer =>
      ++times <= 2 ? { error: 502, description: 'Bad Gateway' } : { result: { message_id: 1 } },
    );
    await say(text('a', 1001), text('b', 1001));
    await open();
    await until('both are sent', allAre('sent'));
    expect(textsTo(1001)).toEqual(['a', 'a', 'a', 'b']);
    expect((await rows())[0]).toMatchObject({ attempts: 3, message: '1001/1' });
  });

  test.each([
    ['blocked', 'Forbidden: bot was blocked by the user', 403, 1001],
    ['deactivated', 'Forbidden: user is deactivated', 403, 1001],
    ['never_started', 'Bad Request: chat not found', 400, 1001],
    ['kicked', 'Forbidden: bot was kicked from the supergroup chat', 403, -100_123],
  ])(
    'a chat that is %s is told about; its message is not counted as dead, the next one is tried again',
    async (reason, description, error, chatId) => {
      let times = 0;
      world.sink.on('sendMessage', (): SinkAnswer =>
        ++times === 1 ? { error, description } : { result: { message_id: 1 } },
      );
      await say(text('a', chatId), text('b', chatId));
      const { unreachable } = await open();
      await until('both are over', async () => (await states()).join() === 'unreachable,sent');
      expect(unreachable).toEqual([[chatId, reason]]);
      expect((await rows())[0]?.reason).toContain(description);
      expect(await outboxStatus(world.database, new Date(0))).toMatchObject({ unreachable: 1, dead: 0, new: 0 });
    },
  );

  test('a message that Telegram will never take is dead with the reason', async () => {
    world.sink.on('sendMessage', () => ({ error: 400, description: 'Bad Request: message is too long' }));
    await say(text('a', 1001));
    const { log } = await open();
    await until('it is dead', allAre('dead'));
    expect(await rows()).toMatchObject([{ attempts: 1, reason: '400: Bad Request: message is too long' }]);
    expect(log.lines).toContainEqual(expect.objectContaining({ message: 'A message will never arrive' }));
  });

  test('a group that became a supergroup gets everything under its new id', async () => {
    world.sink.on('sendMessage', ({ params }): SinkAnswer =>
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
    world.sink.on('sendMessage', (): SinkAnswer => (++times === 1 ? 'reset' : { result: { message_id: 7 } }));
    await say(text('a', 1001), text('b', 1001));
    await open();
    await until('both are sent', allAre('sent'));
    expect(textsTo(1001)).toEqual(['a', 'a', 'b']);
    expect((await rows()).map(({ ambiguousSends }) => ambiguousSends)).toEqual([1, 0]);
  });

  test('a send of unknown fate is not sent an eighth time; it is told of in the transaction that gives it up', async () => {
    world.sink.on('sendMessage', ({ params }): SinkAnswer =>
      params['text'] === 'a' ? 'reset' : { result: { message_id: 7 } },
    );
    await say(text('a', 1001), text('b', 1001));
    const { givenUp } = await open({ firstBackoffSeconds: 0.001 });
    await until('both are over', async () => (await states()).join() === 'ambiguous,sent');
    expect(await rows()).toMatchObject([{ ambiguousSends: 7, attempts: 7 }, {}]);
    expect(givenUp.map(([, why]) => why)).toEqual(['ambiguous']);
  });

  test('an edit of unknown fate is simply made again: it says the same', async () => {
    let times = 0;
    world.sink.on('editMessageText', (): SinkAnswer => (++times <= 2 ? 'reset' : { result: true }));
    await say(text('card', 1001, { mergeable: true }));
    await open();
    await until('it is made', allAre('sent'));
    expect(await rows()).toMatchObject([{ attempts: 3, ambiguousSends: 0 }]);
  });
});

describe('while nobody is reached', () => {
  test('what was cut off is not sent again before a question gets through: one copy, not one a try', async () => {
    let isDown = true;
    world.sink.on('sendMessage', (): SinkAnswer => (isDown ? 'reset' : { result: { message_id: 7 } }));
    world.sink.on('getMe', (): SinkAnswer => (isDown ? 'reset' : { result: { id: 1 } }));
    await say(...Array.from({ length: 30 }, (_, index) => text(`m${index}`, 1001 + (index % 3))));
    await open({ pollMilliseconds: 20 });
    await until('it has been asked for six times', () => world.sink.callsOf('getMe').length >= 6);
    // each of the three chats has had its first message under way
    expect(world.sink.callsOf('sendMessage')).toHaveLength(3);
    isDown = false;
    await until('all are sent', allAre('sent'));
    expect((await rows()).map(({ ambiguousSends }) => ambiguousSends).filter((sends) => sends > 0)).toEqual([1, 1, 1]);
    for (const [place, chat] of [1001, 1002, 1003].entries()) {
      const first = `m${place}`;
      expect(textsTo(chat)).toEqual([first, ...Array.from({ length: 10 }, (_, round) => `m${round * 3 + place}`)]);
    }
  });

  test('what cannot have reached it is never given up, and costs no try', async () => {
    const gate = { isDown: true };
    const deliver = async (): Promise<Delivery> =>
      gate.isDown ? { outcome: 'retry', error: 'connect ECONNREFUSED' } : { outcome: 'sent' };
    await say(text('a', 1001));
    await world.database.dataSource.query('update outbox_message set attempts = 5000');
    let questions = 0;
    const asked = async (): Promise<boolean> => ++questions > 5;
    await open({ messenger: { name: TEXTS, isReached: asked, deliver }, pollMilliseconds: 20 });
    await until('it was asked for', () => questions > 7);
    gate.isDown = false;
    await until('it is sent', allAre('sent'));
    expect((await rows())[0]?.ambiguousSends).toBe(0);
  });

  test('when questions get through and messages do not, one message at a time is tried', async () => {
    let isDown = true;
    world.sink.on('sendMessage', (): SinkAnswer =>
      isDown ? { error: 502, description: 'Bad Gateway' } : { result: { message_id: 7 } },
    );
    await say(...Array.from({ length: 20 }, (_, index) => text(`m${index}`, 1001 + index)));
    await open({ pollMilliseconds: 20 });
    await until('five were tried after the first twenty', () => world.sink.callsOf('sendMessage').length >= 25);
    const later = world.sink.callsOf('sendMessage').slice(20);
    const questions = world.sink.callsOf('getMe');
    expect(questions.length).toBeGreaterThanOrEqual(later.length);
    isDown = false;
    await until('all are sent', allAre('sent'));
  });

  test('a pause that is asked of three chats is the bot’s: a fourth keeps to it, and so does a restart', async () => {
    const refusal: SinkAnswer = {
      error: 429,
      description: 'Too Many Requests: retry after 300',
      parameters: { retry_after: 300 },
    };
    world.sink.on('sendMessage', () => refusal);
    await say(text('a', 1001), text('b', 1002), text('c', 1003));
    const first = await open({ pollMilliseconds: 20 });
    await until('all three were refused', () => first.sender.totals.retry === 3);
    await until('it is written down', async () => (await world.holds()).length === 4);
    await first.stop();
    const second = await open({ pollMilliseconds: 20 });
    await say(text('d', 1004));
    second.sender.wake();
    await pause(200);
    expect(world.sink.callsOf('sendMessage')).toHaveLength(3);
    expect(await states()).toEqual(['new', 'new', 'new', 'new']);
  });
});

describe('what happens after the send', () => {
  test('is no reason to send again: where the message is, is remembered when the database takes it', async () => {
    let tries = 0;
    const remember = async (): Promise<void> => {
      if (++tries < 3) throw new Error('terminating connection due to administrator command');
    };
    let sends = 0;
    const deliver = async (): Promise<Delivery> => ({ outcome: 'sent', message: `1001/${++sends}`, remember });
    await say(text('card', 1001));
    const { sender } = await open({ messenger: { name: TEXTS, isReached, deliver } });
    await until('it is sent', allAre('sent'));
    expect([sends, tries]).toEqual([1, 3]);
    expect(sender.totals).toMatchObject({ sent: 1, retry: 0 });
    expect(await rows()).toMatchObject([{ message: '1001/1', attempts: 1 }]);
  });

  test('what we stand on fails before it: that is no fault of the message', async () => {
    let times = 0;
    const deliver = async (): Promise<Delivery> => {
      if (++times <= 2) throw Object.assign(new Error('the database system is starting up'), { code: '57P03' });
      return { outcome: 'sent' };
    };
    await say(text('card', 1001));
    const isOutage = (error: unknown): boolean => (error as { code?: string }).code === '57P03';
    const { log } = await open({ messenger: { name: TEXTS, isReached, deliver }, isOutage });
    await until('it is sent', allAre('sent'));
    expect(log.lines.filter(({ message }) => message === 'A message could not be made')).toEqual([]);
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
    const { log } = await open({ messenger: { name: TEXTS, isReached, deliver } });
    await until('both are sent', allAre('sent'));
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'A message could not be made' }),
    );
  });

  test('the fifth fault is the last', async () => {
    await say(text('bad', 1001));
    const { givenUp } = await open({
      firstBackoffSeconds: 0.01,
      messenger: { name: TEXTS, isReached, deliver: () => Promise.reject(new TypeError('no such template')) },
    });
    await until('it is dead', allAre('dead'));
    expect(await rows()).toMatchObject([{ attempts: 5, reason: 'no such template' }]);
    expect(givenUp.map(([, why]) => why)).toEqual(['dead']);
  });

  test('a message that fails alone, time after time, no longer holds up its chat', async () => {
    await say(text('bad', 1001), text('good', 1001), text('other', 1002));
    await world.database.dataSource.query(`update outbox_message set attempts = 6 where key = 'bad'`);
    let getsThrough: () => void = () => undefined;
    const otherIsSent = new Promise<void>((resolve) => (getsThrough = resolve));
    const deliver = async ({ key }: { key: string }): Promise<Delivery> => {
      if (key === 'bad') {
        await otherIsSent;
        return pause(10).then(() => ({ outcome: 'retry', error: '500: Internal Server Error' }));
      }
      if (key === 'other') getsThrough();
      return { outcome: 'sent' };
    };
    await open({ messenger: { name: TEXTS, isReached, deliver } });
    await until('the others are sent', async () => (await states()).join() === 'new,sent,sent');
  });

  test('a listener that fails does not keep a message from being marked', async () => {
    world.sink.on('sendMessage', () => ({ error: 403, description: 'Forbidden: bot was blocked by the user' }));
    await say(text('a', 1001));
    await open({ onUnreachable: () => Promise.reject(new Error('a bug')) });
    await until('it is marked', allAre('unreachable'));
  });

  test('a message that there is no longer a reason for is skipped', async () => {
    await say(text('a', 1001));
    await open({
      messenger: {
        name: TEXTS,
        isReached,
        deliver: async () => ({ outcome: 'skipped', reason: 'the appeal is closed' }),
      },
    });
    await until('it is skipped', allAre('skipped'));
    expect(await rows()).toMatchObject([{ reason: 'the appeal is closed' }]);
  });
});

test('the status counts what waits and what failed, and the age of the oldest', async () => {
  await world.database.dataSource.query(`
    insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, state, created_at, due_at)
    values ('a', false, 'texts', '1', 'text', '{}', false, 'new', '2026-11-25T06:00:00Z', null),
           ('b', false, 'texts', '1', 'text', '{}', false, 'new', '2026-11-25T05:00:00Z', '2026-11-25T07:00:00Z'),
           ('c', false, 'texts', '1', 'text', '{}', false, 'sent', '2026-11-25T05:00:00Z', null),
           ('d', false, 'texts', '1', 'text', '{}', false, 'dead', '2026-11-25T05:00:00Z', null),
           ('u', false, 'texts', '1', 'text', '{}', false, 'unreachable', '2026-11-25T05:00:00Z', null),
           ('e', false, 'texts', '1', 'text', '{}', false, 'ambiguous', '2026-11-25T05:00:00Z', null),
           ('f', false, 'texts', '1', 'text', '{}', false, 'sending', '2026-11-25T05:00:00Z', null)`);
  expect(await outboxStatus(world.database, new Date('2026-11-25T06:00:30Z'))).toEqual({
    new: 2,
    sending: 1,
    ambiguous: 1,
    unreachable: 1,
    dead: 1,
    oldestSeconds: 30,
  });
});
