import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Entries of the journal and reminders refer to their appeal without a foreign key. For each of them the check locked the row of the
 * appeal, which whoever writes them has inserted or changed in the same transaction: it could find nothing, and was half of what
 * bringing in a file of finished appeals took. No appeal is ever deleted, and other tables keep whatever was worked on from being so
 * by hand.
 */
export class WritingWithoutKeys1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table journal_entry drop constraint journal_entry_appeal_id_fkey`);
    await runner.query(`alter table reminder drop constraint reminder_appeal_id_fkey`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table reminder add constraint reminder_appeal_id_fkey foreign key (appeal_id) references appeal (id)`,
    );
    await runner.query(
      `alter table journal_entry add constraint journal_entry_appeal_id_fkey foreign key (appeal_id) references appeal (id)`,
    );
  }
}
