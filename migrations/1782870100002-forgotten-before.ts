import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever was forgotten by an earlier version is so again, in the night after: it has left what officials have written of them. */
export class ForgottenBefore1782870100002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into setting (key, value)
      select 'forget_again', jsonb_build_object('numbers', jsonb_agg(a.number order by a.id))
      from appeal a where a.forgotten_at >= a.finished_at and not exists (select from applicant n where n.appeal_id = a.id)
      having count(*) > 0
      on conflict (key) do update set value = jsonb_build_object('numbers', setting.value -> 'numbers' || (excluded.value -> 'numbers'))
    `);
  }

  async down(): Promise<void> {
    // What is to be forgotten again is so whichever version does it.
  }
}
