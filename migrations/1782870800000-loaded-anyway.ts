import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A file that was older than what was known, and was brought in whole all the same: the list of files says so. */
export class LoadedAnyway1782870800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table registry_file add column loaded_anyway boolean not null default false');
    await runner.query(`
      update registry_file f set loaded_anyway = true
      from journal_entry j where j.action = 'loadAnyway' and (j.details ->> 'fileId')::int = f.id`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table registry_file drop column loaded_anyway');
  }
}
