// The sentences of the former version, which made them when it showed them; they are data now.
/* eslint-disable no-restricted-syntax */
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is approved waits until ПОС has it (stage `delivery`), a draft is entered there before it is signed, and what is taken
 * back can't be confirmed any more. The words for the applicant are kept whole: until now a redirect and an extension kept the
 * reason, and its sentence was made when it was shown.
 */
export class Sending1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table appeal add column redirect_notice text, add column entered_draft_id integer`);
    await runner.query(`alter table delivery add column withdrawn_at timestamptz`);
    await runner.query(`drop index delivery_to_place`);
    await runner.query(`
      create index delivery_to_place on delivery (queued_at) where placed_at is null and withdrawn_at is null`);
    await runner.query(`
      update appeal a set redirect_notice = 'Ваше обращение перенаправлено по компетенции: ' || o.name || '. ' || a.redirect_reason
      from organization o where o.id = a.organization_id and a.redirect_reason is not null`);
    await runner.query(`
      update delivery d set text = a.redirect_notice from appeal a
      where a.id = d.appeal_id and d.kind = 'redirect_notice' and a.redirect_notice is not null`);
    await runner.query(`
      update delivery d set text = 'Срок рассмотрения вашего обращения продлён до '
        || to_char(a.due_at at time zone 'Europe/Moscow', 'DD.MM.YYYY') || '. ' || d.text
      from appeal a where a.id = d.appeal_id and d.kind = 'extension_notice'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `update appeal set stage = 'redirected' where stage = 'delivery' and redirect_asked_at is not null`,
    );
    await runner.query(`update appeal set stage = 'answered' where stage = 'delivery'`);
    await runner.query(`delete from open_work where stage = 'delivery'`);
    await runner.query(
      `delete from delivery where withdrawn_at is not null or kind in ('draft_entry', 'organization', 'removal')`,
    );
    await runner.query(`drop index delivery_to_place`);
    await runner.query(`create index delivery_to_place on delivery (queued_at) where placed_at is null`);
    await runner.query(`alter table delivery drop column withdrawn_at`);
    await runner.query(`alter table appeal drop column redirect_notice, drop column entered_draft_id`);
  }
}
