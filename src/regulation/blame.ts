import {
  addWorkingTime,
  dayOf,
  nextWorkingDay,
  opening,
  plusDays,
  workingDayOnOrAfter,
  workingTimeBetween,
  workingTimeOn,
  type OfficeCalendar,
  type PlainDate,
} from './calendar';
import type { HoldingRole } from './deputies';
import type { MissedTerm } from './nags';
import { PLACES } from './rights';
import type { Participant, Role } from './vocabulary';

// domain.md, Overdue: whoever is absent or switched off is not blamed, nor anybody by what the bot did.

const HOUR = 3_600_000;
/** Of working time: to take up what waits, after a return, in somebody's stead, or once the bot is there again. */
const TO_TAKE_UP = 2 * HOUR;
/** Of working time: a shorter standstill keeps nobody from anything. */
const STANDSTILL = HOUR / 4;

/** Days when somebody was away, as it was entered. */
export interface AwayDays {
  readonly fromDay: PlainDate;
  readonly untilDay: PlainDate;
  readonly enteredAt: Date;
  /** By themselves, for that same day, and no admin has confirmed it. */
  readonly ownWord: boolean;
  readonly cancelledAt: Date | null;
  /** When those who stand in were named. */
  readonly deputiesSince: Date;
  readonly deputies: readonly { readonly role: HoldingRole; readonly personId: number }[];
}

/** What there is to know of whoever held an appeal, or stood in. */
export interface Standing {
  readonly personId: number;
  readonly roles: readonly Role[];
  readonly canApprove: boolean;
  readonly disabledAt: Date | null;
  readonly away: readonly AwayDays[];
  /** When the bot heard nothing from where they are. */
  readonly unheard: readonly { readonly since: Date; readonly until: Date }[];
}

/** A term that is over, and where the appeal was. */
export interface Ended {
  readonly kind: MissedTerm;
  readonly due: Date;
  readonly place: Participant;
  readonly stageEnteredAt: Date;
}

/** Whose the fact is: theirs, of the deputy, or nobody's and why. */
export type Blame =
  | { readonly of: 'holder' }
  | { readonly of: 'deputy'; readonly personId: number }
  | { readonly of: 'nobody'; readonly why: 'absent' | 'unheard' };

export function blamed(holder: Standing, deputies: readonly Standing[], ended: Ended, calendar: OfficeCalendar): Blame {
  const { due, place } = ended;
  const stoodStill = ({ unheard }: Standing) => isOfStandstill(ended, unheard, calendar);
  if (isThere(holder, due, calendar)) return stoodStill(holder) ? { of: 'nobody', why: 'unheard' } : { of: 'holder' };
  const { role } = PLACES[place];
  const deputy = deputies.find(
    (one) =>
      one.roles.includes(role) &&
      (place !== 'approving' || one.canApprove) &&
      isThere(one, due, calendar) &&
      standsInLongEnough(holder, one.personId, role, ended, calendar),
  );
  if (!deputy) return { of: 'nobody', why: 'absent' };
  return stoodStill(deputy) ? { of: 'nobody', why: 'unheard' } : { of: 'deputy', personId: deputy.personId };
}

/** From the first working moment of an absence until two working hours after the return nobody is blamed. */
function isThere({ disabledAt, away }: Standing, due: Date, calendar: OfficeCalendar): boolean {
  if (disabledAt !== null && disabledAt <= due) return false;
  return away.every((days) => {
    const span = awayFrom(days, calendar);
    return span === null || due < span.from || due > addWorkingTime(span.back, TO_TAKE_UP, calendar);
  });
}

/** From when until when somebody is away; null: not at all. */
function awayFrom(
  { fromDay, untilDay, enteredAt, ownWord, cancelledAt }: AwayDays,
  calendar: OfficeCalendar,
): { readonly from: Date; readonly back: Date } | null {
  // What one says oneself excuses nothing of that day.
  const first = ownWord ? plusDays(dayOf(enteredAt, calendar), 1) : fromDay;
  const begins = opening(workingDayOnOrAfter(first, calendar), calendar);
  // Taken back on the day on which it was entered it was a slip: what had been before is excused by nothing.
  const isSlip = cancelledAt !== null && dayOf(cancelledAt, calendar) === dayOf(enteredAt, calendar);
  const from = isSlip && enteredAt > begins ? enteredAt : begins;
  const returns = opening(nextWorkingDay(untilDay, calendar), calendar);
  const back = cancelledAt !== null && cancelledAt < returns ? cancelledAt : returns;
  return from < back ? { from, back } : null;
}

function standsInLongEnough(
  { away }: Standing,
  deputyId: number,
  role: HoldingRole,
  { due, stageEnteredAt }: Ended,
  calendar: OfficeCalendar,
): boolean {
  return away.some((days) => {
    const span = awayFrom(days, calendar);
    if (span === null || due < span.from || due >= span.back) return false;
    if (!days.deputies.some((one) => one.role === role && one.personId === deputyId)) return false;
    const since = Math.max(span.from.getTime(), days.deputiesSince.getTime(), stageEnteredAt.getTime());
    return workingTimeBetween(new Date(since), due, calendar) >= TO_TAKE_UP;
  });
}

/** Whose a term is that all these have together: of those who were there and could be heard, else nobody's and why. */
export function blamedTogether(
  holders: readonly Standing[],
  ended: Pick<Ended, 'kind' | 'due'>,
  calendar: OfficeCalendar,
): { readonly of: 'some'; readonly ids: readonly number[] } | Extract<Blame, { of: 'nobody' }> {
  if (holders.length === 0) return { of: 'some', ids: [] };
  const there = holders.filter((one) => isThere(one, ended.due, calendar));
  if (there.length === 0) return { of: 'nobody', why: 'absent' };
  const heard = there.filter(({ unheard }) => !isOfStandstill(ended, unheard, calendar));
  if (heard.length === 0) return { of: 'nobody', why: 'unheard' };
  return { of: 'some', ids: heard.map(({ personId }) => personId) };
}

/**
 * Of a visit that all coordinators have together: who of them was on duty on each of its working days, and away on none; null: nobody was.
 * Whoever shared the duty with another has not had it alone.
 */
export function dutyOfVisit(
  holders: readonly Standing[],
  onDuty: ReadonlyMap<PlainDate, number>,
  { due, stageEnteredAt }: Pick<Ended, 'due' | 'stageEnteredAt'>,
  calendar: OfficeCalendar,
): number | null {
  const days: PlainDate[] = [];
  const last = dayOf(due, calendar);
  for (let day = dayOf(stageEnteredAt, calendar); day <= last; day = plusDays(day, 1))
    if (workingTimeOn(day, stageEnteredAt, due, calendar) > 0) days.push(day);
  const [first] = days;
  const alone = first === undefined ? undefined : onDuty.get(first);
  const holder = holders.find(({ personId }) => personId === alone);
  if (!holder || days.some((day) => onDuty.get(day) !== alone)) return null;
  const isAway = days.some((day) => !isThere(holder, latest(opening(day, calendar), stageEnteredAt), calendar));
  return isAway ? null : holder.personId;
}

const latest = (one: Date, other: Date): Date => (one > other ? one : other);

/** A stage or a duty that ends while the bot stands still, or within two working hours after. */
function isOfStandstill(
  { kind, due }: Pick<Ended, 'kind' | 'due'>,
  unheard: Standing['unheard'],
  calendar: OfficeCalendar,
): boolean {
  if (kind !== 'stage' && kind !== 'duty') return false;
  return unheard.some(
    ({ since, until }) =>
      since < due &&
      workingTimeBetween(since, until, calendar) > STANDSTILL &&
      due <= addWorkingTime(until, TO_TAKE_UP, calendar),
  );
}
