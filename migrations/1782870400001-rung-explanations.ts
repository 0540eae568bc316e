import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when whoever was asked for an explanation knows of it: somebody away hears of it with a sound once they are back. */
export class RungExplanations1782870400001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table violation add column rung_at timestamptz');
    await runner.query('update violation set rung_at = asked_at');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table violation drop column rung_at');
  }
}
