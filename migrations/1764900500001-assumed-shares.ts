import type { MigrationInterface, QueryRunner } from 'typeorm';

const confirmedBy = (moment: string) => `exists (select from journal_entry j
  where j.action = 'changeOffice' and j.details ->> 'confirmed' = 'STAGE_SHARES' and j.at <= ${moment})`;

/** No name stands beside a stage's lateness by shares that nobody had confirmed: of visits that are open, and of facts that were noted. */
export class AssumedShares1764900500001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update appeal set visits = visits || jsonb_build_object('assumed', not ${confirmedBy('stage_entered_at')})
      where visits is not null and finished_at is null
    `);
    // A fact stays what it is; only the name is read no more.
    await runner.query(`alter table overdue disable trigger overdue_is_a_fact`);
    await runner.query(`
      update overdue set unnamed = 'assumed' where kind = 'stage' and holder is not null and not ${confirmedBy('noted_at')}
    `);
    await runner.query(`alter table overdue enable trigger overdue_is_a_fact`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table overdue disable trigger overdue_is_a_fact`);
    await runner.query(`update overdue set unnamed = null where unnamed = 'assumed' and holder is not null`);
    await runner.query(`alter table overdue enable trigger overdue_is_a_fact`);
    await runner.query(`update appeal set visits = visits - 'assumed' where visits is not null`);
  }
}
