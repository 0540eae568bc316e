import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Appeals that came before their likeness to others was kept: they are sketched little by little, while the office works. */
export class SketchesOfFormer1764600230000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table appeal_to_sketch (appeal_id integer primary key references appeal (id))`);
    await runner.query(`insert into appeal_to_sketch (appeal_id)
      select a.id from appeal a where (a.text is not null or a.address is not null or a.settlement is not null)
        and not exists (select from appeal_sketch k where k.appeal_id = a.id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table appeal_to_sketch`);
  }
}
