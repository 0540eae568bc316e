import fc from 'fast-check';
import { loadCalendar } from '../../../src/adapters/calendars';
import {
  addWorkingDays,
  addWorkingTime,
  at,
  closing,
  dayKind,
  dayOf,
  daysBetween,
  endOfDay,
  isLoaded,
  isWorkingDay,
  isWorkingTime,
  lastClosing,
  lastWorkingDayOnOrBefore,
  nextOpening,
  nextWorkingDay,
  opening,
  plusDays,
  provisionalDays,
  specialDay,
  startOfDay,
  timeOfDay,
  toPlainDate,
  unloadedYears,
  weekday,
  workingDayOnOrAfter,
  workingTimeBetween,
  withLocalDays,
  type LocalDay,
  type OfficeCalendar,
} from '../../../src/regulation/calendar';
import { checkOf, isLong, restAround } from '../../../src/regulation/day-check';

const HOUR = 3_600_000;
const office = (zone = 'Europe/Moscow', overrides: LocalDay[] = []) =>
  loadCalendar({ zone, opensAt: 8 * 60, closesAt: 17 * 60, overrides });
const moscow = office();
const day = toPlainDate;
const instant = (text: string) => new Date(text);
/** «2026-11-02 09:00» by Moscow's clock. */
const msk = (text: string) => instant(`${text.replace(' ', 'T')}+03:00`);

const days = fc.integer({ min: 0, max: 5 * 366 }).map((count) => plusDays(day('2024-06-01'), count));
const instants = fc
  .integer({ min: instant('2024-06-01T00:00:00Z').getTime(), max: instant('2029-06-01T00:00:00Z').getTime() })
  .map((ms) => new Date(ms));
const zones = fc.constantFrom(
  'Europe/Moscow',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'UTC',
);

describe('a date', () => {
  test.each(['2026-11-25', '2028-02-29', '0001-01-01', '9999-12-31'])('%s is a day', (text) => {
    expect(toPlainDate(text)).toBe(text);
  });

  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-1-5',
    '25.11.2026',
    '2026-11-25T00:00',
    '',
    '2026-11-31',
    ' 2026-11-25',
  ])('«%s» is refused, and the error says how to write one', (text) => {
    expect(() => toPlainDate(text)).toThrow(RangeError);
    expect(() => toPlainDate(text)).toThrow('YYYY-MM-DD');
  });

  test.each([
    ['2026-11-30', 1, '2026-12-01', "a month's end"],
    ['2026-12-31', 1, '2027-01-01', "a year's end"],
    ['2028-02-28', 1, '2028-02-29', 'a leap year'],
    ['2026-02-28', 1, '2026-03-01', 'a common year'],
    ['2028-02-29', 366, '2029-03-01', 'over a leap day'],
    ['2026-03-01', -1, '2026-02-28', 'backwards'],
    ['2026-11-02', 30, '2026-12-02', 'thirty days'],
  ])('%s plus %i days is %s: %s', (from, count, to) => {
    expect(plusDays(day(from), count)).toBe(to);
    expect(daysBetween(day(from), day(to))).toBe(count);
  });

  test('a day after the last year that we can write is refused, not garbled', () => {
    expect(() => plusDays(day('9999-12-31'), 1)).toThrow(RangeError);
  });

  test.each([
    ['2026-11-23', 1],
    ['2026-11-28', 6],
    ['2026-11-29', 7],
  ])('%s is weekday %i', (date, expected) => {
    expect(weekday(day(date))).toBe(expected);
  });
});

describe('every kind of day', () => {
  test.each<[string, string, string | null, string]>([
    ['2026-11-25', 'working', null, 'an ordinary Wednesday'],
    ['2026-11-28', 'off', null, 'an ordinary Saturday'],
    ['2026-11-29', 'off', null, 'an ordinary Sunday'],
    ['2026-01-07', 'off', 'christmas', 'a holiday'],
    ['2026-01-09', 'off', 'transfer', 'a Friday to which a Saturday was moved'],
    ['2026-12-31', 'off', 'transfer', "a year's last day to which a Sunday was moved"],
    ['2025-12-31', 'off', 'transfer', 'the same in another year'],
    ['2026-03-09', 'off', 'transfer', 'the Monday after a Sunday holiday'],
    ['2026-11-03', 'shortened', 'before_holiday', 'the day before a Russian holiday'],
    ['2025-11-01', 'shortened', 'transfer', 'a worked Saturday that is short as well'],
    ['2027-02-20', 'shortened', 'transfer', 'another worked Saturday'],
    ['2026-11-05', 'shortened', 'before_holiday', 'the day before a holiday of Tatarstan'],
    ['2026-11-06', 'off', 'constitution_day', "Tatarstan's own day"],
    ['2026-08-30', 'off', 'republic_day', "Tatarstan's own day on a Sunday"],
    ['2026-08-31', 'working', null, 'and no transfer of it'],
    ['2026-05-27', 'off', 'kurban_bayram', 'Курбан-байрам'],
    ['2026-03-20', 'off', 'uraza_bayram', 'Ураза-байрам'],
    ['2028-02-29', 'working', null, 'a 29 February, in a year that is not loaded'],
    ['2028-01-03', 'off', 'new_year', 'a fixed holiday in a year that is not loaded'],
    ['2028-11-06', 'off', 'constitution_day', "Tatarstan's fixed holiday in a year that is not loaded"],
    ['2028-11-04', 'off', 'unity_day', 'a fixed holiday on a Saturday of such a year'],
    ['2028-11-07', 'working', null, 'a Tuesday of such a year'],
  ])('%s is %s (%s): %s', (date, kind, reason) => {
    expect(dayKind(day(date), moscow)).toBe(kind);
    expect(isWorkingDay(day(date), moscow)).toBe(kind !== 'off');
    expect(specialDay(day(date), moscow)?.reason ?? null).toBe(reason);
  });

  test("an admin's day beats the calendar's, also in a year that is not loaded", () => {
    const calendar = office('Europe/Moscow', [
      { day: day('2027-03-09'), kind: 'working', note: 'Ураза-байрам 10 марта' },
      { day: day('2027-03-10'), kind: 'off', note: null },
      { day: day('2028-01-08'), kind: 'shortened', note: null },
    ]);
    expect(dayKind(day('2027-03-09'), calendar)).toBe('working');
    expect(specialDay(day('2027-03-09'), calendar)).toMatchObject({ reason: 'local', note: 'Ураза-байрам 10 марта' });
    expect(dayKind(day('2027-03-10'), calendar)).toBe('off');
    expect(dayKind(day('2028-01-08'), calendar)).toBe('shortened');
  });

  test('local days replace those before them, and what is taken back is as in the file', () => {
    const once = withLocalDays(moscow, [{ day: day('2027-03-09'), kind: 'working', note: null }]);
    const then = withLocalDays(once, [{ day: day('2026-11-25'), kind: 'off', note: null }]);
    expect([dayKind(day('2027-03-09'), once), dayKind(day('2027-03-09'), then)]).toEqual(['working', 'off']);
    expect(dayKind(day('2026-11-25'), then)).toBe('off');
    expect(withLocalDays(then, [])).toEqual(moscow);
    expect(() =>
      withLocalDays(moscow, [
        { day: day('2026-11-25'), kind: 'off', note: null },
        { day: day('2026-11-25'), kind: 'working', note: null },
      ]),
    ).toThrow('2026-11-25 is entered twice, as off and as working');
  });

  test('days in doubt are known of a span, until an admin confirms them', () => {
    const span = (calendar: OfficeCalendar) => provisionalDays(day('2027-02-20'), day('2027-03-09'), calendar);
    expect(span(moscow)).toEqual(['2027-02-20', '2027-02-22', '2027-03-09']);
    expect(span(office('Europe/Moscow', [{ day: day('2027-02-22'), kind: 'off', note: null }]))).toEqual([
      '2027-02-20',
      '2027-03-09',
    ]);
    expect(provisionalDays(day('2027-02-21'), day('2027-02-21'), moscow)).toEqual([]);
  });

  test.each<[string, number | null, string, string]>([
    ['2026-11-28', 2, '2026-11-28', 'an ordinary weekend'],
    ['2026-11-06', 3, '2026-11-06', "Tatarstan's Friday with its weekend"],
    ['2026-11-08', 3, '2026-11-06', 'the same from its Sunday'],
    ['2026-12-31', 11, '2026-12-31', 'the New Year holidays'],
    ['2027-01-10', 11, '2026-12-31', 'the same from the other year'],
    ['2025-11-02', 3, '2025-11-02', 'after a worked Saturday'],
  ])('%s is one of %s days off in a row from %s: %s', (date, length, from) => {
    const rest = restAround(day(date), moscow);
    expect([rest?.days, rest?.from]).toEqual([length, from]);
    expect(rest && isLong(rest)).toBe(length !== 2);
  });

  test("an admin's check tells what a day is, why, and what the file says", () => {
    const calendar = office('Europe/Moscow', [{ day: day('2026-11-06'), kind: 'shortened', note: 'дежурный день' }]);
    expect(checkOf(day('2026-11-06'), calendar)).toEqual({
      day: '2026-11-06',
      kind: 'shortened',
      special: { kind: 'shortened', reason: 'local', provisional: false, note: 'дежурный день' },
      officially: { kind: 'off', special: { kind: 'off', reason: 'constitution_day', provisional: false, note: null } },
      loaded: true,
      hours: { opens: msk('2026-11-06 08:00'), closes: msk('2026-11-06 16:00') },
      nextWorkingDay: '2026-11-09',
      rest: null,
    });
    expect(checkOf(day('2028-02-29'), calendar)).toMatchObject({ kind: 'working', special: null, loaded: false });
    expect(checkOf(day('2026-11-28'), calendar)).toMatchObject({ hours: null, rest: { days: 2 } });
  });

  test('an unloaded year is never silent', () => {
    expect([2024, 2025, 2027, 2028].map((year) => isLoaded(year, moscow))).toEqual([false, true, true, false]);
    expect(unloadedYears(day('2026-12-20'), day('2027-01-19'), moscow)).toEqual([]);
    expect(unloadedYears(day('2027-12-20'), day('2029-01-19'), moscow)).toEqual([2028, 2029]);
    expect(unloadedYears(day('2028-01-01'), day('2024-12-31'), moscow)).toEqual([2024, 2028]);
  });
});

describe('moving by working days', () => {
  test.each([
    ['2026-11-25', '2026-11-26', 'within a week'],
    ['2026-11-27', '2026-11-30', 'over a weekend'],
    ['2026-12-30', '2027-01-11', 'over the New Year: 31 December to 8 January are off, and 9–10 are a weekend'],
    ['2026-11-03', '2026-11-05', 'over 4 November'],
    ['2026-11-05', '2026-11-09', "over Tatarstan's Friday and the weekend"],
    ['2025-10-31', '2025-11-01', 'to a worked Saturday'],
    ['2025-11-01', '2025-11-05', 'over three days off'],
    ['2027-02-19', '2027-02-20', 'to the worked Saturday of 2027'],
    ['2028-02-28', '2028-02-29', 'to a 29 February'],
  ])('after %s the next working day is %s: %s', (from, to) => {
    expect(nextWorkingDay(day(from), moscow)).toBe(to);
    expect(addWorkingDays(day(to), -1, moscow)).toBe(lastWorkingDayOnOrBefore(day(from), moscow));
  });

  test.each([
    ['2026-11-28', '2026-11-30', '2026-11-27'],
    ['2026-11-25', '2026-11-25', '2026-11-25'],
    ['2027-01-01', '2027-01-11', '2026-12-30'],
  ])('%s moves on to %s and back to %s', (date, onward, back) => {
    expect(workingDayOnOrAfter(day(date), moscow)).toBe(onward);
    expect(lastWorkingDayOnOrBefore(day(date), moscow)).toBe(back);
  });

  test('counted from a day off, the day itself is not counted; zero moves nothing', () => {
    expect(addWorkingDays(day('2026-11-28'), 3, moscow)).toBe('2026-12-02');
    expect(addWorkingDays(day('2026-11-29'), -3, moscow)).toBe('2026-11-25');
    expect(addWorkingDays(day('2026-11-29'), 0, moscow)).toBe('2026-11-29');
  });

  test('property: always a working day, in the right direction, with exactly so many between', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -40, max: 40 }).filter(Boolean), (from, count) => {
        const to = addWorkingDays(from, count, moscow);
        expect(isWorkingDay(to, moscow)).toBe(true);
        let counted = 0;
        for (let cursor = from; cursor !== to;) {
          cursor = plusDays(cursor, Math.sign(count));
          if (isWorkingDay(cursor, moscow)) counted += Math.sign(count);
        }
        expect(counted).toBe(count);
      }),
    );
  });
});

describe('days and instants', () => {
  test.each([
    ['2026-11-24T20:59:59.999Z', '2026-11-24'],
    ['2026-11-24T21:00:00.000Z', '2026-11-25'],
    ['2026-12-31T21:00:00.000Z', '2027-01-01'],
    ['2028-02-28T21:00:00.000Z', '2028-02-29'],
  ])('%s is in Moscow %s', (moment, date) => {
    expect(dayOf(instant(moment), moscow)).toBe(date);
  });

  test('a day lasts from 00:00:00 to 23:59:59 by the local clock', () => {
    expect(startOfDay(day('2026-12-02'), moscow)).toEqual(msk('2026-12-02 00:00:00'));
    expect(endOfDay(day('2026-12-02'), moscow)).toEqual(msk('2026-12-02 23:59:59'));
    expect(at(day('2026-12-02'), 1440, moscow)).toEqual(msk('2026-12-03 00:00:00'));
    expect(timeOfDay(msk('2026-12-02 09:30:15'), moscow)).toBe(570.25);
  });

  test.each([
    ['Europe/Berlin', '2026-03-29', 8 * 60, '2026-03-29T06:00:00Z', 'opens in summer time on the day of the change'],
    ['Europe/Berlin', '2026-03-28', 8 * 60, '2026-03-28T07:00:00Z', 'and in winter time the day before'],
    ['Europe/Berlin', '2026-03-29', 150, '2026-03-29T01:30:00Z', 'a time that is jumped over moves forward'],
    ['Europe/Berlin', '2026-10-25', 150, '2026-10-25T00:30:00Z', 'a time that comes twice is the first'],
    ['Europe/Berlin', '2026-10-25', 180, '2026-10-25T02:00:00Z', 'the end of the repeated hour'],
    ['America/New_York', '2026-11-01', 0, '2026-11-01T04:00:00Z', 'midnight before the change'],
    [
      'Africa/Cairo',
      '2026-04-24',
      0,
      '2026-04-23T22:00:00Z',
      'a midnight that is jumped over is the first moment of the day',
    ],
    ['Asia/Kolkata', '2026-11-25', 0, '2026-11-24T18:30:00Z', 'half an hour'],
    ['UTC', '2026-11-25', 61, '2026-11-25T01:01:00Z', 'no offset'],
  ])('%s %s, minute %i is %s: %s', (zone, date, minutes, expected) => {
    expect(at(day(date), minutes, office(zone))).toEqual(instant(expected));
  });

  test('property: every instant lies in its day, and its clock time leads back to it', () => {
    fc.assert(
      fc.property(instants, zones, (moment, zone) => {
        const calendar = office(zone);
        const date = dayOf(moment, calendar);
        expect(startOfDay(date, calendar) <= moment).toBe(true);
        expect(moment.getTime() < endOfDay(date, calendar).getTime() + 1000).toBe(true);
        const back = at(date, timeOfDay(moment, calendar), calendar);
        const repeated = moment.getTime() - back.getTime();
        expect([0, HOUR / 2, HOUR]).toContain(repeated);
      }),
      { numRuns: 300 },
    );
  });
});

describe('working time', () => {
  test('a shortened day closes an hour earlier', () => {
    expect(closing(day('2026-11-02'), moscow)).toEqual(msk('2026-11-02 17:00'));
    expect(closing(day('2026-11-03'), moscow)).toEqual(msk('2026-11-03 16:00'));
    expect(opening(day('2026-11-03'), moscow)).toEqual(msk('2026-11-03 08:00'));
  });

  test('on a day off the office neither opens nor closes', () => {
    expect(() => opening(day('2026-11-04'), moscow)).toThrow('does not open on 2026-11-04');
    expect(() => closing(day('2026-11-04'), moscow)).toThrow(RangeError);
  });

  test.each([
    ['2026-11-03 07:59:59', false],
    ['2026-11-03 08:00:00', true],
    ['2026-11-03 15:59:59', true],
    ['2026-11-03 16:00:00', false],
    ['2026-11-02 16:00:00', true],
    ['2026-11-04 12:00:00', false],
    ['2025-11-01 12:00:00', true],
    ['2026-11-28 12:00:00', false],
  ])('%s is working time: %s', (moment, expected) => {
    expect(isWorkingTime(msk(moment), moscow)).toBe(expected);
  });

  test.each([
    ['2026-11-25 07:00', '2026-11-25 08:00', '2026-11-24 17:00'],
    ['2026-11-25 08:00', '2026-11-26 08:00', '2026-11-24 17:00'],
    ['2026-11-25 17:00', '2026-11-26 08:00', '2026-11-25 17:00'],
    ['2026-11-03 17:00', '2026-11-05 08:00', '2026-11-03 16:00'],
    ['2026-12-31 10:00', '2027-01-11 08:00', '2026-12-30 17:00'],
  ])('from %s it opens next at %s and closed last at %s', (moment, opens, closed) => {
    expect(nextOpening(msk(moment), moscow)).toEqual(msk(opens));
    expect(lastClosing(msk(moment), moscow)).toEqual(msk(closed));
  });

  test.each([
    ['2026-11-25 10:00', '2026-11-25 12:30', 2.5, 'within a day'],
    ['2026-11-25 16:00', '2026-11-26 09:00', 2, 'over a night'],
    ['2026-11-03 15:00', '2026-11-05 09:00', 2, 'over a shortened day and a holiday'],
    ['2026-11-28 10:00', '2026-11-29 23:00', 0, 'over a weekend'],
    ['2026-11-20 12:00', '2026-11-27 12:00', 45, 'a whole week'],
  ])('between %s and %s lie %d working hours: %s', (from, to, hours) => {
    expect(workingTimeBetween(msk(from), msk(to), moscow)).toBe(hours * HOUR);
    expect(workingTimeBetween(msk(to), msk(from), moscow)).toBe(-hours * HOUR + 0);
  });

  test.each([
    ['2026-11-25 16:30', 1, '2026-11-26 08:30', 'into the next day'],
    ['2026-11-25 16:00', 1, '2026-11-25 17:00', 'just to the closing'],
    ['2026-11-26 08:30', -1, '2026-11-25 16:30', 'back into the day before'],
    ['2026-11-05 08:30', -1, '2026-11-03 15:30', 'back over a holiday into a shortened day'],
    ['2026-11-28 12:00', 1, '2026-11-30 09:00', 'from a day off'],
    ['2026-11-28 12:00', 0, '2026-11-28 12:00', 'nothing'],
  ])('%s and %d working hours is %s: %s', (from, hours, to) => {
    expect(addWorkingTime(msk(from), hours * HOUR, moscow)).toEqual(msk(to));
  });

  test('property: the next opening is working time and nothing before it is', () => {
    fc.assert(
      fc.property(instants, zones, (moment, zone) => {
        const calendar = office(zone);
        const opens = nextOpening(moment, calendar);
        expect(opens > moment).toBe(true);
        expect(isWorkingTime(opens, calendar)).toBe(true);
        expect(isWorkingTime(new Date(opens.getTime() - 1), calendar)).toBe(false);
        if (!isWorkingTime(moment, calendar)) expect(workingTimeBetween(moment, opens, calendar)).toBe(0);
      }),
    );
  });

  test('property: the last closing ends working time and none has passed since, unless the office is open', () => {
    fc.assert(
      fc.property(instants, (moment) => {
        const closed = lastClosing(moment, moscow);
        expect(closed <= moment).toBe(true);
        expect(isWorkingTime(new Date(closed.getTime() - 1), moscow)).toBe(true);
        if (!isWorkingTime(moment, moscow)) expect(workingTimeBetween(closed, moment, moscow)).toBe(0);
      }),
    );
  });

  test('property: adding working time and measuring it are each other reversed, in both directions', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -200 * HOUR, max: 200 * HOUR }), zones, (moment, ms, zone) => {
        const calendar: OfficeCalendar = office(zone);
        expect(workingTimeBetween(moment, addWorkingTime(moment, ms, calendar), calendar)).toBe(ms);
      }),
    );
  });
});
