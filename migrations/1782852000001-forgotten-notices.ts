import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of applicants who were forgotten before, what was placed in ПОС has lost their contacts, and the card's copy of it has not. */
export class ForgottenNotices1782852000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `with placed as (
         select distinct on (y.appeal_id) y.appeal_id, y.text
         from delivery y join appeal a on a.id = y.appeal_id
         where y.kind = 'redirect_notice' and a.redirect_notice is not null and a.forgotten_at >= a.finished_at and y.queued_at <= a.forgotten_at
         order by y.appeal_id, y.id desc)
       update appeal a set redirect_notice = p.text from placed p where p.appeal_id = a.id and a.redirect_notice <> p.text`,
    );
  }

  async down(): Promise<void> {
    // What is forgotten does not come back.
  }
}
