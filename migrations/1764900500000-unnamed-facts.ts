import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why no name stands beside a missed term of the office. */
export class UnnamedFacts1764900500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table overdue add column unnamed text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table overdue drop column unnamed`);
  }
}
