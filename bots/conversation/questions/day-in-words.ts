import { LOCALES, wordsOf } from '../../../src/i18n';
import { plusDays, weekday, type PlainDate } from '../../../src/regulation/calendar';
import { WEEKDAYS } from '../screens/dates';
import { keysOf } from '../../../src/regulation/lists';

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
