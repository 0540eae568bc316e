import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A missed term says who stood in for whoever held the appeal then. */
export class DeputiesOfFacts1764500040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table overdue add column deputy_id integer references person (id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table overdue drop column deputy_id`);
  }
}
