import { loadCalendar, parseCalendarYear } from '../../../src/adapters/calendars';
import { AppError } from '../../../src/errors';
import {
  isWorkingDay,
  plusDays,
  specialDay,
  toPlainDate,
  yearOf,
  type OfficeCalendar,
} from '../../../src/regulation/calendar';

const hours = { zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 };
const calendar = loadCalendar(hours);
const day = toPlainDate;

const daysOf = (year: number) => {
  const all = [day(`${year}-01-01`)];
  for (let next = plusDays(day(`${year}-01-01`), 1); yearOf(next) === year; next = plusDays(next, 1)) all.push(next);
  return all;
};
const shortenedDays = (year: number) => daysOf(year).filter((date) => calendar.days.get(date)?.kind === 'shortened');
const regional = ['republic_day', 'constitution_day', 'uraza_bayram', 'kurban_bayram'];

describe('the production calendars', () => {
  test.each([
    [2025, 247, 245],
    [2026, 247, 244],
    [2027, 247, 245],
  ])('%i has %i working days in Russia, %i in Tatarstan', (year, russia, tatarstan) => {
    const russian: OfficeCalendar = {
      ...calendar,
      days: new Map([...calendar.days].filter(([, special]) => !regional.includes(special.reason))),
    };
    expect(daysOf(year).filter((date) => isWorkingDay(date, russian))).toHaveLength(russia);
    expect(daysOf(year).filter((date) => isWorkingDay(date, calendar))).toHaveLength(tatarstan);
  });

  test.each([
    [2025, ['03-07', '04-30', '06-05', '06-11', '08-29', '11-01', '11-05']],
    [2026, ['03-19', '04-30', '05-08', '05-26', '06-11', '11-03', '11-05']],
    [2027, ['02-20', '04-30', '06-11', '11-03']],
  ])('in %i the shortened days are %j', (year, dates) => {
    expect(shortenedDays(year)).toEqual(dates.map((date) => `${year}-${date}`));
  });

  test('a day is shortened only before a holiday, or when it is a worked Saturday', () => {
    for (const date of [2025, 2026, 2027].flatMap(shortenedDays)) {
      const tomorrow = specialDay(plusDays(date, 1), calendar);
      expect([date, tomorrow?.kind ?? specialDay(date, calendar)?.reason]).toEqual([
        date,
        expect.stringMatching(/^(off|transfer)$/),
      ]);
    }
  });

  test('every year names its sources, and what is not official yet is marked', () => {
    expect([...calendar.years.keys()]).toEqual([2025, 2026, 2027]);
    for (const { sources } of calendar.years.values()) expect(sources.length).toBeGreaterThanOrEqual(3);
    expect(calendar.years.get(2025)?.provisional).toEqual([]);
    expect(calendar.years.get(2026)?.provisional).toEqual([]);
    expect(calendar.years.get(2027)?.provisional).toEqual([
      '2027-02-20',
      '2027-02-22',
      '2027-03-09',
      '2027-05-16',
      '2027-11-05',
      '2027-12-31',
    ]);
  });

  test("an admin's day takes the place of the file's and ends its doubt", () => {
    const confirmed = loadCalendar({
      ...hours,
      overrides: [{ day: day('2027-03-09'), kind: 'off', note: 'Ураза-байрам' }],
    });
    expect(specialDay(day('2027-03-09'), confirmed)).toEqual({
      kind: 'off',
      reason: 'local',
      provisional: false,
      note: 'Ураза-байрам',
    });
    expect(confirmed.years.get(2027)?.provisional).not.toContain('2027-03-09');
    expect(calendar.years.get(2027)?.provisional).toContain('2027-03-09');
  });
});

describe('a wrong calendar file is refused with its name, the path and the fault', () => {
  const good = { year: 2028, sources: ['a decree'], days: [{ day: '2028-01-01', kind: 'off', reason: 'new_year' }] };
  const withDays = (...days: unknown[]) => ({ ...good, days });

  test('a good one is taken', () => {
    const { year, days } = parseCalendarYear('2028.json', good);
    expect([year, days.get(day('2028-01-01'))]).toEqual([
      2028,
      { kind: 'off', reason: 'new_year', provisional: false, note: null },
    ]);
  });

  test.each([
    ['not an object', null, 'the file: Invalid input'],
    ['no sources', { ...good, sources: [] }, 'sources: '],
    ['a year as text', { ...good, year: '2028' }, 'year: '],
    [
      'a date that does not exist',
      withDays({ day: '2028-02-30', kind: 'off', reason: 'transfer' }),
      'days[0].day: Not a calendar date: 2028-02-30',
    ],
    [
      'a Russian date',
      withDays({ day: '01.01.2028', kind: 'off', reason: 'new_year' }),
      'write an existing day as YYYY-MM-DD',
    ],
    ['an unknown kind', withDays({ day: '2028-01-01', kind: 'free', reason: 'new_year' }), 'days[0].kind: '],
    ['an unknown reason', withDays({ day: '2028-01-01', kind: 'off', reason: 'hangover' }), 'days[0].reason: '],
    ["an admin's reason", withDays({ day: '2028-01-01', kind: 'off', reason: 'local' }), 'days[0].reason: '],
    [
      'a misspelt key',
      withDays({ day: '2028-01-01', kind: 'off', reason: 'new_year', provisonal: true }),
      'provisonal',
    ],
    [
      "another year's day",
      withDays(good.days[0], { day: '2027-12-31', kind: 'off', reason: 'transfer' }),
      'days[1].day: 2027-12-31 is not a day of 2028',
    ],
    [
      'a day both off and working',
      withDays(good.days[0], { day: '2028-01-01', kind: 'working', reason: 'transfer' }),
      'days[1].day: 2028-01-01 stands twice, as off and as working',
    ],
    ['a day twice the same', withDays(good.days[0], good.days[0]), 'stands twice'],
  ])('%s', (_, content, fault) => {
    const load = () => parseCalendarYear('calendars/2028.json', content);
    expect(load).toThrow(AppError);
    expect(load).toThrow(`Production calendar calendars/2028.json is wrong: `);
    expect(load).toThrow(fault);
  });

  test('every fault is told at once', () => {
    const bad = withDays({ day: '2028-02-30', kind: 'free', reason: 'new_year' });
    expect(() => parseCalendarYear('2028.json', bad)).toThrow(/days\[0\]\.day: .*; days\[0\]\.kind: /);
  });
});

describe('office hours', () => {
  test.each([
    ['an impossible zone', { zone: 'Europe/Mamadysh' }, 'No such time zone: Europe/Mamadysh'],
    ['an empty zone', { zone: '' }, 'No such time zone'],
    ['closing before opening', { opensAt: 1020, closesAt: 480 }, 'must lie in one day'],
    ['a shortened day without working time', { opensAt: 480, closesAt: 540 }, 'longer than an hour'],
    ['closing after midnight', { closesAt: 1500 }, 'must lie in one day'],
    ['no number', { opensAt: Number.NaN }, 'must lie in one day'],
    [
      'a local day both off and working',
      {
        overrides: [
          { day: day('2026-11-25'), kind: 'off' as const, note: null },
          { day: day('2026-11-25'), kind: 'working' as const, note: null },
        ],
      },
      '2026-11-25 is entered twice, as off and as working',
    ],
  ])('%s: refused', (_, wrong, fault) => {
    expect(() => loadCalendar({ ...hours, ...wrong })).toThrow(fault);
  });
});
