import { Visit } from '../../../entities/appeal-work';
import { Reminder } from '../../../entities/form';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import {
  type OfficeCalendar,
  dayOf,
  type PlainDate,
  nextOpening,
  nextWorkingDay,
  opening,
} from '../../regulation/calendar';
import { isOverdue } from '../../regulation/deadlines';
import { decide } from '../../regulation/decide';
import { CLOCK, type Circumstances } from '../../regulation/facts';
import { nagsOf } from '../../regulation/nag-moments';
import { NAG_REASONS, type NagReason, type NagThreshold } from '../../regulation/nags';
import { type Places, type Colleague, type Nagged, nagged, withDeputies } from '../../regulation/recipients';
import { termsOf, type Term, type TermFacts, morningsOf, placesAt } from '../../regulation/terms';
import { clock, leave, NO_VISITS, type StageRules } from '../../regulation/visits';
import type { Stage } from '../../regulation/vocabulary';
import { factsOf, placesOf, termFactsOf, type LoadedAppeal } from '../appeals/appeal-store';
import { shortNamesOf } from '../kit/officials';
import { visitAhead } from '../kit/reminders';
import { loadColleagues } from '../people/rights';
import { planOf } from './follow-terms';

/** A reminder of an appeal, or one that there will be. */
export interface PlannedRow
  extends
    Readonly<Pick<Reminder, 'key' | 'reason' | 'personId' | 'params' | 'dueAt'>>,
    Readonly<Partial<Pick<Reminder, 'term' | 'threshold'>>> {
  readonly done?: boolean;
}

/** An appeal from this moment on, as it stands then. */
export interface Phase {
  readonly from: Date;
  readonly facts: TermFacts;
  readonly places: Places;
  readonly terms: readonly Term[];
}

const selectPlanned = statement(
  'plans-of-appeal',
  `select ${columns(Reminder, ['key', 'reason', 'personId', 'params', 'dueAt', 'term', 'threshold'])}, state = 'done' as done
   from reminder where appeal_id = $1 and state <> 'cancelled' order by due_at, id`,
);
/** What is planned about an appeal or was told already, in the order of time. */
export const loadPlanned = (queries: Queries, appealId: number): Promise<PlannedRow[]> =>
  queries.query<PlannedRow>(selectPlanned, [appealId]);

/** As it stands now and, if it is postponed, as it will stand once it has resumed by itself. */
export function phasesOf(
  appeal: LoadedAppeal,
  rows: readonly PlannedRow[],
  rules: StageRules,
  around: Circumstances,
): readonly [Phase, ...Phase[]] {
  const phase = (from: Date, state: LoadedAppeal['state']): Phase => {
    const facts = termFactsOf({ ...appeal, state });
    return { from, facts, places: placesOf(state, around.signatures), terms: termsOf(facts, around.calendar) };
  };
  const present = phase(around.now, appeal.state);
  const resumption = rows.find(({ reason, done }) => reason === 'resume' && done !== true);
  if (!resumption) return [present];
  const at = resumption.dueAt > around.now ? resumption.dueAt : around.now;
  const decision = decide({
    appeal: factsOf(appeal),
    action: 'resume',
    presser: CLOCK,
    seenVersion: appeal.state.version,
    submission: null,
    circumstances: { ...around, now: at },
  });
  if (!decision.ok) return [present];
  const { registeredAt, firstDueAt, termDays, state } = appeal;
  const visits = leave(state.visits ?? NO_VISITS, state.stage, state.stageEnteredAt, at, around.calendar);
  const resumed = { ...state, stage: decision.to, stageEnteredAt: at };
  const clocked = { ...resumed, registeredAt, firstDueAt, termDays, awaitsEntry: false };
  return [present, phase(at, { ...resumed, ...clock(clocked, visits, rules, around.calendar) })];
}

/** The rows that the tick will find. */
export function plansOf(
  appealId: number,
  rows: readonly PlannedRow[],
  phases: readonly Phase[],
  calendar: OfficeCalendar,
): readonly PlannedRow[] {
  const planned = rows.filter(({ done }) => done !== true);
  const [, resumed] = phases;
  if (!resumed) return planned;
  const told = new Set(rows.filter(({ done }) => done).map(({ key }) => key));
  return [
    // Visits belong to no term; a row whose moment has come is the tick's, whatever is planned then.
    ...planned.filter(({ term, dueAt }) => term === null || dueAt <= resumed.from),
    ...planOf(appealId, resumed.facts, resumed.from, calendar).filter(({ key }) => !told.has(key)),
  ];
}

/** Roles that are told as a whole. */
const CROWDS = ['coordinator', 'curator'] as const;
type Crowd = (typeof CROWDS)[number];
/** So many are still named one by one. */
const NAMED_AT_MOST = 2;

/** Who hears of something, as one says it; nobody at all when both are empty. */
export interface Hearers {
  readonly people: readonly { readonly name: string; readonly insteadOf: string | null }[];
  readonly crowds: readonly { readonly role: Crowd; readonly size: number }[];
}

/** Before the names are known. */
export interface Heard {
  readonly people: readonly Pick<Nagged, 'personId' | 'absentId'>[];
  readonly crowds: Hearers['crowds'];
}

/** Everybody who has a role, when they are more than two, is that role in one word. */
export function inCrowds(
  told: readonly Pick<Nagged, 'personId' | 'absentId'>[],
  colleagues: readonly Colleague[],
): Heard {
  const ids = new Set(told.map(({ personId }) => personId));
  const found = CROWDS.map((role) => ({
    role,
    members: colleagues.filter(({ roles }) => roles.includes(role)).map(({ personId }) => personId),
  })).filter(({ members }) => members.length > NAMED_AT_MOST && members.every((id) => ids.has(id)));
  const covered = new Set(found.flatMap(({ members }) => members));
  return {
    people: told.filter(({ personId }) => !covered.has(personId)),
    crowds: found.map(({ role, members }) => ({ role, size: members.length })),
  };
}

/** @returns how each of them is said */
export async function nameHearers(queries: Queries, all: readonly Heard[]): Promise<(heard: Heard) => Hearers> {
  const ids = all.flatMap(({ people }) => people.flatMap(({ personId, absentId }) => [personId, absentId]));
  const names = await shortNamesOf(
    queries,
    ids.filter((id) => id !== null),
  );
  return ({ people, crowds }) => ({
    crowds,
    people: people.map(({ personId, absentId }) => ({
      name: names.get(personId) ?? '',
      insteadOf: absentId === null ? null : (names.get(absentId) ?? ''),
    })),
  });
}

/** The office on other days, as absences are known now: whoever is back by then needs no deputy. */
export async function officeOnDays(
  queries: Queries,
  moments: readonly Date[],
  circumstances: Circumstances,
): Promise<(moment: Date) => readonly Colleague[]> {
  const { calendar } = circumstances;
  const byDay = new Map<PlainDate, Colleague[]>();
  for (const moment of moments) {
    const day = dayOf(moment, calendar);
    if (!byDay.has(day)) byDay.set(day, await loadColleagues(queries, { ...circumstances, now: moment }));
  }
  return (moment) => byDay.get(dayOf(moment, calendar)) ?? [];
}

interface AboutTerm {
  readonly at: Date;
  readonly reason: NagReason;
  readonly stage: Stage;
  readonly due: Date;
}
export type AheadEvent =
  | (AboutTerm & { readonly what: 'nag'; readonly threshold: NagThreshold; readonly to: Hearers })
  /** `at` is the last second that still belongs to the term. */
  | (AboutTerm & { readonly what: 'end' })
  /** From this opening on it is a line of their lists, each working morning. */
  | (AboutTerm & { readonly what: 'mornings'; readonly to: Hearers })
  | { readonly what: 'resume'; readonly at: Date }
  | {
      readonly what: 'visit';
      readonly at: Date;
      readonly threshold: 'evening' | 'hour';
      readonly visit: Readonly<Pick<Visit, 'kind' | 'at' | 'place'>>;
      readonly to: Hearers;
    };

/** An event before its people have names. */
type Draft<Event> = Event extends { readonly to: Hearers } ? Omit<Event, 'to'> & { readonly to: Heard } : Event;
export type EventDraft = Draft<AheadEvent>;

const AWAITED = columns(Visit, ['id', 'kind', 'at', 'place', 'peopleIds']);
export type VisitRow = Readonly<RowOf<typeof AWAITED>>;
const selectVisits = statement(
  'visits-awaited',
  `select ${AWAITED} from visit where appeal_id = $1 and recorded_at is null and cancelled_at is null`,
);
export const loadVisits = (queries: Queries, appealId: number): Promise<VisitRow[]> =>
  queries.query<VisitRow>(selectVisits, [appealId]);

const phaseAt = (moment: Date, phases: readonly Phase[]): Phase | undefined =>
  phases.findLast(({ from }) => from <= moment) ?? phases[0];

export type ColleaguesAt = (moment: Date) => readonly Colleague[];

const reasonOf = ({ reason }: PlannedRow): NagReason | undefined => NAG_REASONS.find((known) => known === reason);

/** Reminders of terms, and the resumption. */
export function nagEvents(
  plans: readonly PlannedRow[],
  phases: readonly Phase[],
  colleaguesAt: ColleaguesAt,
): EventDraft[] {
  return plans.flatMap((row): EventDraft[] => {
    const { dueAt: at, threshold } = row;
    if (row.reason === 'resume') return [{ what: 'resume', at }];
    const reason = reasonOf(row);
    const phase = phaseAt(at, phases);
    const term = phase?.terms.find(({ id }) => id === row.term);
    if (!reason || !phase || !term || !threshold) return [];
    const colleagues = colleaguesAt(at);
    const to = inCrowds(nagged(reason, threshold, placesAt(term, phase.places), colleagues), colleagues);
    return [{ what: 'nag', at, reason, threshold, stage: phase.facts.stage, due: term.due, to }];
  });
}

/** Rows of one visit's threshold are one event. */
export function visitEvents(
  plans: readonly PlannedRow[],
  visits: readonly VisitRow[],
  executorId: number | null,
  colleaguesAt: ColleaguesAt,
): EventDraft[] {
  return visits.flatMap(({ id, kind, at: start, place, peopleIds }) =>
    (['evening', 'hour'] as const).flatMap((threshold): EventDraft[] => {
      const rows = plans.filter(
        ({ reason, params }) => reason === `visit_${threshold}` && visitAhead.safeParse(params).data?.visitId === id,
      );
      const [first] = rows;
      if (!first) return [];
      const at = first.dueAt;
      // Whoever is the executor by then hears of it as that, and as nothing else.
      const ids = rows.flatMap(({ personId }) =>
        personId === null
          ? (executorId ?? [])
          : personId !== executorId && peopleIds.includes(personId)
            ? personId
            : [],
      );
      const colleagues = colleaguesAt(at);
      const visit = { kind, at: start, place };
      return [{ what: 'visit', at, threshold, visit, to: inCrowds(withDeputies(ids, colleagues), colleagues) }];
    }),
  );
}

/** Ends of terms, and the mornings after them, of terms that still run then. */
export function termEvents(
  phases: readonly Phase[],
  calendar: OfficeCalendar,
  colleaguesAt: ColleaguesAt,
): EventDraft[] {
  return phases.flatMap(({ from, facts: { stage }, places, terms }, index) => {
    const until = phases[index + 1]?.from;
    const goesOn = (term: Term) => phases[index + 1]?.terms.some(({ id }) => id === term.id);
    return terms.flatMap((term): EventDraft[] => {
      const { reason, due } = term;
      // The next phase tells of it; what ends with this one, by the resumption, has no end of its own.
      if (until !== undefined && (goesOn(term) || due >= until)) return [];
      // What ends with the whole has no end of its own to be told of.
      const ends = !isOverdue(due, from) && !term.endsQuietly && morningsOf(term) !== 'afterBeginning';
      const events: EventDraft[] = ends ? [{ what: 'end', at: due, reason, stage, due }] : [];
      if (morningsOf(term) !== null) {
        const at = morningsFrom(term, from, calendar);
        const colleagues = colleaguesAt(at);
        const to = inCrowds(
          nagged(
            reason,
            morningsOf(term) === 'afterBeginning' ? 'today' : 'overdue',
            placesAt(term, places),
            colleagues,
          ),
          colleagues,
        );
        events.push({ what: 'mornings', at, reason, stage, due, to });
      }
      return events;
    });
  });
}

/**
 * The opening of the working day after its end was told, or after a task for ПОС was given; of one that was over before, the
 * first opening of the phase.
 */
export function morningsFrom(term: Term, from: Date, calendar: OfficeCalendar): Date {
  const overdue = nagsOf(term, calendar).find(({ threshold }) => threshold === 'overdue')?.at ?? term.due;
  const told = morningsOf(term) === 'afterBeginning' ? term.since : overdue;
  const first = opening(nextWorkingDay(dayOf(told, calendar), calendar), calendar);
  // An opening at this very moment is one: the list comes a little later.
  return first > from ? first : nextOpening(new Date(from.getTime() - 1), calendar);
}
