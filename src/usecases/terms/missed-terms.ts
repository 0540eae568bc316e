import { Overdue, type TermAnswer } from '../../../entities/terms';
import { columnNames, columns } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { blamed, blamedTogether, dutyOfVisit, type Standing } from '../../regulation/blame';
import { dayOf, type OfficeCalendar, type PlainDate } from '../../regulation/calendar';
import { isOverdue } from '../../regulation/deadlines';
import type { Circumstances } from '../../regulation/facts';
import type { MissedTerm } from '../../regulation/nags';
import { holdersOf, placeOf, type Colleague, type Places } from '../../regulation/recipients';
import type { Term, TermFacts } from '../../regulation/terms';
import { knownPerson, missedBy } from '../../regulation/violations/kinds';
import { RULES } from '../../regulation/visits';
import { loadColleagues } from '../people/rights';
import { openCases, type Chargeable } from './cases';
import { loadStandings } from './load-terms';

/** Terms that were over while the appeal stood so. */
export interface Missed {
  readonly appealId: number;
  readonly places: Places;
  readonly stageEnteredAt: Date;
  readonly terms: readonly Term[];
  /** The office had the appeal when they ended. */
  readonly held: boolean;
  /** By which rules they were counted. */
  readonly rules: number;
}

const FACT = columnNames(Overdue, [
  'appealId',
  'kind',
  'term',
  'stage',
  'dueAt',
  'holder',
  'deputyId',
  'organizationId',
  'rules',
  'unnamed',
  'onDutyId',
]);
// The fact and the entry that tells of it: whoever comes second (the tick, or an act a moment later) finds them there.
const insertMissed = statement(
  'insert-missed-terms',
  `with told as (
     select * from jsonb_to_recordset($1::jsonb) as r(appeal_id int, kind text, term text, stage text, due_at timestamptz, holder text,
       deputy_id int, organization_id int, rules int, unnamed text, on_duty_id int, holder_ids jsonb)),
   fresh as (
     insert into overdue (${FACT}, holder_ids, noted_at)
     select ${FACT}, array(select jsonb_array_elements_text(holder_ids)::int), $2 from told
     on conflict (appeal_id, term) do nothing
     returning id, ${FACT}, holder_ids),
   entered as (insert into journal_entry (at, appeal_id, action, capacity, from_stage, to_stage, details)
   select $2, appeal_id, 'missTerm', 'clock', stage, stage,
     jsonb_build_object('kind', kind, 'term', term, 'dueAt', due_at, 'holder', holder, 'holderIds', to_jsonb(holder_ids), 'deputyId', deputy_id, 'organizationId', organization_id, 'rules', rules, 'unnamed', unnamed)
   from fresh order by appeal_id, due_at)
   select id as "overdueId", appeal_id as "appealId", term from fresh`,
);
const endMissed = statement(
  'end-missed-terms',
  `update overdue set ended_at = case when term = any($2::text[]) then null else $3::timestamptz end
   where appeal_id = $1 and (term = any($2::text[])) = (ended_at is not null)`,
);

/** By which rules the terms of an appeal were counted last. */
export const rulesOf = ({ visits }: Pick<TermFacts, 'visits'>): number => (visits === null ? 1 : RULES);

/** Of these terms, those that are over and whose end is a fact. */
export const missedOf = (terms: readonly Term[], now: Date): Term[] =>
  terms.filter(({ fact, due }) => fact !== null && isOverdue(due, now));

type Held = Readonly<Pick<Overdue, 'holder' | 'deputyId' | 'unnamed' | 'onDutyId'>> & {
  readonly ids: readonly number[];
};
const NOBODY: Held = { holder: null, ids: [], deputyId: null, unnamed: null, onDutyId: null };

interface EndedTerm extends Missed {
  readonly term: Term & { readonly fact: MissedTerm };
  /** As the appeal stands. */
  readonly holders: Omit<Held, 'unnamed' | 'onDutyId'>;
}

/** Whose it is: of whoever had the appeal then and could keep the term. */
function heldAt(
  { places, stageEnteredAt, term, held, holders }: EndedTerm,
  standings: ReadonlyMap<number, Standing>,
  onDuty: ReadonlyMap<PlainDate, number>,
  calendar: OfficeCalendar,
): Held {
  if (!held || term.nobodys) return NOBODY;
  if (term.unnamed !== null) return { ...NOBODY, unnamed: term.unnamed };
  const known = holders.ids.flatMap((id) => standings.get(id) ?? []);
  const place = placeOf(places);
  const ended = { kind: term.fact, due: term.due, stageEnteredAt };
  const [only] = known;
  if (place === null || only === undefined) {
    const blame = blamedTogether(known, ended, calendar);
    if (blame.of === 'nobody') return { ...NOBODY, unnamed: blame.why };
    const ids = known.length === 0 ? holders.ids : blame.ids;
    const alone = dutyOfVisit(known, onDuty, ended, calendar);
    if (alone !== null && ids.includes(alone)) return { ...holders, ids: [alone], unnamed: null, onDutyId: alone };
    return { ...holders, ids, unnamed: null, onDutyId: null };
  }
  const blame = blamed(only, [...standings.values()], { ...ended, place }, calendar);
  switch (blame.of) {
    case 'holder':
      return { ...holders, deputyId: null, unnamed: null, onDutyId: null };
    case 'deputy':
      return { holder: place, ids: [blame.personId], deputyId: null, unnamed: null, onDutyId: null };
    case 'nobody':
      return { ...NOBODY, unnamed: blame.why };
  }
}

const selectDuty = statement(
  'duty-days-of-visits',
  'select day, person_id as "personId" from on_duty where day between $1::date and $2::date',
);
/** Who was on duty while all coordinators had what is missed now. */
async function dutyDaysOf(
  tx: Transaction,
  ended: readonly EndedTerm[],
  calendar: OfficeCalendar,
): Promise<ReadonlyMap<PlainDate, number>> {
  const ofAll = ended.filter(({ holders, held }) => held && holders.holder === 'coordinator');
  if (ofAll.length === 0) return new Map();
  const since = Math.min(...ofAll.map(({ stageEnteredAt }) => stageEnteredAt.getTime()));
  const until = Math.max(...ofAll.map(({ term }) => term.due.getTime()));
  const days = [dayOf(new Date(since), calendar), dayOf(new Date(until), calendar)];
  const rows = await tx.query<{ day: PlainDate; personId: number }>(selectDuty, days);
  return new Map(rows.map(({ day, personId }) => [day, personId]));
}

/** @idempotent by the appeal and its term */
export async function noteMissed(
  tx: Transaction,
  missed: readonly Missed[],
  circumstances: Circumstances,
  colleagues?: readonly Colleague[],
): Promise<void> {
  if (missed.every(({ terms }) => terms.length === 0)) return;
  const everybody = colleagues ?? (await loadColleagues(tx, circumstances));
  const ended = missed.flatMap((one) => {
    const holders = holdersOf(one.places, everybody);
    return one.terms.flatMap((term) =>
      term.fact === null ? [] : [{ ...one, term: { ...term, fact: term.fact }, holders }],
    );
  });
  const standings = await loadStandings(
    tx,
    ended.flatMap(({ holders }) => holders.ids),
    circumstances,
  );
  const onDuty = await dutyDaysOf(tx, ended, circumstances.calendar);
  const facts = ended.map((one) => ({ ...one, by: heldAt(one, standings, onDuty, circumstances.calendar) }));
  const rows = facts.map(({ appealId, places, term, rules, by: { holder, ids, deputyId, unnamed, onDutyId } }) => {
    return {
      appeal_id: appealId,
      kind: term.fact,
      term: term.missedAs,
      stage: places.stage,
      due_at: term.due,
      holder,
      holder_ids: ids,
      deputy_id: deputyId,
      organization_id: holder === 'organization' ? places.organizationId : null,
      rules,
      unnamed,
      on_duty_id: onDutyId,
    };
  });
  const fresh = await tx.query<Fresh>(insertMissed, [JSON.stringify(rows), circumstances.now]);
  await openCases(
    tx,
    fresh.flatMap(({ overdueId, appealId, term }) =>
      facts
        .filter((one) => one.appealId === appealId && one.term.missedAs === term)
        .slice(0, 1)
        .flatMap((one) => chargeable(overdueId, one)),
    ),
    circumstances,
  );
}

interface Fresh {
  readonly overdueId: number;
  readonly appealId: number;
  readonly term: string;
}
/** For what is nobody's, or an organization's, nobody of the office has to answer. */
function chargeable(
  overdueId: number,
  { appealId, places, stageEnteredAt, term, holders, by }: EndedTerm & { readonly by: Held },
): Chargeable[] {
  const heldByIds = missedBy(by);
  // That the others were away makes it nobody's in particular: whoever asks for an explanation says whose it is.
  const isOfOne = placeOf(places) !== null || holders.ids.length === 1 || by.onDutyId !== null;
  const { stage } = places;
  const fact = { overdueId, appealId, kind: term.fact, stage, due: term.due, stageEnteredAt };
  return heldByIds.length === 0 ? [] : [{ ...fact, heldByIds, personId: isOfOne ? knownPerson(heldByIds) : null }];
}

/**
 * What was late ends with the act that does it, or with one that moves its end; what is late by a later end too, or is brought back (an
 * undone assignment), is late on. A term that is still reminded of and is no fact any more ends too: the seven days of a redirect that
 * nobody asks for now.
 */
export async function endMissedTerms(
  tx: Transaction,
  appealId: number,
  running: readonly Term[],
  now: Date,
): Promise<void> {
  const ids = missedOf(running, now).map(({ missedAs }) => missedAs);
  await tx.query(endMissed, [appealId, ids, now]);
}

const answerMissed = statement(
  'answer-missed-terms',
  `with answered as (
     update overdue set answered_at = $3, answered_by = $4::jsonb
     where appeal_id = $1 and id = any($2::bigint[]) and answered_at is null
     returning kind, term, stage, due_at)
   insert into journal_entry (at, appeal_id, action, capacity, from_stage, to_stage, details)
   select $3, $1, 'answerTerm', 'clock', stage, stage,
     jsonb_build_object('kind', kind, 'term', term, 'dueAt', due_at, 'answeredBy', $4::jsonb)
   from answered order by due_at`,
);
const selectUnanswered = statement(
  'unanswered-facts',
  `select id, ${columns(Overdue, ['kind', 'term', 'stage', 'dueAt', 'endedAt', 'rules'])} from overdue
   where appeal_id = $1 and answered_at is null order by due_at, id`,
);
export type UnansweredFact = Readonly<Pick<Overdue, 'id' | 'kind' | 'term' | 'stage' | 'dueAt' | 'endedAt' | 'rules'>>;

/**
 * A fact that proves wrong is not erased but answered by a second entry; it is in no counter any more.
 * @param proves whether this fact of the appeal is one that proves wrong
 * @idempotent: one that has its answer keeps it
 */
export async function answerFacts(
  tx: Transaction,
  appealId: number,
  answer: TermAnswer,
  proves: (fact: UnansweredFact) => boolean,
  { now }: Pick<Circumstances, 'now'>,
): Promise<void> {
  const ids = (await tx.query<UnansweredFact>(selectUnanswered, [appealId])).filter(proves).map(({ id }) => id);
  if (ids.length > 0) await tx.query(answerMissed, [appealId, ids, now, JSON.stringify(answer)]);
}

const takeBack = statement(
  'take-answers-of-terms-back',
  `update overdue set answered_at = null, answered_by = null where appeal_id = $1 and answered_at = $2`,
);
/** What was answered at this moment is a fact again: the act that answered it is undone. @idempotent */
export async function takeAnswersBack(tx: Transaction, appealId: number, answeredAt: Date): Promise<void> {
  await tx.query(takeBack, [appealId, answeredAt]);
}

const restore = statement(
  'restore-missed-term',
  `with restored as (
     update overdue set answered_at = null, answered_by = null where id = $1 and answered_at is not null
     returning appeal_id, kind, term, stage, due_at)
   insert into journal_entry (at, appeal_id, action, capacity, from_stage, to_stage, details)
   select $2, appeal_id, 'restoreTerm', 'clock', stage, stage, jsonb_build_object('kind', kind, 'term', term, 'dueAt', due_at) from restored`,
);
/** What had answered a fact holds no more: it stands again. @idempotent */
export async function restoreFact(tx: Transaction, id: number, now: Date): Promise<void> {
  await tx.query(restore, [id, now]);
}

/** A day on which something was done, entered later. */
export type DayOfDeed = TermAnswer & { readonly day: PlainDate };

/** What was done on this day was done in time where the term ended no earlier: of the terms that the act has ended. */
export async function judgeByDay(
  tx: Transaction,
  appealId: number,
  answer: DayOfDeed,
  ended: readonly Term[],
  around: Circumstances,
): Promise<void> {
  const ids = new Set(ended.map(({ missedAs }) => missedAs));
  await answerFacts(
    tx,
    appealId,
    answer,
    ({ term, dueAt }) => ids.has(term) && answer.day <= dayOf(dueAt, around.calendar),
    around,
  );
}
