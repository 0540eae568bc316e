import type { Words } from '../../../src/i18n';
import {
  dayOf,
  endOfDay,
  timeOfDay,
  weekday,
  yearOf,
  type OfficeCalendar,
  type PlainDate,
  doubtsOf,
} from '../../../src/regulation/calendar';
import type { Reading } from './turn';

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

/** A date that is shown, or the days on which it rests, both ends included. */
export type Span = readonly [PlainDate, PlainDate];
interface Reader {
  readonly words: Words;
  readonly now: Date;
  readonly calendar: OfficeCalendar;
}

function marks(spans: readonly Span[], { words: { plain }, now, calendar }: Reader): string[] {
  const { years, days } = doubtsOf(spans, calendar);
  const today = dayOf(now, calendar);
  return [
    ...years.map((year) => plain('calendar:missing', { year })),
    ...(days.length > 0
      ? [plain('calendar:doubt', { count: days.length, days: days.map((day) => shortDay(day, today)).join(', ') })]
      : []),
  ];
}

/** What a reader must know of these dates: a year that is not loaded, days that are not official yet. In HTML. */
export const markLines = (spans: readonly Span[], reading: Reader): string[] =>
  marks(spans, reading).map((mark) => `<i>${mark}</i>`);

/** The same behind the words of a toast; empty when nothing is in doubt. */
export const markTail = (days: readonly PlainDate[], reading: Reader): string =>
  marks(
    days.map((day) => [day, day]),
    reading,
  )
    .map((mark) => ` · ${mark}`)
    .join('');

/** Приложение № 1 of the decree is the Порядок itself. */
const ORDER = '1';

/** A clause of the table as officials cite it: «П1/2 Координатор» is «п. 2 Порядка», «59-ФЗ ст. 12 ч. 2» is «ч. 2 ст. 12 59-ФЗ». */
export function clauseWords(clause: string, { plain }: Words): string {
  const [, annex, point] = /^П(\d+)\/(\d+)/.exec(clause) ?? [];
  if (annex !== undefined && point !== undefined)
    return annex === ORDER
      ? plain('history:clauseOf.order', { point })
      : plain('history:clauseOf.annex', { annex, point });
  const [, article, part] = /^59-ФЗ ст\. (\d+) ч\. (\d+)/.exec(clause) ?? [];
  return article !== undefined && part !== undefined ? plain('history:clauseOf.law59', { article, part }) : clause;
}

/** Metres; the last digit is less than a phone knows. */
const ROUGH = 10;
const KILOMETRE = 1000;
/** Kilometres, from which the part after the comma tells nothing. */
const FAR = 9.95;

/** «350 м», «2,4 км», «24 км»: as exactly as it can be known. */
export function distanceWords(metres: number, { plain }: Pick<Words, 'plain'>): string {
  const rough = Math.max(ROUGH, Math.round(metres / ROUGH) * ROUGH);
  if (rough < KILOMETRE) return plain('photo:metres', { distance: rough });
  const kilometres = metres / KILOMETRE;
  const distance = kilometres < FAR ? Math.round(kilometres * 10) / 10 : Math.round(kilometres);
  return plain('photo:kilometres', { distance });
}

const MINUTE = 60_000;
const MINUTES_OF_HOUR = 60;

/** «18 ч 36 мин» of working time. */
export function timeWords(ms: number, { plain }: Words): string {
  const all = Math.round(ms / MINUTE);
  const [hours, minutes] = [Math.floor(all / MINUTES_OF_HOUR), all % MINUTES_OF_HOUR];
  if (hours === 0) return plain('account:minutes', { minutes });
  return minutes === 0 ? plain('account:hours', { hours }) : plain('account:time', { hours, minutes });
}
