import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Photos of an album share its caption; a location is found by its official's photos; what is taken out is swept up later. */
export class PhotoReception1764600050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table attachment add column album text');
    await runner.query('create index attachment_uploaded on attachment (uploaded_by_id, received_at)');
    await runner.query('create table removed_file (sha256 text primary key, removed_at timestamptz not null)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table removed_file');
    await runner.query('drop index attachment_uploaded');
    await runner.query('alter table attachment drop column album');
  }
}
