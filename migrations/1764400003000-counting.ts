import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is counted: the duty that was done as a fact, and messages that nobody could get apart from faults of ours. */
export class Counting1764400003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table duty_done (
        appeal_id integer not null references appeal (id),
        began_at timestamptz not null,
        due_at timestamptz not null,
        done_at timestamptz not null,
        executor_id integer references person (id),
        primary key (appeal_id, began_at)
      )
    `);
    await runner.query(`create index duty_done_due on duty_done (due_at)`);
    // What was ended by a draft, or by a report on an appeal that was returned since, no row of the former version tells.
    await runner.query(`
      insert into duty_done (appeal_id, began_at, due_at, done_at, executor_id)
      select id, coalesce(duty_began_at, stage_entered_at), duty_due_at, reported_at, executor_id from appeal
      where duty_due_at is not null and reported_at is not null
    `);
    await runner.query(
      `create index journal_entry_approvals on journal_entry (appeal_id) where action = 'approveAnswer'`,
    );
    await statesOf(
      runner,
      `'new', 'sending', 'sent', 'skipped', 'ambiguous', 'unreachable', 'dead'`,
      `'ambiguous', 'unreachable', 'dead'`,
    );
    await runner.query(`
      update outbox_message set state = 'unreachable'
      where state = 'dead' and reason ~ '^(never_started|blocked|deactivated|kicked|muted|topic_gone): '
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`update outbox_message set state = 'dead' where state = 'unreachable'`);
    await statesOf(runner, `'new', 'sending', 'sent', 'skipped', 'ambiguous', 'dead'`, `'ambiguous', 'dead'`);
    await runner.query(`drop index journal_entry_approvals`);
    await runner.query(`drop table duty_done`);
  }
}

async function statesOf(runner: QueryRunner, all: string, failed: string): Promise<void> {
  await runner.query(`alter table outbox_message drop constraint outbox_message_state`);
  await runner.query(`alter table outbox_message add constraint outbox_message_state check (state in (${all}))`);
  await runner.query(`drop index outbox_message_failed`);
  await runner.query(`create index outbox_message_failed on outbox_message (state) where state in (${failed})`);
}
