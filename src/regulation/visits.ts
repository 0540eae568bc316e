import { closing, dayOf, nextWorkingDay, workingTimeBetween, type OfficeCalendar } from './calendar';
import {
  overallDue,
  resumedEnd,
  stageEnd,
  type ReckonedEnd,
  type Round,
  type StageShares,
  type StageVisit,
} from './deadlines';
import type { PlainDate } from './calendar';
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
  readonly assumed?: boolean;
  readonly renewedAt?: string | null;
}

/** What an appeal remembers of its stages beside the entry and the due of the present visit. */
export interface Visits {
  /** From when all shares count, if not from the registration: the return from `answered`. */
  readonly countedFrom: string | null;
  readonly former: Readonly<Partial<Record<Stage, FormerVisits>>>;
  /** Of the present visit; null: it has none. */
  readonly allowance: number | null;
  readonly cut: boolean;
  /** Since when the end of the present visit is another one, where a fact of the former end stays; null: as at its entry. */
  readonly renewedAt: string | null;
  /** The present visit was left and taken back by the same person; null or absent: it was not. */
  readonly resumed?: { readonly at: string; readonly spent: number; readonly left: number } | null;
  /** The shares were an assumption when the present visit began: no name stands beside its lateness, ever. */
  readonly assumed: boolean;
  /** What the return from `answered` has begun, its due an ISO text; null: it was never returned so, or by a former program. */
  readonly round: (Omit<Round, 'due'> & { readonly due: string }) | null;
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
  { passedOn, backlogUntil = null }: Visits,
): Visits => ({
  ...NO_VISITS,
  countedFrom: returnedAt.toISOString(),
  round: { ...round, due: due.toISOString() },
  passedOn,
  backlogUntil,
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
  const { resumed, allowance, assumed, renewedAt } = visits;
  const spent = resumed
    ? resumed.spent + workingTimeBetween(new Date(resumed.at), now, calendar)
    : workingTimeBetween(enteredAt, now, calendar);
  const left = allowance === null ? null : allowance - spent;
  const last = { enteredAt: enteredAt.toISOString(), leftAt: now.toISOString(), spent, left, assumed, renewedAt };
  return { ...visits, former: { ...visits.former, [stage]: { used, last } }, renewedAt: null, resumed: null };
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
  const { spent, left, assumed = visits.assumed, renewedAt = null } = before.last;
  const knows = spent !== undefined && left !== undefined && left !== null;
  return {
    visits: {
      ...visits,
      former: { ...visits.former, [stage]: { used: before.used, last: null } },
      resumed: knows ? { at: now.toISOString(), spent, left } : null,
      // The fact of an end that has passed stays: the end that comes is another one.
      renewedAt: knows && left < 0 ? now.toISOString() : renewedAt,
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
  const { due, allowance, cut } = reckonedVisit(appeal, visits, rules, calendar) ?? NO_END;
  return {
    stageDueAt: appeal.awaitsEntry ? null : due,
    visits: { ...visits, allowance, cut: cut && !appeal.awaitsEntry },
  };
}

/** The same with how it has come about; null: a final stage, or no working time is left. */
export function reckonedVisit(
  appeal: Clocked,
  visits: Visits,
  { shares, least }: StageRules,
  calendar: OfficeCalendar,
): (ReckonedEnd & Pick<StageVisit, 'countedFrom' | 'firstDue'>) | null {
  const { stage, stageEnteredAt: enteredAt, dueAt: currentDue, postponedUntil } = appeal;
  const countedFrom = visits.countedFrom === null ? appeal.registeredAt : new Date(visits.countedFrom);
  const firstDue = firstDueOf(appeal, visits, calendar);
  const visit = {
    stage,
    enteredAt,
    countedFrom,
    firstDue,
    currentDue,
    shares,
    least,
    used: usedIn(stage, visits, calendar),
    postponedUntil,
  };
  const own = visits.resumed ? resumedEnd(visit, visits.resumed, calendar) : stageEnd(visit, calendar);
  const end = withBacklog(own, appeal, visits, calendar);
  return end && { ...end, countedFrom, firstDue };
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

/** To when shares count: neither an extension nor a postponement enlarges them. */
function firstDueOf(
  { firstDueAt, termDays }: Pick<Clocked, 'firstDueAt' | 'termDays'>,
  { countedFrom, round }: Visits,
  calendar: OfficeCalendar,
): Date {
  if (countedFrom === null) return firstDueAt;
  return round ? new Date(round.due) : overallDue(new Date(countedFrom), termDays, calendar);
}
