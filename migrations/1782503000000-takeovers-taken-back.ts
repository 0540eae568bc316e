import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A press for many says by what it mends, and another press takes it back: until now each kind of difference had one remedy for many. */
export class TakeoversTakenBack1782503000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table registry_takeover add remedy text, add undo_of_id integer references registry_takeover (id)`,
    );
    await runner.query(`
      update registry_takeover set remedy = case kind when 'assigned' then 'assign' when 'finished' then 'answered' when 'term' then 'term' else 'keep' end`);
    await runner.query(`alter table registry_takeover alter remedy set not null, alter kind drop default`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table registry_takeover drop undo_of_id, drop remedy, alter kind set default 'assigned'`);
  }
}
