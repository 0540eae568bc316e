import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A letter is the present one as long as it names the appeals as they are. Those that were issued before, and since which nothing of that has changed, go on
 * being signed; of the others nobody knows what they name.
 */
export class AppealsNamed1782852000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table letter add appeals_named text not null default ''`);
    await runner.query(
      `with present as (
         select l.id, l.issued_at, coalesce(j.leading_id, a.id) as leading_id
         from letter l join appeal a on a.draft_id = l.draft_id left join joined_appeal j on j.appeal_id = a.id),
       named as (
         select p.id, p.issued_at, m.id as appeal_id, m.number, m.registered_at
         from present p join appeal m on m.id = p.leading_id or m.id in (select appeal_id from joined_appeal where leading_id = p.leading_id)),
       known as (
         select n.id, jsonb_agg(jsonb_build_object('number', n.number, 'registeredAt', (extract(epoch from n.registered_at) * 1000)::bigint)
           order by n.appeal_id) as names
         from named n group by n.id
         having not bool_or(exists (select from journal_entry e where e.appeal_id = n.appeal_id and e.at >= n.issued_at
           and e.action in ('correctDetails', 'takeDetailsThere', 'takeFastTrack', 'join', 'disjoin', 'restoreBefore'))))
       update letter l set appeals_named = encode(sha256(convert_to(k.names::text, 'UTF8')), 'hex') from known k where k.id = l.id`,
    );
    await runner.query('drop index letter_of_draft');
    await runner.query(
      'create unique index letter_of_draft on letter (draft_id, coalesce(signer_id, 0), names_applicant, is_draft, appeals_named)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index letter_of_draft');
    // Of several only one can stand: that which was signed, or the latest.
    await runner.query(
      `with signed as (select letter_id as id from signature)
       delete from letter l using letter o
       where o.draft_id = l.draft_id and o.signer_id is not distinct from l.signer_id and o.names_applicant = l.names_applicant
         and o.is_draft = l.is_draft and l.id not in (select id from signed) and (o.id > l.id or o.id in (select id from signed)) and o.id <> l.id`,
    );
    await runner.query('alter table letter drop appeals_named');
    await runner.query(
      'create unique index letter_of_draft on letter (draft_id, coalesce(signer_id, 0), names_applicant, is_draft)',
    );
  }
}
