import type { Words } from '../../../src/i18n';
import { dayOf, doubtsOf, type OfficeCalendar, type PlainDate } from '../../../src/regulation/calendar';
import { shortDay } from './dates';

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
