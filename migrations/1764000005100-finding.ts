import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes of search and of the list «Разместить в ПОС». None is over a column that a press changes: appeals keep their HOT updates. */
export class Finding1764000005100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The search repeats this expression to the letter. Signs become blanks, or «ул.Советская,12» would be one word, an address of the internet,
    // and what stands between < and > nothing at all.
    await runner.query(`
      create index appeal_words on appeal using gin (to_tsvector('russian'::regconfig, translate(
        coalesce(settlement, '') || ' ' || coalesce(address, '') || ' ' || coalesce(category, '') || ' ' || coalesce(subcategory, '') || ' ' || coalesce(fact, ''),
        '\u0401\u0451.,;:/\\()«»"-<>&=@_!?*+#%', '\u0415\u0435                        ')))
    `);
    // By bytes: the order of a language does not keep the beginnings of numbers together.
    await runner.query(`create index appeal_number_beginning on appeal (number text_pattern_ops)`);
    await runner.query(`create index delivery_to_place on delivery (queued_at) where placed_at is null`);
    await runner.query(`create index form_find on form (person_id) where subject = 'find'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of ['form_find', 'delivery_to_place', 'appeal_number_beginning', 'appeal_words'])
      await runner.query(`drop index ${index}`);
  }
}
