import type { MigrationInterface, QueryRunner } from 'typeorm';

/** «Закрыты без ответа»: few among many. */
export class ClosedAppeals1782501000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index appeal_closed on appeal (finished_at) where stage = 'closed'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index appeal_closed`);
  }
}
