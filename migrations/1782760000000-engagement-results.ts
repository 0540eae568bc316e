import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How what the ОГ role makes has ended. */
export class EngagementResults1782760000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table engagement_result (
        engagement_id integer not null references engagement (id),
        number integer not null,
        results jsonb not null,
        told_by_id integer not null references person (id),
        told_at timestamptz not null,
        primary key (engagement_id, number)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table engagement_result`);
  }
}
