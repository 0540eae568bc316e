import type { MigrationInterface, QueryRunner } from 'typeorm';

const PIECE = 1_000;

/** Of a direct line of ten thousand questions a screen reads its page, and what is like a question is found by the database. */
export class ManyQuestions1782833000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table line_question add column stems text[] not null default '{}'`);
    await fill(runner);
    await runner.query(`alter table line_question alter column stems drop default`);
    await runner.query(`create index line_question_state on line_question (engagement_id, state, number)`);
    await runner.query(
      `create index line_question_joined on line_question (joined_to_id) where joined_to_id is not null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index line_question_joined`);
    await runner.query(`drop index line_question_state`);
    await runner.query(`alter table line_question drop column stems`);
  }
}

/** Here and not by the server, whose letters are those of its locale. */
async function fill(runner: QueryRunner): Promise<void> {
  for (let last = 0; ;) {
    const rows = await runner.manager.query<{ id: number; text: string }[]>(
      `select id, text from line_question where id > $1 order by id limit ${PIECE}`,
      [last],
    );
    const end = rows.at(-1);
    if (end === undefined) return;
    const filled = rows.map(({ id, text }) => ({ id, stems: stemsOf(text) }));
    await runner.query(
      `update line_question q set stems = r.stems from jsonb_to_recordset($1::jsonb) as r(id int, stems text[]) where q.id = r.id`,
      [JSON.stringify(filled)],
    );
    last = end.id;
  }
}

/** As the program had it when this was written. */
const stemsOf = (text: string): string[] => [
  ...new Set(
    (
      text
        .toLowerCase()
        // eslint-disable-next-line no-restricted-syntax -- letters, and no words that people read
        .replaceAll('\u0451', '\u0435')
        .match(/[\p{L}\d]+/gu) ?? []
    )
      .map((word) => [...word])
      .filter((letters) => letters.length >= 4 || letters.some((letter) => /\d/.test(letter)))
      .map((letters) => letters.slice(0, 5).join('')),
  ),
];
