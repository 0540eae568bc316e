import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Chats, messages and accounts are named by texts of their messenger, no longer by Telegram's numbers; all that was here is
 * Telegram's. A message is named `chat/message`, as its adapter writes and reads it.
 */
export class NeutralChats1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await accounts(runner);
    await messages(runner);
    await groups(runner);
    await outbox(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await outboxOfNumbers(runner);
    await groupsOfNumbers(runner);
    await messagesOfNumbers(runner);
    await accountsOfNumbers(runner);
  }
}

async function accounts(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table account (
      person_id integer primary key references person (id),
      messenger text not null,
      user_id text not null,
      chat_id text not null,
      started_at timestamptz,
      unreachable text,
      unique (messenger, user_id)
    )
  `);
  await runner.query(`
    insert into account (person_id, messenger, user_id, chat_id, started_at, unreachable)
    select id, 'telegram', telegram_id::text, telegram_id::text, started_at, unreachable
    from person where telegram_id is not null
  `);
  await runner.query(`alter table person drop column telegram_id, drop column started_at, drop column unreachable`);
}

async function messages(runner: QueryRunner): Promise<void> {
  await runner.query(`alter table card alter column message_id type text using chat_id || '/' || message_id`);
  await runner.query(`alter table card rename column message_id to message_ref`);
  await runner.query(`alter table card drop column chat_id`);

  await runner.query(`
    alter table form
      alter column message_id type text using chat_id || '/' || message_id,
      alter column heard_message_id type bigint
  `);
  await runner.query(`alter table form rename column message_id to message_ref`);
  await runner.query(`alter table form rename column heard_message_id to heard`);
  await runner.query(`alter table form drop column chat_id`);

  await runner.query(`drop index attachment_message`);
  await runner.query(`
    alter table attachment
      add column messenger text not null default 'telegram',
      alter column message_id type text using chat_id || '/' || message_id
  `);
  await runner.query(`alter table attachment alter column messenger drop default`);
  await runner.query(`alter table attachment rename column message_id to message_ref`);
  await runner.query(`alter table attachment rename column telegram_file_id to file_ref`);
  await runner.query(`alter table attachment drop column chat_id`);
  await runner.query(`create unique index attachment_message on attachment (messenger, message_ref)`);

  await runner.query(`
    update reminder set params = jsonb_build_object(
      'messenger', 'telegram', 'chatId', params ->> 'chatId', 'message', (params ->> 'chatId') || '/' || (params ->> 'messageId'))
    where state = 'planned' and reason = 'delete_contacts'
  `);
}

async function groups(runner: QueryRunner): Promise<void> {
  await runner.query(`drop index group_chat_place`);
  await runner.query(`
    alter table group_chat
      add column messenger text not null default 'telegram',
      alter column chat_id type text,
      alter column thread_id type text
  `);
  await runner.query(`alter table group_chat alter column messenger drop default`);
  await runner.query(`
    create unique index group_chat_place on group_chat (messenger, chat_id, coalesce(thread_id, ''))
  `);
}

async function outbox(runner: QueryRunner): Promise<void> {
  await runner.query(`drop index outbox_message_open`);
  await runner.query(`
    alter table outbox_message
      add column messenger text collate "C" not null default 'telegram',
      alter column chat_id type text collate "C",
      alter column message_id type text using chat_id || '/' || message_id
  `);
  await runner.query(`alter table outbox_message alter column messenger drop default`);
  await runner.query(`alter table outbox_message rename column message_id to message_ref`);
  await runner.query(`
    create index outbox_message_open on outbox_message (messenger, chat_id, id) where state in ('new', 'sending')
  `);
  await runner.query(`
    update outbox_message set params = jsonb_build_object('message', chat_id || '/' || (params ->> 'messageId'))
    where kind = 'remove' and state in ('new', 'sending')
  `);
  // Keys that named a chat name its messenger too: what has been said for a reason is not said for it again.
  await runner.query(`
    update outbox_message set key = regexp_replace(key, '^(album|groupInvites):', '\\1:telegram:')
    where kind in ('saidOfFile', 'groupInvites')
  `);

  await runner.query(`
    alter table outbox_hold
      drop constraint outbox_hold_pkey,
      add column messenger text not null default 'telegram',
      alter column chat_id type text
  `);
  await runner.query(`
    alter table outbox_hold
      alter column messenger drop default,
      add constraint outbox_hold_pkey primary key (messenger, chat_id)
  `);
}

/** What another messenger has said and kept has no number, and goes. */
async function outboxOfNumbers(runner: QueryRunner): Promise<void> {
  await runner.query(`delete from outbox_hold where messenger <> 'telegram'`);
  await runner.query(`
    alter table outbox_hold
      drop constraint outbox_hold_pkey,
      drop column messenger,
      alter column chat_id type bigint using chat_id::bigint,
      add constraint outbox_hold_pkey primary key (chat_id)
  `);

  await runner.query(`delete from outbox_message where messenger <> 'telegram'`);
  await runner.query(`
    update outbox_message set key = regexp_replace(key, '^(album|groupInvites):telegram:', '\\1:')
    where kind in ('saidOfFile', 'groupInvites')
  `);
  await runner.query(`
    update outbox_message set params = jsonb_build_object('messageId', ${numberOf(`params ->> 'message'`)})
    where kind = 'remove' and params ? 'message'
  `);
  await runner.query(`drop index outbox_message_open`);
  await runner.query(`alter table outbox_message rename column message_ref to message_id`);
  await runner.query(`
    alter table outbox_message
      drop column messenger,
      alter column chat_id type bigint using chat_id::bigint,
      alter column message_id type bigint using ${numberOf('message_id')}
  `);
  await runner.query(`
    create index outbox_message_open on outbox_message (chat_id, id) where state in ('new', 'sending')
  `);
}

async function groupsOfNumbers(runner: QueryRunner): Promise<void> {
  await runner.query(`delete from group_chat where messenger <> 'telegram'`);
  await runner.query(`drop index group_chat_place`);
  await runner.query(`
    alter table group_chat
      drop column messenger,
      alter column chat_id type bigint using chat_id::bigint,
      alter column thread_id type integer using thread_id::integer
  `);
  await runner.query(`create unique index group_chat_place on group_chat (chat_id, coalesce(thread_id, 0))`);
}

async function messagesOfNumbers(runner: QueryRunner): Promise<void> {
  await runner.query(`
    delete from reminder
    where state = 'planned' and reason = 'delete_contacts' and params ->> 'messenger' <> 'telegram'
  `);
  await runner.query(`
    update reminder set params = jsonb_build_object(
      'chatId', (params ->> 'chatId')::bigint, 'messageId', ${numberOf(`params ->> 'message'`)})
    where state = 'planned' and reason = 'delete_contacts'
  `);

  await runner.query(`delete from attachment where messenger <> 'telegram'`);
  await runner.query(`drop index attachment_message`);
  await runner.query(`alter table attachment rename column file_ref to telegram_file_id`);
  await runner.query(`alter table attachment drop column messenger`);
  await splitMessage(runner, 'attachment');
  await runner.query(`alter table attachment alter column chat_id set not null`);
  await runner.query(`create unique index attachment_message on attachment (chat_id, message_id)`);

  await runner.query(`
    delete from card using account where account.person_id = card.person_id and messenger <> 'telegram'
  `);
  await splitMessage(runner, 'card');
  await runner.query(`alter table card alter column chat_id set not null`);

  await runner.query(`
    update form set state = 'cancelled', message_ref = null, heard = null
    from account where account.person_id = form.person_id and messenger <> 'telegram'
  `);
  await runner.query(`alter table form rename column heard to heard_message_id`);
  await runner.query(`alter table form alter column heard_message_id type integer`);
  await splitMessage(runner, 'form');
  // One that stands in no message was to be shown to its person.
  await runner.query(`
    update form set chat_id = coalesce((
      select chat_id::bigint from account where account.person_id = form.person_id and messenger = 'telegram'
    ), 0)
    where chat_id is null
  `);
  await runner.query(`alter table form alter column chat_id set not null`);
}

/** `chat/message` → the two numbers. */
async function splitMessage(runner: QueryRunner, table: 'attachment' | 'card' | 'form'): Promise<void> {
  await runner.query(`alter table ${table} add column chat_id bigint`);
  await runner.query(`update ${table} set chat_id = split_part(message_ref, '/', 1)::bigint`);
  await runner.query(`alter table ${table} rename column message_ref to message_id`);
  await runner.query(
    `alter table ${table} alter column message_id type integer using ${numberOf('message_id')}::integer`,
  );
}

const numberOf = (message: string): string => `split_part(${message}, '/', 2)::bigint`;

async function accountsOfNumbers(runner: QueryRunner): Promise<void> {
  await runner.query(`
    alter table person
      add column telegram_id bigint unique,
      add column unreachable text,
      add column started_at timestamptz
  `);
  await runner.query(`
    update person set telegram_id = user_id::bigint, unreachable = account.unreachable, started_at = account.started_at
    from account where account.person_id = person.id and messenger = 'telegram'
  `);
  await runner.query(`drop table account`);
}
