import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Outbox1764000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox_message (
        id bigint generated always as identity constraint outbox_message_pkey primary key,
        key text not null,
        mergeable boolean not null,
        chat_id bigint not null,
        kind text not null,
        params jsonb not null,
        silent boolean not null,
        state text not null default 'new' constraint outbox_message_state
          check (state in ('new', 'sending', 'sent', 'skipped', 'ambiguous', 'dead')),
        requested integer not null default 1,
        attempts integer not null default 0,
        ambiguous_sends smallint not null default 0,
        due_at timestamptz,
        created_at timestamptz not null,
        finished_at timestamptz,
        message_id bigint,
        reason text
      )
    `);
    await runner.query(`create unique index outbox_message_key on outbox_message (key) where not mergeable`);
    await runner.query(
      `create unique index outbox_message_merge on outbox_message (key) where mergeable and state = 'new'`,
    );
    await runner.query(
      `create index outbox_message_open on outbox_message (chat_id, id) where state in ('new', 'sending')`,
    );
    await runner.query(
      `create index outbox_message_failed on outbox_message (state) where state in ('ambiguous', 'dead')`,
    );
    await runner.query(`
      create table outbox_hold (
        chat_id bigint constraint outbox_hold_pkey primary key,
        held_until timestamptz not null
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table outbox_hold`);
    await runner.query(`drop table outbox_message`);
  }
}
