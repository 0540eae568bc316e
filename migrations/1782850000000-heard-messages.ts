import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a form has heard is recognized by its messages' names: their numbers tell neither two of one millisecond apart nor two messengers. */
export class HeardMessages1782850000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table form add heard_messages text[] not null default '{}'`);
    await runner.query('alter table form drop heard');
    await runner.query('alter table form rename heard_messages to heard');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table form drop heard');
    await runner.query('alter table form add heard bigint');
  }
}
