import { toPlainDate } from '../../../../src/regulation/calendar';
import { periodBefore, refusalOfPeriod, yearBefore } from '../../../../src/usecases/statistics/figures';

const period = (from: string, to: string) => ({ from: toPlainDate(from), to: toPlainDate(to) });

test.each([
  ['a month', '2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
  ['a quarter', '2026-04-01', '2026-06-30', '2026-01-01', '2026-03-31'],
  ['a year', '2026-01-01', '2026-12-31', '2025-01-01', '2025-12-31'],
  ['a week', '2026-11-23', '2026-11-29', '2026-11-16', '2026-11-22'],
  ['a day', '2026-03-01', '2026-03-01', '2026-02-28', '2026-02-28'],
  ['days of one’s own', '2026-02-27', '2026-03-02', '2026-02-23', '2026-02-26'],
])('before %s stands the one that ended as it began', (_, from, to, fromBefore, toBefore) => {
  expect(periodBefore(period(from, to))).toEqual(period(fromBefore, toBefore));
});

test.each([
  ['a month', '2026-03-01', '2026-03-31', '2025-03-01', '2025-03-31'],
  ['a February of 29 days', '2028-02-01', '2028-02-29', '2027-02-01', '2027-02-28'],
  ['a February of 28 days before which there was one of 29', '2025-02-01', '2025-02-28', '2024-02-01', '2024-02-29'],
  ['days that end on 29 February', '2028-02-20', '2028-02-29', '2027-02-20', '2027-02-28'],
])('a year before %s', (_, from, to, fromBefore, toBefore) => {
  expect(yearBefore(period(from, to))).toEqual(period(fromBefore, toBefore));
});

test.each([
  ['2026-11-02', '2026-11-01', 'backwards'],
  ['2026-11-01', '2026-11-01', null],
  ['2000-01-01', '2039-12-31', null],
  ['2000-01-01', '2040-01-01', 'tooLong'],
  ['0001-01-01', '9999-12-31', 'tooLong'],
  ['9990-01-01', '9999-12-31', null],
])('%s to %s: %s', (from, to, refusal) => {
  expect(refusalOfPeriod(period(from, to))).toBe(refusal);
});
