import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each version of an answer looked like when it was written, and where to find the earlier ones that are nearly the same. */
export class FormalChecks1764600030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table formal_check (
        draft_id integer primary key references answer_draft (id),
        signs jsonb not null,
        repeats_id integer references answer_draft (id),
        likeness integer[] not null
      )`);
    // An entry at a time: what waits in a pending list is read through by every search.
    await runner.query(
      `create index formal_check_likeness on formal_check using gin (likeness) with (fastupdate = off)`,
    );
    await runner.query(`create index formal_check_signs on formal_check (draft_id) where signs <> '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table formal_check`);
  }
}
