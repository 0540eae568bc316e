import { ManyQuestions1782833000000 } from '../../migrations/1782833000000-many-questions';
import { migrate } from '../../src/adapters/migrate';
import { stemsOf } from '../../src/regulation/engagement/moderation';
import { type FreshDatabase, freshDatabase } from '../support/database';
import { undoDownTo } from '../support/migrations';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const query = <Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  fresh.database.dataSource.query(sql, [...values]);

const TEXTS = [
  'Когда отремонтируют водопровод на улице Садовой?',
  // Letters of two UTF-16 units each, as pages make them bold.
  'Когда 𝗼𝘁𝗿𝗲𝗺𝗼𝗻𝘁𝗶𝗿𝘂𝘆𝘂𝘁 водопровод у дома 15?',
  'Ёлка булырмы?',
];

test('questions that came before an update have the stems that they would have after it', async () => {
  await undoDownTo(fresh.database, ManyQuestions1782833000000.name);
  await query(
    `with p as (insert into person (name, roles) values ('Петров Пётр', '{engagement}') returning id),
     e as (insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at)
       select 'direct_line', 'municipal', 'running', now(), 1, 1, id, now() from p returning id)
     insert into line_question (engagement_id, number, key, text, asked_at, source, state, version)
     select e.id, t.number, t.number, t.text, now(), 'file', 'new', 1 from e, unnest($1::text[]) with ordinality as t(text, number)`,
    [TEXTS],
  );
  await migrate(fresh.database);
  expect(await query('select stems from line_question order by number')).toEqual(
    TEXTS.map((text) => ({ stems: stemsOf(text) })),
  );
});
