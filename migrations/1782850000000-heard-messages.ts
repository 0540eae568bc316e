import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a form has heard is recognized by its messages' names: their numbers tell neither two of one millisecond apart nor two messengers. */
export class HeardMessages1782850000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table form add heard_messages text[] not null default '{}'`);
    // Telegram names its messages by their numbers. Of what is over nothing comes again after an update.
    await runner.query(
      `update form set heard_messages = array[split_part(message_ref, '/', 1) || '/' || heard]
       where state in ('open', 'kept') and heard is not null and message_ref ~ '^\\d+/\\d+$'`,
    );
    await runner.query('alter table form drop heard');
    await runner.query('alter table form rename heard_messages to heard');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table form add heard_number bigint');
    await runner.query(
      `update form set heard_number = split_part(heard[cardinality(heard)], '/', 2)::bigint
       where heard[cardinality(heard)] ~ '^\\d+/\\d+$'`,
    );
    await runner.query('alter table form drop heard');
    await runner.query('alter table form rename heard_number to heard');
  }
}
