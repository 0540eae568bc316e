import { statement } from '../../../src/database/database';
import { startBotApiSink } from '../../support/bot-api-sink';
import { startChild, type Child } from '../../support/child';
import { type FreshDatabase, freshDatabase } from '../../support/database';
import { pause, roundsUntil, until } from '../../support/until';
import { messageUpdate } from '../../support/updates';

const effects = statement('test.effects', 'select key, lane, pid from effect order by id');
const unfinished = statement('test.unfinished', `select count(*) as count from inbox_update where state <> 'done'`);

interface Effect {
  readonly key: number;
  readonly lane: number;
  readonly pid: number;
}

let fresh: FreshDatabase;
let children: Child[];

beforeEach(async () => {
  fresh = await freshDatabase();
  await fresh.database.dataSource.query(
    'create table effect (id bigint generated always as identity, key bigint unique, lane bigint, pid int)',
  );
  children = [];
});

afterEach(async () => {
  for (const child of children) await child.kill();
  await fresh.drop();
});

async function start(...args: string[]): Promise<Child> {
  const child = await startChild('inbox-process.ts', [fresh.url, ...args]);
  children.push(child);
  return child;
}

const done = () => fresh.database.query<Effect>(effects);

async function expectEachEffectOnceInOrder(count: number): Promise<void> {
  await until(
    'nothing is unfinished',
    async () => (await fresh.database.query<{ count: number }>(unfinished))[0]?.count === 0,
  );
  const all = await done();
  expect(all.map(({ key }) => key).sort((one, other) => one - other)).toEqual(
    Array.from({ length: count }, (_, index) => index + 1),
  );
  for (const person of new Set(all.map(({ lane }) => lane))) {
    const ids = all.filter(({ lane }) => lane === person).map(({ key }) => key);
    expect(ids).toEqual([...ids].sort((one, other) => one - other));
  }
}

test('webhook: two processes share the updates of everybody; one is killed, the other ends all of it, each effect once and in order', async () => {
  const [one, two] = await Promise.all([start(), start()]);
  const leads = (child: Child): boolean => child.said.some((message) => message['leads'] === true);
  await until('one of them works', () => leads(one) || leads(two));
  const [worker, standby] = leads(one) ? [one, two] : [two, one];

  const requests = Array.from({ length: 100 }, (_, request) => ({
    request,
    updates: [0, 1, 2].map((place): [number, number] => [request * 3 + place + 1, 1001 + ((request * 3 + place) % 7)]),
  }));
  const isKept = (request: number): boolean =>
    [worker, standby].some(({ said }) => said.some(({ kept }) => kept === request));
  for (const message of requests) {
    const target = message.request % 2 === 0 && worker.process.connected ? worker : standby;
    // a pipe that broke a moment ago is no failure of the test: what was not kept is delivered again below
    target.process.send(message, () => undefined);
    // Telegram sends a chat's next update when the one before is answered
    await until('it is kept', () => isKept(message.request) || !target.process.connected);
    // what was not answered is delivered again, to whoever answers
    if (!isKept(message.request)) standby.process.send(message);
    if (message.request === 50) {
      await until('it is in the middle', async () => (await done()).length > 20);
      worker.process.kill('SIGKILL');
    }
  }
  await until('the standby works', async () => (await done()).some(({ pid }) => pid === standby.process.pid));
  await expectEachEffectOnceInOrder(300);
  expect((await done()).some(({ pid }) => pid === worker.process.pid)).toBe(true);
});

test('polling: killed in the middle, twice; the next process ends all of it, each effect once and in order', async () => {
  const sink = await startBotApiSink();
  try {
    let next = 1;
    const push = (): void => {
      for (let times = 0; times < 5; times += 1, next += 1) sink.push(messageUpdate(next, 1001 + (next % 7)));
    };
    for (let life = 0; life < 2; life += 1) {
      const child = await start(sink.apiRoot);
      for (let round = 0; round < 12; round += 1) {
        push();
        await pause(15);
      }
      await until('it works', async () => (await done()).some(({ pid }) => pid === child.process.pid));
      push();
      await child.kill();
    }
    push();
    await start(sink.apiRoot);
    await until('all are confirmed', () => sink.unconfirmed.length === 0);
    await expectEachEffectOnceInOrder(next - 1);
    expect(new Set((await done()).map(({ pid }) => pid)).size).toBe(3);
  } finally {
    await sink.stop();
  }
});

test('polling: of two processes on one database only one polls, the other one takes over', async () => {
  const sink = await startBotApiSink();
  try {
    const one = await start(sink.apiRoot);
    const two = await start(sink.apiRoot);
    sink.push(messageUpdate(1, 1001));
    await until('it is handled', async () => (await done()).length === 1);
    expect((await done())[0]?.pid).toBe(one.process.pid);
    await one.kill();
    sink.push(messageUpdate(2, 1001));
    // the other one asks for the place once a second
    expect(
      await roundsUntil('the other one handles the next', async () => (await done()).length === 2, 1_000),
    ).toBeLessThan(10);
    expect((await done())[1]?.pid).toBe(two.process.pid);
  } finally {
    await sink.stop();
  }
});
