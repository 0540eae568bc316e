import { at, dayOf, plusDays, timeOfDay, type OfficeCalendar, type PlainDate } from '../../../src/regulation/calendar';
import type { Change, Complaint } from '../../../src/usecases/kit/form-engine';
import { knownDay } from '../button-rows/fields';
import { button, inRows, type ScreenButton } from '../screen';
import { fullDay, hourOf, todayOf } from '../screens/dates';
import { dayPicker, quickDays, type DayPicker, type DayRange } from '../screens/day-picker';
import type { Reading } from '../turn';
import { parseDay, parseTime } from './parse-typed';
import { answered, type Asked, type Question } from './question';

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
