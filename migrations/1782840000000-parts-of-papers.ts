import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A protocol that is too long for one file comes in several: of those after the first, which alone is signed, the bytes are kept here. */
export class PartsOfPapers1782840000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table engagement_paper_part (
        paper_id integer not null references engagement_paper (id),
        part integer not null,
        sha256 text not null,
        primary key (paper_id, part)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table engagement_paper_part;`);
  }
}
