import { openDatabase, type OpenDatabase } from '../../../src/adapters/database';
import { createLeadership, type Leadership } from '../../../src/database/leadership';
import { type FreshDatabase, freshDatabase } from '../../support/database';
import { recordingLog } from '../../support/recording-log';
import { pause, until } from '../../support/until';

let fresh: FreshDatabase;
let opened: { leadership: Leadership; database: OpenDatabase }[];

beforeAll(async () => {
  fresh = await freshDatabase({ empty: true });
});

beforeEach(() => {
  opened = [];
});

afterEach(async () => {
  for (const { leadership, database } of opened) {
    await leadership.stop();
    await database.close();
  }
});

afterAll(() => fresh.drop());

/** As another process would have it. */
async function join(...names: string[]) {
  const database = await openDatabase({ url: fresh.url, poolSize: 2 });
  const log = recordingLog();
  const leadership = createLeadership({ database, log, intervalMilliseconds: 50 });
  opened.push({ leadership, database });
  const events: string[] = [];
  const seats = names.map((name) =>
    leadership.compete(name, { gained: () => void events.push(`+${name}`), lost: () => void events.push(`-${name}`) }),
  );
  return { leadership, events, seats, log };
}

const holders = (): Promise<{ pid: number }[]> =>
  fresh.database.dataSource.query(
    `select distinct pid from pg_locks where locktype = 'advisory' and granted
     and database = (select oid from pg_database where datname = current_database())`,
  );

test('of several processes one has the place; each place is given by itself', async () => {
  const one = await join('inbox');
  const two = await join('inbox', 'outbox');
  await one.leadership.start();
  await two.leadership.start();
  expect([one.events, two.events]).toEqual([['+inbox'], ['+outbox']]);
  expect([...one.seats, ...two.seats].map(({ held }) => held)).toEqual([true, false, true]);
});

test('a place that is given up goes to the next one, and is not asked for again', async () => {
  const one = await join('inbox');
  const two = await join('inbox');
  await one.leadership.start();
  await two.leadership.start();
  await one.seats[0]?.resign();
  await until('the next one has it', () => two.events.length === 1);
  await two.seats[0]?.resign();
  await pause(200);
  expect([one.events, two.events]).toEqual([['+inbox'], ['+inbox']]);
});

test('who ends, leaves nothing locked', async () => {
  const one = await join('inbox');
  await one.leadership.start();
  expect(await holders()).toHaveLength(1);
  await one.leadership.stop();
  await until('nothing is locked', async () => (await holders()).length === 0);
});

test('a broken session is told as a loss, and the place is asked for again', async () => {
  const one = await join('inbox');
  await one.leadership.start();
  await fresh.database.dataSource.query('select pg_terminate_backend($1)', [(await holders())[0]?.pid]);
  await until('it is back', () => one.events.length === 3);
  expect(one.events).toEqual(['+inbox', '-inbox', '+inbox']);
  expect(one.log.lines).toContainEqual(expect.objectContaining({ level: 'warn' }));
});

test('notices are heard, also after the session was broken', async () => {
  const one = await join('inbox');
  let heard = 0;
  one.leadership.listen('a_channel', () => (heard += 1));
  await one.leadership.start();
  await fresh.database.dataSource.query(`notify a_channel`);
  await until('it is heard', () => heard === 1);
  await fresh.database.dataSource.query('select pg_terminate_backend($1)', [(await holders())[0]?.pid]);
  await until('it is back', () => one.events.length === 3);
  await fresh.database.dataSource.query(`notify a_channel`);
  await until('it is heard again', () => heard === 2);
});

test('a channel may be listened to later', async () => {
  const one = await join('inbox');
  await one.leadership.start();
  let heard = 0;
  one.leadership.listen('late_channel', () => (heard += 1));
  // what is said before the channel is open is missed
  await until('it is heard', async () => {
    await fresh.database.dataSource.query(`notify late_channel`);
    return heard > 0;
  });
});

test('everybody who listens to a channel hears what is said there', async () => {
  const { leadership } = await join();
  const heard: string[] = [];
  leadership.listen('news', () => heard.push('one'));
  leadership.listen('news', () => heard.push('two'));
  await leadership.start();
  await fresh.database.dataSource.query(`select pg_notify('news', '')`);
  await until('both have heard', () => heard.length === 2);
  expect(heard).toEqual(['one', 'two']);
});
