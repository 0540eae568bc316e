import { escapeHtml } from '../../../../src/i18n';
import { maskPersonalData } from '../../../../src/personal-data';
import {
  isLoaded,
  isLong,
  isWorkingDay,
  plusDays,
  specialDay,
  yearOf,
  type DayKind,
  type OfficeCalendar,
  type PlainDate,
  type SpecialDay,
} from '../../../../src/regulation/calendar';
import { changeableDays } from '../../../../src/usecases/calendar/change-day';
import type { CheckedDay } from '../../../../src/usecases/calendar/check-day';
import { clockTime, fullDay, moment, namedDay, shortDay } from '../dates';
import { dayCaption, firstOfMonth, monthGrid } from '../day-picker';
import type { Reading } from '../../turn';
import { button, type Screen } from '../../screen';
import { to } from '../pager';

/** What a file of a year may be called by; any other date is a slip. */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

/** A day that a button or a person names; null: none that a calendar could have. */
export function knownDay(day: PlainDate | null): PlainDate | null {
  return day !== null && yearOf(day) >= FIRST_YEAR && yearOf(day) <= LAST_YEAR ? day : null;
}

/** One month of the office's days; a press on a day opens its check. */
export function monthScreen(first: PlainDate, calendar: OfficeCalendar, { words }: Reading): Screen {
  const { html, plain } = words;
  const year = yearOf(first);
  let workingDays = 0;
  for (let day = first; firstOfMonth(day) === first; day = plusDays(day, 1))
    if (isWorkingDay(day, calendar)) workingDays += 1;
  return {
    text: [
      `<b>${html('calendar:title')}</b>`,
      html('calendar:workingDays', { count: workingDays }),
      ...(isLoaded(year, calendar) ? [] : [`⚠️ ${html('calendar:check.unloaded', { year })}`]),
      `<i>${html('calendar:legend')}</i>`,
    ].join('\n'),
    buttons: [
      ...monthGrid({
        first,
        calendar,
        words,
        caption: (day) => markedCaption(day, calendar, { words }),
        press: (day) => to('day', day),
        turn: (month) => (knownDay(month) ? to('calendar', month) : null),
      }),
      [
        button(plain('calendar:button.check'), to('dayCheck')),
        button(plain('calendar:button.years'), to('calendarYears')),
      ],
      [button(plain('people:admin.button.back'), to('admin'))],
    ],
  };
}

function markedCaption(day: PlainDate, calendar: OfficeCalendar, { words }: Pick<Reading, 'words'>): string {
  const special = specialDay(day, calendar);
  const caption = dayCaption(day, calendar, words);
  const timed = special?.kind === 'shortened' ? words.plain('calendar:shortened', { day: caption }) : caption;
  return special?.reason === 'local' ? words.plain('calendar:changed', { day: timed }) : timed;
}

/** «Проверка дня»: what the day is, why, and what may be made of it. */
export function dayScreen(
  check: CheckedDay,
  calendar: OfficeCalendar,
  { words, now }: Reading,
  today: PlainDate,
): Screen {
  const { html, plain } = words;
  const { day, kind, special, officially, entered, hours, rest } = check;
  const named = (one: PlainDate) => namedDay(one, today, words);
  const why = (as: { readonly kind: DayKind; readonly special: SpecialDay | null }) =>
    plain(
      as.special
        ? `calendar:reason.${as.special.reason}`
        : `calendar:ordinary.${as.kind === 'off' ? 'off' : 'working'}`,
    );
  const lines = [
    `<b>${html('calendar:check.title', { day: named(day), kind: plain(`calendar:kind.${kind}`) })}</b>`,
    html('calendar:check.why', { reason: why(check) }),
  ];
  if (special !== null && special.note !== null)
    lines.push(html('calendar:check.note', { note: maskPersonalData(special.note) }));
  if (entered) {
    lines.push(html('calendar:check.entered', { moment: moment(entered.at, now, calendar), name: entered.by }));
    const reason = why(officially);
    lines.push(html('calendar:check.officially', { kind: plain(`calendar:kind.${officially.kind}`), reason }));
  }
  if (special?.provisional) lines.push(`⚠️ ${html('calendar:check.provisional')}`);
  if (!check.loaded) lines.push(`⚠️ ${html('calendar:check.unloaded', { year: yearOf(day) })}`);
  if (hours)
    lines.push(
      html('calendar:check.hours', {
        from: clockTime(hours.opens, calendar),
        until: clockTime(hours.closes, calendar),
      }),
    );
  if (rest && rest.days > 1) {
    const span = { from: shortDay(rest.from, today), until: shortDay(rest.until, today) };
    const long = isLong(rest) ? ` ${html('calendar:check.long')}` : '';
    lines.push(`${html('calendar:check.rest', { count: rest.days, ...span })}.${long}`);
  }
  lines.push(html('calendar:check.next', { day: named(check.nextWorkingDay) }));
  if (!check.changeable) {
    const { first, last } = changeableDays(today, calendar);
    lines.push(html('calendar:check.fixed', { first: fullDay(first), last: fullDay(last) }));
  }
  const set = (choice: DayKind) => {
    const caption = plain(`calendar:button.${choice}`);
    const held = choice === kind && entered !== null;
    return button(held ? plain('people:person.held', { what: caption }) : caption, to('daySet', day, choice));
  };
  return {
    text: lines.join('\n'),
    buttons: [
      ...(check.changeable
        ? [
            ...(special?.provisional ? [[button(plain('calendar:button.confirm'), to('daySet', day, kind))]] : []),
            (['working', 'shortened', 'off'] as const).map(set),
            ...(entered
              ? [
                  [
                    button(plain('calendar:button.asInFile'), to('daySet', day, 'asInFile')),
                    button(plain('calendar:button.note'), to('dayNote', day)),
                  ],
                ]
              : []),
          ]
        : []),
      [
        button(plain('calendar:button.month'), to('calendar', firstOfMonth(day))),
        button(plain('calendar:button.check'), to('dayCheck')),
      ],
    ],
  };
}

/** Which years have a production calendar, from where, and what of them is not official yet. */
export function yearsScreen({ years }: OfficeCalendar, { words: { html, plain } }: Reading): Screen {
  const blocks = [...years].map(([year, { sources, provisional }]) => {
    const days = provisional.map((day) => fullDay(day).slice(0, 5)).join(', ');
    const head =
      provisional.length === 0
        ? html('calendar:years.official', { year })
        : html('calendar:years.provisional', { year, count: provisional.length, days });
    return `<b>${head}</b>\n<blockquote expandable>${escapeHtml(sources.join('\n'))}</blockquote>`;
  });
  return {
    text: [`<b>${html('calendar:years.title')}</b>`, ...blocks, `<i>${html('calendar:years.hint')}</i>`].join('\n'),
    buttons: [[button(plain('people:admin.button.back'), to('calendar'))]],
  };
}
