import { closing, dayOf, nextWorkingDay, workingTimeBetween, type OfficeCalendar, type PlainDate } from './calendar';
import {
  earlier,
  overallDue,
  resumedEnd,
  UNDO_MS,
  type LeftOver,
  stageEnd,
  type ReckonedEnd,
  type Round,
  type StageShares,
  type StageVisit,
} from './deadlines';
import { INITIAL_STAGE, type Stage } from './vocabulary';

/** By which rules terms are counted: 1 took shares of calendar time, 2 takes working time. A fact says by which it was noted. */
export const RULES = 2;

/** A stage that was left: what a second visit to it goes on from. Milliseconds are of working time, instants ISO texts. */
export interface FormerVisits {
  /** By all visits but the last. */
  readonly used: number;
  /** Null: it goes on, as if it had not been left. */
  readonly last: LeftVisit | null;
}

interface LeftVisit {
  readonly enteredAt: string;
  readonly leftAt: string;
  /** What it has taken of its allowance, and what that had left; absent: by a former program. */
  readonly spent?: number;
  readonly left?: number | null;
  /** To when shares counted then; absent: by a former program, or its stage has none. */
  readonly countedTo?: string | undefined;
  readonly assumed?: boolean;
  readonly renewedAt?: string | null;
  readonly correctedAt?: string | null | undefined;
  readonly secured?: boolean | undefined;
}

/** What an appeal remembers of its stages beside the entry and the due of the present visit. */
export interface Visits {
  /** From when all shares count, if not from the registration: the return from `answered`. */
  readonly countedFrom: string | null;
  /** The due to which an extension has moved the whole, and to which all shares count since; null or absent: none stands. */
  readonly extendedTo?: string | null;
  readonly former: Readonly<Partial<Record<Stage, FormerVisits>>>;
  /** Of the present visit; null: it has none. */
  readonly allowance: number | null;
  /** To when the shares count of which it is one; absent: by a former program, or its stage has none. */
  readonly countedTo?: string | undefined;
  readonly cut: boolean;
  /** Since when the end of the present visit is another one, where a fact of the former end stays; null: as at its entry. */
  readonly renewedAt: string | null;
  /** Since when corrected data gives it, where they have answered a fact of its former end: a visit makes one fact, but for that. */
  readonly correctedAt?: string | null;
  /** The present visit was left and taken back by the same person; null or absent: it was not. */
  readonly resumed?: (LeftOver & { readonly at: string }) | null;
  /** Taken back, the present visit has had its two hours already: a visit has them once. */
  readonly secured?: boolean;
  /** The shares were an assumption when the present visit began: no name stands beside its lateness, ever. */
  readonly assumed: boolean;
  /** What the return from `answered` has begun, its due an ISO text; null: it was never returned so, or by a former program. */
  readonly round: (Omit<Round, 'due'> & { readonly due: string }) | null;
  /** The due that an extension has left, taken back, with less than the executor's one working day; null or absent: none. */
  readonly leftShort?: string | null;
  /** Of appeals that are worked as one: the nearest due of all, by which their stages end; null or absent: it goes by itself. */
  readonly nearestDue?: string | null;
  /** §2: an `appeal59` was passed on within the seven days, so they are kept for good. */
  readonly passedOn: boolean;
  /** It came with so many others that whatever ends before this moment was over before the bot got it; null or absent: it did not. */
  readonly backlogUntil?: string | null;
}

export const NO_VISITS: Visits = {
  countedFrom: null,
  former: {},
  allowance: null,
  cut: false,
  renewedAt: null,
  assumed: false,
  round: null,
  passedOn: false,
};

/** Of a round that begins now nothing of before counts but that it was passed on in time. */
export const inRound = (
  { due, ...round }: Round,
  returnedAt: Date,
  { passedOn, backlogUntil = null, nearestDue = null }: Visits,
): Visits => ({
  ...NO_VISITS,
  countedFrom: returnedAt.toISOString(),
  round: { ...round, due: due.toISOString() },
  passedOn,
  backlogUntil,
  nearestDue,
});

/** More new open appeals than this at once are nobody's failing, and are told of in one message (domain.md, «До приёма в бот»). */
export const MANY_AT_ONCE = 20;

/** Of so many new open ones that come together: whatever ends before the closing of the next working day. Null: they are few. */
export const backlogUntil = (together: number, now: Date, calendar: OfficeCalendar): string | null =>
  together > MANY_AT_ONCE ? closing(nextWorkingDay(dayOf(now, calendar), calendar), calendar).toISOString() : null;

type OfIntake = Pick<Visits, 'backlogUntil'> | null;
const backlogOf = (visits: OfIntake): Date | null => (visits?.backlogUntil ? new Date(visits.backlogUntil) : null);
/** «До приёма в бот»: what was over by then is nobody's. */
export const intakeEnd = (receivedAt: Date, visits: OfIntake): Date => backlogOf(visits) ?? receivedAt;
export function isBeforeIntake(due: Date, receivedAt: Date, visits: OfIntake): boolean {
  const until = backlogOf(visits);
  return due <= receivedAt || (until !== null && due < until);
}

/** Milliseconds of working time that former visits have used; null: there was none. */
export function usedIn(stage: Stage, { former }: Visits, calendar: OfficeCalendar): number | null {
  const before = former[stage];
  if (!before) return null;
  const { used, last } = before;
  if (last) return used + (last.spent ?? workingTimeBetween(new Date(last.enteredAt), new Date(last.leftAt), calendar));
  return used === 0 ? null : used;
}

/** The present visit to the stage ends here. */
export function leave(visits: Visits, stage: Stage, enteredAt: Date, now: Date, calendar: OfficeCalendar): Visits {
  const used = usedIn(stage, visits, calendar) ?? 0;
  const { resumed, allowance, countedTo, assumed, renewedAt, correctedAt, secured } = visits;
  const spent = resumed
    ? resumed.spent + workingTimeBetween(new Date(resumed.at), now, calendar)
    : workingTimeBetween(enteredAt, now, calendar);
  const left = allowance === null ? null : allowance - spent;
  const kept = { spent, left, countedTo, assumed, renewedAt, correctedAt, secured };
  const last: LeftVisit = { enteredAt: enteredAt.toISOString(), leftAt: now.toISOString(), ...kept };
  const former = { ...visits.former, [stage]: { used, last } };
  return { ...visits, former, renewedAt: null, correctedAt: null, resumed: null, secured: false };
}

/**
 * What the same person takes back is no second visit: it goes on with what its allowance had left, since what passed meanwhile was
 * somebody else's. @returns when the visit began; null: the stage was never left
 */
export function goOn(
  visits: Visits,
  stage: Stage,
  now: Date,
): { readonly visits: Visits; readonly enteredAt: Date } | null {
  const before = visits.former[stage];
  if (!before?.last) return null;
  const { spent, left, countedTo, assumed = visits.assumed, renewedAt = null } = before.last;
  const { leftAt, correctedAt = null, secured = false } = before.last;
  const knows = spent !== undefined && left !== undefined && left !== null;
  // A slip of the finger changes nothing.
  const exactly = secured || now.getTime() - new Date(leftAt).getTime() <= UNDO_MS;
  return {
    visits: {
      ...visits,
      former: { ...visits.former, [stage]: { used: before.used, last: null } },
      resumed: knows ? { at: now.toISOString(), spent, left, countedTo, exactly } : null,
      // The fact of an end that has passed stays: the end that comes is another one.
      renewedAt: knows && left < 0 && !exactly ? now.toISOString() : renewedAt,
      correctedAt,
      secured,
      assumed,
    },
    enteredAt: new Date(before.last.enteredAt),
  };
}

/** Another person has these stages now: what they enter is their own visit, with what the former ones have left. */
export function newHands(visits: Visits, stages: readonly Stage[], calendar: OfficeCalendar): Visits {
  const former = { ...visits.former };
  for (const stage of stages)
    if (former[stage]?.last) former[stage] = { used: usedIn(stage, visits, calendar) ?? 0, last: null };
  return { ...visits, former };
}

export interface Clocked {
  readonly stage: Stage;
  readonly stageEnteredAt: Date;
  readonly registeredAt: Date;
  readonly firstDueAt: Date;
  readonly termDays: number;
  readonly dueAt: Date;
  readonly postponedUntil: PlainDate | null;
  /** The agreed draft waits to be entered into ПОС: the approver's allowance has not begun. */
  readonly awaitsEntry: boolean;
}

/** How the office counts stages. */
export interface StageRules {
  readonly shares: StageShares;
  /** Milliseconds of working time that a visit has at least. */
  readonly least: number;
}

/** The end of the present visit, and what is remembered of it. */
export function clock(
  appeal: Clocked,
  visits: Visits,
  rules: StageRules,
  calendar: OfficeCalendar,
): { readonly stageDueAt: Date | null; readonly visits: Visits } {
  const end = reckonedVisit(appeal, visits, rules, calendar);
  const { due, allowance, cut } = end ?? NO_END;
  const countedTo = allowance === null ? undefined : end?.countedTo.toISOString();
  const secured = visits.secured === true || (end?.reckoning.by === 'resumed' && end.reckoning.least);
  return {
    stageDueAt: appeal.awaitsEntry ? null : due,
    visits: { ...visits, allowance, countedTo, secured, cut: cut && !appeal.awaitsEntry },
  };
}

/** The same with how it has come about; null: a final stage, or no working time is left. */
export function reckonedVisit(
  appeal: Clocked,
  visits: Visits,
  { shares, least }: StageRules,
  calendar: OfficeCalendar,
): (ReckonedEnd & Pick<StageVisit, 'countedFrom' | 'countedTo'>) | null {
  const { stage, stageEnteredAt: enteredAt, postponedUntil } = appeal;
  const currentDue = visits.nearestDue ? earlier(appeal.dueAt, new Date(visits.nearestDue)) : appeal.dueAt;
  const countedFrom = visits.countedFrom === null ? appeal.registeredAt : new Date(visits.countedFrom);
  const countedTo = countedToOf(appeal, visits, calendar);
  const visit = {
    stage,
    enteredAt,
    countedFrom,
    countedTo,
    currentDue,
    shares,
    least,
    used: usedIn(stage, visits, calendar),
    postponedUntil,
  };
  const own = visits.resumed ? resumedEnd(visit, visits.resumed, calendar) : stageEnd(visit, calendar);
  const end = withBacklog(own, appeal, visits, calendar);
  return end && { ...end, countedFrom, countedTo };
}

const NO_END = { due: null, allowance: null, cut: false } as const;

/** Of many that came together each is distributed by the end of the next working day at the earliest. */
function withBacklog(
  end: ReckonedEnd | null,
  { stage, stageEnteredAt: enteredAt }: Pick<Clocked, 'stage' | 'stageEnteredAt'>,
  visits: Visits,
  calendar: OfficeCalendar,
): ReckonedEnd | null {
  const until = backlogOf(visits);
  if (until === null || stage !== INITIAL_STAGE || until <= enteredAt || (end !== null && end.due >= until)) return end;
  const allowance = workingTimeBetween(enteredAt, until, calendar);
  return { due: until, allowance, cut: false, reckoning: { by: 'backlog' } };
}

/** To when shares count: a postponement does not enlarge them, an extension does. */
function countedToOf(
  { firstDueAt, termDays }: Pick<Clocked, 'firstDueAt' | 'termDays'>,
  { countedFrom, extendedTo, round }: Visits,
  calendar: OfficeCalendar,
): Date {
  if (extendedTo) return new Date(extendedTo);
  if (countedFrom === null) return firstDueAt;
  return round ? new Date(round.due) : overallDue(new Date(countedFrom), termDays, calendar);
}
