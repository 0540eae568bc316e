import type { TermAnswer } from '../../../entities/terms';
import { Violation } from '../../../entities/violations';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries, databaseOf } from '../../database/database';
import { listed } from '../../database/listed';
import { dayOf, type PlainDate } from '../../regulation/calendar';
import type { Lateness } from '../../regulation/lateness';
import type { MissedTerm } from '../../regulation/nags';
import { hasRight } from '../../regulation/rights';
import { WAITING_STAGES } from '../../regulation/stages';
import { lastDayForOrder, lastDayOfDeed } from '../../regulation/violations/deadlines';
import { actsOffered, isHeardOut, suspectsOf, type ViolationAct } from '../../regulation/violations/table';
import type { ReexaminationReason, Stage } from '../../regulation/vocabulary';
import { groupOf } from '../appeals/pending';
import { shortName, type Official } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { whyLate, type AroundLateness } from '../terms/why-late';
import { maySeeViolation } from './read-violations';
import { factsOfViolation, IN_FORCE, termToExplain } from './store';

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

const OF_VIOLATION = columns(
  Violation,
  [
    'id',
    'kind',
    'appealId',
    'at',
    'stage',
    'heldByIds',
    'personId',
    'overdueId',
    'openedAt',
    'state',
    'askedAt',
    'remindedAt',
    'silentAt',
    'decision',
    'orderNumber',
    'orderDay',
    'decisionWords',
    'decidedAt',
  ],
  'v',
);
interface Named {
  readonly id: number;
  readonly name: string;
  readonly position: string | null;
}
/** One missed term of a case. */
export interface FactOfCase {
  readonly number: string;
  readonly kind: MissedTerm;
  readonly stage: Stage;
  readonly at: Date;
  readonly endedAt: Date | null;
  readonly answeredBy: TermAnswer | null;
  /** Its appeal goes its own way since. */
  readonly apart: boolean;
}
const selectBeside = statement(
  'other-facts-of-violation',
  `select a.number, o.kind, o.stage, o.due_at as at, o.ended_at as "endedAt", o.answered_by as "answeredBy", o.appeal_id not in ${groupOf('v.appeal_id')} as apart
   from violation v join violation_term f on f.violation_id = v.id join overdue o on o.id = f.overdue_id join appeal a on a.id = o.appeal_id
   where v.id = $1 and o.id <> v.overdue_id order by o.due_at, o.id`,
);

interface Row extends RowOf<typeof OF_VIOLATION> {
  readonly number: string;
  readonly inForce: boolean;
  readonly unreachable: boolean;
  readonly endedAt: Date | null;
  readonly answeredBy: TermAnswer | null;
  readonly deputyId: number | null;
  readonly heldBy: readonly Named[];
  readonly decidedBy: string | null;
  readonly reason: ReexaminationReason | null;
  readonly words: string | null;
}

const selectViolation = statement(
  'read-violation',
  `select ${OF_VIOLATION}, a.number, ${IN_FORCE} as "inForce", o.ended_at as "endedAt", o.answered_by as "answeredBy", o.deputy_id as "deputyId",
     coalesce((select p.disabled_at is not null or account.person_id is null or account.started_at is null or account.unreachable is not null
       from person p left join account on account.person_id = p.id and account.is_home where p.id = v.person_id), false) as unreachable,
     (select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'position', p.position) order by p.id) from person p where p.id = any(v.held_by_ids)) as "heldBy",
     (select d.name from person d where d.id = v.decided_by_id) as "decidedBy",
     j.details ->> 'reexaminationReason' as reason, j.told ->> 'reexaminationText' as words
   from violation v join appeal a on a.id = v.appeal_id left join overdue o on o.id = v.overdue_id
     left join lateral (select r.details, r.told from journal_entry r where v.overdue_id is null and r.appeal_id = v.appeal_id
       and r.action = 'returnForReexamination' and r.at = v.at order by r.id desc limit 1) j on true
   where v.id = $1`,
);
const selectExplanations = statement(
  'explanations-of-violation',
  `select e.id, e.at, e.late, e.text, e.person_id as "personId", p.name as by,
     (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.file_name, 'kind', t.kind) order by t.id), '[]') from attachment t where t.form_id = e.form_id) as files
   from violation_explanation e join person p on p.id = e.person_id where e.violation_id = $1 order by e.id`,
);

export interface ShownExplanation {
  readonly id: number;
  readonly personId: number;
  readonly at: Date;
  readonly late: boolean;
  readonly text: string;
  readonly by: string;
  readonly files: readonly { readonly id: number; readonly name: string | null; readonly kind: 'photo' | 'document' }[];
}

/** A violation as a screen or a paper shows it. */
export interface ViolationView extends Omit<Row, 'heldBy' | 'decidedBy' | 'unreachable' | 'heldByIds'> {
  /** Whose it is; null: nobody has said yet. */
  readonly person: { readonly name: string; readonly fullName: string; readonly position: string | null } | null;
  readonly heldBy: readonly { readonly id: number; readonly name: string; readonly isDeputy: boolean }[];
  readonly decidedBy: string | null;
  /** What else is late by the same deed. */
  readonly beside: readonly FactOfCase[];
  readonly explanations: readonly ShownExplanation[];
  readonly explanationDue: Date | null;
  /** A penalty has nothing to wait for: they were heard, had their term, or can't be asked here. */
  readonly mayPunish: boolean;
  readonly openedOn: PlainDate;
  /** For an order, by ТК 193. */
  readonly lastDay: PlainDate;
  /** The same, however long the person is away. */
  readonly lastDayOfDeed: PlainDate;
  readonly circumstances: CircumstancesOfFact;
  /** The viewer's own, or it may be. */
  readonly isOwn: boolean;
  readonly acts: readonly ViolationAct[];
  /** There is an explanation, or its term is over without one: before that no paper may say either. */
  readonly hasPaper: boolean;
}

/** Null: there is none, or it is not for this viewer. */
export async function readViolation(desk: Desk, viewer: Official, id: number): Promise<ViolationView | null> {
  const database = databaseOf(desk);
  const [row] = await database.query<Row>(selectViolation, [id]);
  return row && maySeeViolation(viewer, row) ? viewOf(database, desk, viewer, row) : null;
}

async function viewOf(database: Queries, desk: Desk, viewer: Official, row: Row): Promise<ViolationView> {
  const calendar = desk.office.calendar();
  const { heldBy, heldByIds, unreachable, ...shown } = row;
  const term = await termToExplain(database, row, calendar);
  const facts = factsOfViolation({ ...row, remindedAt: null, rungAt: null }, term, calendar);
  const actor = { personId: viewer.personId, managesAffairs: hasRight(viewer, 'violations') };
  const person = heldBy.find((one) => one.id === row.personId) ?? null;
  const given = await database.query<ShownExplanation>(selectExplanations, [row.id]);
  const explanations = given.filter((one) => actor.managesAffairs || one.personId === viewer.personId);
  return {
    ...shown,
    person: person && { name: shortName(person.name), fullName: person.name, position: person.position },
    heldBy: heldBy.map((one) => ({ id: one.id, name: shortName(one.name), isDeputy: one.id === row.deputyId })),
    decidedBy: row.decidedBy === null ? null : shortName(row.decidedBy),
    beside: await database.query<FactOfCase>(selectBeside, [row.id]),
    explanations: explanations.map((one) => ({ ...one, by: shortName(one.by) })),
    explanationDue: term && term.due,
    mayPunish: isHeardOut(facts),
    openedOn: facts.openedOn,
    lastDay: lastDayForOrder(row.openedAt, calendar),
    lastDayOfDeed: lastDayOfDeed(row.at, calendar),
    circumstances: await readCircumstances(database, row, {
      now: desk.clock.now(),
      calendar,
      signatures: desk.office.signatures,
    }),
    isOwn: suspectsOf(row).includes(viewer.personId),
    acts: actsOffered(facts, actor),
    hasPaper: explanations.some((one) => one.personId === row.personId) || row.silentAt !== null,
  };
}
