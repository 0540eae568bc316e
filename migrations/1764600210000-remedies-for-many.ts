import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is pressed for many differences at once is more than «Назначить как в ПОС»; what fails again and again is put aside. */
export class RemediesForMany1764600210000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table registry_takeover add column kind text not null default 'assigned'`);
    await runner.query(
      `alter table registry_takeover_item alter column executor_id drop not null, add column failed boolean not null default false`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `delete from registry_takeover_item i using registry_takeover t where t.id = i.takeover_id and t.kind <> 'assigned'`,
    );
    await runner.query(`delete from registry_takeover where kind <> 'assigned'`);
    await runner.query(`alter table registry_takeover_item alter column executor_id set not null, drop column failed`);
    await runner.query(`alter table registry_takeover drop column kind`);
  }
}
