import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Inbox1764000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table inbox_update (
        update_id bigint constraint inbox_update_pkey primary key,
        lane bigint not null,
        payload jsonb,
        received_at timestamptz not null,
        state text not null constraint inbox_update_state check (state in ('new', 'done', 'parked')),
        attempts smallint not null default 0,
        resumes smallint not null default 0,
        last_error text,
        next_attempt_at timestamptz,
        done_at timestamptz
      )
    `);
    await runner.query(`create index inbox_update_new on inbox_update (lane, update_id) where state = 'new'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table inbox_update`);
  }
}
