import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Installation1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table installation (
        id smallint not null constraint installation_pkey primary key,
        installation_id uuid not null,
        purpose text not null,
        constraint installation_is_one check (id = 1),
        constraint installation_purpose_known check (purpose in ('training', 'office'))
      )
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table installation');
  }
}
