import { createMetrics } from '../../../src/application/metrics';
import { freshDatabase, type FreshDatabase } from '../../support/database';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase({ poolSize: 2 });
});
afterAll(() => fresh.drop());

const WATCHED = {
  clock: { now: () => new Date('2026-11-29T12:00:00+03:00') },
  jobs: { status: async () => [] },
  totals: () => ({}),
  disks: async () => [],
  isClockHeld: () => false,
};

test.each([
  ['is believed', false, 0],
  ['may be false', true, 1],
])('whoever watches is told that the clock %s', async (_, isHeld, value) => {
  const metrics = createMetrics({ ...WATCHED, database: fresh.database, isClockHeld: () => isHeld, copies: null });
  expect((await metrics()).find(({ name }) => name === 'murajagat_clock_held')?.samples).toEqual([{ value }]);
});

const NEWEST = new Date('2026-11-29T02:30:00+03:00');

test.each([
  ['of which moment the newest copy is', { newest: async () => NEWEST }, [{ value: NEWEST.getTime() / 1_000 }]],
  ['nothing, where there is no copy yet', { newest: async () => null }, [{ value: 0 }]],
  ['nothing, where its folder is away', { newest: () => Promise.reject(new Error('EIO')) }, [{ value: 0 }]],
  ['no figure, where nobody wants copies', null, []],
])('whoever watches is told %s', async (_, copies, samples) => {
  const metrics = createMetrics({ ...WATCHED, database: fresh.database, copies });
  const page = await metrics();
  expect(page.find(({ name }) => name === 'murajagat_backup_newest_timestamp_seconds')?.samples).toEqual(samples);
});
