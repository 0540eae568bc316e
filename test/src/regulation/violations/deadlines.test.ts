import { loadCalendar } from '../../../../src/adapters/calendars';
import { toPlainDate as day } from '../../../../src/regulation/calendar';
import {
  explanationTerm,
  lastDayForOrder,
  lastDayOfDeed,
  type Away,
} from '../../../../src/regulation/violations/deadlines';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
const msk = (text: string) => new Date(`${text.replace(' ', 'T')}+03:00`);
const away = (from: string, until: string): Away => ({ from: day(from), until: day(until) });

test.each<readonly [what: string, asked: string, absences: readonly Away[], last: string]>([
  ['on a Monday', '2026-11-23 10:00', [], '2026-11-25'],
  ['on a Monday late at night', '2026-11-23 23:50', [], '2026-11-25'],
  ['before a weekend', '2026-11-26 10:00', [], '2026-11-30'],
  ['on a Saturday', '2026-11-28 12:00', [], '2026-12-01'],
  ['before the holidays of November', '2026-11-03 10:00', [], '2026-11-09'],
  ['of somebody away from tomorrow on', '2026-11-23 10:00', [away('2026-11-24', '2026-11-27')], '2026-12-01'],
  ['of somebody away on the second day', '2026-11-23 10:00', [away('2026-11-25', '2026-11-25')], '2026-11-26'],
  ['of somebody away that day only', '2026-11-23 10:00', [away('2026-11-20', '2026-11-23')], '2026-11-25'],
  ['of somebody away twice', '2026-11-23 10:00', [away('2026-11-24', '2026-11-24'), away('2026-11-26', '2026-11-27')], '2026-11-30'], // prettier-ignore
])('an explanation that was asked for %s has two working days', (_what, asked, absences, last) => {
  const term = explanationTerm(msk(asked), absences, calendar);
  expect(term).toEqual({ remindAt: msk(`${last} 08:00`), due: msk(`${last} 23:59:59`) });
});

test.each<readonly [discovered: string, last: string]>([
  ['2026-11-24 10:00', '2026-12-24'],
  // A day off becomes the next working day (ТК 14).
  ['2026-11-27 10:00', '2026-12-28'],
  // A month without that day ends with its last one, a Sunday.
  ['2027-01-31 10:00', '2027-03-01'],
  ['2026-12-22 10:00', '2027-01-22'],
])('an order about what was known on %s is possible until %s', (discovered, last) => {
  expect(lastDayForOrder(msk(discovered), calendar)).toBe(last);
});

test.each([
  ['2026-03-12 10:00', '2026-09-14'],
  ['2026-08-31 10:00', '2027-03-01'],
])('an order is possible at all for six months from the deed: %s, until %s', (at, last) => {
  expect(lastDayOfDeed(msk(at), calendar)).toBe(last);
});
