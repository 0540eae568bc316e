import { NEEDED_BY, sweepFiles } from '../../../src/jobs/sweep-files';
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
    ['original whose term is over', 8],
    ['letter', 8],
    ['picture of a poll', 8],
    ['kept anew', 8],
    ['nobody’s', 8],
  ] as const)
    await rows('insert into removed_file (sha256, removed_at) values ($1, $2)', [sha256, ago(days)]);
  await rows(
    `insert into attachment (origin, kind, compressed, size, sha256, thumbnail_sha256, received_at)
     values ('official', 'photo', true, 1, 'another photo too', 'small picture of another', $1)`,
    [ago(1)],
  );
  await rows(
    `insert into attachment (origin, kind, compressed, size, sha256, original_deleted_at, received_at)
     values ('official', 'photo', true, 1, 'original whose term is over', $1, $1)`,
    [ago(8)],
  );
  await rows(
    `with author as (insert into person (name, roles, can_approve) values ('Author', '{executor}', false) returning id),
       appeal as (insert into appeal (number, kind, registered_at, received_at, stage, version, stage_entered_at, term_days, first_due_at, due_at, extended, reexaminations)
         values ('1', 'message', $1, $1, 'answered', 1, $1, 30, $1, $1, false, 0) returning id),
       draft as (insert into answer_draft (appeal_id, author_id, type, text, written_at)
         select appeal.id, author.id, 'resolved', 'Done', $1 from appeal, author returning id)
     insert into letter (draft_id, names_applicant, is_draft, sha256, issued_at) select id, false, true, 'letter', $1 from draft`,
    [ago(8)],
  );
  await rows('insert into engagement_picture (sha256, kept_at) values ($1, $2)', ['picture of a poll', ago(8)]);
  const asked: string[] = [];
  const files = {
    remove: async (sha256: string, keptBefore: Date) => {
      expect(keptBefore).toEqual(ago(7));
      asked.push(sha256);
      return sha256 !== 'kept anew';
    },
    removeUnfinished: async (begunBefore: Date) => {
      expect(begunBefore).toEqual(ago(1));
      return 3;
    },
  };
  expect(await sweepFiles({ database: fresh.database, files, now: NOW })).toBe(5);
  expect(asked.sort()).toEqual(['kept anew', 'nobody’s', 'original whose term is over']);
  expect(await rows('select sha256 from removed_file')).toEqual([{ sha256: 'lately' }]);
});

/** Facts about bytes and names of them, whoever has them, and the list itself. */
const NAMES_ONLY = ['Picture.sha256', 'SentFile.sha256', 'RemovedFile.sha256'];
test('every column that names stored bytes is asked before they are swept', () => {
  const named = fresh.database.dataSource.entityMetadatas.flatMap(({ name, columns }) =>
    columns
      .filter(({ propertyName }) => /sha256/i.test(propertyName))
      .map(({ propertyName }) => `${name}.${propertyName}`),
  );
  expect(named.filter((name) => !NAMES_ONLY.includes(name)).sort()).toEqual(
    NEEDED_BY.map(({ column }) => column).sort(),
  );
});
