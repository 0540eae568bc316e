import type { InlineKeyboardButton } from 'telegraf/types';
import type { Words } from '../../../src/i18n';
import {
  isWorkingDay,
  plusDays,
  toPlainDate,
  weekday,
  type OfficeCalendar,
  type PlainDate,
} from '../../../src/regulation/calendar';
import type { FormMove } from '../callback-data';
import { MONTHS, namedDay } from '../dates';
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

const firstOfMonth = (day: PlainDate): PlainDate => toPlainDate(`${day.slice(0, 7)}-01`);

function monthRows(
  { today, past, todayToo = false, calendar, words }: DayPicker,
  first: PlainDate,
  move: (name: FormMove, value: string) => Parameters<typeof button>[1],
): InlineKeyboardButton[][] {
  const nothing = (text: string) => button(text, { kind: 'nothing' });
  const days: PlainDate[] = [];
  for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = plusDays(day, 1)) days.push(day);
  const last = days.at(-1) ?? first;
  const title = `${words.plain(`common:month.${MONTHS[Number(first.slice(5, 7)) - 1] ?? '1'}`)} ${first.slice(0, 4)}`;
  const before = firstOfMonth(plusDays(first, -1));
  const after = plusDays(last, 1);
  const fits = (day: PlainDate) => (past ? day <= today : day > today || (todayToo && day === today));
  const cell = (day: PlainDate | null) => {
    if (day === null || !fits(day)) return nothing(BLANK);
    const number = String(Number(day.slice(8)));
    return button(
      isWorkingDay(day, calendar) ? number : words.plain('common:dayOff', { day: number }),
      move('pick', day),
    );
  };
  const beside = (length: number) => Array.from({ length }, () => null);
  const weeks = inRows([...beside(weekday(first) - 1), ...days, ...beside(7 - weekday(last))], 7);
  // A week without a day to choose only pushes the others down.
  const useful = weeks.filter((week) => week.some((day) => day !== null && fits(day)));
  const shows = (month: PlainDate) => (past ? month <= today : month.slice(0, 7) >= today.slice(0, 7));
  return [
    [
      shows(before) ? button(words.plain('common:previous'), move('month', before)) : nothing(BLANK),
      nothing(title),
      shows(after) ? button(words.plain('common:next'), move('month', after)) : nothing(BLANK),
    ],
    (['1', '2', '3', '4', '5', '6', '7'] as const).map((day) => nothing(words.plain(`common:weekday.${day}`))),
    ...useful.map((week) => week.map(cell)),
  ];
}
