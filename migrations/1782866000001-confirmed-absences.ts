import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether an absence that somebody entered for themselves was confirmed. Those of before were in force without a word, so they stay. */
export class ConfirmedAbsences1782866000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table absence
        add column confirmed_at timestamptz,
        add column confirmed_by_id integer references person (id)
    `);
    await runner.query('update absence set confirmed_at = entered_at');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table absence drop column confirmed_at, drop column confirmed_by_id');
  }
}
