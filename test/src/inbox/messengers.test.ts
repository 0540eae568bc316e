import { systemClock } from '../../../src/clock';
import { statement } from '../../../src/database/database';
import { Lanes } from '../../../src/inbox/lanes';
import { createInbox } from '../../../src/inbox/queue';
import type { HandleUpdate, IncomingUpdate, ParkedUpdate } from '../../../src/inbox/update';
import { type FreshDatabase, freshDatabase } from '../../support/database';
import { recordingLog } from '../../support/recording-log';
import { until } from '../../support/until';

const allRows = statement(
  'test.rows-of-messengers',
  'select messenger, key, lane, state, resumes from inbox_update order by id',
);
const empty = statement('test.no-messengers', 'truncate inbox_update');

let fresh: FreshDatabase;
const opened: Lanes[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
});

afterEach(async () => {
  for (const lanes of opened.splice(0)) await lanes.stop(2_000);
  await fresh.database.query(empty);
});

afterAll(() => fresh.drop());

interface Opened {
  readonly lanes: Lanes;
  readonly log: ReturnType<typeof recordingLog>;
  readonly parked: readonly ParkedUpdate[];
}

function open(messenger: string, handle: HandleUpdate = () => Promise.resolve()): Opened {
  const log = recordingLog();
  const parked: ParkedUpdate[] = [];
  const inbox = createInbox({
    messenger,
    database: fresh.database,
    clock: systemClock,
    log,
    onParked: async (_, update) => void parked.push(update),
  });
  const lanes = new Lanes({ inbox, handle, clock: systemClock, log, retryMilliseconds: [], pollMilliseconds: 50 });
  opened.push(lanes);
  return { lanes, log, parked };
}

const rows = () =>
  fresh.database.query<{ messenger: string; key: string; lane: string; state: string; resumes: number }>(allRows);
const waiting = async (): Promise<number> => (await rows()).filter(({ state }) => state === 'new').length;
const nothingWaits = () => until('nothing waits', async () => (await waiting()) === 0);

/** As of a messenger whose keys and lanes are words. */
const update = (key: string, fields: Partial<IncomingUpdate> = {}): IncomingUpdate => ({
  key,
  lane: 'Әлфия',
  payload: { key },
  handled: true,
  ...fields,
});

/** Writes down what it gets. */
const noting =
  (notes: string[]): HandleUpdate =>
  async (_, { key }) =>
    void notes.push(key);

test('without places, updates of a lane go in the order in which they came', async () => {
  const keys = ['ш', 'б', 'ә', 'а', 'ю'];
  await open('pigeon').lanes.receive(keys.slice(0, 3).map((key) => update(key)));
  await open('pigeon').lanes.receive(keys.slice(3).map((key) => update(key)));
  const handled: string[] = [];
  const { lanes } = open('pigeon', noting(handled));
  lanes.gained();
  await lanes.receive([update('в')]);
  await nothingWaits();
  expect(handled).toEqual([...keys, 'в']);
});

test('with places, updates of a lane go in the order of these, however they came', async () => {
  for (const [key, place] of [
    ['third', 3e12],
    ['first', 1e12],
    ['second', 2e12],
  ] as const)
    await open('pigeon').lanes.receive([update(key, { place })]);
  const handled: string[] = [];
  open('pigeon', noting(handled)).lanes.gained();
  await nothingWaits();
  expect(handled).toEqual(['first', 'second', 'third']);
});

test('of two updates with one place, the one that came first goes first', async () => {
  await open('pigeon').lanes.receive([update('b', { place: 5 }), update('a', { place: 5 })]);
  const handled: string[] = [];
  open('pigeon', noting(handled)).lanes.gained();
  await nothingWaits();
  expect(handled).toEqual(['b', 'a']);
});

test('lanes whose names differ in anything are two: one does not wait for the other', async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const handled: string[] = [];
  const { lanes } = open('pigeon', async (_, { key }) => {
    if (key === 'slow') await gate;
    handled.push(key);
  });
  lanes.gained();
  await lanes.receive([update('slow'), update('behind it'), update('beside it', { lane: 'әлфия' })]);
  await until('the other lane is done', () => handled.includes('beside it'));
  release();
  await nothingWaits();
  expect(handled).toEqual(['beside it', 'slow', 'behind it']);
});

test('the same key of two messengers is two updates, each for the handler of its own', async () => {
  const byPigeon: string[] = [];
  const byDrum: string[] = [];
  const pigeon = open('pigeon', noting(byPigeon));
  const drum = open('drum', noting(byDrum));
  pigeon.lanes.gained();
  drum.lanes.gained();
  await pigeon.lanes.receive([update('1'), update('1')]);
  await drum.lanes.receive([update('1'), update('2')]);
  await pigeon.lanes.receive([update('1')]);
  await drum.lanes.receive([update('1')]);
  await nothingWaits();
  expect(byPigeon).toEqual(['1']);
  expect(byDrum).toEqual(['1', '2']);
  expect(await rows()).toMatchObject([
    { messenger: 'pigeon', key: '1' },
    { messenger: 'drum', key: '1' },
    { messenger: 'drum', key: '2' },
  ]);
});

test('the same lane of two messengers is two lanes: one does not wait for the other', async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const byDrum: string[] = [];
  const pigeon = open('pigeon', () => gate);
  const drum = open('drum', noting(byDrum));
  pigeon.lanes.gained();
  drum.lanes.gained();
  await pigeon.lanes.receive([update('1')]);
  await drum.lanes.receive([update('1')]);
  await until('the other messenger is done', async () => (await waiting()) === 1);
  expect(byDrum).toEqual(['1']);
  release();
  await nothingWaits();
});

test('an update of a messenger that nobody handles waits, untried, for a process that does', async () => {
  await open('pigeon').lanes.receive([update('1')]);
  const byDrum: string[] = [];
  // more lives than an update outlives at the head of its lane
  for (let life = 1; life <= 7; life += 1) {
    const { lanes } = open('drum', noting(byDrum));
    lanes.gained();
    await lanes.receive([update(`life ${life}`)]);
    await until('its own is done', async () => (await waiting()) === 1);
    await lanes.stop();
  }
  expect(byDrum).toHaveLength(7);
  expect((await rows())[0]).toEqual({ messenger: 'pigeon', key: '1', lane: 'Әлфия', state: 'new', resumes: 0 });
  const byPigeon: string[] = [];
  open('pigeon', noting(byPigeon)).lanes.gained();
  await nothingWaits();
  expect(byPigeon).toEqual(['1']);
});

test('who hears of a parked update learns its key and its lane, and the log whose it was', async () => {
  const { lanes, parked, log } = open('pigeon', () => Promise.reject(new Error('a bug')));
  lanes.gained();
  await lanes.receive([update('№ 1')]);
  await until('it is parked', async () => (await rows())[0]?.state === 'parked');
  expect(parked).toEqual([{ key: '№ 1', lane: 'Әлфия', error: 'a bug' }]);
  expect(log.lines).toContainEqual(
    expect.objectContaining({ fields: expect.objectContaining({ messenger: 'pigeon', key: '№ 1' }) as object }),
  );
});
