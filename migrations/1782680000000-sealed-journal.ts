import type { MigrationInterface, QueryRunner } from 'typeorm';

const SEALED = ['journal_head', 'journal_leaf', 'journal_node'] as const;

/** The tree that seals the journal. */
export class SealedJournal1782680000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table journal_head (
        size bigint primary key,
        root text not null,
        previous text not null,
        sealed_at timestamptz not null,
        epoch integer not null,
        txid bigint not null,
        entry_id bigint not null
      )
    `);
    await runner.query(`
      create table journal_leaf (
        place bigint primary key,
        entry_id bigint not null,
        hash bytea not null
      )
    `);
    await runner.query(`create unique index journal_leaf_entry on journal_leaf (entry_id)`);
    await runner.query(`
      create table journal_node (
        level smallint not null,
        place bigint not null,
        hash bytea not null,
        primary key (level, place)
      )
    `);
    // Entries from before transactions were noted are sealed first, by their numbers.
    await runner.query(`create index journal_entry_unordered on journal_entry (id) where txid is null`);
    // The embedded server is entered as its owner, from whom no right can be taken away: a trigger refuses.
    await runner.query(`
      create function refuse_seal_change() returns trigger language plpgsql as $$
      begin
        raise exception 'What the journal was sealed with is append-only';
      end $$
    `);
    for (const table of SEALED) {
      await runner.query(`
        create trigger ${table}_append_only before update or delete or truncate on ${table}
        for each statement execute function refuse_seal_change()
      `);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of SEALED) await runner.query(`drop table ${table}`);
    await runner.query('drop function refuse_seal_change()');
    await runner.query('drop index journal_entry_unordered');
  }
}
