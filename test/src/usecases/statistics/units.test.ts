import { toPlainDate as day } from '../../../../src/regulation/calendar';
import type { Unit } from '../../../../src/usecases/kit/account-params';
import {
  besideBefore,
  besideYearBefore,
  countedOf,
  refusalOfOwnDays,
  shifted,
  unitAround,
  type Named,
} from '../../../../src/usecases/statistics/figures';

const named = (unit: Unit, from: string, to: string): Named => ({ unit, from: day(from), to: day(to) });

describe('the unit in which a day lies', () => {
  test.each([
    ['day', '2026-11-29', '2026-11-29', '2026-11-29'],
    ['week', '2026-11-29', '2026-11-23', '2026-11-29'],
    ['week', '2026-01-01', '2025-12-29', '2026-01-04'],
    ['month', '2026-02-10', '2026-02-01', '2026-02-28'],
    ['month', '2024-02-10', '2024-02-01', '2024-02-29'],
    ['quarter', '2026-11-29', '2026-10-01', '2026-12-31'],
    ['quarter', '2026-03-31', '2026-01-01', '2026-03-31'],
    ['year', '2026-11-29', '2026-01-01', '2026-12-31'],
  ] as const)('%s of %s', (unit, of, from, to) => {
    expect(unitAround(unit, day(of))).toEqual(named(unit, from, to));
  });
});

test('what goes on is counted up to today; what lies ahead is not', () => {
  const month = unitAround('month', day('2026-11-29'));
  expect(countedOf(month, day('2026-11-29'))).toEqual({ from: '2026-11-01', to: '2026-11-29' });
  expect(countedOf(month, day('2026-12-05'))).toEqual({ from: '2026-11-01', to: '2026-11-30' });
  expect(countedOf(month, day('2026-10-31'))).toBeNull();
});

describe('one before, one after', () => {
  test.each([
    [named('day', '2026-03-01', '2026-03-01'), -1, '2026-02-28', '2026-02-28'],
    [named('week', '2025-12-29', '2026-01-04'), -1, '2025-12-22', '2025-12-28'],
    [named('month', '2026-01-01', '2026-01-31'), -1, '2025-12-01', '2025-12-31'],
    [named('month', '2026-12-01', '2026-12-31'), 1, '2027-01-01', '2027-01-31'],
    [named('quarter', '2026-01-01', '2026-03-31'), -1, '2025-10-01', '2025-12-31'],
    [named('year', '2026-01-01', '2026-12-31'), -1, '2025-01-01', '2025-12-31'],
    [named('own', '2026-11-10', '2026-11-12'), -1, '2026-11-07', '2026-11-09'],
  ])('%o by %i', (from, by, begins, ends) => {
    expect(shifted(from, by)).toEqual(named(from.unit, begins, ends));
  });
});

describe('half a month stands beside half a month', () => {
  test.each([
    ['2026-11-15', '2026-10-01', '2026-10-15', '2025-11-01', '2025-11-15'],
    ['2026-11-30', '2026-10-01', '2026-10-31', '2025-11-01', '2025-11-30'],
    ['2026-12-24', '2026-10-01', '2026-10-31', '2025-11-01', '2025-11-30'],
  ])('November on %s', (today, from, to, yearFrom, yearTo) => {
    const november = unitAround('month', day('2026-11-01'));
    expect(besideBefore(november, day(today))).toEqual({ from, to });
    expect(besideYearBefore(november, day(today))).toEqual({ from: yearFrom, to: yearTo });
  });

  test('and the days of a week beside the same days of a week', () => {
    const week = unitAround('week', day('2026-11-23'));
    expect(besideBefore(week, day('2026-11-25'))).toEqual({ from: '2026-11-16', to: '2026-11-18' });
  });

  test('a month that is shorter is taken as a whole', () => {
    const before = besideBefore(unitAround('month', day('2026-03-01')), day('2026-03-30'));
    expect(before).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });

  test('February ends with itself, in a leap year and in another', () => {
    expect(besideYearBefore(unitAround('month', day('2025-02-01')), day('2025-06-01'))?.to).toBe('2024-02-29');
    expect(besideYearBefore(unitAround('month', day('2024-02-01')), day('2024-06-01'))?.to).toBe('2023-02-28');
  });
});

describe('days that somebody has chosen', () => {
  const today = day('2026-11-29');
  test.each([
    ['2026-11-10', '2026-11-09', 'backwards'],
    ['2026-11-30', '2026-12-01', 'ahead'],
    ['1986-11-01', '2026-11-01', 'tooLong'],
    ['2000-01-01', '2026-10-01', 'beforeFirst'],
    ['2026-11-02', '2026-11-02', null],
    ['1986-11-30', '2026-11-29', null],
  ])('from %s to %s: %s', (from, to, refusal) => {
    expect(refusalOfOwnDays({ from: day(from), to: day(to) }, today, day('2026-11-02'))).toBe(refusal);
  });

  test('where no appeal came yet, there is nothing to count', () => {
    expect(refusalOfOwnDays({ from: today, to: today }, today, null)).toBe('nothingYet');
  });
});
