import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever forgets an applicant looks through the rows of all exports for their number: those that have words of an applicant, and those in
 * error. A row that is forgotten is in neither index any more. Numbers of appeals are compared by bytes: by an index of any other order they
 * are not found.
 */
export class WordsOfRegistryRows1782839000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index registry_row_words on registry_row ((said -> 'appeal' ->> 'number') collate "C") where said -> 'appeal' ?| array['text', 'applicant']`,
    );
    await runner.query(`create index registry_row_bad on registry_row (file_id) where verdict = 'bad'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index registry_row_bad`);
    await runner.query(`drop index registry_row_words`);
  }
}
