import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Photos that another system sends: of one appeal, each once. */
export class ApplicantPhotos1764600060000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create unique index attachment_of_system on attachment (appeal_id, sha256) where messenger is null',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index attachment_of_system');
  }
}
