import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A task for ПОС sounds with one of those whose it is, and with all when nobody has taken it; an extension's notice has a day of its own. */
export class RungTasks1782868000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index delivery_rung;
      alter table delivery drop column rung;
      alter table delivery add column late_at timestamptz;
      alter table delivery add column rung_id integer references person (id);
      alter table delivery add column rings_all_at timestamptz;
      create index delivery_rings_all on delivery (rings_all_at)
        where rings_all_at is not null and placed_at is null and withdrawn_at is null;
      update delivery y set late_at = (
        select (j.details ->> 'dueBefore')::timestamptz from journal_entry j
        where j.appeal_id = y.appeal_id and j.action = 'extendTerm' and j.at = y.queued_at order by j.id desc limit 1)
      where y.kind = 'extension_notice'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index delivery_rings_all;
      alter table delivery drop column rings_all_at, drop column rung_id, drop column late_at;
      alter table delivery add column rung boolean not null default false;
      create index delivery_rung on delivery (queued_at) where rung
    `);
  }
}
