import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Different people may stand in for one who is away, role by role. */
export class Deputies1764400002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table deputy (
        absence_id integer not null references absence (id),
        role text not null,
        deputy_id integer not null references person (id),
        primary key (absence_id, role)
      )
    `);
    await runner.query(`create index deputy_person on deputy (deputy_id)`);
  }

  /** The version before knows one for everything: who does one of the things is no deputy to it. */
  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table deputy`);
  }
}
