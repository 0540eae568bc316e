import { TELEGRAM_LIMITS } from '../../../bots/telegram/limits';
import { createBudgets, SlidingWindow, TokenBucket, type Budget } from '../../../src/outbox/budgets';

/** When each of `count` messages goes that are all asked for at `from`. */
function departures(budget: Budget, count: number, from = 0): number[] {
  let now = from;
  return Array.from({ length: count }, () => {
    now = budget.readyAt(now);
    budget.spend(now);
    return Math.round(now);
  });
}

test.each([
  ['a burst, then one per interval', 3, 1_000, 0, [0, 0, 0, 1_000, 2_000, 3_000]],
  ['no burst', 1, 500, 0, [0, 500, 1_000]],
  ['begun later', 2, 1_000, 700, [700, 700, 1_700]],
])('a bucket: %s', (_, capacity, interval, from, expected) => {
  expect(departures(new TokenBucket(capacity, interval, from), expected.length, from)).toEqual(expected);
});

test('a bucket fills again while nothing goes, up to its burst', () => {
  const bucket = new TokenBucket(3, 1_000, 0);
  departures(bucket, 3);
  expect(departures(bucket, 3, 2_000)).toEqual([2_000, 2_000, 3_000]);
  expect(departures(bucket, 4, 60_000)).toEqual([60_000, 60_000, 60_000, 61_000]);
});

test('what was sent past a bucket is a debt', () => {
  const bucket = new TokenBucket(1, 1_000, 0);
  for (let times = 0; times < 3; times += 1) bucket.spend(0);
  expect(bucket.readyAt(0)).toBe(3_000);
});

test.each([
  ['so many, then when the first ones leave the window', 3, 1_000, [0, 0, 0, 1_000, 1_000, 1_000, 2_000]],
  ['one at a time', 1, 100, [0, 100, 200]],
])('a window: %s', (_, capacity, length, expected) => {
  expect(departures(new SlidingWindow(capacity, length), expected.length)).toEqual(expected);
});

test('no window of its length holds more than a window allows, however the asking falls', () => {
  const window = new SlidingWindow(20, 60_000);
  let seed = 334;
  let now = 0;
  const sent: number[] = [];
  while (sent.length < 500) {
    seed = (seed * 48_271) % 2_147_483_647;
    now = window.readyAt(now + (seed % 4_000));
    window.spend(now);
    sent.push(now);
  }
  const fullest = sent.map((start) => sent.filter((moment) => moment >= start && moment < start + 60_000).length);
  expect(Math.max(...fullest)).toBe(20);
});

test('a bucket in place of a window would let nearly twice as many through in a minute', () => {
  const moments = departures(new TokenBucket(20, 3_000, 0), 60);
  expect(moments.filter((moment) => moment < 60_000).length).toBe(39);
});

test.each([
  ['a private chat', '1001', [0, 0, 0, 1_020, 2_040]],
  ['a group', '-100123', [...Array<number>(20).fill(0), 61_200]],
])('%s has its own budget', (_, chatId, expected) => {
  const budgets = createBudgets(TELEGRAM_LIMITS);
  let now = 0;
  const moments = expected.map(() => {
    now = budgets.chatReadyAt(chatId, now);
    budgets.spend(chatId, now);
    return Math.round(now);
  });
  expect(moments).toEqual(expected);
  expect(budgets.chatReadyAt('2002', now)).toBe(now);
});

test('all chats together have one more', () => {
  const budgets = createBudgets(TELEGRAM_LIMITS);
  for (let chatId = 1; chatId <= 30; chatId += 1) budgets.spend(String(chatId), 0);
  expect(budgets.allowance(1_019)).toBe(0);
  expect(budgets.tokenReadyAt(500)).toBe(1_020);
  expect(budgets.allowance(1_020)).toBe(30);
});

test.each([
  ['a private chat', '1001', 0],
  ['a group', '-100123', 61_200],
])('twenty edits use up the token, and of chats only a group: %s', (_, chatId, readyAt) => {
  const budgets = createBudgets(TELEGRAM_LIMITS);
  for (let times = 0; times < 20; times += 1) budgets.spend(chatId, 0, true);
  expect(budgets.chatReadyAt(chatId, 0)).toBe(readyAt);
  expect(budgets.allowance(0)).toBe(10);
});

test('exhausted chats are told with the moment when they are ready again', () => {
  const budgets = createBudgets(TELEGRAM_LIMITS);
  for (let times = 0; times < 3; times += 1) budgets.spend('1001', 0);
  budgets.spend('1002', 0);
  expect(budgets.exhaustedChats(20)).toEqual([{ chatId: '1001', readyAt: 1_020 }]);
  expect(budgets.exhaustedChats(1_020)).toEqual([]);
});
