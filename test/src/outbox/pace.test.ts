import { performance } from 'node:perf_hooks';
import { createBudgets, type Limits } from '../../../src/outbox/budgets';
import type { Messenger } from '../../../src/outbox/delivery';
import { outboxWorld, text } from '../../support/outbox-world';
import { textMessenger } from '../../support/text-messenger';
import { until } from '../../support/until';

const world = outboxWorld();
const { open, say, textsTo } = world;

/** Telegram's, so many times as fast. */
const faster = (times: number): Limits => ({
  token: { count: 30, milliseconds: 1_020 / times },
  privateChat: { burst: 3, milliseconds: 1_020 / times },
  group: { count: 20, milliseconds: 61_200 / times },
});

function fullestWindow(moments: readonly number[], milliseconds: number): number {
  return Math.max(...moments.map((start) => moments.filter((at) => at >= start && at < start + milliseconds).length));
}

test('200 messages to 200 chats go at no less than 95 % of what is allowed, and at no more', async () => {
  await say(...Array.from({ length: 200 }, (_, index) => text(`m${index}`, 1001 + index)));
  const overHttp = textMessenger(world.sink.apiRoot);
  const departures: number[] = [];
  const deliver: Messenger['deliver'] = (message) => {
    departures.push(performance.now());
    return overHttp.deliver(message);
  };
  await open({ messenger: { deliver }, budgets: createBudgets(faster(2)) });
  await until('all are sent', () => world.sink.calls.length === 200);
  const seconds = ((departures.at(-1) ?? 0) - (departures[0] ?? 0)) / 1_000;
  expect(200 / seconds).toBeGreaterThan(0.95 * 2 * 30);
  expect(fullestWindow(departures, 1_000 / 2)).toBeLessThanOrEqual(30);
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
  // behind the group it would be the rest of its minute, 6 s
  expect(await measure(60)).toBeLessThan(1.3 * alone + 300);
});
