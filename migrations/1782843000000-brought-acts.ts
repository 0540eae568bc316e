import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The morning list asks what was passed on, taken over, instructed or reported since the last closing: a handful of the whole journal. */
export class BroughtActs1782843000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index journal_entry_brought on journal_entry (at)
      where action in ('report', 'instruct', 'markEntered', 'passAgreement', 'passApproval', 'replaceParticipant')
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index journal_entry_brought`);
  }
}
