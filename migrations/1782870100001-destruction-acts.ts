import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Acts of destruction as they were issued: their bytes are kept, and are never made again. */
export class DestructionActs1782870100001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table destruction_act (
        entry_id bigint not null,
        locale text not null,
        sha256 text not null,
        issued_at timestamptz not null,
        constraint destruction_act_pkey primary key (entry_id, locale)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table destruction_act');
  }
}
