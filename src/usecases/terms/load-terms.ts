import { z } from 'zod';
import { Appeal } from '../../../entities/appeal';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import { listed } from '../../database/listed';
import type { Standing } from '../../regulation/blame';
import type { OfficeCalendar } from '../../regulation/calendar';
import { HOLDING_ROLES } from '../../regulation/deputies';
import type { Places } from '../../regulation/recipients';
import { awaitsEntry } from '../../regulation/rights';
import type { Nameless, TermFacts } from '../../regulation/terms';
import { isFinal, type SignatureMode, ROLES } from '../../regulation/vocabulary';
import {
  readPending,
  readTasks,
  selectPending,
  selectTasks,
  type PendingRow,
  type TaskRows,
  leadingOf,
} from '../appeals/pending';
import { plainDay } from '../kit/wire';

// domain.md, Terms: counters have two words everywhere, and both are said here and nowhere else. «Просрочено сейчас»: an open
// appeal whose stage or whole is past its term. «Пропущено за период»: facts of the period, terms of every kind.

/** Of a fact `o` of `overdue`: it is somebody's and stands, so counters have it. */
export const stands = (o: string): string =>
  `(${o}.holder is not null and ${o}.unnamed is null and ${o}.answered_at is null)`;

/** A term is of whole seconds, and its last second still belongs to it. */
const isPast = (due: string, now: string): string => `${due} < date_trunc('second', ${now}::timestamptz)`;

/** Of a row `w` of `open_work`: the whole is past its term. */
export const wholeIsOver = (w: string, now: string): string => isPast(`${w}.due_at`, now);

/** The stage is. A visit that the whole cuts short ends with no fact of its own: late is what the fact says, not the clock. */
export const stageIsOver = (w: string, now: string): string =>
  `(${isPast(`${w}.stage_due_at`, now)} and exists (select from overdue o
     where o.appeal_id = ${w}.appeal_id and o.kind = 'stage' and o.ended_at is null and ${stands('o')}))`;

/** To whoever holds it a stage is late by assumed shares too, though nobody is named and nothing counts it. */
const stageIsOverForHolder = (w: string, now: string): string =>
  `(${isPast(`${w}.stage_due_at`, now)} and exists (select from overdue o
     where o.appeal_id = ${w}.appeal_id and o.kind = 'stage' and o.ended_at is null and (${stands('o')} or ${isAssumed('o')})))`;
const isAssumed = (o: string): string => `(${o}.unnamed = 'assumed' and ${o}.answered_at is null)`;

/** Whose eyes it is for: everybody's, or whoever holds it. */
export type Eyes = 'all' | 'own';
export const stageIsOverFor = (eyes: Eyes): typeof stageIsOver => (eyes === 'own' ? stageIsOverForHolder : stageIsOver);
export const isOverdueForHolder = (w: string, now: string): string =>
  `(${wholeIsOver(w, now)} or ${stageIsOverForHolder(w, now)})`;

/** «Просрочено сейчас». @param now the parameter of the moment */
export const isOverdueNow = (w: string, now: string): string => `(${wholeIsOver(w, now)} or ${stageIsOver(w, now)})`;

/** «Пропущено» from one moment to another, of a fact `o`. */
export const isMissedIn = (o: string, from: string, to: string): string =>
  `(${o}.due_at >= ${from}::timestamptz and ${o}.due_at < ${to}::timestamptz and ${stands(o)})`;

/** Which organization had the appeal when the fact `o` came to be; null: the office had it. */
export const organizationOf = (o: string): string =>
  `(select n.name from organization n where n.id = ${o}.organization_id)`;

/** Whose own a fact `o` of the office is: of one who had it, or of the one coordinator who was on duty for all the whole visit; null: of several, or an organization's. */
export const ownerOf = (o: string): string =>
  `case when ${o}.holder = 'coordinator' then ${o}.on_duty_id when ${o}.holder <> 'organization' then ${o}.holder_ids[1] end`;

// What is nobody's by its fact, or by what came to be known later.
const whyUnnamed = (o: string): string =>
  `case when ${o}.answered_at is not null then ${o}.answered_by ->> 'reason'
     else coalesce(${o}.unnamed, case when ${o}.holder is null then 'nobodys' end) end`;
const isOpenFact = (o: string): string =>
  `(${o}.ended_at is null and (${o}.answered_at is null or ${o}.answered_by ->> 'reason' in ('absent', 'unheard')))`;
const isCounted = (o: string): string => `(${o}.kind in ('whole', 'stage') and ${isOpenFact(o)})`;

/** Of a row `w` that is late: why none of it is anybody's; null: somebody is named. */
export const unnamedNow = (w: string): string =>
  `(select case when bool_and(o.why is not null) then min(o.why) filter (where o.why <> 'assumed') end
    from (select ${whyUnnamed('f')} as why from overdue f where f.appeal_id = ${w}.appeal_id and ${isCounted('f')}) o)`;

/** Stages that are past their term, but late in no count: why, and of how many appeals. */
export interface LeftOut {
  readonly why: Nameless;
  readonly count: number;
}
const selectLeftOut = statement(
  'stages-left-out',
  `select ${whyUnnamed('o')} as why, count(distinct o.appeal_id)::int as count
   from overdue o join open_work w on w.appeal_id = o.appeal_id
   where o.kind = 'stage' and ${isOpenFact('o')} and ${whyUnnamed('o')} is not null and ${isPast('w.stage_due_at', '$1')}
     and (o.unnamed = 'assumed' or not ${isOverdueNow('w', '$1')})
   group by 1 order by 1`,
);

/** What is late, but in nobody's eyes but its holder's: whatever counts «просрочено сейчас» says it beside the number. */
export const readLeftOut = (queries: Queries, now: Date): Promise<readonly LeftOut[]> =>
  queries.query<LeftOut>(selectLeftOut, [now]);

const selectNameless = statement(
  'nameless-facts',
  `select o.appeal_id as "appealId", o.term, ${whyUnnamed('o')} as why from overdue o
   where o.appeal_id = any($1::int[]) and ${isOpenFact('o')} and ${whyUnnamed('o')} is not null`,
);
/** Why no name stands beside a term of an appeal that is over; null: it is somebody's. */
export type NamelessOf = (appealId: number, term: string) => Nameless | null;

/** Of these appeals, terms of every kind. */
export async function readNameless(queries: Queries, appealIds: readonly number[]): Promise<NamelessOf> {
  const rows = await queries.query<{ appealId: number; term: string; why: Nameless }>(selectNameless, [appealIds]);
  const known = new Map(rows.map(({ appealId, term, why }) => [`${appealId} ${term}`, why]));
  return (appealId, term) => known.get(`${appealId} ${term}`) ?? null;
}

const selectOverdueNow = {
  all: statement(
    'overdue-now',
    `select w.appeal_id as "appealId", ${wholeIsOver('w', '$1')} as whole, ${stageIsOver('w', '$1')} as stage
     from open_work w where ${isOverdueNow('w', '$1')}`,
  ),
  own: statement(
    'overdue-now-for-holders',
    `select w.appeal_id as "appealId", ${wholeIsOver('w', '$1')} as whole, ${stageIsOverForHolder('w', '$1')} as stage
     from open_work w where ${isOverdueForHolder('w', '$1')}`,
  ),
} as const;
// What was late then is known by its facts alone: the appeals themselves have gone on. A whole is late whosever it is.
const countOverdueAt = statement(
  'overdue-at',
  `select count(distinct o.appeal_id)::int as count from overdue o join appeal a on a.id = o.appeal_id and a.received_at < $1
   where o.kind in ('whole', 'stage') and ${isPast('o.due_at', '$1')} and (o.ended_at is null or o.ended_at >= $1)
     and (${stands('o')} or o.kind = 'whole' and (o.answered_at is null or o.answered_at >= $1))`,
);

/** What of an appeal is past its term now. */
export interface OverdueNow {
  readonly whole: boolean;
  readonly stage: boolean;
}

/** Every appeal that is «просрочено сейчас», by id. */
export async function readOverdueNow(
  queries: Queries,
  now: Date,
  eyes: Eyes = 'all',
): Promise<ReadonlyMap<number, OverdueNow>> {
  const rows = await queries.query<OverdueNow & { appealId: number }>(selectOverdueNow[eyes], [now]);
  return new Map(rows.map(({ appealId, ...what }) => [appealId, what]));
}

/** How many were, at a moment that has passed. */
export async function countOverdueThen(queries: Queries, moment: Date): Promise<number> {
  return (await queries.query<{ count: number }>(countOverdueAt, [moment]))[0]?.count ?? 0;
}

/** An appeal as its terms and their holders need it. */
export interface LoadedTerms {
  readonly appealId: number;
  readonly number: string;
  /** The appeal that leads it: itself, where it goes along with none. */
  readonly leadingId: number;
  readonly facts: TermFacts & Pick<Appeal, 'firstDueAt' | 'termDays' | 'visits'>;
  readonly places: Places;
}

const STATE = columns(
  Appeal,
  [
    'number',
    'stage',
    'kind',
    'registeredAt',
    'receivedAt',
    'firstDueAt',
    'termDays',
    'stageEnteredAt',
    'stageDueAt',
    'visits',
    'dueAt',
    'dutyBeganAt',
    'dutyDueAt',
    'reportedAt',
    'postponedUntil',
    'executorId',
    'agreeingId',
    'approvingId',
    'organizationId',
    'redirectAskedAt',
    'draftId',
    'enteredDraftId',
  ],
  'a',
);
type Row = RowOf<typeof STATE> & {
  taskTakenById: number | null;
  appealId: number;
  leadingId: number;
  pending: PendingRow;
  tasks: TaskRows;
};

const SELECT = `select a.id as "appealId", ${leadingOf('a.id')} as "leadingId", ${STATE},
    ${selectPending('a')} as pending, ${selectTasks('a')} as tasks,
    (select y.taken_by_id from delivery y where y.appeal_id = a.id and y.placed_at is null and y.withdrawn_at is null
       and y.taken_by_id is not null and y.kind in ('answer', 'interim_answer', 'redirect_notice', 'draft_entry') limit 1) as "taskTakenById"
  from appeal a where a.id = any($1::int[])`;
const readTerms = statement('read-terms', SELECT);
const holdTerms = statement('hold-terms', `${SELECT} for no key update of a skip locked`);

/** Of many appeals at once, by id; finished ones are left out, since nothing runs there but what is still to be done in ПОС. */
export async function loadTerms(
  queries: Queries,
  appealIds: readonly number[],
  signatures: SignatureMode,
): Promise<Map<number, LoadedTerms>> {
  return byId(await queries.query<Row>(readTerms, [appealIds]), signatures, true);
}

/**
 * The same, and nobody acts on them until the transaction ends. One that somebody acts on right now is left out: to wait for
 * it while holding others would end in a deadlock.
 */
export async function holdStill(
  queries: Queries,
  appealIds: readonly number[],
  signatures: SignatureMode,
): Promise<Map<number, LoadedTerms>> {
  return byId(await queries.query<Row>(holdTerms, [appealIds]), signatures, false);
}

function byId(rows: readonly Row[], signatures: SignatureMode, openOnly: boolean): Map<number, LoadedTerms> {
  return new Map(
    rows
      .filter(({ stage, tasks }) => !openOnly || !isFinal(stage) || Object.keys(tasks).length > 0)
      .map(({ appealId, number, leadingId, pending, tasks, ...row }) => {
        const state = { ...row, awaitsEntry: awaitsEntry(row, signatures) };
        return [
          appealId,
          {
            appealId,
            number,
            leadingId,
            facts: { ...state, pending: readPending(pending), tasks: readTasks(tasks) },
            places: state,
          },
        ];
      }),
  );
}

// Of days long past nobody asks any more.
const selectStandings = statement(
  'standings-of-holders',
  `with asked as (
     select unnest($1::int[]) as id
     union select b.deputy_id from absence b where b.person_id = any($1::int[]) and b.deputy_id is not null
     union select d.deputy_id from absence b join deputy d on d.absence_id = b.id where b.person_id = any($1::int[]))
   select p.id as "personId", p.roles, p.can_approve as "canApprove", p.disabled_at as "disabledAt",
     (select coalesce(jsonb_agg(jsonb_build_object('fromDay', b.from_day, 'untilDay', b.until_day, 'enteredAt', b.entered_at,
         'ownWord', b.entered_by_id = b.person_id and b.confirmed_at is null and b.from_day <= (b.entered_at at time zone $3)::date,
         'cancelledAt', b.cancelled_at, 'deputiesSince', coalesce(b.deputies_named_at, b.entered_at),
         'deputies', (select coalesce(jsonb_agg(jsonb_build_object('role', s.role, 'personId', s.deputy_id)), '[]') from (
           select r.role, b.deputy_id from unnest(array[${listed(HOLDING_ROLES)}]) as r (role) where b.deputy_id is not null
           union all select d.role, d.deputy_id from deputy d where d.absence_id = b.id) s))), '[]')
       from absence b where b.person_id = p.id and b.until_day >= $2::timestamptz - interval '60 days') as away,
     (select coalesce(jsonb_agg(jsonb_build_object('since', o.since, 'until', o.until)), '[]') from outage o
       where o.messenger = account.messenger and o.until >= $2::timestamptz - interval '60 days') as unheard
   from person p left join account on account.person_id = p.id and account.is_home
   where p.id in (select id from asked)`,
);

const standing = z.object({
  personId: z.int(),
  roles: z.array(z.enum(ROLES)).readonly(),
  canApprove: z.boolean(),
  disabledAt: z.date().nullable(),
  away: z
    .array(
      z.object({
        fromDay: plainDay,
        untilDay: plainDay,
        enteredAt: z.coerce.date(),
        ownWord: z.boolean(),
        cancelledAt: z.coerce.date().nullable(),
        deputiesSince: z.coerce.date(),
        deputies: z.array(z.object({ role: z.enum(HOLDING_ROLES), personId: z.int() })).readonly(),
      }),
    )
    .readonly(),
  unheard: z.array(z.object({ since: z.coerce.date(), until: z.coerce.date() })).readonly(),
});

/** These people and everybody who stood in for them, by id, as far back as a term may have ended that is noted now. */
export async function loadStandings(
  queries: Queries,
  personIds: readonly number[],
  { now, calendar }: { readonly now: Date; readonly calendar: OfficeCalendar },
): Promise<ReadonlyMap<number, Standing>> {
  if (personIds.length === 0) return new Map();
  const rows = await queries.query(selectStandings, [[...new Set(personIds)], now, calendar.zone]);
  return new Map(rows.map((row) => standing.parse(row)).map((one) => [one.personId, one]));
}
