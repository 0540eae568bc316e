import { statement, type Queries } from '../../database/database';
import { listed } from '../../database/listed';
import { dayOf, type PlainDate } from '../../regulation/calendar';
import type { Lateness } from '../../regulation/lateness';
import { WAITING_STAGES } from '../../regulation/stages';
import type { Violation } from '../../../entities/violation';
import { shortName } from '../people/names';
import { whyLate, type AroundLateness } from '../reading/why-late';

/** Somebody of those who had the appeal was away meanwhile. */
export interface AwayMeanwhile {
  readonly name: string;
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly deputies: readonly string[];
}
/** What the appeal waited for meanwhile: papers of another body, an organization, the date of «Отложено». */
export interface WaitedFor {
  readonly what: 'documents' | (typeof WAITING_STAGES)[number];
  /** The body that was asked for papers. */
  readonly body: string | null;
  readonly from: Date;
  /** Null: it waits still. */
  readonly until: Date | null;
}
/** Nothing that people sent came to the bot meanwhile. */
export interface Unheard {
  readonly from: Date;
  readonly until: Date;
}
/** What there was around a fact: a defence needs it as much as blame does. */
export interface CircumstancesOfFact {
  /** Since when the appeal was at that stage; null: the journal does not say. */
  readonly since: Date | null;
  readonly away: readonly AwayMeanwhile[];
  readonly waited: readonly WaitedFor[];
  readonly unheard: readonly Unheard[];
  /** Reminders of the end that was missed, as they reached those who had it before it came. */
  readonly reminded: readonly ToldReminder[];
  /** Into what the time of the missed term went; null: an answer came back. */
  readonly lateness: Lateness | null;
}
export interface ToldReminder {
  readonly at: Date;
  /** Null: nobody knows any more. */
  readonly sounded: boolean | null;
  /** They had been told of it before. */
  readonly again: boolean;
}

const selectSince = statement(
  'since-when-at-stage',
  `select max(at) as since from journal_entry
   where appeal_id = $1 and at <= $2 and to_stage = $3 and from_stage is distinct from to_stage`,
);
const selectAway = statement(
  'away-at-fact',
  `select p.name, b.from_day as "from", least(b.until_day, (b.cancelled_at at time zone $4)::date - 1) as "until",
     array(select distinct d.name from person d where d.id = b.deputy_id or d.id in (select r.deputy_id from deputy r where r.absence_id = b.id) order by d.name) as deputies
   from absence b join person p on p.id = b.person_id
   where b.person_id = any($1::int[]) and b.from_day <= $3 and b.until_day >= $2
     and (b.cancelled_at is null or (b.cancelled_at at time zone $4)::date > greatest(b.from_day, $2))
   order by b.from_day, b.id`,
);
const selectWaited = statement(
  'waited-at-fact',
  `select * from (
     select 'documents' as what, r.body, r.asked_at as "from", coalesce(r.received_at, r.cancelled_at) as "until" from document_request r
     where r.appeal_id = $1 and r.asked_at is not null
     union all
     select s.to_stage, null, s.at, s.left_at from (
       select j.to_stage, j.at, lead(j.at) over (order by j.id) as left_at from journal_entry j
       where j.appeal_id = $1 and j.from_stage is distinct from j.to_stage) s
     where s.to_stage in (${listed(WAITING_STAGES)})) w
   where w."from" <= $3 and coalesce(w."until", $3) >= $2 order by w."from"`,
);
const selectUnheard = statement(
  'unheard-before-fact',
  `select o.since as "from", o.until from outage o where o.until > $1 and o.since < $2
     and o.messenger in (select messenger from account where person_id = any($3::int[])) order by o.since`,
);
// What came together, or to several at once, is one reminder.
const selectReminded = statement(
  'reminded-before-fact',
  `select min(t.at) as at, bool_or(not t.silent) as sounded, bool_and(t.again) as again
   from (select t.at, t.silent,
       row_number() over (partition by t.person_id, t.threshold, t.ends_at order by t.at) > 1 as again
     from violation_term f join violation_term c on c.violation_id = f.violation_id join overdue o on o.id = c.overdue_id
       join told_nag t on t.appeal_id = o.appeal_id and t.term = o.term
     where f.overdue_id = $1 and t.person_id = any($2::int[]) and t.threshold <> 'overdue' and not t.escalated and t.at <= o.due_at
       and (t.ends_at is null or t.ends_at = o.due_at)) t
   group by date_trunc('minute', t.at) order by 1`,
);

export async function readCircumstances(
  queries: Queries,
  {
    appealId,
    heldByIds,
    personId,
    overdueId,
    at,
    stage,
  }: Pick<Violation, 'appealId' | 'heldByIds' | 'personId' | 'overdueId' | 'at' | 'stage'>,
  around: AroundLateness,
): Promise<CircumstancesOfFact> {
  const { calendar } = around;
  const [entered] = await queries.query<{ since: Date | null }>(selectSince, [appealId, at, stage]);
  const since = entered?.since ?? null;
  const from = since ?? at;
  const away = await queries.query<AwayMeanwhile>(selectAway, [
    heldByIds,
    dayOf(from, calendar),
    dayOf(at, calendar),
    calendar.zone,
  ]);
  return {
    since,
    away: away.map((one) => ({ ...one, name: shortName(one.name), deputies: one.deputies.map(shortName) })),
    waited: await queries.query<WaitedFor>(selectWaited, [appealId, from, at]),
    unheard: await queries.query<Unheard>(selectUnheard, [from, at, heldByIds]),
    lateness: overdueId === null ? null : await whyLate(queries, overdueId, around),
    reminded: await queries.query<ToldReminder>(selectReminded, [
      overdueId,
      personId === null ? heldByIds : [personId],
    ]),
  };
}
