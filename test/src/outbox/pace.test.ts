import { performance } from 'node:perf_hooks';
import { TELEGRAM_LIMITS } from '../../../bots/telegram/limits';
import { systemClock } from '../../../src/clock';
import { createBudgets, type Limits } from '../../../src/outbox/budgets';
import { createSender, type Sender } from '../../../src/outbox/sender';
import { outboxWorld, paceOf, text } from '../../support/outbox-world';
import { recordingLog } from '../../support/recording-log';
import { ALONE, standingTime } from '../../support/standing-time';
import { TEXTS } from '../../support/text-messenger';

const time = standingTime();
afterEach(() => time.end());
const world = outboxWorld();
beforeEach(() => time.begin());

/** Telegram's, so many times as fast. */
const faster = (times: number): Limits => ({
  ...TELEGRAM_LIMITS,
  token: { count: 30, milliseconds: 1_020 / times },
  privateChat: { burst: 3, milliseconds: 1_020 / times },
  group: { count: 20, milliseconds: 61_200 / times },
});

function fullestWindow(moments: readonly number[], milliseconds: number): number {
  return Math.max(...moments.map((start) => moments.filter((at) => at >= start && at < start + milliseconds).length));
}

interface Departure {
  readonly chatId: number;
  readonly at: number;
}

/** A sender whose messages arrive as soon as they depart: what is left of its time is what it waits. */
function open(limits: Limits): { readonly sender: Sender; readonly departures: readonly Departure[] } {
  const departures: Departure[] = [];
  const sender = createSender({
    database: time.watched(world.database),
    leadership: ALONE,
    place: 'outbox:334',
    messenger: {
      name: TEXTS,
      isReached: async () => true,
      deliver: async ({ chatId }) => {
        departures.push({ chatId: Number(chatId), at: performance.now() });
        return { outcome: 'sent' };
      },
    },
    pace: paceOf(createBudgets(limits), async () => true),
    clock: systemClock,
    log: recordingLog(),
    onUnreachable: async () => undefined,
    onMigrated: async () => undefined,
    onGivenUp: async () => undefined,
  });
  sender.start();
  return { sender, departures };
}

test('200 messages to 200 chats go at no less than 95 % of what is allowed, and at no more', async () => {
  await world.say(...Array.from({ length: 200 }, (_, index) => text(`m${index}`, 1001 + index)));
  const { sender, departures } = open(faster(2));
  await time.passUntil(() => departures.length === 200);
  const moments = departures.map(({ at }) => at);
  const seconds = ((moments.at(-1) ?? 0) - (moments[0] ?? 0)) / 1_000;
  expect(200 / seconds).toBeGreaterThan(0.95 * 2 * 30);
  expect(fullestWindow(moments, 1_000 / 2)).toBeLessThanOrEqual(30);
  await sender.stop();
});

test('a group that has used up its minute slows down no private chat', async () => {
  const measure = async (alongside: number): Promise<number> => {
    const keyed = (name: string) => `${name}:${alongside}`;
    const group = -100_000 - alongside;
    const chatId = 5_000 + alongside;
    await world.say(...Array.from({ length: alongside }, (_, index) => text(keyed(`g${index}`), group)));
    await world.say(...Array.from({ length: 15 }, (_, index) => text(keyed(`m${index}`), chatId)));
    const { sender, departures } = open(faster(10));
    const to = (chat: number) => departures.filter((one) => one.chatId === chat);
    const before = performance.now();
    await time.passUntil(() => to(chatId).length === 15);
    const passed = performance.now() - before;
    if (alongside > 0) expect(to(group)).toHaveLength(20);
    await sender.stop();
    return passed;
  };
  const alone = await measure(0);
  // three at once, each of the other twelve at its moment
  expect(alone).toBeLessThan((12 * faster(10).privateChat.milliseconds) / 0.95);
  // behind the group it would be the rest of its minute, 6 s
  expect(await measure(60)).toBeLessThan(1.3 * alone);
});
