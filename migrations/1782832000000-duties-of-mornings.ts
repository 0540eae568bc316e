import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people hear of what the ОГ role makes is read as a morning list is made: what was planned of it would fall due for nobody. */
export class DutiesOfMornings1782832000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `update reminder set state = 'cancelled'
       where state = 'planned' and reason in ('engagement', 'engagement_task', 'engagement_paper')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from reminder where reason = 'unheld'`);
  }
}
