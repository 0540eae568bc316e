import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What of a registry file is read and what is not, what people have answered about its columns, and of which day it is. */
export class RegistryLayouts1782502000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table registry_columns (
        layout text primary key,
        answers jsonb not null,
        person_id integer references person (id),
        answered_at timestamptz not null
      )`);
    await runner.query(`
      alter table registry_file add column layout jsonb, add column asked jsonb, add column day date,
        add column only_fresh boolean not null default false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table registry_file drop column layout, drop column asked, drop column day, drop column only_fresh`,
    );
    await runner.query(`drop table registry_columns`);
  }
}
