import {
  at,
  closing,
  dayOf,
  daysBetween,
  endOfDay,
  isWorkingDay,
  lastWorkingDayOnOrBefore,
  monthOf,
  nextWorkingDay,
  opening,
  plusDays,
  startOfDay,
  weekday,
  workingDayOnOrAfter,
  type OfficeCalendar,
  type PlainDate,
} from '../regulation/calendar';
import type { JobName } from '../usecases/kit/names';
import { USUAL_MORNING_MINUTES } from '../usecases/people/on-duty';
import type { Occasion } from './job';

export interface Rule {
  /** `first_of_month`: the second where the first is a week's too, so that no day has two reports. `before_long_weekend`: the last working day before three days off or more; `each_first`: of a month, a day off too. */
  readonly days: 'every' | 'working' | 'first_of_week' | 'first_of_month' | 'each_first' | 'before_long_weekend';
  readonly from: 'midnight' | 'opening' | 'closing';
  /** After `from`; negative: before it. */
  readonly minutes: number;
  /** How long a slot missed by an outage still makes sense. `morning`: four hours from opening. */
  readonly until: 'morning' | 'closing' | 'day';
}

/** What the clock starts by itself. */
export const SCHEDULE = {
  absences: { days: 'every', from: 'midnight', minutes: 0, until: 'day' },
  calendar_check: { days: 'working', from: 'opening', minutes: 0, until: 'day' },
  morning_list: { days: 'working', from: 'opening', minutes: USUAL_MORNING_MINUTES, until: 'morning' },
  group_digest: { days: 'working', from: 'opening', minutes: 30, until: 'morning' },
  weekly_report: { days: 'first_of_week', from: 'opening', minutes: 60, until: 'closing' },
  monthly_report: { days: 'first_of_month', from: 'opening', minutes: 60, until: 'closing' },
  list_mornings: { days: 'working', from: 'opening', minutes: USUAL_MORNING_MINUTES, until: 'morning' },
  list_mondays: { days: 'first_of_week', from: 'opening', minutes: 30, until: 'morning' },
  journal_head: { days: 'working', from: 'closing', minutes: 0, until: 'day' },
  weekend_list: { days: 'before_long_weekend', from: 'closing', minutes: -180, until: 'closing' },
  backup: { days: 'every', from: 'midnight', minutes: 150, until: 'day' },
  backup_check: { days: 'each_first', from: 'midnight', minutes: 300, until: 'day' },
} as const satisfies Record<JobName, Rule>;

type Span = Pick<Occasion, 'at' | 'until'>;

const MINUTE = 60_000;
const MORNING_MINUTES = 240;
const LATE_HOUR_MINUTES = 60;
const LONG_WEEKEND_DAYS = 3;

const later = (moment: Date, minutes: number) => new Date(moment.getTime() + minutes * MINUTE);
const morningEnd = (day: PlainDate, calendar: OfficeCalendar) => later(opening(day, calendar), MORNING_MINUTES);

/** The slot of a rule on a day; null: the day has none. */
export function occasionOn(rule: Rule, day: PlainDate, calendar: OfficeCalendar): Span | null {
  if (!BELONGS[rule.days](day, calendar)) return null;
  return { at: later(BEGINS[rule.from](day, calendar), rule.minutes), until: ENDS[rule.until](day, calendar) };
}

/**
 * The slot at an hour of somebody's own choice, in minutes after midnight: until the morning ends, and at least an hour.
 * Null on a day off.
 */
export function occasionAt(day: PlainDate, minutes: number, calendar: OfficeCalendar): Span | null {
  if (!isWorkingDay(day, calendar)) return null;
  const slot = at(day, minutes, calendar);
  const ends = [morningEnd(day, calendar), later(slot, LATE_HOUR_MINUTES)];
  return { at: slot, until: new Date(Math.max(...ends.map((end) => end.getTime()))) };
}

const MORNING: readonly Rule[] = Object.values<Rule>(SCHEDULE).filter(({ until }) => until === 'morning');
/** The ticker has come by then. */
const PAST_MINUTES = 1;

/** Just past the next working morning: everybody's list has been told, and the groups' digests at their usual hour. */
export function pastNextMorning(now: Date, calendar: OfficeCalendar): Date {
  for (let day = workingDayOnOrAfter(dayOf(now, calendar), calendar); ; day = nextWorkingDay(day, calendar)) {
    const told = MORNING.map((rule) => occasionOn(rule, day, calendar)?.at.getTime() ?? 0);
    const past = later(new Date(Math.max(...told)), PAST_MINUTES);
    if (past > now) return past;
  }
}

function isFirstOfWeek(day: PlainDate, calendar: OfficeCalendar): boolean {
  return (
    isWorkingDay(day, calendar) &&
    daysBetween(lastWorkingDayOnOrBefore(plusDays(day, -1), calendar), day) >= weekday(day)
  );
}

const BELONGS: Readonly<Record<Rule['days'], (day: PlainDate, calendar: OfficeCalendar) => boolean>> = {
  every: () => true,
  working: isWorkingDay,
  first_of_week: isFirstOfWeek,
  first_of_month: (day, calendar) => {
    let first = workingDayOnOrAfter(monthOf(day), calendar);
    while (isFirstOfWeek(first, calendar)) first = nextWorkingDay(first, calendar);
    return day === first;
  },
  each_first: (day) => day.endsWith('-01'),
  before_long_weekend: (day, calendar) =>
    isWorkingDay(day, calendar) && daysBetween(day, nextWorkingDay(day, calendar)) > LONG_WEEKEND_DAYS,
};

const BEGINS: Readonly<Record<Rule['from'], (day: PlainDate, calendar: OfficeCalendar) => Date>> = {
  midnight: startOfDay,
  opening,
  closing,
};

const ENDS: Readonly<Record<Rule['until'], (day: PlainDate, calendar: OfficeCalendar) => Date>> = {
  morning: morningEnd,
  closing,
  day: endOfDay,
};
