import { FilesOfVersions1764900600000 } from '../../migrations/1764900600000-files-of-versions';
import { migrate } from '../../src/adapters/migrate';
import { type FreshDatabase, freshDatabase } from '../support/database';
import { undoDownTo } from '../support/migrations';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const query = <Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  fresh.database.dataSource.query(sql, [...values]);
const idOf = async (sql: string, values: readonly unknown[] = []): Promise<number> =>
  (await query<{ id: number }>(`${sql} returning id`, values))[0]!.id;

test('what an answer of the former version had when it was written stays with it, and nothing that came later joins', async () => {
  await undoDownTo(fresh.database, FilesOfVersions1764900600000.name);
  const person = await idOf(
    `insert into person (name, roles, can_approve) values ('Петров П.П.', '{executor}', false)`,
  );
  const appeal = await idOf(
    `insert into appeal (number, kind, registered_at, received_at, term_days, stage, version, stage_entered_at, first_due_at, due_at,
       extended, reexaminations)
     values ('1', 'message', '2026-11-20T09:00Z', '2026-11-20T09:00Z', 30, 'in_progress', 1, '2026-11-20T09:00Z', '2026-12-20T20:59Z',
       '2026-12-20T20:59Z', false, 1)`,
  );
  const form = (subject: string) =>
    idOf(
      `insert into form (person_id, subject, appeal_id, version, answers, view, revision, expires_at, state)
       values ($1, $2, $3, 1, '{}', '{}', 0, '2026-12-01T00:00Z', 'done')`,
      [person, subject, appeal],
    );
  const attachment = (formId: number, kind: string, day: string, origin = 'official') =>
    idOf(
      `insert into attachment (appeal_id, form_id, origin, kind, compressed, size, sha256, uploaded_by_id, received_at)
       values ($1, $2, $3, $4, true, 1, gen_random_uuid()::text, $5, $6)`,
      [appeal, formId, origin, kind, person, `${day}T10:00Z`],
    );
  const act = (action: string, day: string, formId: number | null = null) =>
    query(
      `insert into journal_entry (at, appeal_id, action, person_id, form_id, details) values ($1, $2, $3, $4, $5, '{}')`,
      [`${day}T11:00Z`, appeal, action, person, formId],
    );
  const draft = (day: string) =>
    idOf(
      `insert into answer_draft (appeal_id, author_id, type, text, written_at) values ($1, $2, 'resolved', 'Сделано', $3)`,
      [appeal, person, `${day}T11:00Z`],
    );

  const [comment, first, second] = [await form('comment'), await form('submitAnswer'), await form('submitAnswer')];
  const shown = await attachment(comment, 'photo', '2026-11-21');
  await attachment(comment, 'document', '2026-11-21');
  await attachment(comment, 'photo', '2026-11-21', 'applicant');
  const [photo, act1] = [
    await attachment(first, 'photo', '2026-11-22'),
    await attachment(first, 'document', '2026-11-22'),
  ];
  await act('submitAnswer', '2026-11-22', first);
  const former = await draft('2026-11-22');
  await act('returnForReexamination', '2026-11-24');
  const anew = await attachment(second, 'photo', '2026-11-25');
  await act('submitAnswer', '2026-11-25', second);
  const later = await draft('2026-11-25');
  await attachment(await form('comment'), 'photo', '2026-11-26');

  await migrate(fresh.database);
  expect(
    await query(
      `select draft_id as draft, array_agg(attachment_id order by attachment_id) as files from draft_file group by 1 order by 1`,
    ),
  ).toEqual([
    { draft: former, files: [shown, photo, act1] },
    { draft: later, files: [anew] },
  ]);
});
