import { escapeHtml, type Words } from '../../../src/i18n';
import {
  isLoaded,
  isWorkingDay,
  plusDays,
  specialDay,
  yearOf,
  type DayKind,
  type OfficeCalendar,
  type PlainDate,
  type SpecialDay,
} from '../../../src/regulation/calendar';
import { isLong, type DayCheck } from '../../../src/regulation/day-check';
import { changeableDays, type DayChange, type CheckedDay } from '../../../src/usecases/terms/calendar';
import type { MovedByDay } from '../../../src/usecases/terms/former-visits';
import { knownDay } from '../kit/buttons';
import { button, type Screen, type ScreenButton, sureScreen, ticked } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { clockTime, fullDay, moment, namedDay, shortDay, todayOf } from '../kit/calendar-words';
import { dayCaption, firstOfMonth, monthGrid } from '../kit/day-picker';
import { SHARED_STAGES, type StageShares } from '../../../src/regulation/deadlines';
import { percentsOf } from '../../../src/regulation/percents';
import { stampOf } from '../../../src/usecases/kit/redraw';

/** One month of the office's days; a press on a day opens its check. */
export function monthScreen(first: PlainDate, { words, calendar }: Reading): Screen {
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
        caption: (day) => markedCaption(day, calendar, words),
        press: (day) => ({ kind: 'day', day }),
        turn: (month) => (knownDay(month) ? { kind: 'calendar', day: month } : null),
      }),
      [
        button(plain('calendar:button.check'), { kind: 'dayCheck' }),
        button(plain('calendar:button.years'), { kind: 'calendarYears' }),
      ],
      [button(plain('people:admin.button.back'), { kind: 'admin' })],
    ],
  };
}

function markedCaption(day: PlainDate, calendar: OfficeCalendar, words: Words): string {
  const special = specialDay(day, calendar);
  const caption = dayCaption(day, calendar, words);
  const timed = special?.kind === 'shortened' ? words.plain('calendar:shortened', { day: caption }) : caption;
  return special?.reason === 'local' ? words.plain('calendar:changed', { day: timed }) : timed;
}

/** «Проверка дня»: what the day is, why, and what may be made of it. */
export function dayScreen(check: CheckedDay, reading: Reading): Screen {
  const { plain } = reading.words;
  return {
    text: [
      ...kindLines(check, reading),
      ...doubtLines(check, reading.words),
      ...timeLines(check, reading),
      ...limitLines(check, reading),
    ].join('\n'),
    buttons: [
      ...(check.changeable ? changeButtons(check, reading.words) : []),
      [
        button(plain('calendar:button.month'), { kind: 'calendar', day: firstOfMonth(check.day) }),
        button(plain('calendar:button.check'), { kind: 'dayCheck' }),
      ],
    ],
  };
}

/** What another kind of a day will do to the terms that run. */
export const dayPreviewScreen = (
  day: PlainDate,
  becomes: DayChange,
  { count, later, earlier }: MovedByDay,
  reading: Reading,
): Screen => {
  const { html, plain } = reading.words;
  const kind = becomes === 'asInFile' ? plain('change:preview.asInFile') : plain(`calendar:kind.${becomes}`);
  const named = shortDay(day, todayOf(reading));
  return sureScreen(
    [html('change:preview.day', { count, day: named, kind }), html('change:preview.moved', { later, earlier })],
    { kind: 'changeDay', day, becomes, sure: 'yes' },
    { kind: 'day', day },
    reading.words,
  );
};

function reasonOf(
  { kind, special }: { readonly kind: DayKind; readonly special: SpecialDay | null },
  { plain }: Words,
): string {
  return plain(
    special ? `calendar:reason.${special.reason}` : `calendar:ordinary.${kind === 'off' ? 'off' : 'working'}`,
  );
}

/** What it is and why, who has made it so, and what it would be otherwise. */
function kindLines(check: CheckedDay, reading: Reading): string[] {
  const { words, now, calendar } = reading;
  const { html, plain } = words;
  const { day, kind, special, officially, entered } = check;
  const named = namedDay(day, todayOf(reading), words);
  const lines = [
    `<b>${html('calendar:check.title', { day: named, kind: plain(`calendar:kind.${kind}`) })}</b>`,
    html('calendar:check.why', { reason: reasonOf(check, words) }),
  ];
  if (special !== null && special.note !== null) lines.push(html('calendar:check.note', { note: special.note }));
  if (entered) {
    const reason = reasonOf(officially, words);
    lines.push(html('calendar:check.entered', { moment: moment(entered.at, now, calendar), name: entered.by }));
    lines.push(html('calendar:check.officially', { kind: plain(`calendar:kind.${officially.kind}`), reason }));
  }
  return lines;
}

function doubtLines({ day, special, loaded }: DayCheck, { html }: Words): string[] {
  return [
    ...(special?.provisional ? [`⚠️ ${html('calendar:check.provisional')}`] : []),
    ...(loaded ? [] : [`⚠️ ${html('calendar:check.unloaded', { year: yearOf(day) })}`]),
  ];
}

/** Opening hours, how long the rest is, and when work goes on. */
function timeLines({ hours, rest, nextWorkingDay }: DayCheck, reading: Reading): string[] {
  const { words, calendar } = reading;
  const { html } = words;
  const today = todayOf(reading);
  const lines: string[] = [];
  if (hours) {
    const span = { from: clockTime(hours.opens, calendar), until: clockTime(hours.closes, calendar) };
    lines.push(html('calendar:check.hours', span));
  }
  if (rest && rest.days > 1) {
    const span = { from: shortDay(rest.from, today), until: shortDay(rest.until, today) };
    const long = isLong(rest) ? ` ${html('calendar:check.long')}` : '';
    lines.push(`${html('calendar:check.rest', { count: rest.days, ...span })}.${long}`);
  }
  return [...lines, html('calendar:check.next', { day: namedDay(nextWorkingDay, today, words) })];
}

function limitLines({ changeable }: CheckedDay, reading: Reading): string[] {
  if (changeable) return [];
  const { first, last } = changeableDays(todayOf(reading), reading.calendar);
  return [reading.words.html('calendar:check.fixed', { first: fullDay(first), last: fullDay(last) })];
}

function changeButtons({ day, kind, special, entered }: CheckedDay, words: Words): ScreenButton[][] {
  const { plain } = words;
  const set = (becomes: DayKind) =>
    button(ticked(plain(`calendar:button.${becomes}`), becomes === kind && entered !== null, words), {
      kind: 'changeDay',
      day,
      becomes,
    });
  const confirm = button(plain('calendar:button.confirm'), { kind: 'changeDay', day, becomes: kind });
  const ofEntered = [
    button(plain('calendar:button.asInFile'), { kind: 'changeDay', day, becomes: 'asInFile' }),
    button(plain('calendar:button.note'), { kind: 'dayNote', day }),
  ];
  return [
    ...(special?.provisional ? [[confirm]] : []),
    (['working', 'shortened', 'off'] as const).map(set),
    ...(entered ? [ofEntered] : []),
  ];
}

/** Which years have a production calendar, from where, and what of them is not official yet. */
export function yearsScreen({ words: { html, plain }, calendar }: Reading): Screen {
  const blocks = [...calendar.years].map(([year, { sources, provisional }]) => {
    const days = provisional.map((day) => fullDay(day).slice(0, 5)).join(', ');
    const head =
      provisional.length === 0
        ? html('calendar:years.official', { year })
        : html('calendar:years.provisional', { year, count: provisional.length, days });
    return `<b>${head}</b>\n<blockquote expandable>${escapeHtml(sources.join('\n'))}</blockquote>`;
  });
  return {
    text: [`<b>${html('calendar:years.title')}</b>`, ...blocks, `<i>${html('calendar:years.hint')}</i>`].join('\n'),
    buttons: [[button(plain('people:admin.button.back'), { kind: 'calendar' })]],
  };
}

const tenths = new Intl.NumberFormat('ru', { maximumFractionDigits: 1 });

/** Shares as they are read, «12,5» each, which come to 100 together. */
export function sharePercents(
  shares: StageShares,
): readonly { readonly stage: keyof StageShares; readonly percent: string }[] {
  const percents = percentsOf(
    SHARED_STAGES.map((stage) => shares[stage]),
    1,
  );
  return SHARED_STAGES.map((stage, at) => ({ stage, percent: tenths.format(percents[at] ?? 0) }));
}

/** The shares of the stages and whom it touches when they are right, before an admin says so. @param from where it goes back to */
export function sharesScreen(
  shares: StageShares,
  openStages: number,
  from: 'settings' | 'setup',
  words: Words,
): Screen {
  const seen = stampOf(shares);
  return sureScreen(
    [
      `<b>${words.html('setup:step.shares.name')}</b>`,
      ...sharePercents(shares).map(({ stage, percent }) =>
        words.html('change:preview.share', { stage: words.plain(`appeal:stage.${stage}`), percent }),
      ),
      '',
      words.html('change:preview.shares', { count: openStages }),
    ],
    from === 'setup' ? { kind: 'setupShares', seen } : { kind: 'confirmShares', seen },
    from === 'setup' ? { kind: 'setupStep', step: 'shares' } : { kind: 'settings' },
    words,
  );
}
