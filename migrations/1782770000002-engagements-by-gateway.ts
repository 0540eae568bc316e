import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the ОГ role makes goes into ПОС by the gateway, too. */
export class EngagementsByGateway1782770000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table shipment
        alter column delivery_id drop not null,
        add column engagement_id integer null references engagement (id),
        add column engagement_task text null,
        add column engagement_number integer null,
        add constraint shipment_of_one check ((delivery_id is null) <> (engagement_id is null))`);
    await runner.query(`create index shipment_engagement on shipment (engagement_id) where engagement_id is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from shipment where delivery_id is null`);
    await runner.query(`
      alter table shipment
        drop column engagement_id,
        drop column engagement_task,
        drop column engagement_number,
        alter column delivery_id set not null`);
  }
}
