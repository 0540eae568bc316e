import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Digests1764100003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table group_chat
        drop constraint group_chat_chat_id_key,
        add column digest_at integer constraint group_chat_digest_at check (digest_at between 0 and 1439),
        add column contents text[],
        add column stopped_at timestamptz
    `);
    // Topics of one forum are places of their own; null is one of them.
    await runner.query(`create unique index group_chat_place on group_chat (chat_id, coalesce(thread_id, 0))`);
    await runner.query(`
      create table digest (
        subject text not null,
        day date not null,
        numbers jsonb not null,
        primary key (subject, day)
      )
    `);
    // Neither column is changed by a press, so updates of an appeal stay HOT.
    await runner.query(`create index appeal_received on appeal (received_at)`);
    await runner.query(`
      create index journal_entry_results on journal_entry (at)
      where from_stage <> to_stage and (to_stage in ('answered', 'redirected') or action = 'returnForReexamination')
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index journal_entry_results`);
    await runner.query(`drop index appeal_received`);
    await runner.query(`drop table digest`);
    await runner.query(`drop index group_chat_place`);
    await runner.query(`
      alter table group_chat
        drop column digest_at,
        drop column contents,
        drop column stopped_at,
        add constraint group_chat_chat_id_key unique (chat_id)
    `);
  }
}
