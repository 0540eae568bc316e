import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A decision to forget an applicant waits until what was to be carried is carried. An export that is over is looked through once for those who
 * were forgotten while it was read, and no more each night.
 */
export class ForgettingDecided1782842000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table appeal add forget_decided_at timestamptz`);
    await runner.query(`create index appeal_forget_decided on appeal (id) where forget_decided_at is not null`);
    await runner.query(`alter table registry_file add searched_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table registry_file drop searched_at`);
    await runner.query(`drop index appeal_forget_decided`);
    await runner.query(`alter table appeal drop forget_decided_at`);
  }
}
