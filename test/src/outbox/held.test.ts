import { systemClock } from '../../../src/clock';
import { enqueue } from '../../../src/outbox/enqueue';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import { commit, outboxRows, startSender, text } from '../../support/outbox-world';
import { TEXTS } from '../../support/text-messenger';
import { until } from '../../support/until';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

test('while messages are held up, only those who may hear them do, and whoever has asked since; then all go, in their order', async () => {
  let isHeld = true;
  let asked = 0;
  const heard: string[] = [];
  await commit(fresh.database, [text('a', 2), text('b', 1), text('c', 2), text('d', 1), text('e', 3)]);
  await commit(fresh.database, [text('answered before', 2, { kind: 'answer' })]);
  const since = new Date(systemClock.now().getTime() + 1);
  await fresh.database.transaction((tx) => enqueue(tx, [text('answered since', 2, { kind: 'answer' })], since));
  const process = await startSender(fresh.url, {
    messenger: {
      name: TEXTS,
      isReached: async () => true,
      deliver: async ({ key }) => {
        heard.push(key);
        return { outcome: 'sent' };
      },
    },
    heldUp: async () => {
      asked += 1;
      return isHeld ? { exceptChats: ['1'], exceptKinds: ['answer'], since } : null;
    },
    pollMilliseconds: 20,
  });
  await until('who may hear has heard', () => heard.length === 3);
  const before = asked;
  await until('it has looked some more times', () => asked > before + 5);
  expect([...heard].sort()).toEqual(['answered since', 'b', 'd']);
  isHeld = false;
  process.sender.wake();
  await until('all have heard', async () => (await outboxRows(fresh.database)).every(({ state }) => state === 'sent'));
  expect(heard.filter((key) => ['a', 'c', 'answered before'].includes(key))).toEqual(['a', 'c', 'answered before']);
  const after = asked;
  await commit(fresh.database, [text('f', 3)]);
  process.sender.wake();
  await until('the last was heard', () => heard.includes('f'));
  expect(asked).toBe(after);
  await process.stop();
});
