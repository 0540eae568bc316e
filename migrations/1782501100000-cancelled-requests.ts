import type { MigrationInterface, QueryRunner } from 'typeorm';

/** «Отменить запрос»: what is asked for no more waits for nobody. */
export class CancelledRequests1782501100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table document_request add column cancelled_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    // Without the column it would wait again: what was cancelled counts as come in.
    await runner.query(`update document_request set received_at = cancelled_at where cancelled_at is not null`);
    await runner.query(`alter table document_request drop column cancelled_at`);
  }
}
