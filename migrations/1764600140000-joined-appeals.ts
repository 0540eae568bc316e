import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Appeals that are worked as one; a form of the leading one stands in the journal of each. */
export class JoinedAppeals1764600140000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table joined_appeal (
        appeal_id integer primary key references appeal (id),
        leading_id integer not null references appeal (id),
        joined_at timestamptz not null,
        constraint joined_appeal_earliest_leads check (leading_id < appeal_id)
      )`);
    await runner.query(`create index joined_appeal_leading on joined_appeal (leading_id)`);
    await runner.query(`drop index journal_entry_form`);
    await runner.query(
      `create unique index journal_entry_form on journal_entry (form_id, appeal_id) where form_id is not null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index journal_entry_form`);
    // Refused where a form has acted on several: the journal is append-only.
    await runner.query(`create unique index journal_entry_form on journal_entry (form_id) where form_id is not null`);
    await runner.query(`drop table joined_appeal`);
  }
}
