import type { MigrationInterface, QueryRunner } from 'typeorm';

/** «Документ к обращению»: an act, a protocol, a body's answer, and since when a body is asked for documents. */
export class PapersOfAppeals1782620000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table attachment add column paper text`);
    await runner.query(`alter table document_request add column asked_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table document_request drop column asked_at`);
    await runner.query(`alter table attachment drop column paper`);
  }
}
