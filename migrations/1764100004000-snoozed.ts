import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every message of nags asks whether it was put off; without this, all that is planned was read for that (60 ms of 400,000 rows). */
export class Snoozed1764100004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index reminder_snoozed on reminder (person_id) where reason = 'snoozed' and state = 'planned'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index reminder_snoozed');
  }
}
