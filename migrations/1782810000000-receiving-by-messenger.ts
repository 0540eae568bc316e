import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When updates last came is kept of each messenger; until now it was one for all. */
export class ReceivingByMessenger1782810000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`update setting set key = 'receiving:telegram' where key = 'receiving'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`update setting set key = 'receiving' where key = 'receiving:telegram'`);
    await runner.query(`delete from setting where key like 'receiving:%'`);
  }
}
