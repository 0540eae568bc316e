import { statement } from '../../../src/database/database';
import type { ClaimedMessage, Delivery, Messenger } from '../../../src/outbox/delivery';
import type { OutgoingMessage } from '../../../src/outbox/enqueue';
import { outboxStatus } from '../../../src/outbox/queue';
import { outboxWorld } from '../../support/outbox-world';
import { until } from '../../support/until';

const world = outboxWorld();
const { open, say } = world;

const states = statement(
  'test.outbox-of-messengers',
  'select messenger, key, state, chat_id as chat from outbox_message order by id',
);
const rows = () => world.database.query<{ messenger: string; key: string; state: string; chat: string }>(states);
const stateOf = async (key: string) => (await rows()).find((row) => row.key === key)?.state;

/** Both call their chat 7. */
const to = (messenger: 'pigeon' | 'owl', key: string, chatId = '7'): OutgoingMessage => ({
  key,
  to: { messenger, chatId },
  kind: 'text',
  params: {},
  silent: false,
});

function carrier(name: string, deliver: (message: ClaimedMessage) => Promise<Delivery>) {
  const carried: string[] = [];
  const messenger: Messenger = {
    name,
    isReached: async () => true,
    deliver: (message) => {
      carried.push(message.key);
      return deliver(message);
    },
  };
  return { messenger, carried, place: `outbox:${name}` };
}
const sent = (): Promise<Delivery> => Promise.resolve({ outcome: 'sent', message: 'm' });

test('each sender says its own messages; another messenger’s wait for theirs', async () => {
  await say(to('pigeon', 'p1'), to('owl', 'o1'), to('pigeon', 'p2'));
  const pigeon = carrier('pigeon', sent);
  await open(pigeon);
  await until('the pigeon has carried its own', async () => (await stateOf('p2')) === 'sent');
  expect(pigeon.carried).toEqual(['p1', 'p2']);
  expect(await outboxStatus(world.database, new Date(0))).toMatchObject({ new: 1 });

  const owl = carrier('owl', sent);
  await open(owl);
  await until('the owl too', async () => (await stateOf('o1')) === 'sent');
  expect(owl.carried).toEqual(['o1']);
});

test('a chat that one messenger was told to leave in peace holds up no chat of the same name of another', async () => {
  await say(to('pigeon', 'p1'), to('owl', 'o1'));
  const retry: Delivery = { outcome: 'retry', afterSeconds: 3_600, error: '429' };
  const first = await open(carrier('pigeon', () => Promise.resolve(retry)));
  await until(
    'the chat of the pigeon is held',
    async () => (await world.database.dataSource.query('select messenger, chat_id from outbox_hold')).length === 1,
  );
  await first.stop();
  const pigeon = carrier('pigeon', sent);
  await open(pigeon);
  await open(carrier('owl', sent));
  await until('the owl has carried its own', async () => (await stateOf('o1')) === 'sent');
  expect(pigeon.carried).toEqual([]);
  expect(await stateOf('p1')).toBe('new');
});

test('what a vanished process was sending is taken up by a sender of the same messenger', async () => {
  await say(to('pigeon', 'p1'), to('owl', 'o1'));
  await world.database.dataSource.query(`update outbox_message set state = 'sending', attempts = 1`);
  const pigeon = carrier('pigeon', sent);
  await open(pigeon);
  await until('the pigeon has carried it', async () => (await stateOf('p1')) === 'sent');
  expect(await stateOf('o1')).toBe('sending');
});

test('a chat that has another id now has it at its own messenger', async () => {
  await say(to('pigeon', 'p1'), to('pigeon', 'p2'), to('owl', 'o1'));
  const moved: unknown[] = [];
  const { messenger, place } = carrier('pigeon', ({ chatId }) =>
    chatId === '7' ? Promise.resolve({ outcome: 'migrated', toChatId: '8' }) : sent(),
  );
  await open({
    messenger,
    place,
    onMigrated: async ({ messenger: name, chatId }, toChatId) => void moved.push([name, chatId, toChatId]),
  });
  await until('both are sent', async () => (await stateOf('p2')) === 'sent');
  expect(moved).toEqual([['pigeon', '7', '8']]);
  expect((await rows()).map(({ key, chat }) => [key, chat])).toEqual([
    ['p1', '8'],
    ['p2', '8'],
    ['o1', '7'],
  ]);
});
