import { readUpdate } from '../../../bots/telegram/update';
import { systemClock } from '../../../src/clock';
import { statement, type Transaction } from '../../../src/database/database';
import { Lanes, type LanesOptions } from '../../../src/inbox/lanes';
import { createInbox, inboxStatus } from '../../../src/inbox/queue';
import type { HandleUpdate, Outage, ParkedUpdate } from '../../../src/inbox/update';
import { forget } from '../../../src/jobs/forget';
import { type FreshDatabase, freshDatabase } from '../../support/database';
import { withoutDatabase } from '../../support/outage';
import { recordingLog } from '../../support/recording-log';
import { pause, until } from '../../support/until';
import { ALLOWED_UPDATES, incoming, type MessageUpdate } from '../../support/updates';

const countOf = statement('test.inbox-count', 'select count(*) as count from inbox_update where state = $1');
const allRows = statement(
  'test.inbox-rows',
  'select key, state, attempts, last_error as "lastError", payload from inbox_update order by place',
);
const restOf = statement(
  'test.inbox-rest',
  'select extract(epoch from next_attempt_at - $1)::float8 as seconds from inbox_update',
);
const empty = statement('test.inbox-empty', 'truncate inbox_update');

let fresh: FreshDatabase;
const opened: Lanes[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
});

afterEach(async () => {
  for (const lanes of opened.splice(0)) await lanes.stop(60_000);
  await fresh.database.query(empty);
});

afterAll(() => fresh.drop());

interface World {
  readonly lanes: Lanes;
  readonly log: ReturnType<typeof recordingLog>;
}

function open(
  handle: HandleUpdate,
  options: Partial<LanesOptions> & { onParked?: (tx: Transaction, parked: ParkedUpdate) => Promise<void> } = {},
): World {
  const { onParked, ...rest } = options;
  const log = recordingLog();
  const inbox = createInbox({
    messenger: 'telegram',
    database: fresh.database,
    clock: systemClock,
    log,
    ...(onParked === undefined ? {} : { onParked }),
  });
  const lanes = new Lanes({
    inbox,
    handle,
    clock: systemClock,
    log,
    retryMilliseconds: [20, 40],
    pollMilliseconds: 200,
    ...rest,
  });
  opened.push(lanes);
  return { lanes, log };
}

const count = async (state: string): Promise<number> =>
  (await fresh.database.query<{ count: number }>(countOf, [state]))[0]?.count ?? 0;
const rows = () =>
  fresh.database.query<{
    key: string;
    state: string;
    attempts: number;
    lastError: string | null;
    payload: object | null;
  }>(allRows);
const personOf = (update: object): number => (update as MessageUpdate).message.from.id;

test("a person's updates are handled one at a time in their order, people in parallel", async () => {
  const order = new Map<number, string[]>();
  const busy = new Set<number>();
  let most = 0;
  const { lanes } = open(async (update, { key }) => {
    const person = personOf(update);
    expect(busy.has(person)).toBe(false);
    busy.add(person);
    most = Math.max(most, busy.size);
    // whoever is first waits for the others: one after another they would wait in vain
    await until('many are handled at once', () => most > 6);
    await pause(1);
    order.set(person, [...(order.get(person) ?? []), key]);
    busy.delete(person);
  });
  lanes.gained();
  const updates = Array.from({ length: 300 }, (_, index) => incoming(index + 1, 1001 + (index % 12)));
  for (let start = 0; start < updates.length; start += 25) await lanes.receive(updates.slice(start, start + 25));
  await until('all are done', async () => (await count('done')) === 300);
  for (const [person, ids] of order) {
    expect(ids).toEqual(updates.filter(({ lane }) => lane === String(person)).map(({ key }) => key));
  }
});

test('updates of one person that arrive in separate requests and out of order are sorted while they wait', async () => {
  const handled: string[] = [];
  let open1: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open1 = resolve));
  const { lanes } = open(async (_, { key }) => {
    if (key === '1') await gate;
    handled.push(key);
  });
  lanes.gained();
  await lanes.receive([incoming(1, 1001)]);
  await Promise.all([4, 2, 5, 3].map((id) => lanes.receive([incoming(id, 1001)])));
  await pause(50);
  open1();
  await until('all are handled', () => handled.length === 5);
  expect(handled).toEqual(['1', '2', '3', '4', '5']);
});

test('a slow handler stops nobody else', async () => {
  let release: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => (release = resolve));
  const handled: string[] = [];
  const { lanes } = open(async (update, { key }) => {
    if (personOf(update) === 1001) await slow;
    handled.push(key);
  });
  lanes.gained();
  await lanes.receive([incoming(1, 1001), incoming(2, 1001), incoming(3, 1002)]);
  await lanes.receive([incoming(4, 1003)]);
  await until('the others are handled', () => handled.length === 2);
  expect(handled).toEqual(['3', '4']);
  release();
  await until('the slow one too', () => handled.length === 4);
});

test('a thousand updates that wait in one lane, as of a loud group, keep nobody else waiting', async () => {
  let release: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => (release = resolve));
  const handled: number[] = [];
  const { lanes } = open(async (update) => {
    if (personOf(update) === 1001) await slow;
    handled.push(personOf(update));
  });
  lanes.gained();
  await lanes.receive(Array.from({ length: 1_000 }, (_, index) => incoming(index + 1, 1001)));
  await lanes.receive([incoming(1_001, 1002)]);
  await until('the other is handled', () => handled.length === 1);
  expect(handled).toEqual([1002]);
  release();
  await until('all are handled', () => handled.length === 1_001);
});

test('no more handlers run at once than allowed', async () => {
  let running = 0;
  let most = 0;
  const { lanes } = open(
    async () => {
      most = Math.max(most, ++running);
      await until('as many run as may', () => most >= 4);
      await pause(5);
      running -= 1;
    },
    { parallel: 4 },
  );
  lanes.gained();
  await lanes.receive(Array.from({ length: 40 }, (_, index) => incoming(index + 1, 2_000 + index)));
  await until('all are done', async () => (await count('done')) === 40);
  expect(most).toBe(4);
});

test('an update delivered again — in the batch, in work, after its end — is handled once', async () => {
  const handled: string[] = [];
  const { lanes } = open(async (_, { key }) => {
    await pause(30);
    handled.push(key);
  });
  lanes.gained();
  await lanes.receive([incoming(1, 1001), incoming(1, 1001)]);
  await lanes.receive([incoming(1, 1001)]);
  await until('it is done', async () => (await count('done')) === 1);
  await lanes.receive([incoming(1, 1001), incoming(2, 1001)]);
  await until('the next is done', async () => (await count('done')) === 2);
  expect(handled).toEqual(['1', '2']);
});

test('a throwing handler is tried three times, then parked and told in the same transaction, and the lane goes on', async () => {
  const tries: [string, number][] = [];
  const parked: ParkedUpdate[] = [];
  const { lanes } = open(
    async (_, { key, attempt }) => {
      tries.push([key, attempt]);
      if (key === '1') throw new Error('a bug\0');
    },
    {
      onParked: async (tx, update) => {
        parked.push(update);
        expect(await tx.query(allRows)).toContainEqual(expect.objectContaining({ key: '1', state: 'parked' }));
      },
    },
  );
  lanes.gained();
  await lanes.receive([incoming(1, 1001), incoming(2, 1001)]);
  await until('the next one is done', async () => (await count('done')) === 1);
  expect(tries).toEqual([
    ['1', 1],
    ['1', 2],
    ['1', 3],
    ['2', 1],
  ]);
  expect(parked).toEqual([{ key: '1', lane: '1001', error: 'a bug[U+0000]' }]);
  expect((await rows())[0]).toMatchObject({
    state: 'parked',
    attempts: 3,
    lastError: 'a bug[U+0000]',
    payload: { update_id: 1 },
  });
});

test('a handler that fails once does its work at the second try', async () => {
  const { lanes } = open(async (_, { attempt }) => {
    if (attempt === 1) throw new Error('the network');
  });
  lanes.gained();
  await lanes.receive([incoming(1, 1001)]);
  await until('it is done', async () => (await count('done')) === 1);
});

test('an update is parked even when telling about it fails', async () => {
  const { lanes, log } = open(() => Promise.reject(new Error('a bug')), {
    onParked: () => Promise.reject(new Error('no admins')),
  });
  lanes.gained();
  await lanes.receive([incoming(1, 1001)]);
  await until('it is parked', async () => (await count('parked')) === 1);
  expect(log.lines).toContainEqual(
    expect.objectContaining({ level: 'error', message: expect.stringContaining('parking it in silence') as string }),
  );
});

test('a kind that is not handled is done without a handler', async () => {
  const handle = jest.fn<Promise<void>, []>(() => Promise.resolve());
  const { lanes } = open(handle);
  lanes.gained();
  await lanes.receive([readUpdate({ update_id: 1, poll: {} }, ALLOWED_UPDATES)]);
  expect(await rows()).toMatchObject([{ state: 'done', payload: null }]);
  expect(handle).not.toHaveBeenCalled();
});

test('what people wrote is not kept once it is done', async () => {
  const { lanes } = open(() => Promise.resolve());
  lanes.gained();
  await lanes.receive([incoming(1, 1001, 'моя беда')]);
  await until('it is done', async () => (await count('done')) === 1);
  expect(await rows()).toMatchObject([{ payload: null }]);
});

test('an update whose handler ends while the database is away is marked when it is back, and not handled again', async () => {
  let handled = 0;
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const { lanes, log } = open(async () => {
    await gate;
    handled += 1;
  });
  lanes.gained();
  await lanes.receive([incoming(1, 1001)]);
  await withoutDatabase(fresh, async () => {
    release();
    await until('the mark has failed', () => log.lines.some(({ message }) => message.startsWith('Cannot mark')));
  });
  await until('it is done', async () => (await count('done')) === 1);
  expect(handled).toBe(1);
});

/** The network of these tests is away until it is given back. */
function brokenNetwork(handled: string[] = []) {
  const network = { isAway: true, tries: 0, handled };
  const handle: HandleUpdate = async (_, { key }) => {
    network.tries += 1;
    if (network.isAway) throw new NoNetwork();
    handled.push(key);
  };
  return { network, handle };
}
class NoNetwork extends Error {
  constructor(readonly afterSeconds?: number) {
    super('no network');
  }
}
const outageIn = (error: unknown): Outage | null =>
  error instanceof NoNetwork
    ? { of: 'messenger', ...(error.afterSeconds !== undefined && { afterSeconds: error.afterSeconds }) }
    : null;
const QUICK = { first: 4, longest: 20, toldAfter: 0 };

test('an outage costs an update nothing: its lane waits in order, however many tries that takes, and then all is done', async () => {
  const { network, handle } = brokenNetwork();
  const { lanes } = open(handle, { outageIn, outageMilliseconds: QUICK });
  lanes.gained();
  await lanes.receive([incoming(1, 1001), incoming(2, 1001), incoming(3, 1001)]);
  await until('it was tried often', () => network.tries > 8);
  expect(await count('parked')).toBe(0);
  network.isAway = false;
  await until('all are done', async () => (await count('done')) === 3);
  expect(network.handled).toEqual(['1', '2', '3']);
  expect(await rows()).toMatchObject([{ attempts: 0 }, { attempts: 0 }, { attempts: 0 }]);
});

test('an outage stops the lanes that it meets, and no other', async () => {
  const handled: string[] = [];
  const { lanes } = open(
    async (update, { key }) => {
      if (personOf(update) === 1001) throw new NoNetwork();
      handled.push(key);
    },
    { outageIn, outageMilliseconds: QUICK },
  );
  lanes.gained();
  await lanes.receive([incoming(1, 1001), incoming(2, 1002), incoming(3, 1001), incoming(4, 1002)]);
  await until('the others are done', () => handled.length === 2);
  expect(handled).toEqual(['2', '4']);
});

test('a fault of ours during an outage is still tried three times and parked', async () => {
  let tries = 0;
  const { lanes } = open(
    async () => {
      tries += 1;
      throw tries % 2 === 1 ? new NoNetwork() : new Error('a bug');
    },
    { outageIn, outageMilliseconds: QUICK },
  );
  lanes.gained();
  await lanes.receive([incoming(1, 1001)]);
  await until('it is parked', async () => (await count('parked')) === 1);
  expect(await rows()).toMatchObject([{ attempts: 3 }]);
});

test('its sender is told of an outage once, and again only when it could not be said', async () => {
  const { network, handle } = brokenNetwork();
  const said: string[] = [];
  let calls = 0;
  const { lanes } = open(handle, {
    outageIn,
    outageMilliseconds: QUICK,
    onOutage: async ({ lane }, { of }) => {
      calls += 1;
      if (calls < 3) throw new NoNetwork();
      said.push(`${lane}: ${of}`);
    },
  });
  lanes.gained();
  await lanes.receive([incoming(1, 1001), incoming(2, 1001)]);
  await until('it was said', () => said.length > 0);
  const before = network.tries;
  await until('it is tried on', () => network.tries > before + 4);
  network.isAway = false;
  await until('all are done', async () => (await count('done')) === 2);
  expect(said).toEqual(['1001: messenger']);
});

test('what is still kept from its end after two hours is over once its sender knows, and the lane goes on', async () => {
  const { network, handle } = brokenNetwork();
  const answers = [new NoNetwork(), false, true];
  let [later, tellings] = [0, 0];
  const { lanes } = open(handle, {
    outageIn,
    outageMilliseconds: QUICK,
    clock: { now: () => new Date(systemClock.now().getTime() + later) },
    onLongOutage: async ({ key }) => {
      tellings += 1;
      if (key !== '1') return false;
      const answer = answers.shift() ?? false;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  lanes.gained();
  await lanes.receive([incoming(1, 1001), incoming(2, 1001)]);
  await until('it was tried often', () => network.tries > 4);
  expect(tellings).toBe(0);
  later = 2 * 3_600_000;
  await until('it is over', async () => (await count('done')) === 1);
  expect(answers).toEqual([]);
  const before = network.tries;
  await until('the next is tried', () => network.tries > before + 2);
  network.isAway = false;
  await until('all are done', async () => (await count('done')) === 2);
  expect(network.handled).toEqual(['2']);
});

test.each(['the same process', 'another process'])(
  'what waits for what came with it stands beside its lane, which goes on, and is done when it has come, by %s',
  async (by) => {
    let isAway = true;
    const handled: string[] = [];
    const handle: HandleUpdate = async (_, { key }) => {
      if (key === '1' && isAway) throw new NoNetwork();
      handled.push(key);
    };
    const beside = {
      outageIn: () => ({ of: 'messenger', beside: true }) as const,
      mayWaitBeside: () => true,
      outageMilliseconds: QUICK,
    };
    const first = open(handle, beside);
    first.lanes.gained();
    await first.lanes.receive([incoming(1, 1001), incoming(2, 1001), incoming(3, 1001)]);
    await until('the lane has gone on', () => handled.length === 2);
    expect(handled).toEqual(['2', '3']);
    let { lanes } = first;
    if (by === 'another process') {
      expect(await lanes.stop(60_000)).toBe(true);
      ({ lanes } = open(handle, beside));
      lanes.gained();
      await lanes.receive([incoming(4, 1001)]);
      await until('the lane goes on there', () => handled.includes('4'));
    }
    isAway = false;
    await until('it is done', async () => (await count('new')) === 0);
    expect(handled.at(-1)).toBe('1');
  },
);

test('an outage that ends within moments is not told', async () => {
  const { network, handle } = brokenNetwork();
  const onOutage = jest.fn<Promise<void>, []>(() => Promise.resolve());
  const { lanes } = open(handle, { outageIn, onOutage, outageMilliseconds: { ...QUICK, toldAfter: 600_000 } });
  lanes.gained();
  await lanes.receive([incoming(1, 1001)]);
  await until('it was tried often', () => network.tries > 3);
  network.isAway = false;
  await until('it is done', async () => (await count('done')) === 1);
  expect(onOutage).not.toHaveBeenCalled();
});

test('where the other side says how long to wait, so long it waits, in silence, and over a restart', async () => {
  const onOutage = jest.fn<Promise<void>, []>(() => Promise.resolve());
  const first = open(() => Promise.reject(new NoNetwork(3_000)), { outageIn, onOutage, outageMilliseconds: QUICK });
  first.lanes.gained();
  await first.lanes.receive([incoming(1, 1001)]);
  const rest = async () => {
    const [row] = await fresh.database.query<{ seconds: number | null }>(restOf, [systemClock.now()]);
    return row?.seconds ?? 0;
  };
  await until('it waits', async () => (await rest()) > 2_000);
  expect(onOutage).not.toHaveBeenCalled();
  expect(await first.lanes.stop(60_000)).toBe(true);
  const handle = jest.fn<Promise<void>, []>(() => Promise.resolve());
  open(handle).lanes.gained();
  await pause(100);
  expect(handle).not.toHaveBeenCalled();
});

test('restarts during an outage are not counted against the update that waits, nor is its sender told twice', async () => {
  const { network, handle } = brokenNetwork();
  const said: string[] = [];
  await open(handle).lanes.receive([incoming(1, 1001)]);
  for (let life = 1; life <= 8; life += 1) {
    const { lanes } = open(handle, {
      outageIn,
      outageMilliseconds: QUICK,
      onOutage: async ({ lane }) => void said.push(lane),
    });
    const before = network.tries;
    lanes.gained();
    await until('it was tried', () => network.tries > before + 1);
    await lanes.stop(60_000);
  }
  network.isAway = false;
  open(handle).lanes.gained();
  await until('it is done', async () => (await count('done')) === 1);
  expect(said).toEqual(['1001']);
});

test('an outage of the database costs a handler nothing, however long it lasts', async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  let tries = 0;
  const { lanes } = open(
    async () => {
      await gate;
      tries += 1;
      await fresh.database.query(allRows);
    },
    { outageIn: () => ({ of: 'database' }), outageMilliseconds: QUICK },
  );
  lanes.gained();
  await lanes.receive([incoming(1, 1001)]);
  await withoutDatabase(fresh, async () => {
    release();
    await until('it was tried more often than a fault of ours', () => tries > 4);
  });
  await until('it is done', async () => (await count('done')) === 1);
  expect(await rows()).toMatchObject([{ attempts: 0 }]);
});

test('stop waits for what runs and leaves the rest to the next process, which begins with it', async () => {
  const first: string[] = [];
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const { lanes } = open(async (_, { key }) => {
    await gate;
    first.push(key);
  });
  lanes.gained();
  await lanes.receive([incoming(1, 1001), incoming(2, 1001), incoming(3, 1001)]);
  const stopping = lanes.stop(60_000);
  release();
  expect(await stopping).toBe(true);
  expect(first).toEqual(['1']);
  expect(await count('new')).toBe(2);

  const second: string[] = [];
  const next = open(async (_, { key }) => void second.push(key));
  next.lanes.gained();
  await until('the rest is done', async () => (await count('done')) === 3);
  expect(second).toEqual(['2', '3']);
});

test('stop says when a handler has not ended in time', async () => {
  let release: () => void = () => undefined;
  const { lanes } = open(() => new Promise<void>((resolve) => (release = resolve)));
  lanes.gained();
  await lanes.receive([incoming(1, 1001)]);
  expect(await lanes.stop(50)).toBe(false);
  release();
});

test('a process that does not work the lanes keeps updates for the one that does', async () => {
  const handled: string[] = [];
  const worker = open(async (_, { key }) => void handled.push(key), { pollMilliseconds: 50 });
  const standby = open(() => Promise.reject(new Error('not me')));
  worker.lanes.gained();
  await standby.lanes.receive([incoming(1, 1001), incoming(2, 1001)]);
  await worker.lanes.receive([incoming(3, 1001)]);
  await until('all are done', async () => (await count('done')) === 3);
  expect(handled).toEqual(['1', '2', '3']);
});

test('five thousand updates left by others are worked in order, with a bounded number in memory', async () => {
  const keeper = open(() => Promise.resolve());
  const updates = Array.from({ length: 5_000 }, (_, index) => incoming(index + 1, 1001 + (index % 40)));
  await keeper.lanes.receive(updates);
  const last = new Map<number, number>();
  let isOrdered = true;
  const { lanes } = open(async (update, { key }) => {
    const person = personOf(update);
    if ((last.get(person) ?? 0) > Number(key)) isOrdered = false;
    last.set(person, Number(key));
  });
  lanes.gained();
  await lanes.receive([incoming(5_001, 1001)]);
  await until('all are done', async () => (await count('done')) === 5_001);
  expect(isOrdered).toBe(true);
});

test('an update that has outlived thirty processes is parked without another try', async () => {
  await open(() => Promise.resolve()).lanes.receive([incoming(1, 1001)]);
  await fresh.database.dataSource.query('update inbox_update set resumes = 30');
  const handle = jest.fn<Promise<void>, []>(() => Promise.resolve());
  const { lanes } = open(handle);
  lanes.gained();
  await until('it is parked', async () => (await count('parked')) === 1);
  expect(handle).not.toHaveBeenCalled();
});

test('done updates are forgotten after seven days, parked ones stay longer, new ones for ever', async () => {
  await fresh.database.dataSource.query(`
    insert into inbox_update (messenger, key, lane, place, received_at, state, done_at)
    values ('telegram', '1', '1', 1, '2026-11-01Z', 'done', '2026-11-01Z'),
           ('telegram', '2', '1', 2, '2026-11-01Z', 'done', '2026-11-10Z'),
           ('telegram', '3', '1', 3, '2026-11-01Z', 'parked', '2026-11-01Z'),
           ('telegram', '4', '1', 4, '2026-11-01Z', 'new', null)`);
  const now = new Date('2026-11-10T12:00:00Z');
  await forget({ database: fresh.database, now });
  expect((await rows()).map(({ key }) => key)).toEqual(['2', '3', '4']);
  expect(await inboxStatus(fresh.database, now)).toEqual({ waiting: 1, oldestSeconds: 9.5 * 86_400 });
});
