import type { MigrationInterface, QueryRunner } from 'typeorm';

export class JobSlots1764100002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table job_slot (
        job text not null,
        subject text not null,
        slot timestamptz not null,
        state text not null constraint job_slot_state check (state in ('done', 'failed')),
        attempts smallint not null default 0,
        finished_at timestamptz not null,
        reason text,
        constraint job_slot_pkey primary key (job, subject, slot)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table job_slot`);
  }
}
