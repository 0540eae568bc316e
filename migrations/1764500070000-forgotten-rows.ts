import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each night deletes, and what every update leaves in the queues, makes room for the next day's rows. */
const TABLES = ['inbox_update', 'outbox_message', 'form', 'reminder', 'nag'];

/**
 * By PostgreSQL's own measure a fifth of a table is dead before its room is used again: of the outbox, whose rows stay for 400
 * days, that is weeks of messages, and its small indexes of what waits grow by every one of them meanwhile.
 */
export class ForgottenRows1764500070000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(
        `alter table ${table} set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500)`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(`alter table ${table} reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)`);
  }
}
