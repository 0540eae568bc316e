import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came through no messenger, or through another, is uploaded once. */
export class SentFiles1764600070000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sent_file (
        messenger text not null,
        sha256 text not null,
        shown_as text not null,
        file_ref text not null,
        primary key (messenger, sha256, shown_as)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sent_file');
  }
}
