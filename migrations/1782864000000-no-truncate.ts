import type { MigrationInterface, QueryRunner } from 'typeorm';

const KEPT = { journal_entry: 'refuse_journal_change', overdue: 'refuse_overdue_truncate' } as const;

/** What takes no change takes no emptying either: TRUNCATE asks no trigger of rows. What sealed the journal has refused it from the start. */
export class NoTruncate1782864000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function refuse_overdue_truncate() returns trigger language plpgsql as $$
      begin
        raise exception 'A missed term is a fact: only its end may be written';
      end $$
    `);
    for (const [table, refuse] of Object.entries(KEPT))
      await runner.query(`
        create trigger ${table}_stays before truncate on ${table} for each statement execute function ${refuse}()
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(KEPT)) await runner.query(`drop trigger ${table}_stays on ${table}`);
    await runner.query('drop function refuse_overdue_truncate()');
  }
}
