import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose phone sounds: a coordinator on duty by day, what everybody has asked for themselves, and which tasks for ПОС have made a sound. Until
 * now every coordinator's phone rang at everything, and nobody had asked for anything.
 */
export class Sound1782504000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table on_duty (
        day date primary key,
        person_id integer not null references person (id)
      )`);
    await runner.query(`alter table person add column without_sound boolean not null default false`);
    await runner.query(`alter table person add column morning_after integer null`);
    await runner.query(`alter table delivery add column rung boolean not null default false`);
    // When tasks rang last is asked at each new one.
    await runner.query(`create index delivery_rung on delivery (queued_at) where rung`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table delivery drop column rung`);
    await runner.query(`alter table person drop column morning_after`);
    await runner.query(`alter table person drop column without_sound`);
    await runner.query(`drop table on_duty`);
  }
}
