import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a person was last told that «файлом» keeps time and place. Until now every form said so. */
export class AdvisedOfFiles1782504000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table person add column advised_of_files_at timestamptz null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table person drop column advised_of_files_at`);
  }
}
