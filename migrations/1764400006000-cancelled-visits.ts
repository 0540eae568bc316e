import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A visit or a meeting that was planned may be cancelled. */
export class CancelledVisits1764400006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table visit add column cancelled_at timestamptz`);
  }

  /** What was cancelled has no result, and would wait for one for ever. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from visit where cancelled_at is not null`);
    await runner.query(`alter table visit drop column cancelled_at`);
  }
}
