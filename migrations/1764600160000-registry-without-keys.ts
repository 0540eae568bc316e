import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rows of registry files refer to a file and to appeals without foreign keys. A file of 50,000 rows was checked 150,000 times,
 * a sixth of what the database spent on it, and the checks could find nothing: whoever writes the rows holds their file and has
 * just inserted or read their appeals in the same transaction, and neither files nor appeals are ever deleted but for a dry run,
 * which deletes its rows first.
 */
export class RegistryWithoutKeys1764600160000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table registry_row drop constraint registry_row_file_id_fkey`);
    await runner.query(`alter table registry_record drop constraint registry_record_file_id_fkey`);
    await runner.query(`alter table registry_record drop constraint registry_record_appeal_id_fkey`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table registry_record add constraint registry_record_appeal_id_fkey foreign key (appeal_id) references appeal (id)`,
    );
    await runner.query(
      `alter table registry_record add constraint registry_record_file_id_fkey foreign key (file_id) references registry_file (id)`,
    );
    await runner.query(
      `alter table registry_row add constraint registry_row_file_id_fkey foreign key (file_id) references registry_file (id)`,
    );
  }
}
