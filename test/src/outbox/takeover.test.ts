import type { Client } from 'pg';
import { OUTBOX_CHANNEL } from '../../../src/outbox/queue';
import type { SinkAnswer } from '../../support/bot-api-sink';
import { withoutDatabase } from '../../support/outage';
import { ASKS_EACH_MS, outboxWorld, startSender, text } from '../../support/outbox-world';
import { textMessenger } from '../../support/text-messenger';
import { pause, roundsUntil, until } from '../../support/until';

const world = outboxWorld();
const { open, say, rows, allAre } = world;

test('only one of two sends, and what the other commits reaches it at once', async () => {
  // so seldom that what is sent was not found by looking
  const one = await open({ pollMilliseconds: 3_600_000 });
  const two = await open({ pollMilliseconds: 3_600_000 });
  await say(text('a', 1001), text('b', 1002));
  two.sender.wake();
  await until('both are sent, long before anybody looks by itself', allAre('sent'));
  expect([one.sender.totals.sent, two.sender.totals.sent]).toEqual([2, 0]);
  expect([one.sender.holdsPlace, two.sender.holdsPlace]).toEqual([true, false]);
});

test('a notice is answered by no other, however many processes only listen', async () => {
  const notices: string[] = [];
  await open();
  const two = await open();
  await open();
  const runner = world.database.dataSource.createQueryRunner();
  const client = (await runner.connect()) as Client;
  client.on('notification', ({ channel }) => notices.push(channel));
  await client.query(`listen ${OUTBOX_CHANNEL}`);
  try {
    two.sender.wake();
    await until('it is heard', () => notices.length > 0);
    await pause(300);
    expect(notices).toEqual([OUTBOX_CHANNEL]);
  } finally {
    await client.query('unlisten *');
    await runner.release();
  }
});

test('when the one that sends ends, the other one goes on after a few rounds of asking', async () => {
  const one = await open();
  const two = await open();
  await one.stop();
  await say(text('a', 1001));
  two.sender.wake();
  expect(await roundsUntil('it is sent', allAre('sent'), ASKS_EACH_MS)).toBeLessThan(20);
  expect(two.sender.totals.sent).toBe(1);
});

test('when its session is broken, the sending is taken over, and nothing is lost or doubled', async () => {
  const one = await open();
  const two = await open();
  const pids: { pid: number }[] = await world.database.dataSource.query(
    `select pid from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`,
  );
  expect(pids).toHaveLength(1);
  await world.database.dataSource.query('select pg_terminate_backend($1)', [pids[0]?.pid]);
  await until('it has heard of it', () =>
    one.log.lines.some(({ message }) => message.includes('holds our place broke')),
  );
  await say(...Array.from({ length: 20 }, (_, index) => text(`m${index}`, 1001 + (index % 4))));
  two.sender.wake();
  expect(await roundsUntil('all are sent', allAre('sent'), ASKS_EACH_MS)).toBeLessThan(40);
  expect(world.sink.calls).toHaveLength(20);
  expect(one.sender.totals.sent + two.sender.totals.sent).toBe(20);
});

test('what a vanished process was sending is sent once more, marked; a redraw is just redrawn', async () => {
  let isLost = true;
  const hang = (): SinkAnswer | Promise<SinkAnswer> =>
    isLost ? new Promise<SinkAnswer>(() => undefined) : { result: { message_id: 9 } };
  world.sink.on('sendMessage', hang);
  world.sink.on('editMessageText', hang);
  await say(text('a', 1001), text('card', 1002, { mergeable: true }));
  const lost = await startSender(world.url, { messenger: textMessenger(world.sink.apiRoot) });
  await until('both are under way', () => world.sink.calls.length === 2);
  await lost.vanish();
  isLost = false;
  await open();
  await until('both are sent', allAre('sent'));
  expect(await rows()).toMatchObject([
    { key: 'a', ambiguousSends: 1, attempts: 2, message: '1001/9' },
    { key: 'card', ambiguousSends: 0, attempts: 2 },
  ]);
});

test('stop waits for what is under way', async () => {
  world.sink.on('sendMessage', () => pause(300).then(() => ({ result: { message_id: 3 } })));
  await say(text('a', 1001), text('b', 1001));
  const process = await open();
  await until('it is under way', () => world.sink.calls.length === 1);
  expect(await process.stop()).toBe(true);
  expect(await rows()).toMatchObject([{ state: 'sent', message: '1001/3' }, { state: 'new' }]);
});

test('a message that is sent while the database is away is marked when it is back, and not sent again', async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  world.sink.on('sendMessage', async () => {
    await gate;
    return { result: { message_id: 4 } };
  });
  await say(text('a', 1001));
  const { log } = await open();
  await until('it is under way', () => world.sink.calls.length === 1);
  await withoutDatabase(world, async () => {
    release();
    await until('the mark has failed', () =>
      log.lines.some(({ message }) => message.startsWith('The database does not take')),
    );
  });
  await say(text('b', 1001));
  await until('both are sent', allAre('sent'));
  expect(world.sink.calls).toHaveLength(2);
});
