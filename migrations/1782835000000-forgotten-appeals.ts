import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An appeal says itself that its applicant is forgotten, whether or not their contacts were ever kept; until now its journal alone did. */
export class ForgottenAppeals1782835000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table appeal add forgotten_at timestamptz`);
    await runner.query(`
      update appeal a set forgotten_at = j.at
      from (select appeal_id, max(at) as at from journal_entry where action = 'forgetContacts' group by appeal_id) j
      where j.appeal_id = a.id`);
    await runner.query(`
      update registry_row r set said = r.said #- '{appeal,text}' #- '{appeal,applicant}'
      from appeal a where a.forgotten_at is not null and a.number = r.said -> 'appeal' ->> 'number'
        and r.said -> 'appeal' ?| array['text', 'applicant']`);
    await runner.query(`alter table registry_file add emptied_at timestamptz`);
    await runner.query(`update registry_file set emptied_at = forgotten_at`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table registry_file drop emptied_at`);
    await runner.query(`alter table appeal drop forgotten_at`);
  }
}
