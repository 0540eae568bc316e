import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An update is known by its messenger and a text of the messenger's own, no longer by Telegram's number. What waits goes
 * on in its order. Made anew, since done updates are kept for a week only: the table is small.
 */
export class InboxKeys1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table inbox_update drop constraint inbox_update_pkey`);
    await runner.query(`drop index inbox_update_new`);
    await runner.query(`alter table inbox_update rename to inbox_update_by_number`);
    await runner.query(`
      create table inbox_update (
        id bigint generated always as identity constraint inbox_update_pkey primary key,
        messenger text not null,
        key text not null,
        lane text not null,
        place bigint not null,
        payload jsonb,
        received_at timestamptz not null,
        state text not null constraint inbox_update_state check (state in ('new', 'done', 'parked')),
        attempts smallint not null default 0,
        resumes smallint not null default 0,
        last_error text,
        next_attempt_at timestamptz,
        done_at timestamptz,
        constraint inbox_update_messenger_key_key unique (messenger, key)
      )
    `);
    // 0 was the lane of updates that name nobody.
    await runner.query(`
      insert into inbox_update (messenger, key, lane, place, payload, received_at, state, attempts, resumes, last_error,
                                next_attempt_at, done_at)
      select 'telegram', update_id::text, case lane when 0 then 'nobody' else lane::text end, update_id, payload,
             received_at, state, attempts, resumes, last_error, next_attempt_at, done_at
      from inbox_update_by_number before order by before.received_at, before.update_id
    `);
    await runner.query(`drop table inbox_update_by_number`);
    await runner.query(`
      create index inbox_update_new on inbox_update (messenger, lane, place, id) where state = 'new'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table inbox_update rename to inbox_update_by_key`);
    await runner.query(`
      alter table inbox_update_by_key
        drop constraint inbox_update_pkey,
        drop constraint inbox_update_messenger_key_key
    `);
    await runner.query(`drop index inbox_update_new`);
    await runner.query(`
      create table inbox_update (
        update_id bigint constraint inbox_update_pkey primary key,
        lane bigint not null,
        payload jsonb,
        received_at timestamptz not null,
        state text not null constraint inbox_update_state check (state in ('new', 'done', 'parked')),
        attempts smallint not null default 0,
        resumes smallint not null default 0,
        last_error text,
        next_attempt_at timestamptz,
        done_at timestamptz
      )
    `);
    await runner.query(`
      insert into inbox_update (update_id, lane, payload, received_at, state, attempts, resumes, last_error,
                                next_attempt_at, done_at)
      select key::bigint, case lane when 'nobody' then 0 else lane::bigint end, payload, received_at, state, attempts,
             resumes, last_error, next_attempt_at, done_at
      from inbox_update_by_key where messenger = 'telegram'
    `);
    await runner.query(`drop table inbox_update_by_key`);
    await runner.query(`create index inbox_update_new on inbox_update (lane, update_id) where state = 'new'`);
  }
}
