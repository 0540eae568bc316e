import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every telling of a reminder is a fact of its own: until now a nag that was told again forgot when it was told first. Of the tellings of
 * before what their messages still say is taken over; whether they sounded nobody knows any more.
 */
export class ToldNags1782866000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table told_nag (
        message_key text not null,
        person_id integer not null references person (id),
        appeal_id integer not null references appeal (id),
        term text not null,
        threshold text not null,
        ends_at timestamptz,
        escalated boolean not null,
        at timestamptz not null,
        silent boolean,
        primary key (message_key, person_id, appeal_id, term)
      )
    `);
    await runner.query('create index told_nag_term on told_nag (appeal_id, term)');
    // A message that was put off has the key of the first one before «:again:».
    await runner.query(`
      insert into told_nag (message_key, person_id, appeal_id, term, threshold, escalated, at)
      select told.key, n.person_id, r.appeal_id, r.term, r.threshold, n.escalated, coalesce(m.finished_at, n.noted_at)
      from nag n
        join reminder r on r.id = n.reminder_id
        join appeal a on a.id = r.appeal_id
        cross join lateral unnest(array[split_part(n.message_key, ':again:', 1), n.message_key, n.joined_key]) as told (key)
        left join outbox_message m on m.key = told.key and not m.mergeable
      where r.term is not null and r.threshold is not null and told.key is not null and told.key <> 'no chat'
        and (m.id is null or m.state = 'sent')
      order by r.due_at desc, r.id desc
      on conflict do nothing
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table told_nag');
  }
}
