import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A stage or a duty that is late by less than the grain is no case yet. Whose alone a visit of all was. The journal goes by days of facts. */
export class AwaitedCases1782870700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table awaited_case (
        overdue_id bigint primary key references overdue (id),
        since timestamptz not null,
        stage_entered_at timestamptz not null,
        person_id integer references person (id)
      )
    `);
    await runner.query('create index awaited_case_since on awaited_case (since)');
    await runner.query('drop index violation_opened');
    await runner.query('create index violation_at on violation (at)');
    await runner.query('alter table overdue add column on_duty_id integer references person (id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table overdue drop column on_duty_id');
    await runner.query('drop index violation_at');
    await runner.query('create index violation_opened on violation (opened_at)');
    await runner.query('drop table awaited_case');
  }
}
