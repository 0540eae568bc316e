import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when the deputies of an absence are known, where they were named after it was entered: a term is theirs only from then on. */
export class NamedDeputies1782870400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table absence add column deputies_named_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table absence drop column deputies_named_at');
  }
}
