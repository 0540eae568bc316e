import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which words former appeals are found again, so that whoever had those is offered what is near to them. */
export class FormerWords1764600150000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Searched by the word, the newest appeals first; of common words only those are kept, so nothing refers to `appeal`.
    await runner.query(
      `create table appeal_word (word integer, appeal_id integer not null, primary key (word, appeal_id))`,
    );
    await runner.query(`create table word_count (word integer primary key, appeals integer not null)`);
    await runner.query(`create table appeal_to_learn (appeal_id integer primary key references appeal (id))`);
    await runner.query(`insert into appeal_to_learn (appeal_id) select id from appeal where executor_id is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table appeal_to_learn, word_count, appeal_word`);
  }
}
