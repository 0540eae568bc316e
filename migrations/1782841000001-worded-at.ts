import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A messenger may tell of a message, and of each change of it, in any order. */
export class WordedAt1782841000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table line_question add column worded_at timestamptz null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table line_question drop column worded_at`);
  }
}
