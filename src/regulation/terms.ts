import {
  addWorkingTime,
  dayOf,
  endOfDay,
  lastWorkingDayOnOrBefore,
  nextOpening,
  opening,
  workingTimeBetween,
  type OfficeCalendar,
  type PlainDate,
} from './calendar';
import { isOverdue, redirectDue } from './deadlines';
import { NAG_REASONS, NAG_ROWS, type MissedTerm, type NagReason, type NagRow } from './nags';
import type { Pending, PlannedVisit } from './pending';
import { intakeEnd, isBeforeIntake, NO_VISITS, type Visits } from './visits';
import type { Places } from './recipients';
import type { OpenTask } from './tasks';
import { INITIAL_STAGE, isFinal, type Kind, type Stage } from './vocabulary';

/**
 * Why a fact of the office's is nobody's.
 *
 * returned   the answer was returned when less was left than the executor's one working day
 * assumed    the shares of stages were an assumption when the visit began
 * leftShort  an extension was taken back when less was left than that
 * absent     whoever held it was away, and nobody who stood in could keep it
 * unheard    the bot stood still when it ended, or just before
 */
export const UNNAMED = ['returned', 'assumed', 'leftShort', 'absent', 'unheard'] as const;
export type Unnamed = (typeof UNNAMED)[number];

/** Why no name stands beside what is late. `nobodys`: the office did not have the appeal then, or corrected data put its end into the past. */
export const NAMELESS = [...UNNAMED, 'nobodys'] as const;
export type Nameless = (typeof NAMELESS)[number];

/** What the terms of an appeal follow from. */
export interface TermFacts {
  readonly stage: Stage;
  readonly kind: Kind;
  readonly registeredAt: Date;
  /** What was over by then is nobody's. */
  readonly receivedAt: Date;
  readonly stageEnteredAt: Date;
  readonly stageDueAt: Date | null;
  readonly dueAt: Date;
  /** Null: it was last counted by the rules before these. */
  readonly visits: Pick<
    Visits,
    | 'allowance'
    | 'cut'
    | 'renewedAt'
    | 'correctedAt'
    | 'resumed'
    | 'assumed'
    | 'round'
    | 'leftShort'
    | 'passedOn'
    | 'backlogUntil'
  > | null;
  /** The agreed draft is not yet entered into ПОС, where the approver signs it: until then it waits for the coordinators. */
  readonly awaitsEntry: boolean;
  /** A redirect is asked for: where it was. */
  readonly redirectAskedAt: Stage | null;
  /** When an executor (or an organization) has had the appeal, and by when the supervisor is reported to; `reportedAt` ends the duty. */
  readonly dutyBeganAt: Date | null;
  readonly dutyDueAt: Date | null;
  readonly reportedAt: Date | null;
  readonly postponedUntil: PlainDate | null;
  readonly pending: Pending;
  /** Tasks for ПОС that no stage waits for, by their ids; absent: there are none. */
  readonly tasks?: ReadonlyMap<number, OpenTask>;
}

/** A term that runs now, and the row of the table that reminds of it. */
export interface Term {
  /** Which stage's visit, which duty, which whole term. It outlives a move of its end by the calendar; a whole with another end is another. */
  readonly id: string;
  /** By what name its fact goes: a visit makes one, however its end moves. */
  readonly missedAs: string;
  readonly reason: NagReason;
  readonly since: Date;
  readonly due: Date;
  /** Milliseconds of working time; null: it has none. */
  readonly allowance: number | null;
  /** Which fact it is when it is missed; null: its end is no fact. */
  readonly fact: MissedTerm | null;
  /** Nobody of the office could keep it: the fact has no holder. */
  readonly nobodys: boolean;
  /** Why no name stands beside its fact, though the office has the appeal; null: whoever holds it is named. */
  readonly unnamed: Unnamed | null;
  /**
   * Its end is told to nobody and is no line of a list: it ends with the last closing before the end of the whole, whose overdue is
   * told instead of its own, or it limits what nobody has asked for.
   */
  readonly endsQuietly: boolean;
  /** Nobody is reminded of it before this moment; null: as its row says. */
  readonly quietUntil: Date | null;
  /** Of a task for ПОС of its own: who has taken it; null: nobody. Absent: it is of no such task. */
  readonly takenById?: number | null;
}

/** Of a task for ПОС while no term runs by which it is to be done. */
const NO_END = new Date('9999-12-31T12:00:00Z');
/** There is a day to say. */
export const hasEnd = ({ due }: Pick<Term, 'due'>): boolean => due < NO_END;

/** Its day is still ahead, so it is worth saying. */
export const namesTerm = (term: Pick<Term, 'due'>, now: Date): boolean => hasEnd(term) && !isOverdue(term.due, now);

/** Who is asked about a term: a task for ПОС may be somebody's own. */
export const placesAt = ({ takenById }: Pick<Term, 'takenById'>, places: Places): Places =>
  takenById === undefined ? places : { ...places, taskTakenById: takenById };

/** Every term that runs now; none of a finished appeal. */
export function termsOf(facts: TermFacts, calendar: OfficeCalendar): Term[] {
  return NAG_REASONS.filter((reason) => NAG_ROWS[reason].stages.includes(facts.stage)).flatMap((reason) =>
    TERMS[reason](facts, calendar).map((term) => ({
      missedAs: term.id,
      reason,
      allowance: null,
      fact: NAG_ROWS[reason].fact,
      nobodys: false,
      unnamed: unnamedOf(facts),
      endsQuietly: false,
      quietUntil: null,
      ...term,
    })),
  );
}

const unnamedOf = ({ visits }: Pick<TermFacts, 'visits'>): Unnamed | null => (visits?.round?.noDay ? 'returned' : null);

type Terms = (facts: TermFacts, calendar: OfficeCalendar) => (Pick<Term, 'id' | 'since' | 'due'> & Partial<Term>)[];

const stageTerm: Terms = ({ stage, receivedAt, stageEnteredAt, stageDueAt: due, visits, awaitsEntry }, calendar) => {
  const { allowance, cut, renewedAt, correctedAt = null, assumed, resumed } = visits ?? NO_VISITS;
  // What was somebody else's time is left out, so that its shares are of its own.
  const since = resumed ? addWorkingTime(new Date(resumed.at), -resumed.spent, calendar) : stageEnteredAt;
  // A stage that was entered when no working time was left is nobody's to keep: the whole is what was missed.
  if (due === null || due <= since || awaitsEntry || isBeforeIntake(due, receivedAt, visits)) return [];
  const named = (since: string | null) =>
    ['stage', stage, stageEnteredAt.toISOString(), ...(since === null ? [] : [since])].join(':');
  const [id, missedAs] = [named(renewedAt), named(correctedAt)];
  const unnamed = unnamedOf({ visits }) ?? (assumed ? 'assumed' : null);
  // Of many that came together the coordinators are told once.
  const quietUntil = stage === INITIAL_STAGE && visits?.backlogUntil ? intakeEnd(receivedAt, visits) : null;
  return [{ id, missedAs, since, due, allowance, endsQuietly: cut, unnamed, quietUntil, ...(cut && { fact: null }) }];
};
const wholeTerm: Terms = ({ registeredAt, receivedAt, dueAt, visits }, calendar) => [
  {
    id: `whole:${dueAt.toISOString()}`,
    since: registeredAt,
    due: dueAt,
    nobodys: isBeforeIntake(dueAt, receivedAt, visits) || workingTimeBetween(receivedAt, dueAt, calendar) <= 0,
    ...(visits?.leftShort === dueAt.toISOString() && { unnamed: 'leftShort' }),
  },
];
/** A task for ПОС: it ends with the whole. */
const taskTerm =
  (what: string): Terms =>
  ({ stageEnteredAt, dueAt, visits }) => [
    {
      id: `${what}:${stageEnteredAt.toISOString()}`,
      since: stageEnteredAt,
      due: dueAt,
      allowance: visits?.allowance ?? null,
    },
  ];

/** A task for ПОС that no stage waits for; it names the whole where that still runs. */
const ownTask =
  (kind: OpenTask['kind']): Terms =>
  ({ stage, dueAt, tasks = new Map<number, OpenTask>() }) =>
    [...tasks]
      .filter(([, task]) => task.kind === kind)
      .map(([id, { since, lateAt, takenById }]) => ({
        id: `task:${id}`,
        since,
        due: lateAt ?? (isFinal(stage) || dueAt <= since ? NO_END : dueAt),
        takenById,
      }));

/** What came of it is asked for at the next opening, and is to be known that day. */
const outcomeTerm =
  (kind: PlannedVisit['kind']): Terms =>
  ({ pending }, calendar) =>
    [...pending.visits]
      .filter(([, visit]) => visit.kind === kind)
      .map(([id, { at }]) => ({
        id: `outcome:${id}:${at.toISOString()}`,
        since: at,
        due: endOfDay(dayOf(nextOpening(at, calendar), calendar), calendar),
      }));

const TERMS: Readonly<Record<NagReason, Terms>> = {
  coordination: stageTerm,
  stage: stageTerm,
  overall: wholeTerm,
  organization: wholeTerm,
  duty: ({ dutyBeganAt, dutyDueAt, reportedAt, stageEnteredAt }) => {
    const since = dutyBeganAt ?? stageEnteredAt;
    return dutyDueAt === null || reportedAt !== null || dutyDueAt <= since
      ? []
      : [{ id: `duty:${since.toISOString()}`, since, due: dutyDueAt }];
  },
  redirect: (facts, calendar) => {
    const term = sevenDays(facts, calendar);
    const asked = facts.redirectAskedAt !== null;
    // Only a redirect waits in `delivery` to be passed on.
    if (term === null || (facts.stage === 'delivery' && !asked) || (term.nobodys && !asked)) return [];
    // They limit passing on and nothing else: nobody is late by them who does not ask for it. What was over before the receipt is shown.
    const visit = asked ? ofLastDay(term, facts, calendar) : term;
    return [{ ...visit, missedAs: term.id, endsQuietly: !asked || term.nobodys, ...(!asked && { fact: null }) }];
  },
  delivery: taskTerm('delivery'),
  entry: (facts, calendar) => (facts.awaitsEntry ? taskTerm('entry')(facts, calendar) : []),
  passing: ownTask('organization'),
  removal: ownTask('removal'),
  extensionNotice: ownTask('extension_notice'),
  postponed: ({ postponedUntil, stageEnteredAt }, calendar) =>
    postponedUntil === null
      ? []
      : [{ id: `postponed:${postponedUntil}`, since: stageEnteredAt, due: endOfDay(postponedUntil, calendar) }],
  documents: ({ pending, stageEnteredAt }, calendar) =>
    [...pending.requests].map(([id, day]) => ({
      id: `documents:${id}`,
      since: stageEnteredAt,
      due: endOfDay(day, calendar),
    })),
  instruction: ({ pending, stageEnteredAt }, calendar) =>
    [...pending.instructions].map(([id, { day }]) => ({
      id: `instruction:${id}`,
      since: stageEnteredAt,
      due: endOfDay(day, calendar),
    })),
  visitOutcome: outcomeTerm('visit'),
  meetingOutcome: outcomeTerm('meeting'),
};

/** Whoever gets it on its last day was not there when that was told: it is told of once more, of this visit. */
function ofLastDay(
  term: Pick<Term, 'id' | 'since' | 'due' | 'nobodys'>,
  { stageEnteredAt }: TermFacts,
  calendar: OfficeCalendar,
): typeof term {
  const opens = opening(lastWorkingDayOnOrBefore(dayOf(term.due, calendar), calendar), calendar);
  return stageEnteredAt < opens
    ? term
    : { ...term, id: `${term.id}:${stageEnteredAt.toISOString()}`, since: stageEnteredAt };
}

type OfSevenDays = Pick<TermFacts, 'kind' | 'registeredAt' | 'receivedAt' | 'visits'>;

/** §2: the seven days for passing an `appeal59` on; null: there are none, or they were kept. */
function sevenDays(
  { kind, registeredAt, receivedAt, visits }: OfSevenDays,
  calendar: OfficeCalendar,
): Pick<Term, 'id' | 'since' | 'due' | 'nobodys'> | null {
  if (kind !== 'appeal59' || visits?.passedOn) return null;
  const due = redirectDue(registeredAt, calendar);
  return { id: 'redirect', since: registeredAt, due, nobodys: isBeforeIntake(due, receivedAt, visits) };
}

/** Until when an `appeal59` may be passed on, for whoever looks at it, kept or not; null: nothing limits that. */
export const passingDue = (facts: OfSevenDays, calendar: OfficeCalendar): Pick<Term, 'due' | 'nobodys'> | null =>
  sevenDays({ ...facts, visits: facts.visits && { ...facts.visits, passedOn: false } }, calendar);

/** Passed on by this act: it is with another organization now. */
const isPassedOn = ({ stage, redirectAskedAt }: Pick<TermFacts, 'stage' | 'redirectAskedAt'>): boolean =>
  stage === 'with_organization' || (stage === 'redirected' && redirectAskedAt !== null);

/** Passed on in time they are kept, also when it comes back. */
export function keepsSevenDays(facts: TermFacts, now: Date, calendar: OfficeCalendar): boolean {
  const term = sevenDays(facts, calendar);
  return term !== null && isPassedOn(facts) && !isOverdue(term.due, now);
}

/** What an act itself has missed: passing on was asked for when the seven days were over. */
export function passedTooLate(before: TermFacts, after: TermFacts, now: Date, calendar: OfficeCalendar): Term | null {
  const asks = ({ stage, redirectAskedAt }: TermFacts) => stage === 'with_organization' || redirectAskedAt !== null;
  const term = sevenDays(before, calendar);
  if (term === null || asks(before) || !asks(after) || !isOverdue(term.due, now)) return null;
  return {
    ...term,
    missedAs: term.id,
    reason: 'redirect',
    allowance: null,
    fact: 'redirect',
    unnamed: unnamedOf(before),
    endsQuietly: false,
    quietUntil: null,
  };
}

/** It is over, and nobody is late by it. */
export const isOverQuietly = ({ due, endsQuietly }: Pick<Term, 'due' | 'endsQuietly'>, now: Date): boolean =>
  endsQuietly && isOverdue(due, now);

/** It is over, and by that late: a task for ПОС of its own only names a term, unless it has one. */
export const isLate = ({ reason, due, takenById }: Pick<Term, 'reason' | 'due' | 'takenById'>, now: Date): boolean =>
  isOverdue(due, now) && (takenById === undefined || NAG_ROWS[reason].overdue);

/** It runs, and people hear of it. */
export const isRemindedOf = ({ due, quietUntil }: Pick<Term, 'due' | 'quietUntil'>, now: Date): boolean =>
  !isOverdue(due, now) && (quietUntil === null || now >= quietUntil);

/** Is it a line of the morning list at this moment? */
export function isMorningLine({ reason, due, since, endsQuietly }: Term, now: Date, calendar: OfficeCalendar): boolean {
  switch (NAG_ROWS[reason].mornings) {
    case 'afterEnd':
      return isOverdue(due, now) && !endsQuietly;
    case 'afterBeginning':
      return dayOf(since, calendar) < dayOf(now, calendar);
    case null:
      return false;
  }
}
/** From when on it becomes one. */
export const morningsOf = ({ reason, endsQuietly }: Pick<Term, 'reason' | 'endsQuietly'>): NagRow['mornings'] =>
  endsQuietly ? null : NAG_ROWS[reason].mornings;
