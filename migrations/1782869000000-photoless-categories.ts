import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Benefits and certificates have nothing to photograph: an admin says so of a category. */
export class PhotolessCategories1782869000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table category add column is_photoless boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table category drop column is_photoless');
  }
}
