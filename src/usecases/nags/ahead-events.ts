import { Visit } from '../../../entities/visit';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import { dayOf, nextOpening, nextWorkingDay, opening, type OfficeCalendar } from '../../regulation/calendar';
import { isOverdue } from '../../regulation/deadlines';
import { nagged, withDeputies, type Colleague } from '../../regulation/recipients';
import { NAG_REASONS, type NagReason, type NagThreshold } from '../../regulation/nags';
import { morningsOf, placesAt, type Term } from '../../regulation/terms';
import { nagsOf } from '../../regulation/nag-moments';
import type { Stage } from '../../regulation/vocabulary';
import { visitAhead } from '../reminders/reminder-params';
import type { Phase, PlannedRow } from './ahead-phases';
import { inCrowds, type Heard, type Hearers } from './who-hears';

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
