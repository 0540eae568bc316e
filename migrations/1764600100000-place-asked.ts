import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The message with the button that sends a place is kept with the form that asks for it, so that it goes with it. */
export class PlaceAsked1764600100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table form add column place_asked_ref text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table form drop column place_asked_ref');
  }
}
