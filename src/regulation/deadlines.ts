import {
  addWorkingTime,
  at,
  closing,
  dayOf,
  daysBetween,
  endOfDay,
  isWorkingDay,
  isWorkingTime,
  lastClosing,
  lastWorkingDayOnOrBefore,
  nextWorkingDay,
  opening,
  plusDays,
  timeOfDay,
  workingTimeBetween,
  type OfficeCalendar,
  type PlainDate,
} from './calendar';
import { isFinal, type Kind, type Stage } from './vocabulary';

// Every term is an instant of whole seconds, and its last second still belongs to it.

/** §3: «в течение 30 дней со дня регистрации». */
const ORDINARY_DAYS = 30;
/** §3: fast tracks. */
export const FAST_TRACK_DAYS = [3, 5, 7, 10] as const;
export type FastTrackDays = (typeof FAST_TRACK_DAYS)[number];
/** §2: passing an `appeal59` to another organization. */
const REDIRECT_DAYS = 7;
/** How long an act may be undone, and how soon what was left by mistake is taken back as it was. */
export const UNDO_MS = 60_000;
/** 59-ФЗ art. 12 part 2. */
export const EXTENSION_DAYS = { min: 1, max: 30 } as const;
export const isExtension = (days: number): boolean =>
  Number.isInteger(days) && days >= EXTENSION_DAYS.min && days <= EXTENSION_DAYS.max;
/** `now` is past the term. In SQL: `due < date_trunc('second', now)`. */
export function isOverdue(due: Date, now: Date): boolean {
  return now >= overdueFrom(due);
}

/** The first instant at which the term is over. */
export function overdueFrom(due: Date): Date {
  return new Date(due.getTime() + 1_000);
}

/** How late something was that was done on this day, in calendar days: the day after the term's is the first. 0: on its day, or in time. */
export const daysLate = (due: Date, day: PlainDate, calendar: OfficeCalendar): number =>
  Math.max(0, daysBetween(dayOf(due, calendar), day));

// ── The whole ───────────────────────────────────────────────────────────────

/** A line of the list of categories: of a category, of a subcategory in it, or of a fact. `days: null` says nothing. */
export interface CategoryTerm {
  readonly category: string;
  readonly subcategory: string | null;
  readonly fact: string | null;
  readonly days: FastTrackDays | null;
}

export interface Categorised {
  readonly kind: Kind;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly fact: string | null;
}

/**
 * The fast-track term of an appeal, or null: a fact's beats its subcategory's, and that its category's (§1, §3).
 * An `appeal59` is never fast-track.
 */
export function fastTrackDays(categories: readonly CategoryTerm[], appeal: Categorised): FastTrackDays | null {
  if (appeal.kind === 'appeal59') return null;
  const speaks = (line: CategoryTerm) =>
    line.days !== null &&
    line.category === appeal.category &&
    (line.subcategory === null || line.subcategory === appeal.subcategory) &&
    (line.fact === null || line.fact === appeal.fact);
  const precision = (line: CategoryTerm) => (line.fact === null ? 0 : 2) + (line.subcategory === null ? 0 : 1);
  const [nearest] = categories.filter(speaks).sort((a, b) => precision(b) - precision(a));
  return nearest?.days ?? null;
}

/** Calendar days for the whole of an appeal. */
export function termDays(appeal: { readonly kind: Kind; readonly fastTrackDays: FastTrackDays | null }): number {
  return appeal.kind === 'appeal59' ? ORDINARY_DAYS : (appeal.fastTrackDays ?? ORDINARY_DAYS);
}

/** Registered 02.11 with 30 days is due on 02.12, to the end of that local day. */
export function overallDue(registeredAt: Date, days: number, calendar: OfficeCalendar): Date {
  return endOfDay(plusDays(dayOf(registeredAt, calendar), days), calendar);
}

/** §2: an `appeal59` is passed to another organization within 7 calendar days, counted as the whole term is. */
export function redirectDue(registeredAt: Date, calendar: OfficeCalendar): Date {
  return overallDue(registeredAt, REDIRECT_DAYS, calendar);
}

/** What a return from `answered` begins (our reading: the decree is silent). */
export interface Round {
  readonly due: Date;
  /** The due has stayed what it was. */
  readonly kept: boolean;
  /** Less is left than the executor's one working day: nobody owes a report, and what is missed in this round is nobody's. */
  readonly noDay: boolean;
}

/**
 * The same number of days runs anew; but those of 59-ФЗ run from the registration, so an `appeal59` keeps its due, as it was extended,
 * corrected or taken from ПОС, while that has not passed.
 */
export function roundAfterReturn(
  { kind, due, termDays: days }: { readonly kind: Kind; readonly due: Date; readonly termDays: number },
  returnedAt: Date,
  calendar: OfficeCalendar,
): Round {
  const kept = kind === 'appeal59' && !isOverdue(due, returnedAt);
  const ends = kept ? due : overallDue(returnedAt, days, calendar);
  return { due: ends, kept, noDay: leavesNoDay(ends, returnedAt, calendar) };
}

/** Less is left until it than the executor's one working day. */
export const leavesNoDay = (due: Date, from: Date, calendar: OfficeCalendar): boolean =>
  lastClosing(due, calendar) < dutyMoment(from, calendar);

/**
 * 59-ФЗ art. 12 part 2: the due moved by whole days.
 * @throws RangeError unless `days` is a whole number from 1 to 30.
 */
export function extendedDue(due: Date, days: number, calendar: OfficeCalendar): Date {
  if (!isExtension(days)) {
    const { min, max } = EXTENSION_DAYS;
    throw new RangeError(`A term is extended by ${min} to ${max} whole days, not by ${days}`);
  }
  return movedBy(due, days, calendar);
}

/** What it was before it was extended by so many. */
export const dueBeforeExtension = (due: Date, days: number, calendar: OfficeCalendar): Date =>
  movedBy(due, -days, calendar);

/**
 * When the due falls on a day off: the last working day before it, for the card to show beside the legal due.
 * Null when the due is a working day, or when no working day is left since the registration.
 */
export function shownDue(due: Date, registeredAt: Date, calendar: OfficeCalendar): PlainDate | null {
  const day = dayOf(due, calendar);
  if (isWorkingDay(day, calendar)) return null;
  const shown = lastWorkingDayOnOrBefore(day, calendar);
  return shown < dayOf(registeredAt, calendar) ? null : shown;
}

// ── A stage ─────────────────────────────────────────────────────────────────

/** Stages that have their own share of the whole term (§3); redirect stages use coordination's. */
export const SHARED_STAGES = [
  'coordination',
  'assigned',
  'in_progress',
  'answer_agreement',
  'answer_approval',
] as const satisfies readonly Stage[];
/** Fractions that sum to 1. */
export type StageShares = Readonly<Record<(typeof SHARED_STAGES)[number], number>>;

export interface StageVisit {
  readonly stage: Stage;
  readonly enteredAt: Date;
  /** From when all shares count, and to when: a postponement makes no stage longer, an extension does. */
  readonly countedFrom: Date;
  readonly countedTo: Date;
  readonly currentDue: Date;
  readonly shares: StageShares;
  /** Milliseconds of working time that a visit has at least. */
  readonly least: number;
  /** Of working time, by former visits to the stage; null: this is the first. */
  readonly used: number | null;
  /** Set while the appeal is postponed. */
  readonly postponedUntil: PlainDate | null;
}

export interface StageEnd {
  readonly due: Date;
  /** Milliseconds of working time; null: the stage has no share. */
  readonly allowance: number | null;
  /** The last closing before the current due ends the visit, and not its allowance: what is missed then is the whole. */
  readonly cut: boolean;
}

/** How the end of a visit has come about; milliseconds are of working time. */
export type StageReckoning =
  | {
      readonly by: 'share';
      readonly share: number;
      /** From the beginning of the whole to its first due, or the extended one. */
      readonly whole: number;
      readonly used: number | null;
      /** What is left of the share is less than a visit has at least. */
      readonly least: boolean;
      /** A second visit lasts until the moment which the one-working-day duty would give. */
      readonly duty: boolean;
      /** It would end just after an opening, so it ends an hour after that. */
      readonly morning: boolean;
      /** Where the allowance ends by itself. */
      readonly free: Date;
    }
  | {
      readonly by: 'resumed';
      readonly spent: number;
      readonly left: number;
      readonly least: boolean;
      readonly morning: boolean;
      readonly free: Date;
    }
  /** «Отложено» ends on its date, what has no share with the whole. */
  | { readonly by: 'date' | 'whole' }
  | { readonly by: 'backlog' };
export type ReckonedEnd = StageEnd & { readonly reckoning: StageReckoning };

/**
 * When this visit to the stage is due; null for a final stage, and where no working time is left. `postponed` lasts to the
 * end of its date, though the appeal resumes at that day's opening: a tick that comes a second late makes nobody overdue.
 */
export function stageEnd(visit: StageVisit, calendar: OfficeCalendar): ReckonedEnd | null {
  const { stage, shares, currentDue, postponedUntil } = visit;
  const without = (due: Date, by: 'date' | 'whole'): ReckonedEnd => ({
    due,
    allowance: null,
    cut: false,
    reckoning: { by },
  });
  const share = shareOf(stage, shares);
  if (share !== null) return allowanceEnd(visit, share, calendar);
  if (isFinal(stage)) return null;
  return stage === 'postponed' && postponedUntil
    ? without(earlier(endOfDay(postponedUntil, calendar), currentDue), 'date')
    : without(currentDue, 'whole');
}

/** Milliseconds of working time of which stages have their shares. */
const wholeOf = ({ countedFrom, countedTo }: Pick<StageVisit, 'countedFrom' | 'countedTo'>, calendar: OfficeCalendar) =>
  Math.max(0, workingTimeBetween(countedFrom, countedTo, calendar));

/** Which share of the whole a stage has; null: it has none. */
function shareOf(stage: Stage, shares: StageShares): number | null {
  switch (stage) {
    case 'coordination':
    case 'redirect_agreement':
    case 'redirect_approval':
      return shares.coordination;
    case 'assigned':
    case 'in_progress':
    case 'answer_agreement':
    case 'answer_approval':
      return shares[stage];
    case 'postponed':
    case 'with_organization':
    case 'delivery':
    case 'answered':
    case 'redirected':
    case 'closed':
      return null;
  }
}

/** §3 «доля от общего срока», in working time from the entry. */
function allowanceEnd(visit: StageVisit, share: number, calendar: OfficeCalendar): ReckonedEnd | null {
  const { enteredAt, countedFrom, countedTo, currentDue, least, used } = visit;
  const closes = lastClosing(currentDue, calendar);
  if (closes <= enteredAt) return null;
  const whole = wholeOf({ countedFrom, countedTo }, calendar);
  const rest = wholeSeconds(share * whole - (used ?? 0));
  const left = Math.max(least, rest);
  const ends = allowanceEnds(enteredAt, left, calendar);
  const free = used === null ? ends.at : later(ends.at, toSecond(dutyMoment(enteredAt, calendar).getTime()));
  const duty = free > ends.at;
  const morning = ends.morning && !duty;
  return {
    due: earlier(free, closes),
    allowance: duty || morning ? workingTimeBetween(enteredAt, free, calendar) : left,
    cut: closes <= free,
    reckoning: { by: 'share', share, whole, used, least: least > rest, duty, morning, free },
  };
}

const AFTER_OPENING = { within: 30 * 60_000, ends: 60 * 60_000 } as const;

/** Nobody is late by what happened before they came: an allowance that ends just after an opening ends an hour after it. */
function allowanceEnds(
  from: Date,
  allowance: number,
  calendar: OfficeCalendar,
): { readonly at: Date; readonly morning: boolean } {
  const ends = toSecond(addWorkingTime(from, allowance, calendar).getTime());
  const day = dayOf(ends, calendar);
  if (!isWorkingDay(day, calendar)) return { at: ends, morning: false };
  const opens = opening(day, calendar);
  const open = ends.getTime() - opens.getTime();
  const morning = open > 0 && open <= AFTER_OPENING.within;
  return { at: morning ? addWorkingTime(opens, AFTER_OPENING.ends, calendar) : ends, morning };
}

/** What was left of an allowance when a visit was left. Milliseconds are of working time, instants ISO texts. */
export interface LeftOver {
  readonly spent: number;
  readonly left: number;
  /** To when shares counted then; absent: to when they count now. */
  readonly countedTo?: string | undefined;
  /** Without the least that a visit has: it was taken back at once, or has had that once. */
  readonly exactly?: boolean;
}

/**
 * Of a visit that was left and taken back by the same person: what was left then, as the rules of a visit let; an extension that came,
 * or went, meanwhile has moved that, too.
 */
export function resumedEnd(
  {
    stage,
    shares,
    countedFrom,
    countedTo,
    currentDue,
    least,
  }: Omit<StageVisit, 'enteredAt' | 'used' | 'postponedUntil'>,
  { at: resumedAt, spent, countedTo: countedThen, exactly = false, ...then }: LeftOver & { readonly at: string },
  calendar: OfficeCalendar,
): ReckonedEnd | null {
  const [from, closes] = [new Date(resumedAt), lastClosing(currentDue, calendar)];
  if (closes <= from) return null;
  const before = countedThen === undefined ? countedTo : new Date(countedThen);
  const grown = wholeOf({ countedFrom, countedTo }, calendar) - wholeOf({ countedFrom, countedTo: before }, calendar);
  const left = then.left + wholeSeconds((shareOf(stage, shares) ?? 0) * grown);
  const granted = exactly ? left : Math.max(least, left);
  const { at: free, morning } = allowanceEnds(from, granted, calendar);
  return {
    due: earlier(free, closes),
    allowance: spent + (morning ? workingTimeBetween(from, free, calendar) : granted),
    cut: closes <= free,
    reckoning: { by: 'resumed', spent, left, least: granted > left, morning, free },
  };
}

// ── The executor's one working day ──────────────────────────────────────────

/**
 * §2: by when the executor reports to the supervisor. Received in working time: the same clock time of the next working
 * day, at most its closing; received outside it: the closing of the next working day to open. Never past the last
 * closing before the overall due; null: that closing was not after the receipt, so nobody could keep it.
 */
export function dutyDue(receivedAt: Date, overall: Date, calendar: OfficeCalendar): Date | null {
  return reckonedDuty(receivedAt, overall, calendar)?.due ?? null;
}

/** The same, and how it has come about: the end of the one working day, and whether the whole ends before it. */
export function reckonedDuty(
  receivedAt: Date,
  overall: Date,
  calendar: OfficeCalendar,
): { readonly due: Date; readonly free: Date; readonly cut: boolean; readonly within: boolean } | null {
  const closes = lastClosing(overall, calendar);
  if (closes <= receivedAt) return null;
  const free = toSecond(dutyMoment(receivedAt, calendar).getTime());
  const cut = closes < free;
  return { due: cut ? closes : free, free, cut, within: isWorkingTime(receivedAt, calendar) };
}

/** The end of the one working day from then on. */
export function dutyMoment(receivedAt: Date, calendar: OfficeCalendar): Date {
  const day = dayOf(receivedAt, calendar);
  const opensLater = isWorkingDay(day, calendar) && receivedAt < opening(day, calendar);
  const dutyDay = opensLater ? day : nextWorkingDay(day, calendar);
  const closes = closing(dutyDay, calendar);
  return isWorkingTime(receivedAt, calendar)
    ? earlier(at(dutyDay, timeOfDay(receivedAt, calendar), calendar), closes)
    : closes;
}

export function movedBy(due: Date, days: number, calendar: OfficeCalendar): Date {
  return endOfDay(plusDays(dayOf(due, calendar), days), calendar);
}

const wholeSeconds = (ms: number): number => Math.round(ms / 1_000) * 1_000;

function toSecond(ms: number): Date {
  return new Date(wholeSeconds(ms));
}

export function earlier(a: Date, b: Date): Date {
  return a <= b ? a : b;
}

export function later(a: Date, b: Date): Date {
  return a >= b ? a : b;
}
