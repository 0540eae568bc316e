import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pictures of what the ОГ role makes: whose bytes are needed, so that the night's sweep leaves them and copies of the office take them along. */
export class PicturesOfEngagements1782831000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table engagement_picture (
        sha256 text primary key,
        kept_at timestamptz not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table engagement_picture`);
  }
}
