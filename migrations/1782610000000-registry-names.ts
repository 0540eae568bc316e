import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who in the bot is meant by a name of ПОС. */
export class RegistryNames1782610000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table registry_name (
        key text primary key,
        name text not null,
        person_id integer references person (id),
        decided_by_id integer not null references person (id),
        decided_at timestamptz not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table registry_name`);
  }
}
