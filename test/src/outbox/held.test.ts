import { freshDatabase, type FreshDatabase } from '../../support/database';
import { commit, outboxRows, startSender, text } from '../../support/outbox-world';
import { TEXTS } from '../../support/text-messenger';
import { until } from '../../support/until';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

test('while messages are held up, only those who may hear them do; then all go, in their order', async () => {
  let held: readonly string[] | null = ['1'];
  let asked = 0;
  const heard: string[] = [];
  await commit(fresh.database, [text('a', 2), text('b', 1), text('c', 2), text('d', 1), text('e', 3)]);
  const process = await startSender(fresh.url, {
    messenger: {
      name: TEXTS,
      isReached: async () => true,
      deliver: async ({ key }) => {
        heard.push(key);
        return { outcome: 'sent' };
      },
    },
    heldTo: async () => {
      asked += 1;
      return held;
    },
    pollMilliseconds: 20,
  });
  await until('the admin has heard both', () => heard.length === 2);
  const before = asked;
  await until('it has looked some more times', () => asked > before + 5);
  expect(heard).toEqual(['b', 'd']);
  held = null;
  process.sender.wake();
  await until('all have heard', async () => (await outboxRows(fresh.database)).every(({ state }) => state === 'sent'));
  expect(heard.filter((key) => 'ac'.includes(key))).toEqual(['a', 'c']);
  const after = asked;
  await commit(fresh.database, [text('f', 3)]);
  process.sender.wake();
  await until('the last was heard', () => heard.includes('f'));
  expect(asked).toBe(after);
  await process.stop();
});
