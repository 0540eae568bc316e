import {
  addWorkingDays,
  dayOf,
  daysBetween,
  endOfDay,
  lastWorkingDayOnOrBefore,
  opening,
  plusDays,
  workingDayOnOrAfter,
  type OfficeCalendar,
  type PlainDate,
} from './calendar';
import { earlier, extendedDue, later, movedBy } from './deadlines';
import type { Kind } from './vocabulary';

// «Отложено»: to which day, and what becomes of the terms.

/** «3 рабочих дня»: counted back from the law's due as it is, a day off too; whole ones after the date for a `message`. */
const POSTPONEMENT_RESERVE = 3;

export interface PostponementRequest {
  readonly kind: Kind;
  /** As the person wrote it. */
  readonly date: PlainDate;
  /** The moment of approval; when a draft is only being sent, the moment of sending. */
  readonly now: Date;
  /** The overall due as it stands before the postponement. */
  readonly due: Date;
  /** Calendar days from `now` that the office allows at most. */
  readonly daysAhead: number;
}

export type Postponement =
  /** `date` is a working day; `moved` when it is not the one that was asked for, and the person is told. */
  | { readonly ok: true; readonly date: PlainDate; readonly moved: boolean; readonly due: Date }
  | { readonly ok: false; readonly refusal: 'dateNotLater'; readonly today: PlainDate }
  | { readonly ok: false; readonly refusal: 'tooFarAhead'; readonly latest: PlainDate }
  /** `latest` may be past itself: then no date is possible without «Продлить срок». */
  | { readonly ok: false; readonly refusal: 'tooCloseToDue'; readonly latest: PlainDate };

/**
 * To which working day an answer «Отложено» postpones the appeal, and the due after it. A `message`'s due moves by the
 * calendar days from approval to that date and leaves at least three working days after it; an `appeal59` keeps the
 * law's due, so the date is at the latest three working days before it. None is farther than the office allows: what waits for years
 * is not examined.
 */
export function postponement(request: PostponementRequest, calendar: OfficeCalendar): Postponement {
  const { kind, date, now, due } = request;
  const today = dayOf(now, calendar);
  if (date <= today) return { ok: false, refusal: 'dateNotLater', today };
  const until = workingDayOnOrAfter(date, calendar);
  const latest = lastPostponement(request, calendar);
  if (until > latest)
    return { ok: false, refusal: latest < lastAhead(request, calendar) ? 'tooCloseToDue' : 'tooFarAhead', latest };
  return {
    ok: true,
    date: until,
    moved: until !== date,
    due: kind === 'appeal59' ? due : postponedDue(due, today, until, calendar),
  };
}

/** The last day to which it may be postponed, a working day; not after `now`: none is possible. */
export function lastPostponement(request: Omit<PostponementRequest, 'date'>, calendar: OfficeCalendar): PlainDate {
  const ahead = lastAhead(request, calendar);
  if (request.kind !== 'appeal59') return ahead;
  const latest = latestPostponement(request.due, calendar);
  return latest < ahead ? latest : ahead;
}

const lastAhead = ({ now, daysAhead }: Pick<PostponementRequest, 'now' | 'daysAhead'>, calendar: OfficeCalendar) =>
  lastWorkingDayOnOrBefore(plusDays(dayOf(now, calendar), daysAhead), calendar);

function postponedDue(due: Date, from: PlainDate, until: PlainDate, calendar: OfficeCalendar): Date {
  return later(movedBy(due, daysBetween(from, until), calendar), endOfReserve(until, calendar));
}

const endOfReserve = (until: PlainDate, calendar: OfficeCalendar): Date =>
  endOfDay(addWorkingDays(until, POSTPONEMENT_RESERVE, calendar), calendar);

/** The last day to which an `appeal59` may be postponed while its due stands. May be past itself. */
function latestPostponement(due: Date, calendar: OfficeCalendar): PlainDate {
  return addWorkingDays(dayOf(due, calendar), -POSTPONEMENT_RESERVE, calendar);
}

export interface Resumption {
  readonly kind: Kind;
  readonly approvedAt: Date;
  readonly resumedAt: Date;
  /** The working day to which it was postponed. */
  readonly date: PlainDate;
  /** The overall due before the postponement and with it. */
  readonly dueBefore: Date;
  readonly due: Date;
}

/** The overall due after «Возобновить»: resumed before its date, a `message` keeps only the days that really passed. */
export function dueAfterResumption(resumption: Resumption, calendar: OfficeCalendar): Date {
  const { kind, approvedAt, resumedAt, date, dueBefore, due } = resumption;
  const resumedOn = dayOf(resumedAt, calendar);
  if (kind === 'appeal59' || resumedOn >= date) return due;
  return earlier(movedBy(dueBefore, daysBetween(dayOf(approvedAt, calendar), resumedOn), calendar), due);
}

/** When a postponed appeal resumes by itself: as the office opens on its date, or on the next working day if that became a day off. */
export function resumesAt(date: PlainDate, calendar: OfficeCalendar): Date {
  return opening(workingDayOnOrAfter(date, calendar), calendar);
}

// ── «Исправить сведения» ────────────────────────────────────────────────────

export interface CountedAnew {
  readonly kind: Kind;
  /** By the registration, or by the return from `answered`. */
  readonly begun: Date;
  readonly extension: { readonly at: Date; readonly days: number } | null;
  /** ПОС' date, where a coordinator has chosen it in place of ours. */
  readonly chosen: { readonly at: Date; readonly day: PlainDate } | null;
  readonly postponement: {
    readonly approvedAt: Date;
    readonly date: PlainDate;
    /** Null: it lasts, or nothing is known of its end but its date. */
    readonly resumedAt: Date | null;
  } | null;
}

/** What has moved the end of the whole, and to where; calendar days. */
export type Move = { readonly at: Date; readonly due: Date } & (
  | { readonly by: 'chosen'; readonly day: PlainDate }
  | { readonly by: 'extended'; readonly days: number }
  /** `stays`: of 59-ФЗ the end is the law's. `reserve`: three working days after the date are later than the days that it added. */
  | {
      readonly by: 'postponed';
      readonly until: PlainDate;
      readonly days: number;
      readonly stays: boolean;
      readonly reserve: boolean;
    }
  | { readonly by: 'resumed'; readonly days: number }
);

/**
 * The overall due by corrected data: with the extension while it is an `appeal59`, moved by the postponement while it is a
 * `message`.
 */
export function correctedDue(
  { kind, begun: counted, extension, chosen, postponement: postponed }: CountedAnew,
  calendar: OfficeCalendar,
): { readonly due: Date; readonly dueBeforePostponement: Date; readonly moves: readonly Move[] } {
  const begun = chosen === null ? counted : endOfDay(chosen.day, calendar);
  const moves: Move[] = chosen === null ? [] : [{ by: 'chosen', ...chosen, due: begun }];
  if (kind === 'appeal59') {
    const due = extension === null ? begun : extendedDue(begun, extension.days, calendar);
    if (extension !== null) moves.push({ by: 'extended', ...extension, due });
    if (postponed !== null) moves.push({ ...postponedMove(postponed, begun, due, calendar), stays: true });
    return { due, dueBeforePostponement: due, moves };
  }
  if (postponed === null) return { due: begun, dueBeforePostponement: begun, moves };
  const { approvedAt, date, resumedAt } = postponed;
  const moved = postponedDue(begun, dayOf(approvedAt, calendar), date, calendar);
  moves.push(postponedMove(postponed, begun, moved, calendar));
  if (resumedAt === null) return { due: moved, dueBeforePostponement: begun, moves };
  const due = dueAfterResumption({ kind, approvedAt, resumedAt, date, dueBefore: begun, due: moved }, calendar);
  const days = daysBetween(dayOf(approvedAt, calendar), dayOf(resumedAt, calendar));
  if (due < moved) moves.push({ by: 'resumed', at: resumedAt, days, due });
  return { due, dueBeforePostponement: begun, moves };
}

function postponedMove(
  { approvedAt, date }: NonNullable<CountedAnew['postponement']>,
  before: Date,
  due: Date,
  calendar: OfficeCalendar,
) {
  const days = daysBetween(dayOf(approvedAt, calendar), date);
  const reserve = due > movedBy(before, days, calendar);
  return { by: 'postponed', at: approvedAt, until: date, days, stays: false, reserve, due } as const;
}
