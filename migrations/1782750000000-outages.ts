import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When nothing that people sent came to the bot: a defence may need it years later. */
export class Outages1782750000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outage (
        messenger text not null,
        since timestamptz not null,
        until timestamptz not null,
        primary key (messenger, since)
      )`);
    await runner.query(`create index outage_until on outage (until)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table outage`);
  }
}
