import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of whom something goes out of an appeal that is still open. */
export class ForgetBeside1782861001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table forget_beside (
        appeal_id integer not null,
        owner_id integer not null,
        whose jsonb not null,
        primary key (appeal_id, owner_id)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table forget_beside');
  }
}
