import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Protocols of checks of signatures, as they were first given out: their bytes are kept as those of letters are. */
export class Protocols1764600120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table protocol (
        signature_id integer not null references signature (id) on delete cascade,
        locale text not null,
        sha256 text not null,
        issued_at timestamptz not null,
        primary key (signature_id, locale)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table protocol`);
  }
}
