import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was sent while nothing asked for it waits in a form of its own, one a person; one menu or list lives in a chat. */
export class KeptMessages1764400004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create unique index form_kept on form (person_id) where state = 'kept'`);
    await runner.query('alter table account add column list_ref text');
    await runner.query('create index form_person on form (person_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index form_person');
    await runner.query('alter table account drop column list_ref');
    await runner.query(`update form set state = 'cancelled' where state = 'kept'`);
    await runner.query('drop index form_kept');
  }
}
