import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What residents have asked a direct line is forgotten as their contacts are. */
export class ForgottenQuestions1782847000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table line_question add forgotten_at timestamptz`);
    await runner.query(`create index line_question_appeal on line_question (appeal_id) where appeal_id is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index line_question_appeal`);
    await runner.query(`alter table line_question drop forgotten_at`);
  }
}
