import type { MigrationInterface, QueryRunner } from 'typeorm';

const trigger = (written: string, said: string) => `
  create or replace function refuse_overdue_change() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' or (to_jsonb(new) - ${written}) is distinct from (to_jsonb(old) - ${written}) then
      raise exception 'A missed term is a fact: only its ${said} may be written';
    end if;
    return new;
  end $$
`;

export class WorkingTime1764400001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table appeal add column visits jsonb`);
    // What is there was noted by the rules before these.
    await runner.query(`
      alter table overdue add column organization_id integer references organization (id),
        add column rules integer not null default 1,
        add column answered_at timestamptz, add column answered_by jsonb
    `);
    await runner.query(`alter table overdue alter column rules drop default`);
    await runner.query(trigger(`array['ended_at', 'answered_at', 'answered_by']`, 'end and its answer'));
    // What has been told to a person lately.
    await runner.query(`create index nag_lately on nag (person_id, noted_at)`);
    // What an answer has made good is late nowhere.
    await runner.query(`drop index overdue_running`);
    await runner.query(
      `create index overdue_running on overdue (appeal_id) where ended_at is null and answered_at is null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index nag_lately`);
    await runner.query(`drop index overdue_running`);
    await runner.query(`create index overdue_running on overdue (appeal_id) where ended_at is null`);
    await runner.query(trigger(`'ended_at'`, 'end'));
    await runner.query(`
      alter table overdue drop column organization_id, drop column rules, drop column answered_at, drop column answered_by
    `);
    await runner.query(`alter table appeal drop column visits`);
  }
}
