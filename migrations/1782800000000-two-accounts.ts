import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person may have an account of each messenger, is written to in one of them, and may have a card of a subject in each. */
export class TwoAccounts1782800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table account
        add is_home boolean not null default true,
        add instead_of text null,
        add is_spoken_in boolean not null default true`);
    await runner.query(`alter table account drop constraint account_pkey`);
    await runner.query(`alter table account add constraint account_pkey primary key (person_id, messenger)`);
    await runner.query(`create unique index account_home on account (person_id) where is_home`);
    await runner.query(`alter table person add home_chosen boolean not null default false`);
    await runner.query(`alter table invitation add messenger text null`);
    await runner.query(`alter table card add messenger text null`);
    await runner.query(
      `update card set messenger = account.messenger from account where account.person_id = card.person_id`,
    );
    // a person without an account has no chat in which a card could be
    await runner.query(`delete from card where messenger is null`);
    await runner.query(`alter table card alter messenger set not null, drop constraint card_pkey`);
    await runner.query(
      `alter table card add constraint card_pkey primary key (person_id, messenger, subject, subject_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `delete from card using account where account.person_id = card.person_id and account.messenger = card.messenger and not is_home`,
    );
    await runner.query(`alter table card drop constraint card_pkey, drop messenger`);
    await runner.query(`alter table card add constraint card_pkey primary key (person_id, subject, subject_id)`);
    await runner.query(`delete from invitation where messenger is not null`);
    await runner.query(`alter table invitation drop messenger`);
    await runner.query(`alter table person drop home_chosen`);
    await runner.query(`delete from account where not is_home`);
    await runner.query(`drop index account_home`);
    await runner.query(`alter table account drop constraint account_pkey`);
    await runner.query(`alter table account add constraint account_pkey primary key (person_id)`);
    await runner.query(`alter table account drop is_home, drop instead_of, drop is_spoken_in`);
  }
}
