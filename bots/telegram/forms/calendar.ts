import type { InlineKeyboardButton } from 'telegraf/types';
import type { Words } from '../../../src/i18n';
import {
  isLoaded,
  isWorkingDay,
  plusDays,
  specialDay,
  toPlainDate,
  weekday,
  yearOf,
  type OfficeCalendar,
  type PlainDate,
} from '../../../src/regulation/calendar';
import type { CallbackData, FormMove } from '../callback-data';
import { MONTHS, namedDay, WEEKDAYS } from '../dates';
import { button, inRows } from '../screen';

export interface DayPicker {
  readonly form: { readonly id: number; readonly revision: number };
  readonly today: PlainDate;
  /** Days before it, or after it when `past`, have no button. */
  readonly past: boolean;
  /** Of days to come: today is one of them. */
  readonly todayToo?: boolean;
  /** First of the month shown; null: quick buttons only. */
  readonly month: PlainDate | null;
  readonly calendar: OfficeCalendar;
  readonly words: Words;
}

/** Quick days first, then on demand a Russian month: Monday first, days off marked, unfit days without a button. */
export function dayPicker(picker: DayPicker): InlineKeyboardButton[][] {
  const { form, today, past, todayToo = false, words } = picker;
  const move = (name: FormMove, value: string) =>
    ({ kind: 'form', formId: form.id, revision: form.revision, move: name, value }) as const;
  const named = (day: PlainDate) => ({ caption: namedDay(day, today, words), day });
  const quick = past
    ? [
        { caption: words.plain('form:button.today'), day: today },
        ...[-1, -2, -3].map((days) => named(plusDays(today, days))),
      ]
    : [
        ...(todayToo ? [{ caption: words.plain('form:button.today'), day: today }] : []),
        { caption: words.plain('form:button.tomorrow'), day: plusDays(today, 1) },
        ...(todayToo ? [3, 7] : [3, 7, 14]).map((days) => {
          const { caption, day } = named(plusDays(today, days));
          return { caption: `+${days} · ${caption}`, day };
        }),
      ];
  return [
    ...inRows(
      quick.map(({ caption, day }) => button(caption, move('pick', day))),
      2,
    ),
    ...monthPicker(picker),
  ];
}

/** The month alone, for a form with quick days of its own; while it is closed, the button that opens it. */
export function monthPicker(picker: DayPicker): InlineKeyboardButton[][] {
  const { form, today, past, month, words } = picker;
  const move = (name: FormMove, value: string) =>
    ({ kind: 'form', formId: form.id, revision: form.revision, move: name, value }) as const;
  if (month !== null) return monthRows(picker, month, move);
  return [
    [button(words.plain('form:button.calendar'), move('month', firstOfMonth(past ? today : plusDays(today, 1))))],
  ];
}

/** Telegram takes no button without a visible character. */
const BLANK = '·';
const NOTHING: CallbackData = { kind: 'nothing' };

export const firstOfMonth = (day: PlainDate): PlainDate => toPlainDate(`${day.slice(0, 7)}-01`);

/** «9·» a day off, «9·?» one that is not official yet. */
export function dayCaption(day: PlainDate, calendar: OfficeCalendar, { plain }: Words): string {
  const number = String(Number(day.slice(8)));
  const caption = isWorkingDay(day, calendar) ? number : plain('common:dayOff', { day: number });
  return specialDay(day, calendar)?.provisional ? plain('calendar:doubtful', { day: caption }) : caption;
}

function monthRows(
  { today, past, todayToo = false, calendar, words }: DayPicker,
  first: PlainDate,
  move: (name: FormMove, value: string) => CallbackData,
): InlineKeyboardButton[][] {
  const fits = (day: PlainDate) => (past ? day <= today : day > today || (todayToo && day === today));
  const shows = (month: PlainDate) => (past ? month <= today : month.slice(0, 7) >= today.slice(0, 7));
  return monthGrid({
    first,
    calendar,
    words,
    caption: (day) => dayCaption(day, calendar, words),
    press: (day) => (fits(day) ? move('pick', day) : null),
    turn: (month) => (shows(month) ? move('month', month) : null),
  });
}

export interface MonthGrid {
  readonly first: PlainDate;
  readonly calendar: OfficeCalendar;
  readonly words: Words;
  readonly caption: (day: PlainDate) => string;
  /** Null: the day has no button. */
  readonly press: (day: PlainDate) => CallbackData | null;
  /** Null: that month is out of reach. */
  readonly turn: (firstOfMonth: PlainDate) => CallbackData | null;
}

/** A Russian month, Monday first; its title says so when its year is not loaded. */
export function monthGrid({
  first,
  calendar,
  words: { plain },
  caption,
  press,
  turn,
}: MonthGrid): InlineKeyboardButton[][] {
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
  const arrow = (text: string, to: CallbackData | null) => (to ? button(text, to) : button(BLANK, NOTHING));
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
