import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Near points of one matter within some weeks are found by the matter and the weeks: in the middle of a town a tenth of all appeals
 * ever lie in one strip of latitude.
 */
export class MatterOfAppeals1764600230100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index appeal_matter on appeal (category, registered_at) where latitude is not null`);
    await runner.query(`drop index appeal_latitude`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`create index appeal_latitude on appeal (latitude) where latitude is not null`);
    await runner.query(`drop index appeal_matter`);
  }
}
