import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATES = ['new', 'sending', 'sent', 'skipped', 'ambiguous', 'unreachable', 'dead'];
const check = (states: readonly string[]) => `
  alter table outbox_message drop constraint outbox_message_state;
  alter table outbox_message add constraint outbox_message_state check (state in (${states.map((one) => `'${one}'`).join(', ')}))`;

/** What a curator only watches is no message of its own, but a line of their next morning list. */
export class GatheredLines1782870900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table nag add column gathered boolean not null default false');
    await runner.query(check(['new', 'gathered', ...STATES.slice(1)]));
    await runner.query(`create index outbox_message_gathered on outbox_message (id) where state = 'gathered'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index outbox_message_gathered');
    // To an earlier version they are messages as any.
    await runner.query(`update outbox_message set state = 'new' where state = 'gathered'`);
    await runner.query(check(STATES));
    await runner.query('alter table nag drop column gathered');
  }
}
