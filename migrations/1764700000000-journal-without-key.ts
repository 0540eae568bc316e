import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Entries of the journal refer to their appeal without a foreign key. For each entry the check locked the row of its appeal, which
 * whoever writes the entry has inserted or changed in the same transaction: it could find nothing, and was half of what bringing in
 * a file of finished appeals took. No appeal is ever deleted, and other tables keep whatever was worked on from being so by hand.
 */
export class JournalWithoutKey1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table journal_entry drop constraint journal_entry_appeal_id_fkey`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table journal_entry add constraint journal_entry_appeal_id_fkey foreign key (appeal_id) references appeal (id)`,
    );
  }
}
