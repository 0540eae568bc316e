import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a task for several appeals each number may be ticked by itself. */
export class TickedNumbers1782630000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table delivery add column ticked_at timestamptz null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table delivery drop column ticked_at');
  }
}
