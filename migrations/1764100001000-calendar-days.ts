import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CalendarDays1764100001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table calendar_day (
        day date primary key,
        kind text not null,
        note text,
        entered_by_id integer not null references person (id),
        entered_at timestamptz not null
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table calendar_day');
  }
}
