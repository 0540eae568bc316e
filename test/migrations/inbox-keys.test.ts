import { InboxKeys1764200000000 } from '../../migrations/1764200000000-inbox-keys';
import { migrate } from '../../src/adapters/migrate';
import { systemClock } from '../../src/clock';
import { Lanes } from '../../src/inbox/lanes';
import { createInbox } from '../../src/inbox/queue';
import { type FreshDatabase, freshDatabase } from '../support/database';
import { undoDownTo } from '../support/migrations';
import { recordingLog } from '../support/recording-log';
import { until } from '../support/until';
import { incoming, messageUpdate } from '../support/updates';

let fresh: FreshDatabase;

beforeEach(async () => {
  fresh = await freshDatabase();
  await undoDownTo(fresh.database, InboxKeys1764200000000.name);
});

afterEach(() => fresh.drop());

const query = <Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  fresh.database.dataSource.query(sql, [...values]);

/** As the version before wrote it. */
async function keptBefore(updateId: number, personId: number, receivedAt: string): Promise<void> {
  await query(
    `insert into inbox_update (update_id, lane, payload, received_at, state) values ($1, $2, $3, $4, 'new')`,
    [updateId, personId, JSON.stringify(messageUpdate(updateId, personId)), receivedAt],
  );
}

test('updates that waited are known by their numbers as texts and go on in their order', async () => {
  // webhooks overtake each other
  await keptBefore(103, 1001, '2026-11-01T10:00:00Z');
  await keptBefore(101, 1001, '2026-11-01T10:00:01Z');
  await keptBefore(9, 1002, '2026-11-01T10:00:02Z');
  await keptBefore(102, 1001, '2026-11-01T10:00:03Z');
  await query(
    `update inbox_update set attempts = 1, last_error = 'the network', next_attempt_at = '2026-11-01T10:00:09Z' where update_id = 101`,
  );
  await query(`
    insert into inbox_update (update_id, lane, received_at, state, attempts, resumes, last_error, done_at)
    values (7, 1001, '2026-11-01T09:00:00Z', 'done', 0, 0, null, '2026-11-01T09:00:01Z'),
           (8, 1001, '2026-11-01T09:00:02Z', 'parked', 3, 2, 'a bug', '2026-11-01T09:00:03Z'),
           (6, 0, '2026-11-01T08:00:00Z', 'done', 0, 0, null, '2026-11-01T08:00:00Z')`);

  await migrate(fresh.database);

  expect(
    await query(
      `select messenger, key, lane, place, state, attempts, resumes, last_error from inbox_update order by id`,
    ),
  ).toMatchObject([
    { messenger: 'telegram', key: '6', lane: 'nobody', place: 6, state: 'done' },
    { messenger: 'telegram', key: '7', lane: '1001', place: 7, state: 'done' },
    { key: '8', state: 'parked', attempts: 3, resumes: 2, last_error: 'a bug' },
    { key: '103', lane: '1001', place: 103, state: 'new', attempts: 0, last_error: null },
    { key: '101', place: 101, state: 'new', attempts: 1, last_error: 'the network' },
    { key: '9', lane: '1002', state: 'new' },
    { key: '102', state: 'new' },
  ]);

  const log = recordingLog();
  const inbox = createInbox({ messenger: 'telegram', database: fresh.database, clock: systemClock, log });
  const handled: string[] = [];
  const tries = new Map<string, number>();
  const lanes = new Lanes({
    inbox,
    clock: systemClock,
    log,
    async handle(update, { key, attempt }) {
      expect(update).toEqual(messageUpdate(Number(key), key === '9' ? 1002 : 1001));
      handled.push(key);
      tries.set(key, attempt);
    },
  });
  lanes.gained();
  // delivered again by Telegram, and one that is new
  await lanes.receive([incoming(101, 1001), incoming(7, 1001), incoming(104, 1001)]);
  await until(
    'nothing waits',
    async () => (await query(`select 1 from inbox_update where state = 'new'`)).length === 0,
  );
  await lanes.stop();
  expect(handled.filter((key) => key !== '9')).toEqual(['101', '102', '103', '104']);
  expect(handled).toContain('9');
  // one try had thrown, and one process had stopped
  expect(tries.get('101')).toBe(3);
});

test('undone, it leaves the updates of Telegram as they were', async () => {
  await keptBefore(103, 1001, '2026-11-01T10:00:00Z');
  await query(`insert into inbox_update (update_id, lane, received_at, state) values (104, 0, '2026-11-01Z', 'done')`);
  const before = await query('select * from inbox_update order by update_id');
  await migrate(fresh.database);
  await query(`
    insert into inbox_update (messenger, key, lane, place, received_at, state)
    values ('pigeon', 'a', 'b', 1, '2026-11-01Z', 'done')`);
  await undoDownTo(fresh.database, InboxKeys1764200000000.name);
  expect(await query('select * from inbox_update order by update_id')).toEqual(before);
});
