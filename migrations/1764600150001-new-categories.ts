import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Categories that came with appeals and that nobody has decided about, and the open appeals whose term follows the decision. */
export class NewCategories1764600150001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table category
      add column is_new boolean not null default false,
      add column same_as_id integer references category (id),
      add column decided_by_id integer references person (id),
      add column decision text`);
    await runner.query(`create table term_by_category (
      appeal_id integer primary key references appeal (id),
      category_id integer not null references category (id)
    )`);
    await runner.query(`create index term_by_category_category on term_by_category (category_id)`);
    // What came before is decided about as well; whether ПОС itself has said something of their terms is not known any more, so those
    // that are open keep theirs.
    await runner.query(`insert into category (category, subcategory, fact, is_new)
      select distinct category, nullif(subcategory, ''), nullif(fact, ''), true from appeal where category <> '' on conflict do nothing`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table term_by_category`);
    await runner.query(`delete from category where is_new`);
    await runner.query(
      `alter table category drop column is_new, drop column same_as_id, drop column decided_by_id, drop column decision`,
    );
  }
}
