import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of a registry of years nearly all was finished in ПОС before anybody here saw it. Such appeals have no place and no text, so words
 * would find them by their category only, after everything else; and to keep their words took more than half of their insertion.
 * They are in every list, count and search by number; once somebody acts on one, its words are found too.
 */
export class History1764600300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table appeal add column is_history boolean not null default false`);
    await runner.query(`drop index appeal_words`);
    await runner.query(`create index appeal_words on appeal using gin (${WORDS}) where not is_history`);
    // As of the other rows of a file: whoever writes a mark has just inserted or read its appeal, and holds the file.
    await runner.query(`alter table registry_mark drop constraint registry_mark_file_id_fkey`);
    await runner.query(`alter table registry_mark drop constraint registry_mark_appeal_id_fkey`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table registry_mark add constraint registry_mark_appeal_id_fkey foreign key (appeal_id) references appeal (id)`,
    );
    await runner.query(
      `alter table registry_mark add constraint registry_mark_file_id_fkey foreign key (file_id) references registry_file (id)`,
    );
    await runner.query(`drop index appeal_words`);
    await runner.query(`create index appeal_words on appeal using gin (${WORDS})`);
    await runner.query(`alter table appeal drop column is_history`);
  }
}

/** As in migration `finding`, to the letter. */
const WORDS = `to_tsvector('russian'::regconfig, translate(
        coalesce(settlement, '') || ' ' || coalesce(address, '') || ' ' || coalesce(category, '') || ' ' || coalesce(subcategory, '') || ' ' || coalesce(fact, ''),
        '\u0401\u0451.,;:/\\()«»"-<>&=@_!?*+#%', '\u0415\u0435                        '))`;
