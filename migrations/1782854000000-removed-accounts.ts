import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was taken from somebody in the bot stays taken, whatever a file on the server still says. */
export class RemovedAccounts1782854000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table removed_account (
        messenger text not null,
        user_id text not null,
        person_id integer not null references person (id),
        removed_at timestamptz not null,
        primary key (messenger, user_id)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table removed_account');
  }
}
