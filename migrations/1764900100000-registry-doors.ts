import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is kept of a registry file so that none is read again and again, cut off, or half and then never whole. */
export class RegistryDoors1764900100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table registry_file add column readings integer not null default 0, add column size integer,
        add column unended boolean not null default false, add column grown_from_id integer`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table registry_file drop column readings, drop column size, drop column unended, drop column grown_from_id`);
  }
}
