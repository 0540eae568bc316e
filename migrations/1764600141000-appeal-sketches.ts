import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what likely repeats are found: where an appeal is, in words brought to one form, and a sketch of the applicant's text. */
export class AppealSketches1764600141000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table appeal_sketch (
        appeal_id integer primary key references appeal (id),
        place text,
        likeness integer[] not null
      )`);
    await runner.query(`create index appeal_sketch_place on appeal_sketch (place) where place is not null`);
    await runner.query(`create index appeal_sketch_likeness on appeal_sketch using gin (likeness)`);
    await runner.query(`create index appeal_epgu_number on appeal (epgu_number) where epgu_number is not null`);
    await runner.query(`create index appeal_latitude on appeal (latitude) where latitude is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index appeal_latitude`);
    await runner.query(`drop index appeal_epgu_number`);
    await runner.query(`drop table appeal_sketch`);
  }
}
