import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which rules a set was counted: a later version of the program that counts otherwise begins another one by itself. */
export class RulesOfStatistics1782640000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table statistics_set add column rules integer not null default 1`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table statistics_set drop column rules`);
  }
}
