import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { loadCalendar, parseCalendarYear, readCalendarYears } from '../../../src/adapters/calendars';
import { JsonFault, parseJsonLines } from '../../../src/adapters/json-lines';
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

describe('a wrong calendar file is refused with its name, the line and the fault', () => {
  const lines = (...all: string[]) => all.join('\n');
  const good = lines(
    '{',
    '  "year": 2028,',
    '  "sources": ["a decree"],',
    '  "days": [',
    '    { "day": "2028-01-01", "kind": "off", "reason": "new_year" },',
    '    { "day": "2028-02-29", "kind": "working", "reason": "transfer", "provisional": true }',
    '  ]',
    '}',
  );
  /** The good file with one place spoilt. */
  const but = (text: string, instead: string) => {
    expect(good).toContain(text);
    return good.replace(text, () => instead);
  };

  test('a good one is taken', () => {
    const { year, days } = parseCalendarYear('2028.json', good);
    expect([year, [...days]]).toEqual([
      2028,
      [
        ['2028-01-01', { kind: 'off', reason: 'new_year', provisional: false, note: null }],
        ['2028-02-29', { kind: 'working', reason: 'transfer', provisional: true, note: null }],
      ],
    ]);
  });

  test.each<[string, string, string]>([
    ['an empty file', '', 'line 1: the file ends where a value is expected'],
    ['not an object', 'null', 'line 1: Invalid input'],
    ['no sources', but('"a decree"', ''), 'line 3, sources: '],
    ['a source that says nothing', but('"a decree"', '""'), 'line 3, sources[0]: '],
    ['a year as text', but('2028,', '"2028",'), 'line 2, year: '],
    ['no year', but('  "year": 2028,\n', ''), 'line 1, year: '],
    [
      'a date that does not exist',
      but('2028-02-29', '2028-02-30'),
      'line 6, days[1].day: Not a calendar date: 2028-02-30',
    ],
    ['a 29 February of a common year', but('2028-02-29', '2027-02-29'), 'line 6, days[1].day: Not a calendar date'],
    ['a Russian date', but('2028-01-01', '01.01.2028'), 'write an existing day as YYYY-MM-DD'],
    ['an unknown kind', but('"off"', '"free"'), 'line 5, days[0].kind: '],
    ['no kind', but('"kind": "off", ', ''), 'line 5, days[0].kind: '],
    ['an unknown reason', but('new_year', 'hangover'), 'line 5, days[0].reason: '],
    ["an admin's reason", but('new_year', 'local'), 'line 5, days[0].reason: '],
    ['a misspelt key', but('"provisional"', '\n"provisonal"'), 'line 7, days[1]: Unrecognized key: "provisonal"'],
    [
      "another year's day",
      but('2028-02-29', '2027-12-31'),
      "line 6, days[1].day: 2027-12-31 is not a day of 2028; move it to its own year's file",
    ],
    [
      'a day both off and working',
      but('2028-02-29', '2028-01-01'),
      'line 6, days[1].day: 2028-01-01 stands twice, as off and as working; keep one',
    ],
    [
      'a day both off and working in one breath',
      but('"kind": "off"', '"kind": "off",\n "kind": "working"'),
      'line 6: kind stands twice in one object; keep one',
    ],
    ['a comma too many', but('true }', 'true },'), 'line 7: ] stands where a value is expected'],
    ['a comma too few', but('},', '}'), 'line 6: { stands where a comma is expected'],
    [
      'a word without quotation marks',
      but('"off"', 'off'),
      'line 5: off stands where a value or a key in quotation marks is expected',
    ],
    [
      'a key without quotation marks',
      but('"sources"', 'sources'),
      'line 3: sources stands where a value or a key in quotation marks is expected',
    ],
    ['quotation marks that do not close', but('"transfer"', '"transfer'), 'line 6: '],
    ['no colon', but('"year":', '"year"'), 'line 2: 2028 stands where a colon is expected'],
    ['a file that breaks off', good.slice(0, -5), 'line 7: the file ends where a comma or ] is expected'],
    ['more than one value', `${good}\n{}`, 'line 9: { stands where the end of the file is expected'],
  ])('%s', (_, text, fault) => {
    const load = () => parseCalendarYear('2028.json', text);
    expect(load).toThrow(AppError);
    expect(load).toThrow('Production calendar 2028.json is wrong: line ');
    expect(load).toThrow(fault);
  });

  test('lines are counted the same in a file of Windows', () => {
    const text = but('2028-02-29', '2028-02-30').replaceAll('\n', '\r\n');
    expect(() => parseCalendarYear('2028.json', text)).toThrow('line 6, days[1].day');
  });

  test('every fault is told at once', () => {
    const text = good.replace('"off"', '"free"').replace('2028-02-29', '2028-02-30');
    expect(() => parseCalendarYear('2028.json', text)).toThrow(/line 5, days\[0\]\.kind: .*; line 6, days\[1\]\.day: /);
  });

  test('two files of one year are refused, and nothing else than JSON files is read', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-calendars-'));
    try {
      writeFileSync(path.join(folder, '2028.json'), good);
      writeFileSync(path.join(folder, 'README.txt'), 'not a calendar');
      expect(readCalendarYears(folder).map(({ year }) => year)).toEqual([2028]);
      writeFileSync(path.join(folder, '2028-new.json'), good);
      expect(() => readCalendarYears(folder)).toThrow(
        'Production calendar 2028.json is wrong: the year 2028 is in 2028-new.json already; keep one file',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('property: whatever JSON can say is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJsonLines(text).value).toEqual(JSON.parse(text));
      }),
    );
  });

  test('property: a text that JSON.parse refuses is refused', () => {
    fc.assert(
      fc.property(fc.nat({ max: good.length - 1 }), fc.constantFrom('', '"', ',', '{', ']', 'x'), (at, instead) => {
        const text = good.slice(0, at) + instead + good.slice(at + 1);
        let fits = true;
        try {
          JSON.parse(text);
        } catch {
          fits = false;
        }
        if (!fits) expect(() => parseJsonLines(text)).toThrow(JsonFault);
      }),
      { numRuns: 500 },
    );
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
