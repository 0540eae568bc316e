import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the ОГ role makes is a draft as soon as something of it is said: by the form in which it is, one draft. */
export class DraftsFromTheFirstAnswer1782870500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table engagement add column form_id integer');
    await runner.query(`
      update engagement e set form_id = (
        select min(j.form_id) from journal_entry j where j.engagement_id = e.id and j.action = 'make')`);
    await runner.query('create unique index engagement_form on engagement (form_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table engagement drop column form_id');
  }
}
