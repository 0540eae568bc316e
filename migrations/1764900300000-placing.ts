import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A comment is carried into ПОС with its status, and «Снять в ПОС» knows of what. What the former version has queued gets both as far as
 * the journal and the order of the tasks tell it; a draft that was taken out of ПОС is not «Внесено в ПОС» any more.
 */
export class Placing1764900300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table delivery add progress text, add removes_id integer references delivery (id)`);
    await runner.query(
      `update delivery y set progress = j.details ->> 'progress' from journal_entry j
       where y.kind = 'comment' and j.appeal_id = y.appeal_id and j.form_id = y.form_id and j.action = 'comment'`,
    );
    await runner.query(
      `update delivery r set removes_id = (
         select y.id from delivery y where y.appeal_id = r.appeal_id and y.id < r.id
           and y.kind in ('draft_entry', 'organization', 'redirect_notice') and y.placed_at is not null
         order by y.placed_at desc, y.id desc limit 1)
       where r.kind = 'removal'`,
    );
    await runner.query(
      `update delivery y set withdrawn_at = r.queued_at from delivery r
       where r.removes_id = y.id and y.kind = 'draft_entry' and y.withdrawn_at is null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `update delivery y set withdrawn_at = null from delivery r
       where r.removes_id = y.id and y.kind = 'draft_entry' and y.placed_at is not null`,
    );
    await runner.query(`alter table delivery drop removes_id, drop progress`);
  }
}
