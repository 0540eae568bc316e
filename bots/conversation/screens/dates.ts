import type { Words } from '../../../src/i18n';
import {
  dayOf,
  endOfDay,
  timeOfDay,
  weekday,
  yearOf,
  type OfficeCalendar,
  type PlainDate,
} from '../../../src/regulation/calendar';
import type { Reading } from '../turn';

const two = (value: number) => String(value).padStart(2, '0');

export const todayOf = ({ now, calendar }: Pick<Reading, 'now' | 'calendar'>): PlainDate => dayOf(now, calendar);

/** «25.11.2026» */
export const fullDay = (day: PlainDate): string => day.split('-').reverse().join('.');

/** «25.11», with the year when it is not this one. */
export function shortDay(day: PlainDate, today: PlainDate): string {
  return yearOf(day) === yearOf(today) ? fullDay(day).slice(0, 5) : fullDay(day);
}

/** «ср 25.11» */
export function namedDay(day: PlainDate, today: PlainDate, words: Words): string {
  return `${words.plain(`common:weekday.${weekdayKey(day)}`)} ${shortDay(day, today)}`;
}

/** «09:30» of minutes after midnight. */
export const hourOf = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

/** «09:30» in the office's zone. */
export const clockTime = (instant: Date, calendar: OfficeCalendar): string =>
  hourOf(Math.floor(timeOfDay(instant, calendar)));

/** «25.11 09:30» in the office's zone. */
export function moment(instant: Date, now: Date, calendar: OfficeCalendar): string {
  return `${shortDay(dayOf(instant, calendar), dayOf(now, calendar))} ${clockTime(instant, calendar)}`;
}

/** Until when: the day alone where all of it counts, for «до 16.12 23:59» says no more than «до 16.12». */
export const until = (end: Date, now: Date, calendar: OfficeCalendar): string =>
  isWholeDay(end, calendar) ? shortDay(dayOf(end, calendar), dayOf(now, calendar)) : moment(end, now, calendar);
const isWholeDay = (end: Date, calendar: OfficeCalendar): boolean =>
  end.getTime() === endOfDay(dayOf(end, calendar), calendar).getTime();

/** The same of a reading: on paper with the year. */
export const dayIn = (day: PlainDate, reading: Reading): string =>
  reading.onPaper ? fullDay(day) : shortDay(day, todayOf(reading));
export const untilIn = (end: Date, reading: Reading): string =>
  isWholeDay(end, reading.calendar) ? dayIn(dayOf(end, reading.calendar), reading) : momentIn(end, reading);
export const momentIn = (instant: Date, reading: Reading): string =>
  `${dayIn(dayOf(instant, reading.calendar), reading)} ${clockTime(instant, reading.calendar)}`;

export const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;
const weekdayKey = (day: PlainDate) => WEEKDAYS[weekday(day) - 1] ?? '1';
export const MONTHS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] as const;
