import { dayOf, type OfficeCalendar, type PlainDate } from './calendar';
import { wholeTerms, type Course, type WholeTerm } from './corrections';
import { reckonedDuty, shownDue, type FastTrackDays, type ReckonedEnd } from './deadlines';
import { calendarRuns, sourcesOf, workingRuns, type DayRun, type YearSource } from './day-runs';
import type { Move } from './postponement';
import { MEANING } from './stages';
import { passingDue, type TermFacts } from './terms';
import { NO_VISITS, reckonedVisit, type StageRules, type Visits } from './visits';
import type { Kind, Stage } from './vocabulary';

// «Почему такой срок»: the account of a term, step by step and day by day. It counts nothing by itself: every step is what the functions
// that give the term have told, and where the house has another end than they give now, that is the last step.

export const ACCOUNTED_TERMS = ['whole', 'stage', 'redirect', 'duty'] as const;
export type AccountedTerm = (typeof ACCOUNTED_TERMS)[number];

/** What happened to the end of a term, and to where it led. */
export type AccountStep = { readonly due: Date; readonly runs: readonly DayRun[] } & Reason;
type Without<Of, Names extends string> = Of extends unknown ? Omit<Of, Names> : never;

/**
 * Why the end is where it is.
 *
 * registered   days from the registration
 * returned     days anew from the return of an answer, or the end that stayed
 * chosen, extended, postponed, resumed   see `Move`
 * sevenDays    §2, for passing an `appeal59` on
 * share        the stage's share of the working time of the whole
 * takenBack    a visit that was left and taken back: what was left of it
 * backlog      it came with many others
 * date, ofWhole   no share: it ends on the date of «Отложено», or with the whole
 * oneDay       §2, the executor's one working day
 * closing      the last closing before the end of the whole comes first
 * nearest      of appeals that are worked as one: the end of another one's whole comes first
 * otherwise    the end was set by what was known then, and stands
 */
export type Reason =
  | { readonly by: 'registered'; readonly at: Date; readonly count: number; readonly fastTrack: boolean }
  | { readonly by: 'returned'; readonly at: Date; readonly count: number; readonly kept: boolean }
  | Without<Move, 'due'>
  | { readonly by: 'sevenDays'; readonly at: Date; readonly count: number }
  | ({ readonly by: 'share'; readonly at: Date; readonly countedFrom: Date; readonly countedTo: Date } & Omit<
      Extract<ReckonedEnd['reckoning'], { by: 'share' }>,
      'by' | 'free'
    > & { readonly allowance: number })
  | {
      readonly by: 'takenBack';
      readonly at: Date;
      readonly spent: number;
      readonly left: number;
      readonly least: boolean;
      readonly morning: boolean;
    }
  | { readonly by: 'backlog' | 'date' | 'ofWhole' | 'closing' | 'nearest' | 'otherwise'; readonly at: Date }
  | { readonly by: 'oneDay'; readonly at: Date; readonly within: boolean };

export interface TermAccount {
  readonly of: AccountedTerm;
  /** Where the appeal is; what a term of the stage is of. */
  readonly stage: Stage;
  readonly from: Date;
  /** In this order; the last one leads to `due`. */
  readonly steps: readonly [AccountStep, ...AccountStep[]];
  /** As the house has it. */
  readonly due: Date;
  /** The last working day before an end that is a day off: the end itself moves to no other day. */
  readonly lastWorkingDay: PlainDate | null;
  /** Which production calendars it was counted by. */
  readonly years: readonly YearSource[];
  /** Of the whole: what was corrected since and has moved it, the oldest first. */
  readonly corrections: readonly Correction[];
}

/** «Исправить сведения» that has moved the end of the whole: from where to where. */
export interface Correction {
  readonly at: Date;
  readonly before: Date;
  readonly after: Date;
}

/** What an account is drawn from: the terms' own facts, and what has moved the whole. */
export interface AccountFacts {
  readonly terms: Omit<TermFacts, 'visits'> & { readonly visits: Visits | null };
  readonly kind: Kind;
  readonly termDays: number;
  readonly fastTrackDays: FastTrackDays | null;
  readonly firstDueAt: Date;
  readonly course: Course;
  readonly corrections: readonly Correction[];
  readonly rules: StageRules;
}

/** Every term that this appeal has, or had: the whole always, the others as far as it has them. */
export function accountsOf(facts: AccountFacts, calendar: OfficeCalendar): TermAccount[] {
  return [
    wholeAccount(facts, calendar),
    stageAccount(facts, calendar),
    redirectAccount(facts, calendar),
    dutyAccount(facts, calendar),
  ].filter((account) => account !== null);
}

/** Of an account that ends where the house has it: what the steps do not lead to was set before, and stands. */
export function account(
  of: AccountedTerm,
  { terms: { stage, registeredAt } }: { readonly terms: Pick<TermFacts, 'stage' | 'registeredAt'> },
  { from, due, steps: [first, ...others] }: Pick<TermAccount, 'from' | 'due' | 'steps'>,
  calendar: OfficeCalendar,
): TermAccount {
  const reached = (others.at(-1) ?? first).due;
  const stands: AccountStep[] = isSame(reached, due) ? [] : [{ by: 'otherwise', at: from, due, runs: [] }];
  return {
    of,
    stage,
    from,
    due,
    steps: [first, ...others, ...stands],
    lastWorkingDay: shownDue(due, registeredAt, calendar),
    years: sourcesOf(dayOf(from, calendar), dayOf(due > from ? due : from, calendar), calendar),
    corrections: [],
  };
}

export const isSame = (one: Date, other: Date): boolean => one.getTime() === other.getTime();

// ── The whole ───────────────────────────────────────────────────────────────

function wholeAccount(facts: AccountFacts, calendar: OfficeCalendar): TermAccount {
  const { terms, kind, termDays, fastTrackDays, course, corrections } = facts;
  const { registeredAt, dueAt } = terms;
  const [first, ...rounds] = wholeTerms({ kind, registeredAt, termDays }, course, calendar);
  const begins: AccountStep = {
    by: 'registered',
    at: registeredAt,
    count: termDays,
    fastTrack: fastTrackDays !== null,
    due: first.firstDue,
    runs: calendarRuns(dayOf(registeredAt, calendar), dayOf(first.firstDue, calendar), calendar, true),
  };
  const returned = rounds.flatMap((round): AccountStep[] => [
    {
      by: 'returned',
      at: round.from,
      count: termDays,
      kept: round.kept,
      due: round.firstDue,
      runs: round.kept
        ? []
        : calendarRuns(dayOf(round.from, calendar), dayOf(round.firstDue, calendar), calendar, true),
    },
    ...movesOf(round, calendar),
  ]);
  const steps: TermAccount['steps'] = [begins, ...movesOf(first, calendar), ...returned];
  return { ...account('whole', facts, { from: registeredAt, due: dueAt, steps }, calendar), corrections };
}

/** Days that a move adds are counted one by one; a date that was taken from ПОС, or days that did not pass, add none. */
function movesOf({ firstDue, moves }: WholeTerm, calendar: OfficeCalendar): AccountStep[] {
  return moves.map((move, index) => {
    const before = moves[index - 1]?.due ?? firstDue;
    const adds = move.by === 'extended' || move.by === 'postponed';
    const runs = adds ? calendarRuns(dayOf(before, calendar), dayOf(move.due, calendar), calendar, false) : [];
    return { ...move, runs };
  });
}

// ── The stage ───────────────────────────────────────────────────────────────

function stageAccount(facts: AccountFacts, calendar: OfficeCalendar): TermAccount | null {
  const { terms, termDays, firstDueAt, rules } = facts;
  const { stageDueAt: due, stageEnteredAt: enteredAt } = terms;
  if (due === null || MEANING[terms.stage].finished) return null;
  const visits = terms.visits ?? NO_VISITS;
  const end = reckonedVisit({ ...terms, firstDueAt, termDays }, visits, rules, calendar);
  // It was set by what was known then: nothing of today explains it.
  const steps: TermAccount['steps'] = end
    ? stageSteps(end, terms, visits, calendar)
    : [{ by: 'otherwise', at: enteredAt, due, runs: [] }];
  return account('stage', facts, { from: steps[0].at, due, steps }, calendar);
}

/** Of one visit, by what the house reckons. */
export function stageSteps(
  { due, cut, allowance, reckoning, countedFrom, countedTo }: NonNullable<ReturnType<typeof reckonedVisit>>,
  { stageEnteredAt: enteredAt, dueAt }: Pick<TermFacts, 'stageEnteredAt' | 'dueAt'>,
  { resumed, nearestDue }: Visits,
  calendar: OfficeCalendar,
): TermAccount['steps'] {
  const byAnother = nearestDue ? new Date(nearestDue) < dueAt : false;
  const counted = (from: Date) => workingRuns(from, due, calendar);
  switch (reckoning.by) {
    case 'share': {
      const { free, ...share } = reckoning;
      const by = { ...share, at: enteredAt, countedFrom, countedTo, allowance: allowance ?? 0 };
      return upToClosing({ ...by, due: free, runs: counted(enteredAt) }, cut, due, byAnother);
    }
    case 'resumed': {
      const { free, ...left } = reckoning;
      const at = resumed ? new Date(resumed.at) : enteredAt;
      return upToClosing({ ...left, by: 'takenBack', at, due: free, runs: counted(at) }, cut, due, byAnother);
    }
    case 'date':
      return [{ by: 'date', at: enteredAt, due, runs: [] }];
    case 'whole':
      return [{ by: byAnother ? 'nearest' : 'ofWhole', at: enteredAt, due, runs: [] }];
    case 'backlog':
      return [{ by: 'backlog', at: enteredAt, due, runs: counted(enteredAt) }];
  }
}

/** What the end of the whole ends before its own time says where that would have been. */
const upToClosing = (own: AccountStep, cut: boolean, due: Date, byAnother = false): TermAccount['steps'] =>
  cut && !isSame(own.due, due) ? [own, { by: byAnother ? 'nearest' : 'closing', at: due, due, runs: [] }] : [own];

// ── The seven days and the one day ──────────────────────────────────────────

function redirectAccount(facts: AccountFacts, calendar: OfficeCalendar): TermAccount | null {
  const { terms } = facts;
  const { registeredAt } = terms;
  // Kept for good they are shown all the same: whoever looks asks why they were kept.
  const term = passingDue(terms, calendar);
  if (term === null) return null;
  const { due } = term;
  const runs = calendarRuns(dayOf(registeredAt, calendar), dayOf(due, calendar), calendar, true);
  const count = runs.reduce((total, run) => total + (run.counted ? run.days : 0), 0);
  const steps: TermAccount['steps'] = [{ by: 'sevenDays', at: registeredAt, count, due, runs }];
  return account('redirect', facts, { from: registeredAt, due, steps }, calendar);
}

function dutyAccount(facts: AccountFacts, calendar: OfficeCalendar): TermAccount | null {
  const { dutyBeganAt: at, dutyDueAt: due, dueAt } = facts.terms;
  if (at === null || due === null) return null;
  return account('duty', facts, { from: at, due, steps: dutySteps(at, due, dueAt, calendar) }, calendar);
}

/** Of one duty. @param wholeDue when the whole ended then */
export function dutySteps(at: Date, due: Date, wholeDue: Date, calendar: OfficeCalendar): TermAccount['steps'] {
  const end = reckonedDuty(at, wholeDue, calendar);
  if (!end) return [{ by: 'otherwise', at, due, runs: [] }];
  const own: AccountStep = {
    by: 'oneDay',
    at,
    within: end.within,
    due: end.free,
    runs: workingRuns(at, end.due, calendar),
  };
  return upToClosing(own, end.cut, end.due);
}

/** On which sentence a step stands, as the table of acts names its clauses; null: no source says it, it is our reading. */
export const clauseOf = ({ by }: AccountStep): string | null => CLAUSES[by];
const CLAUSES: Readonly<Record<Reason['by'], string | null>> = {
  registered: 'П1/3',
  returned: null,
  chosen: 'П1/2 Координатор',
  extended: '59-ФЗ ст. 12 ч. 2',
  postponed: null,
  resumed: null,
  sevenDays: 'П1/2',
  share: 'П1/3',
  takenBack: null,
  backlog: null,
  date: 'П1/3 Отложено',
  ofWhole: 'П1/3',
  oneDay: 'П1/2 Исполнитель',
  closing: null,
  nearest: null,
  otherwise: null,
};
