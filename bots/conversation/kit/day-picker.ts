import type { Words } from '../../../src/i18n';
import {
  addWorkingDays,
  daysBetween,
  isLoaded,
  isWorkingDay,
  plusDays,
  specialDay,
  toPlainDate,
  weekday,
  workingDayOnOrAfter,
  yearOf,
  type OfficeCalendar,
  type PlainDate,
} from '../../../src/regulation/calendar';
import type { Button } from './buttons';
import { button, inRows, type ScreenButton } from './screen';
import type { Reading } from './turn';
import { MONTHS, namedDay, WEEKDAYS } from './calendar-words';

/** Days that may be chosen: both ends included, null where there is none. */
export interface DayRange {
  readonly first: PlainDate | null;
  readonly last: PlainDate | null;
}

export interface DayPicker extends DayRange {
  /** Of days within the range; absent: each. */
  readonly isFit?: (day: PlainDate) => boolean;
  readonly quick: readonly { readonly caption: string; readonly day: PlainDate }[];
  /** Of the month shown; null: quick days only, and the button that opens the month of `opensAt`. */
  readonly month: PlainDate | null;
  readonly opensAt: PlainDate;
  readonly reading: Pick<Reading, 'words' | 'calendar'>;
  readonly pick: (day: PlainDate) => Button;
  readonly turn: (firstOfMonth: PlainDate) => Button;
}

/** Quick days first, then on demand a Russian month: Monday first, days off marked, unfit days without a button. */
export function dayPicker(picker: DayPicker): ScreenButton[][] {
  const { quick, month, opensAt, first, last, reading, pick, turn } = picker;
  if (first !== null && last !== null && last < first) return [];
  return [
    ...inRows(
      quick.map(({ caption, day }) => button(caption, pick(day))),
      2,
    ),
    ...(month === null
      ? [[button(reading.words.plain('form:button.calendar'), turn(firstOfMonth(opensAt)))]]
      : monthRows(picker, month)),
  ];
}

/**
 * «Сегодня», «Завтра», «+5 · пн 30.11»… or, of what is over, «Сегодня» and the days before it. Working days alone: the month has the others.
 * What is over may have come on a day off, so today stands for itself there.
 */
export function quickDays(
  days: 'past' | 'today' | 'later',
  today: PlainDate,
  { words, calendar }: Pick<Reading, 'words' | 'calendar'>,
): DayPicker['quick'] {
  const { plain } = words;
  const first = { caption: plain('form:button.today'), day: today };
  if (days === 'past') {
    const before = [1, 2, 3].map((count) => addWorkingDays(today, -count, calendar));
    return [first, ...before.map((day) => ({ caption: namedDay(day, today, words), day }))];
  }
  const tomorrow = plusDays(today, 1);
  const later = (days === 'today' ? [1, 3, 7] : [1, 3, 7, 14]).map((count) =>
    workingDayOnOrAfter(plusDays(today, count), calendar),
  );
  return [
    ...(days === 'today' && isWorkingDay(today, calendar) ? [first] : []),
    ...[...new Set(later)].map((day) => ({
      caption:
        day === tomorrow
          ? plain('form:button.tomorrow')
          : `+${daysBetween(today, day)} · ${namedDay(day, today, words)}`,
      day,
    })),
  ];
}

/** A messenger takes no button without a visible character. */
const BLANK = '·';
const NOTHING: Button = { kind: 'nothing' };

export const firstOfMonth = (day: PlainDate): PlainDate => toPlainDate(`${day.slice(0, 7)}-01`);

/** «9·» a day off, «9·?» one that is not official yet. */
export function dayCaption(day: PlainDate, calendar: OfficeCalendar, { plain }: Words): string {
  const number = String(Number(day.slice(8)));
  const caption = isWorkingDay(day, calendar) ? number : plain('common:dayOff', { day: number });
  return specialDay(day, calendar)?.provisional ? plain('calendar:doubtful', { day: caption }) : caption;
}

function monthRows(
  { first, last, isFit = () => true, reading, pick, turn }: DayPicker,
  month: PlainDate,
): ScreenButton[][] {
  const fits = (day: PlainDate) => (first === null || day >= first) && (last === null || day <= last) && isFit(day);
  const shows = (one: PlainDate) =>
    (first === null || one.slice(0, 7) >= first.slice(0, 7)) && (last === null || one <= last);
  return monthGrid({
    first: month,
    ...reading,
    caption: (day) => dayCaption(day, reading.calendar, reading.words),
    press: (day) => (fits(day) ? pick(day) : null),
    turn: (one) => (shows(one) ? turn(one) : null),
  });
}

export interface MonthGrid {
  readonly first: PlainDate;
  readonly calendar: OfficeCalendar;
  readonly words: Words;
  readonly caption: (day: PlainDate) => string;
  /** Null: the day has no button. */
  readonly press: (day: PlainDate) => Button | null;
  /** Null: that month is out of reach. */
  readonly turn: (firstOfMonth: PlainDate) => Button | null;
}

/** A Russian month, Monday first; its title says so when its year is not loaded. */
export function monthGrid({ first, calendar, words: { plain }, caption, press, turn }: MonthGrid): ScreenButton[][] {
  const days: PlainDate[] = [];
  for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = plusDays(day, 1)) days.push(day);
  const last = days.at(-1) ?? first;
  const month = `${plain(`common:month.${MONTHS[Number(first.slice(5, 7)) - 1] ?? '1'}`)} ${first.slice(0, 4)}`;
  const title = isLoaded(yearOf(first), calendar) ? month : plain('calendar:monthUnloaded', { month });
  const cell = (day: PlainDate | null) => {
    const data = day === null ? null : press(day);
    return day === null || data === null ? button(BLANK, NOTHING) : button(caption(day), data);
  };
  const beside = (length: number) => Array.from({ length }, () => null);
  const weeks = inRows([...beside(weekday(first) - 1), ...days, ...beside(7 - weekday(last))], 7);
  // A week without a day to choose only pushes the others down.
  const useful = weeks.filter((week) => week.some((day) => day !== null && press(day) !== null));
  const arrow = (text: string, to: Button | null) => (to ? button(text, to) : button(BLANK, NOTHING));
  return [
    [
      arrow(plain('common:previous'), turn(firstOfMonth(plusDays(first, -1)))),
      button(title, NOTHING),
      arrow(plain('common:next'), turn(plusDays(last, 1))),
    ],
    WEEKDAYS.map((day) => button(plain(`common:weekday.${day}`), NOTHING)),
    ...useful.map((week) => week.map(cell)),
  ];
}
