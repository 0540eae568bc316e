import { statement } from '../../../src/database/database';
import type { Office } from './office';

/** Appeals that are written in one statement. */
const PIECE = 20_000;
/** Until this day; the first were registered so many years before. */
export const TODAY = new Date('2026-11-27T12:00:00Z');
const YEARS = Number(process.env.BENCH_YEARS ?? 5);

const people = statement(
  'bench.people',
  `insert into person (name, roles, can_approve) select 'Фамилия' || n || ' Имя Отчество', '{executor}', false from generate_series(1, 40) n`,
);
const bodies = statement(
  'bench.bodies',
  `insert into organization (name, kind) select 'Организация ' || n, 'outside' from generate_series(1, 20) n`,
);
// Spread by prime steps over the years, so that no day, person or place is like another; nothing by chance, so each run has the same.
const appeals = statement(
  'bench.appeals-of-years',
  `insert into appeal (id, number, kind, registered_at, received_at, category, subcategory, settlement, fast_track_days, term_days, stage, version,
     stage_entered_at, first_due_at, due_at, executor_id, extended, reexaminations, answer_type, finished_at)
   select n, n::text, case when n % 4 = 0 then 'appeal59' else 'message' end, r, r + interval '20 minutes', 'Категория ' || n % 37, 'Подкатегория ' || n % 5,
     'Село ' || n % 83, case when n % 4 <> 0 and n % 3 = 0 then 10 end, 30, case when d < $4::timestamptz then 'answered' else 'in_progress' end, 1,
     r, r + interval '30 days', r + interval '30 days', 1 + n % 40, false, (n % 20 = 0)::int, case when d < $4::timestamptz then 'resolved' end, case when d < $4::timestamptz then d end
   from (select n, r, r + make_interval(hours => 30 + (n::bigint * 7919 % 500)::int) as d from (
     select n, $4::timestamptz - make_interval(secs => (1 - n::float8 / $3) * ${YEARS} * 31556952) as r from generate_series($1::int, $2::int) n) given) whole`,
);
/** Eight entries an appeal, ten of one that was returned. */
const entries = statement(
  'bench.entries-of-years',
  `insert into journal_entry (at, appeal_id, action, person_id, capacity, from_stage, to_stage, version, details)
   select w.r + (w.d - w.r) * s.share, w.n, s.action, case when s.place > 1 then 1 + w.n % 40 end, 'executor', s.was, s.now, s.place,
     case s.action when 'register' then jsonb_build_object('source', case when w.n % 3 = 0 then 'file' else 'http' end)
       when 'assign' then jsonb_build_object('executorId', 1 + w.n % 40)
       when 'submitAnswer' then jsonb_build_object('answerType', (array['resolved', 'not_resolved', 'declined'])[1 + w.n % 3], 'formerExecutorId', 1 + w.n % 40)
       when 'returnForReexamination' then jsonb_build_object('reexaminationReason', 'formal_answer', 'formerExecutorId', 1 + w.n % 40)
       else jsonb_build_object('formerExecutorId', 1 + w.n % 40) end
   from (select id as n, received_at as r, registered_at + make_interval(hours => 30 + (id::bigint * 7919 % 500)::int) as d from appeal where id between $1 and $2) w
   cross join (values (1, 0.0, 'register', null, 'coordination'), (2, 0.05, 'assign', 'coordination', 'assigned'), (3, 0.1, 'takeIntoWork', 'assigned', 'in_progress'),
     (4, 0.2, 'comment', 'in_progress', 'in_progress'), (5, 0.7, 'submitAnswer', 'in_progress', 'answer_agreement'),
     (6, 0.8, 'agreeAnswer', 'answer_agreement', 'answer_approval'), (7, 0.9, 'markEntered', 'answer_approval', 'answer_approval'),
     (8, 1.0, 'approveAnswer', 'answer_approval', 'answered'), (9, 1.2, 'returnForReexamination', 'answered', 'assigned'), (10, 1.3, 'takeIntoWork', 'assigned', 'in_progress'),
     (11, 1.4, 'submitAnswer', 'in_progress', 'answer_agreement'), (12, 1.45, 'agreeAnswer', 'answer_agreement', 'answer_approval'), (13, 1.5, 'approveAnswer', 'answer_approval', 'answered')
   ) s (place, share, action, was, now)
   where w.r + (w.d - w.r) * s.share < $3::timestamptz and (s.place <= 8 or w.n % 20 = 0)
   order by w.n, s.place`,
);
const facts = statement(
  'bench.facts-of-years',
  `insert into overdue (appeal_id, kind, term, stage, due_at, holder, holder_ids, rules, noted_at, ended_at)
   select id, (array['stage', 'whole', 'duty'])[1 + id % 3], 'term:' || id, 'in_progress', registered_at + interval '9 days', 'executor', array[1 + id % 40], 2,
     registered_at + interval '9 days', registered_at + interval '12 days' from appeal where id between $1 and $2 and id % 11 = 0 and registered_at < $3::timestamptz - interval '9 days'`,
);
const duties = statement(
  'bench.duties-of-years',
  `insert into duty_done (appeal_id, began_at, due_at, done_at, executor_id)
   select id, registered_at, registered_at + interval '1 day', registered_at + interval '20 hours', 1 + id % 40 from appeal where id between $1 and $2 and id % 2 = 0`,
);

/** An office of some years: its appeals with their journal, missed terms and duties. */
export async function fillYears({ database }: Office, count: number): Promise<void> {
  await database.query(people);
  await database.query(bodies);
  for (let from = 1; from <= count; from += PIECE) {
    const to = Math.min(count, from + PIECE - 1);
    await database.query(appeals, [from, to, count, TODAY]);
    await database.query(entries, [from, to, TODAY]);
    await database.query(facts, [from, to, TODAY]);
    await database.query(duties, [from, to]);
  }
  await database.dataSource.query('vacuum analyze appeal, journal_entry, overdue, duty_done');
}
