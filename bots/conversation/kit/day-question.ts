import { LOCALES, wordsOf } from '../../../src/i18n';
import {
  plusDays,
  weekday,
  type PlainDate,
  yearOf,
  parsePlainDate,
  at,
  dayOf,
  timeOfDay,
  type OfficeCalendar,
} from '../../../src/regulation/calendar';
import { WEEKDAYS, fullDay, hourOf, todayOf } from './calendar-words';
import { keysOf } from '../../../src/regulation/lists';
import type { Change, Complaint } from '../../../src/usecases/kit/form-engine';
import { knownDay } from './buttons';
import { button, inRows, type ScreenButton } from './screen';
import { dayPicker, quickDays, type DayPicker, type DayRange } from './day-picker';
import type { Reading } from './turn';
import { answered, type Asked, type Question } from './question';

/** How far from today days with a word of their own are; each is a key under `form:typedDay`. */
const FROM_TODAY = {
  beforeYesterday: -2,
  yesterday: -1,
  today: 0,
  tomorrow: 1,
  afterTomorrow: 2,
  inWeek: 7,
} as const;
const NAMED_DAYS = keysOf(FROM_TODAY);

/** The 31st comes at most two months after another. */
const FARTHEST = 62;

/**
 * «завтра», «в пятницу», «җомга», «через 3 дня», «15», in any language of the bot: who reads one often types another. Null: it
 * is none of these.
 * @param from the first day that a weekday or a number may mean; `past`: the latest up to today is meant
 */
export function dayInWords(text: string, today: PlainDate, past: boolean, from: PlainDate): PlainDate | null {
  const said = text.trim().toLocaleLowerCase('ru').replace(/\s+/g, ' ');
  const count = Number(/\d{1,3}/.exec(said)?.[0] ?? NaN);
  for (const { plain } of LOCALES.map(wordsOf)) {
    // a text of the locales lists every way to say its day
    const isSaid = (ways: string) => ways.split(', ').includes(said);
    const named = NAMED_DAYS.find((name) => isSaid(plain(`form:typedDay.${name}`)));
    if (named !== undefined) return plusDays(today, FROM_TODAY[named]);
    if (isSaid(plain('form:typedDay.inDays', { count }))) return plusDays(today, count);
    if (isSaid(plain('form:typedDay.inWeeks', { count }))) return plusDays(today, 7 * count);
    if (isSaid(plain('form:typedDay.dayOfMonth', { count })))
      return nearest(past ? today : from, past, (day) => Number(day.slice(8)) === count);
    const ofWeek = WEEKDAYS.find(
      (key) => isSaid(plain(`form:typedDay.weekday.${key}`)) || isSaid(plain(`common:weekday.${key}`)),
    );
    // today would be called «сегодня»
    const fits = (day: PlainDate) => day !== today && weekday(day) === Number(ofWeek);
    if (ofWeek !== undefined) return nearest(past ? today : from, past, fits);
  }
  return null;
}

/** A month by its name, after the day of it and before its year, if any: «до 2 декабря», «2-го дек. 2026 г.». */
const NAMED_MONTH = /^(\D*(\d{1,2})\S*) (\p{L}{3,})\.?(?: (\d.*))?$/u;
const MONTHS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] as const;

/** «до 2 декабря 2026» as «2.12.2026», in any language of the bot; anything else as it was typed. */
export function monthNumbered(text: string): string {
  const said = text.trim().toLocaleLowerCase('ru').replace(/\s+/g, ' ');
  const [, day, count, name, year] = NAMED_MONTH.exec(said) ?? [];
  if (day === undefined || name === undefined) return text;
  for (const { plain } of LOCALES.map(wordsOf)) {
    const isSaid = (ways: string, one: string) => ways.split(', ').includes(one);
    const month = MONTHS.find((key) => isSaid(plain(`form:typedDay.month.${key}`), name));
    if (month !== undefined && isSaid(plain('form:typedDay.dayOfMonth', { count: Number(count) }), day))
      return [count, month, ...(year === undefined ? [] : [year])].join('.');
  }
  return text;
}

/** The first day that fits, from this one on or back. */
function nearest(from: PlainDate, back: boolean, fits: (day: PlainDate) => boolean): PlainDate | null {
  for (let count = 0; count <= FARTHEST; count += 1) {
    const day = plusDays(from, back ? -count : count);
    if (fits(day)) return day;
  }
  return null;
}

/**
 * A day as people type it: «25.11.2026», «25.11.26», «25.11», «25 11», «25 ноября», «завтра», «в пятницу», «15».
 * Without a year the nearest such day to come, or a day of the last two months; `past`: the latest that is not to come.
 * @param from the first day that «в пятницу» or «15» may mean
 */
export function parseDay(text: string, today: PlainDate, past = false, from = today): PlainDate | null {
  const match = /^\s*(\d{1,2})[.\-/\s](\d{1,2})(?:[.\-/\s](\d{4}|\d{2}))?\s*(?:г\.?|года)?\s*$/u.exec(
    monthNumbered(text),
  );
  if (!match) return dayInWords(text, today, past, from);
  const [, day = '', month = '', year] = match;
  const made = (full: number) => parsePlainDate(`${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  if (year !== undefined) return made(year.length === 2 ? 2000 + Number(year) : Number(year));
  const [lastYear, thisYear, nextYear] = [made(yearOf(today) - 1), made(yearOf(today)), made(yearOf(today) + 1)];
  // A few days ahead is a slip, to be refused as one, not a year ago.
  if (past) return thisYear !== null && thisYear <= plusDays(today, 60) ? thisYear : lastYear;
  return [lastYear, thisYear, nextYear].find((one) => one !== null && one >= plusDays(today, -60)) ?? null;
}

/** «14:30», «14.30», «9», «930» → minutes after midnight. */
export function parseTime(text: string): number | null {
  const match = /^\s*(\d{1,2})(?:[:.\-\s]?(\d{2}))?\s*$/.exec(text);
  if (!match) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2] ?? '0');
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

/** past: up to today. today: from today on. later: from tomorrow on. */
export type Days = 'past' | 'today' | 'later';

export interface DayQuestion<State> {
  readonly key: string;
  readonly days: Days;
  /** Days of one's own to begin with, and what may be chosen; by default what `days` says. */
  readonly offer?: (asked: Asked<State>, today: PlainDate) => OfferedDays;
  /** Other ways out, under the days. */
  readonly aside?: (asked: Asked<State>) => ScreenButton[][];
}

/** Days of one's own to begin with, and what may be chosen. */
type OfferedDays = Pick<DayPicker, 'quick' | 'opensAt' | 'isFit'> & DayRange;

const monthOf = ({ view }: Asked<unknown>): PlainDate | null => knownDay(view.month);

function offered(days: Days, today: PlainDate, reading: Reading): OfferedDays {
  return {
    quick: quickDays(days, today, reading),
    opensAt: days === 'past' ? today : plusDays(today, 1),
    first: days === 'past' ? null : days === 'today' ? today : plusDays(today, 1),
    last: days === 'past' ? today : null,
  };
}

function pickerRows(asked: Asked<unknown>, offer: OfferedDays): ScreenButton[][] {
  const { reading, move } = asked;
  return dayPicker({
    ...offer,
    month: monthOf(asked),
    reading,
    pick: (day) => move('pick', day),
    turn: (month) => move('month', month),
  });
}

/** A day as it was typed, or what is wrong with it. `first`: the first that may be chosen. */
function typedDay(
  { reading }: Asked<unknown>,
  days: Days,
  text: string,
  first: PlainDate | null,
): { readonly day: PlainDate } | Complaint {
  const today = todayOf(reading);
  const day = knownDay(parseDay(text, today, days === 'past', first ?? today) ?? '');
  if (day !== null) return { day };
  const example = fullDay(days === 'past' ? today : plusDays(today, 1));
  return { complaint: reading.words.plain('form:badDate', { day: example }) };
}

/** A day, by a button, from a month or typed. */
export function day<State>({ key, days, offer, aside }: DayQuestion<State>): Question<State> {
  function offerOf(asked: Asked<State>): OfferedDays {
    const today = todayOf(asked.reading);
    return offer?.(asked, today) ?? offered(days, today, asked.reading);
  }
  return {
    rows: (asked) => [...pickerRows(asked, offerOf(asked)), ...(aside?.(asked) ?? [])],
    pressed(asked, move, value) {
      const chosen = move === 'pick' ? knownDay(value) : null;
      return chosen === null ? null : answered(asked, { [key]: chosen });
    },
    typed(asked, text) {
      const typed = typedDay(asked, days, text, offerOf(asked).first);
      return 'complaint' in typed ? typed : answered(asked, { [key]: typed.day });
    },
  };
}

// ── A day and its hour ──────────────────────────────────────────────────────

export interface MomentQuestion<State> {
  readonly key: string;
  readonly days: Exclude<Days, 'later'>;
  /** By default what `days` says. */
  readonly offer?: DayQuestion<State>['offer'];
  /** Minutes after midnight, for a thumb. */
  readonly hours: readonly number[];
  /** Past moments only: «сейчас» answers both. */
  readonly nowCaption?: (asked: Asked<State>) => string;
  /** What was typed, day and hour together; null: it is not that. */
  readonly typedWhole?: (text: string, reading: Reading) => Date | null;
  /** What is said when typed words are no day. */
  readonly badDay?: (asked: Asked<State>) => Complaint;
  /** Whether such a moment will do. */
  readonly check?: (moment: Date, asked: Asked<State>) => Complaint | null;
}

/** The day whose hour is asked for; null: the day is asked for. */
export const dayChosen = ({ view }: Pick<Asked<unknown>, 'view'>): PlainDate | null => knownDay(view.day);

/** First a day, then its hour. */
export function moment<State>(question: MomentQuestion<State>): Question<State> {
  const { key, days, offer, hours, nowCaption, typedWhole, badDay, check } = question;
  function take(asked: Asked<State>, instant: Date): Change | Complaint {
    return check?.(instant, asked) ?? answered(asked, { [key]: instant.toISOString() });
  }
  return {
    rows(asked) {
      const { reading, move } = asked;
      const today = todayOf(reading);
      const chosen = dayChosen(asked);
      const now =
        nowCaption && (chosen === null || chosen === today) ? [[button(nowCaption(asked), move('pick', 'now'))]] : [];
      if (chosen === null)
        return [...now, ...pickerRows(asked, offer?.(asked, today) ?? offered(days, today, reading))];
      const captions = hours.filter((minutes) => fits(days, chosen, minutes, reading)).map(hourOf);
      return [
        ...now,
        ...inRows(
          captions.map((caption) => button(caption, move('pick', caption.replace(':', '')))),
          4,
        ),
      ];
    },
    pressed(asked, move, value) {
      if (move !== 'pick') return null;
      if (nowCaption && value === 'now') return take(asked, asked.reading.now);
      const chosen = dayChosen(asked);
      const picked = chosen === null ? knownDay(value) : null;
      if (picked !== null) return { view: { day: picked } };
      const minutes = /^\d{4}$/.test(value) ? parseTime(`${value.slice(0, 2)}:${value.slice(2)}`) : null;
      return chosen === null || minutes === null ? null : take(asked, at(chosen, minutes, asked.reading.calendar));
    },
    typed(asked, text) {
      const { reading } = asked;
      const chosen = dayChosen(asked);
      const minutes = chosen === null ? null : parseTime(text);
      if (chosen !== null && minutes !== null) return take(asked, at(chosen, minutes, reading.calendar));
      const whole = typedWhole?.(text, reading) ?? null;
      if (whole !== null) return take(asked, whole);
      if (chosen !== null && !typedWhole) return { complaint: reading.words.plain('form:badTime') };
      const typed = typedDay(asked, days, text, null);
      if ('day' in typed) {
        const tooLate = days === 'past' && typed.day > todayOf(reading);
        return (tooLate ? check?.(at(typed.day, 0, reading.calendar), asked) : null) ?? { view: { day: typed.day } };
      }
      return chosen === null ? (badDay?.(asked) ?? typed) : { complaint: reading.words.plain('form:badTime') };
    },
    isInside: (asked) => dayChosen(asked) !== null,
  };
}

/** Hours that have passed, or that are still to come, as the question wants them. */
function fits(days: 'past' | 'today', day: PlainDate, minutes: number, { now, calendar }: Reading): boolean {
  if (days === 'past') return at(day, minutes, calendar) <= now;
  return day !== dayOf(now, calendar) || minutes > timeOfDay(now, calendar);
}

/** A moment as it was typed, day and hour: «25.11 14:30», «25 ноября 14:30», «вчера 9:30», or an hour of today; null: neither. */
export function wholeMoment(text: string, { now, calendar }: { now: Date; calendar: OfficeCalendar }): Date | null {
  const today = dayOf(now, calendar);
  const whole = /^(\d{1,2}[./-]\d{1,2}(?:[./-](?:\d{4}|\d{2}))?|\d{1,2} \p{L}+|\D+?)[\s,]+(\d{1,2}[:.]\d{2})$/u.exec(
    text,
  );
  const day = whole ? parseDay(whole[1] ?? '', today, true) : /^\d{1,2}:\d{2}$/.test(text) ? today : null;
  const minutes = parseTime(whole ? (whole[2] ?? '') : text);
  return day === null || minutes === null ? null : at(day, minutes, calendar);
}
