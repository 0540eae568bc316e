import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One late deed is one case, however many appeals it was done to: a case has all its facts. Those of before keep the one that opened them. */
export class ViolationTerms1782870300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table violation_term (
        overdue_id bigint primary key references overdue (id),
        violation_id integer not null references violation (id)
      )
    `);
    await runner.query('create index violation_term_of on violation_term (violation_id)');
    await runner.query(`
      insert into violation_term (overdue_id, violation_id) select overdue_id, id from violation where overdue_id is not null
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table violation_term');
  }
}
