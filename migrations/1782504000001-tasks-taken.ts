import type { MigrationInterface, QueryRunner } from 'typeorm';

/** «Беру на себя»: who has taken a task for ПОС, and until when it is theirs alone. Until now nobody could say so. */
export class TasksTaken1782504000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table delivery
        add column taken_by_id integer null references person (id),
        add column taken_until timestamptz null`);
    // A handful at a time, looked at by each tick.
    await runner.query(`
      create index delivery_taken on delivery (taken_until)
      where taken_by_id is not null and placed_at is null and withdrawn_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table delivery drop column taken_until, drop column taken_by_id`);
  }
}
