import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Numbers of appeals are compared by their bytes: one index finds the whole of a number and its beginning, where each had its own. */
export class NumbersByBytes1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index appeal_number_beginning`);
    await runner.query(`alter table appeal alter column number type text collate "C"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table appeal alter column number type text`);
    await runner.query(`create index appeal_number_beginning on appeal (number text_pattern_ops)`);
  }
}
