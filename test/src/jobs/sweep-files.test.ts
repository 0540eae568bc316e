import { sweepFiles } from '../../../src/jobs/sweep-files';
import { freshDatabase, type FreshDatabase } from '../../support/database';

const NOW = new Date('2027-12-01T00:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

let fresh: FreshDatabase;
const rows = (sql: string, values: readonly unknown[] = []) => fresh.database.dataSource.query(sql, [...values]);
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

test('bytes that were taken out go when nothing refers to them and their term is over', async () => {
  for (const [sha256, days] of [
    ['lately', 6],
    ['another photo too', 8],
    ['small picture of another', 8],
    ['kept anew', 8],
    ['nobody’s', 8],
  ] as const)
    await rows('insert into removed_file (sha256, removed_at) values ($1, $2)', [sha256, ago(days)]);
  await rows(
    `insert into attachment (origin, kind, compressed, size, sha256, thumbnail_sha256, received_at)
     values ('official', 'photo', true, 1, 'another photo too', 'small picture of another', $1)`,
    [ago(1)],
  );
  const asked: string[] = [];
  const files = {
    remove: async (sha256: string, keptBefore: Date) => {
      expect(keptBefore).toEqual(ago(7));
      asked.push(sha256);
      return sha256 !== 'kept anew';
    },
  };
  expect(await sweepFiles({ database: fresh.database, files, now: NOW })).toBe(1);
  expect(asked.sort()).toEqual(['kept anew', 'nobody’s']);
  expect(await rows('select sha256 from removed_file')).toEqual([{ sha256: 'lately' }]);
});
