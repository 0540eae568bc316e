import { loadCalendar } from '../../../src/adapters/calendars';
import { statement, type Database } from '../../../src/database/database';
import { dayOf, type OfficeCalendar } from '../../../src/regulation/calendar';
import { planOf } from '../../../src/usecases/terms/follow-terms';
import { loadTerms } from '../../../src/usecases/terms/load-terms';
import { planReminders } from '../../../src/usecases/kit/reminders';

/** A twentieth of the appeals is open, and of these a tenth has a nag in the same minute. */
export const APPEALS = Number(process.env.BENCH_APPEALS ?? 1_000_000);
export const OPEN = APPEALS / 20;
export const DUE_IN_A_MINUTE = OPEN / 10;

/** An office in which it is noon now, of a working day: nags come in working time, and the morning lists are over. */
export function noonOffice(now: Date): OfficeCalendar {
  const ahead = 12 - now.getUTCHours();
  // The signs of these zones are the other way round.
  const zone = ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
  const hours = { zone, opensAt: 8 * 60, closesAt: 17 * 60 };
  const today = dayOf(now, loadCalendar(hours));
  return loadCalendar({ ...hours, overrides: [{ day: today, kind: 'working', note: null }] });
}

const PEOPLE = 436;

/** How the open appeals lie over the stages, and how many days each may take of a term of thirty. */
const STAGES = `(values
  (0.00, 0.10, 'coordination', 3.0), (0.10, 0.18, 'assigned', 1.5), (0.18, 0.72, 'in_progress', 18.0),
  (0.72, 0.80, 'answer_agreement', 3.75), (0.80, 0.86, 'answer_approval', 3.75), (0.86, 0.92, 'with_organization', 30.0),
  (0.92, 0.96, 'postponed', 30.0), (0.96, 0.98, 'redirect_agreement', 3.0), (0.98, 1.00, 'redirect_approval', 3.0)
) s (beginning, ending, stage, days)`;

const COLUMNS = `id, number, kind, registered_at, received_at, category, subcategory, fact, term_days, text, address, settlement, stage,
  version, stage_entered_at, stage_due_at, first_due_at, due_at, executor_id, agreeing_id, approving_id, postponed_until, extended,
  reexaminations, finished_at`;
const SAID = `'Дороги', 'Содержание дорог', 'Яма', 30,
  repeat('Яма напротив дома 15, глубокая, вчера там застряла машина скорой помощи. ', 4), 'ул. Советская, 15', 'Мамадыш'`;

/**
 * What years leave behind: finished appeals first, the open ones of the last weeks after them, beside those that the office has
 * already. Rows are made by the server, without foreign keys being asked and without the index of words, which nothing here reads.
 */
export async function fillYears(database: Database, now: Date, open: number): Promise<void> {
  const finished = APPEALS - OPEN;
  await database.dataSource.query('drop index appeal_words');
  await database.dataSource.query(
    `with hired as (
       insert into person (name, roles, can_approve)
       select 'Исполнитель Многий ' || n, '{executor}', false from generate_series(1, ${PEOPLE}) n returning id
     )
     insert into account (person_id, messenger, user_id, chat_id, started_at)
     select id, 'telegram', 9200000 + id, 9200000 + id, $1::timestamptz from hired`,
    [now],
  );
  await unasked(
    database,
    `insert into appeal (${COLUMNS})
     select n, (100000000 + n)::text, 'message', r, r + interval '1 hour', ${SAID}, case when n % 20 = 0 then 'redirected' else 'answered' end,
       6, r + interval '20 days', null, r + interval '30 days', r + interval '30 days', p.ids[1 + n % p.size], p.ids[1 + n % p.size],
       p.ids[1 + n % p.size], null, false, 0, r + interval '20 days'
     from generate_series(1, ${finished}) n, ${EVERYBODY},
       lateral (select date_trunc('second', $1::timestamptz - interval '20 days 12 hours' - interval '1800 days' * (1 - n / ${finished}.0)) as r) t`,
    [now],
  );
  await unasked(
    database,
    `insert into appeal (${COLUMNS})
     select n, (100000000 + n)::text, 'message', r, r + interval '1 hour', ${SAID}, s.stage, 3, e,
       case when s.days < 30 then e + interval '1 day' * s.days else r + interval '30 days' end, r + interval '30 days', r + interval '30 days',
       case when s.stage <> 'coordination' then p.ids[1 + n % p.size] end,
       case when s.stage like 'answer%' then p.ids[1 + (n + 1) % p.size] end,
       case when s.stage = 'answer_approval' then p.ids[1 + (n + 2) % p.size] end,
       case when s.stage = 'postponed' then ($1::timestamptz + interval '10 days')::date end, false, 0, null
     from (select n, random() as a, random() as b, random() as c from generate_series(${finished + 1}, ${finished + open}) n) n
       join ${STAGES} on a >= s.beginning and a < s.ending, ${EVERYBODY},
       lateral (select date_trunc('second', $1::timestamptz - interval '1 day' * least(s.days, 18) * b * 1.03) as e) entered,
       lateral (select e - interval '12 days' * c * (s.stage <> 'coordination')::int as r) registered`,
    [now],
  );
  await unasked(
    database,
    `insert into open_work (appeal_id, stage, executor_id, agreeing_id, approving_id, due_at, stage_due_at)
     select id, stage, executor_id, agreeing_id, approving_id, due_at, stage_due_at from appeal where finished_at is null
     on conflict do nothing`,
  );
}

/** What nags leave behind: a row of each finished appeal, told or cancelled. */
export const fillPastReminders = (database: Database): Promise<void> =>
  unasked(
    database,
    `insert into reminder (key, reason, appeal_id, term, threshold, params, due_at, state)
     select 'appeal:' || n || ':stage:in_progress:2026-01-12T09:30:15.000Z:most', 'stage', n, 'stage:in_progress:2026-01-12T09:30:15.000Z',
       'most', '{}', a.stage_entered_at, case when n % 2 = 0 then 'done' else 'cancelled' end
     from generate_series(1, ${APPEALS}) n join appeal a on a.id = n where a.finished_at is not null`,
  );

/** What acts and missed terms leave behind: the last entry of each finished appeal, a tenth of them late, and what is late now. */
export async function fillHistory(database: Database, now: Date): Promise<void> {
  await unasked(
    database,
    `insert into journal_entry (at, appeal_id, action, person_id, capacity, clause, from_stage, to_stage, version, details)
     select finished_at, id, 'approveAnswer', approving_id, 'approving', '§3', 'answer_approval', stage, version, '{}'
     from appeal where finished_at is not null order by id`,
  );
  await unasked(
    database,
    `insert into overdue (appeal_id, kind, term, stage, due_at, holder, holder_ids, rules, noted_at, ended_at)
     select id, case when id % 3 = 0 then 'whole' else 'stage' end, 'stage:' || stage, 'in_progress', coalesce(stage_due_at, due_at), 'executor',
       array[executor_id], 2, coalesce(stage_due_at, due_at), finished_at
     from appeal where finished_at is not null and id % 10 = 0 or finished_at is null and stage_due_at < $1`,
    [now],
  );
}

/** Bulk loads: what refers to what is right by construction. */
async function unasked(database: Database, sql: string, values: readonly unknown[] = []): Promise<void> {
  await database.transaction(async ({ manager }) => {
    await manager.query('set local session_replication_role = replica');
    await manager.query(sql, [...values]);
  });
}

const EVERYBODY = `(select array_agg(id) as ids, count(*)::int as size from person where 'executor' = any(roles)) p`;

const forget = statement(
  'bench.forget-plans',
  `delete from reminder where appeal_id = any($1::int[]) and state = 'planned'`,
);
const PLANNED_AT_ONCE = 1_000;

/** Plans these appeals as the bot does it, as of `now`. */
export async function plan(
  database: Database,
  appealIds: readonly number[],
  now: Date,
  calendar: OfficeCalendar,
): Promise<void> {
  for (let from = 0; from < appealIds.length; from += PLANNED_AT_ONCE) {
    const ids = appealIds.slice(from, from + PLANNED_AT_ONCE);
    const terms = await loadTerms(database, ids, 'mark');
    await database.transaction(async (tx) => {
      await tx.query(forget, [ids]);
      await planReminders(
        tx,
        [...terms.values()].flatMap(({ appealId, facts }) => planOf(appealId, facts, now, calendar)),
      );
    });
  }
}
