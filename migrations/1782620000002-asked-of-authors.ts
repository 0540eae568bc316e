import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a comment its author is asked before the coordinators are. What waits at the update is the coordinators' already, and stays so. */
export class AskedOfAuthors1782620000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table delivery add column author_until timestamptz null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table delivery drop column author_until');
  }
}
